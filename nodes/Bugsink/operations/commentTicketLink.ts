import type { IDataObject } from 'n8n-workflow';

import { TEST_ISSUE_ID } from '../../shared/alert/toAlert';
import { webLink } from '../../shared/text/links';
import { hasComment } from '../history';
import type { Call } from './operation';

const TICKET: Record<string, string> = {
	jiraCloud: 'Jira ticket',
	githubIssues: 'GitHub issue',
	pagerDuty: 'PagerDuty incident',
};

/**
 * Posts a ticket's address as a comment on the issue, once a ticket. Since 2.6 Bugsink says which
 * comments there are; for earlier releases the workflow's own memory has to do, which n8n keeps for
 * executions of an active workflow only, and which holds the last 500 tickets.
 */
export async function commentTicketLink({
	client,
	parameters,
	memory,
}: Call): Promise<IDataObject[]> {
	const issue = parameters.text('issueId');
	const url = webLink(parameters.text('ticketUrl'));
	const key = parameters.text('ticketKey');
	const outcome = { issueId: issue || null, key: key || null, url };
	const skipped = (skipReason: string): IDataObject[] => [
		{ action: 'skipped', ...outcome, comment: null, skipReason },
	];
	if (url === null) return skipped('There is no ticket to link to');
	if (issue === '') return skipped('The item does not say which Bugsink issue it belongs to');
	if (issue === TEST_ISSUE_ID) return skipped('It is a test alert, which belongs to no issue');

	const remembered = `link ${client.address.base} ${issue} ${url}`;
	const isThere = memory.get(remembered) !== undefined || (await hasComment(client, issue, url));
	if (isThere) {
		memory.set(remembered, '1');
		return skipped('The comment is there already');
	}
	const what = TICKET[parameters.text('destination')] ?? 'Ticket';
	const comment = `${what}${key === '' ? '' : ` ${key}`}: ${url}`;
	await client.post(
		'issue-comments/',
		{ issue, comment },
		{ lookAgain: async () => ((await hasComment(client, issue, comment)) ? {} : undefined) },
	);
	memory.set(remembered, '1');
	return [{ action: 'commented', ...outcome, comment, skipReason: null }];
}
