/** Preview says in one line what Send Alert would do. */
import type { IDataObject } from 'n8n-workflow';

import { runNode } from '../support/engine';
import { sample } from '../support/samples';

const TITLE = "ValueError: invalid literal for int() with base 10: 'abc'";
const jira = {
	node: 'bugsinkJiraCloud',
	credentials: { jiraUrl: 'acme.atlassian.net', userEmail: 'a@example.com', apiToken: 't' },
	parameters: {
		projectKey: { __rl: true, mode: 'key', value: 'SHOP' },
		issueType: { __rl: true, mode: 'name', value: 'Bug' },
	},
};
const github = {
	node: 'bugsinkGithubIssues',
	credentials: { apiUrl: 'https://api.github.com', accessToken: 't' },
	parameters: { repository: { __rl: true, mode: 'name', value: 'acme/shop' } },
};
const teams = {
	node: 'bugsinkMicrosoftTeams',
	credentials: { webhookUrl: 'http://127.0.0.1/hook' },
	parameters: {},
};
const pagerDuty = {
	node: 'bugsinkPagerDuty',
	credentials: { routingKey: 'A'.repeat(32) },
	parameters: {},
};
const webhook = {
	node: 'bugsinkWebhook',
	credentials: { webhookUrl: 'https://example.com/SECRET?key=SECRET' },
	parameters: {},
};

test.each<[typeof jira | typeof github | typeof teams, IDataObject, string]>([
	[jira, {}, `Create a ticket in SHOP as Bug, unless this alert has a ticket already: ${TITLE}`],
	[
		{
			...jira,
			parameters: { ...jira.parameters, issueType: { __rl: true, mode: 'id', value: '10004' } },
		},
		{},
		`Create a ticket in SHOP as issue type 10004, unless this alert has a ticket already: ${TITLE}`,
	],
	[
		jira,
		{ alert_reason: 'REGRESSED' },
		`Create nothing, since with 'Only New Issues' an alert with the reason REGRESSED opens none; look for an existing ticket: ${TITLE}`,
	],
	[github, {}, `Create an issue in acme/shop, unless this alert has an issue already: ${TITLE}`],
	[teams, {}, `Post a card to the channel of the webhook: ${TITLE}`],
	[{ ...teams, parameters: { channelName: 'Shop' } } as never, {}, `Post a card to Shop: ${TITLE}`],
	[pagerDuty as never, {}, `Trigger an incident: ${TITLE}`],
	[pagerDuty as never, { alert_reason: 'MUTED' }, `Page nobody: ${TITLE}`],
	[pagerDuty as never, { alert_reason: 'RESOLVED' }, `Resolve the incident: ${TITLE}`],
	[
		pagerDuty as never,
		{ alert_reason: 'TEST' },
		`Trigger an incident and resolve it at once: [Test] ${TITLE}`,
	],
	[
		{ ...pagerDuty, parameters: { options: { unmutedAs: 'changeEvent' } } } as never,
		{ alert_reason: 'UNMUTED' },
		`Send a change event, which pages nobody: ${TITLE}`,
	],
	[webhook as never, {}, `POST to example.com: ${TITLE}`],
	[webhook as never, { title: 'x'.repeat(300) }, `POST to example.com: ${'x'.repeat(99)}…`],
])('%j with %j', async ({ node, credentials, parameters }, more, summary) => {
	const item = { ...(sample('captured/custom-new') as IDataObject), ...more };
	const { items, error } = await runNode({
		node,
		credentials: credentials as never,
		parameters: { ...parameters, operation: 'preview' } as never,
		items: [item],
	});
	expect(error).toBeUndefined();
	expect(items?.[0].json.summary).toBe(summary);
});
