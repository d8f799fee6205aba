import type { IDataObject, INode } from 'n8n-workflow';

import type { BugsinkStandIn, Project, StoredIssue } from '../../../../standins/bugsink';
import { clock, now } from '../../../../standins/harness';
import { bugsink, jsonOf, run, type RunOptions } from '../../support';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

export type Reason = 'TICKET_CLOSED' | 'TICKET_WONT_DO' | 'TICKET_REOPENED';

/** A ticket event of now, as the Bugsink Ticket Trigger gives it. */
export function event(reason: Reason, issueId: string | null, at = clock.at): IDataObject {
	const time = new Date(at).toISOString();
	return {
		reason,
		issueId,
		fingerprint: `bugsink-${String(issueId)}`,
		ticket: {
			tracker: 'jiraCloud',
			key: 'OPS-12',
			url: 'https://acme.atlassian.net/browse/OPS-12',
			title: 'ValueError',
			status: 'Done',
			resolution: 'Done',
			closedAt: reason === 'TICKET_REOPENED' ? null : time,
			by: 'Mia Krystof',
		},
		change: { at: time, by: 'Mia Krystof' },
	};
}

export async function world(parts: Partial<StoredIssue> = {}): Promise<{
	standIn: BugsinkStandIn;
	project: Project;
	issue: StoredIssue;
	follow: (
		item: IDataObject | IDataObject[],
		parameters?: INode['parameters'],
		more?: RunOptions,
	) => Promise<IDataObject[]>;
}> {
	const { standIn, project } = await bugsink({ now });
	const issue = standIn.addIssue(project, parts);
	clock.at += MINUTE;
	const follow = async (
		item: IDataObject | IDataObject[],
		parameters: INode['parameters'] = {},
		more: RunOptions = {},
	) =>
		jsonOf(
			await run(
				standIn,
				{ resource: 'alert', operation: 'followTicket', ...parameters },
				{ items: [item].flat(), ...more },
			),
		);
	return { standIn, project, issue, follow };
}

/** What happened to an issue in Bugsink, oldest first. */
export const kinds = ({ history }: StoredIssue): string[] => history.map(({ kind }) => kind);
