import type { ICredentialDataDecryptedObject, IPollFunctions } from 'n8n-workflow';

import { isObject, text } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';
import { repositoryName } from '../BugsinkGithubIssues/settings';
import { projectKey } from '../BugsinkJiraCloud/settings';
import type { Reason } from './changes';

const EVENTS: Record<string, Reason> = {
	closed: 'TICKET_CLOSED',
	reopened: 'TICKET_REOPENED',
	wontDo: 'TICKET_WONT_DO',
};

export interface Settings {
	tracker: 'jiraCloud' | 'githubIssues';
	/** Key of the project, or `owner/name` of the repository. */
	where: string;
	reasons: ReadonlySet<Reason>;
	countsBots: boolean;
	wontDoNames: string[];
}

export type Credential = ICredentialDataDecryptedObject;

/** @throws {InvalidSetting} */
export function readSettings(context: IPollFunctions): Settings {
	const read = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, fallback);
	const tracker = text(read('tracker', 'jiraCloud'));
	if (tracker !== 'jiraCloud' && tracker !== 'githubIssues') {
		throw new InvalidSetting(
			`'Tracker' cannot be '${tracker.slice(0, 60)}'`,
			'Choose Jira Cloud or GitHub Issues.',
		);
	}
	const names = read('options.wontDoNames', '');
	return {
		tracker,
		where:
			tracker === 'jiraCloud'
				? projectKey(locator(context, 'projectKey'))
				: repositoryName(locator(context, 'repository')),
		reasons: reasonsOf(read('events', [])),
		countsBots: read('options.countBots', false) === true,
		wontDoNames: (Array.isArray(names) ? names.map(String) : text(names).split(/[,\n]/))
			.map((name) => name.trim())
			.filter((name) => name !== ''),
	};
}

/** Empty: all of them. */
function reasonsOf(value: unknown): Set<Reason> {
	const chosen = Array.isArray(value) ? value.map(String) : [];
	const reasons = Object.entries(EVENTS)
		.filter(([event]) => chosen.length === 0 || chosen.includes(event))
		.map(([, reason]) => reason);
	if (reasons.length > 0) return new Set(reasons);
	throw new InvalidSetting(
		`'Events' cannot be '${chosen.join(', ').slice(0, 60)}'`,
		'Choose from Closed, Reopened and Closed as Not to Be Done.',
	);
}

function locator(context: IPollFunctions, name: string): string {
	const value: unknown = context.getNodeParameter(name, '', { extractValue: true });
	return text(isObject(value) ? value.value : value).trim();
}
