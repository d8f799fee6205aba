import type { IDataObject } from 'n8n-workflow';

import { TEST_ISSUE_ID } from '../../../shared/alert/toAlert';
import { hasComment } from '../../../shared/bugsink/history';
import { webLink } from '../../../shared/text/links';
import type { Call, Operation } from '../operation';

const TICKET: Record<string, string> = {
	jiraCloud: 'Jira ticket',
	githubIssues: 'GitHub issue',
	pagerDuty: 'PagerDuty incident',
};

export const commentTicketLink: Operation = {
	option: {
		name: 'Comment Ticket Link',
		value: 'commentTicketLink',
		description: "Post a ticket's address as a comment on the Bugsink issue, once per ticket",
		action: 'Comment ticket link on issue',
	},
	fields: [
		{
			displayName: 'Issue ID',
			name: 'issueId',
			type: 'string',
			default: '={{ $json.issueId ?? $json.id }}',
			required: true,
			placeholder: 'e.g. CHECKOUT-API-17',
			description: 'The Bugsink issue: by default the one that the destination node names',
		},
		{
			displayName: 'Ticket URL',
			name: 'ticketUrl',
			type: 'string',
			default: '={{ $json.url }}',
			placeholder: 'e.g. https://your-domain.atlassian.net/browse/SHOP-12',
			description: 'Address of the ticket. Without one, nothing is posted.',
		},
		{
			displayName: 'Ticket Key',
			name: 'ticketKey',
			type: 'string',
			default: '={{ $json.key }}',
			placeholder: 'e.g. SHOP-12',
			description: 'What the ticket is called in the comment',
		},
		{
			displayName: 'Destination',
			name: 'destination',
			type: 'string',
			default: '={{ $json.destination }}',
			placeholder: 'e.g. jiraCloud',
			description: 'Which destination node made the ticket; it decides the words of the comment',
		},
		{
			displayName:
				'With Bugsink 2.6 or newer, a link that is there is not posted again. An older Bugsink cannot tell: the node then remembers its last 500 links itself, in active workflows only, so trying it out may post a link twice.',
			name: 'onceNotice',
			type: 'notice',
			default: '',
		},
	],
	run: linkOnce,
};

/**
 * Posts a ticket's address as a comment on the issue, once a ticket. Since 2.6 Bugsink says which
 * comments there are; for earlier releases the workflow's own memory has to do, which n8n keeps for
 * executions of an active workflow only, and which holds the last 500 tickets.
 */
async function linkOnce({ client, parameters, memory }: Call): Promise<IDataObject[]> {
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
