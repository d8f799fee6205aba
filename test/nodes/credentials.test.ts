/** Credentials as the editor shows them, and what their tests say. */
import type { ICredentialTestFunctions, INodeCredentialTestResult } from 'n8n-workflow';

import { loadSources, runNode } from '../support/engine';
import { sample } from '../support/samples';

const { nodes, credentialTypes } = loadSources();
const TEAMS = `https://default12.environment.api.powerplatform.com/workflows/b84/triggers/manual/paths/invoke?sig=abc`;

/** What the credential test of a node that only looks at the format says. */
async function tested(node: string, data: object): Promise<INodeCredentialTestResult> {
	const type = nodes[`n8n-nodes-bugsink.${node}`];
	const [{ name, testedBy }] = type.description.credentials ?? [];
	const test = type.methods?.credentialTest?.[String(testedBy)];
	if (test === undefined) throw new Error(`No test for ${name}`);
	return await test.call({} as ICredentialTestFunctions, {
		id: '',
		name: '',
		type: name,
		data: data as never,
	});
}

test.each([
	['bugsinkJiraCloudApi', 'Jira Cloud for Bugsink API'],
	['bugsinkGithubIssuesApi', 'GitHub Issues for Bugsink API'],
	['bugsinkMicrosoftTeamsApi', 'Microsoft Teams for Bugsink API'],
	['bugsinkPagerDutyApi', 'PagerDuty for Bugsink API'],
	['bugsinkWebhookApi', 'Webhook for Bugsink API'],
])('%s is found among others by what it is for', (name, displayName) => {
	expect(credentialTypes[name].displayName).toBe(displayName);
});

describe.each<[string, string, object]>([
	['bugsinkMicrosoftTeams', 'bugsinkMicrosoftTeamsApi', { webhookUrl: TEAMS }],
	['bugsinkPagerDuty', 'bugsinkPagerDutyApi', { routingKey: 'A'.repeat(32) }],
	['bugsinkWebhook', 'bugsinkWebhookApi', { webhookUrl: 'https://example.com/hook' }],
])('%s, which has no harmless call', (node, credential, data) => {
	test('says that only the format was checked', async () => {
		const result = await tested(node, data);
		expect(result.status).toBe('OK');
		expect(result.message).toMatch(/^Only the format was checked, nothing was sent\./);
	});

	test('says so in the form too, where n8n shows only that the test succeeded', () => {
		const notices = credentialTypes[credential].properties.filter(({ type }) => type === 'notice');
		expect(notices.map(({ displayName }) => displayName).join()).toMatch(
			/checks only the format.*Send Test Message/,
		);
	});
});

const OTHERS: Array<[string, string, string]> = [
	['https://hooks.slack.com/services/T1/B2/SECRET', 'Slack', "n8n's Slack node"],
	['https://hooks.slack-gov.com/services/T1/B2/SECRET', 'Slack', "n8n's Slack node"],
	['https://canary.discord.com/api/webhooks/1/SECRET', 'Discord', "n8n's Discord node"],
	['https://discordapp.com/api/webhooks/1/SECRET', 'Discord', "n8n's Discord node"],
	[
		'https://chat.googleapis.com/v1/spaces/A/messages?key=SECRET',
		'Google Chat',
		"n8n's Google Chat node",
	],
];

describe.each(OTHERS)('the address %s', (webhookUrl, service, node) => {
	test.each(['bugsinkMicrosoftTeams', 'bugsinkWebhook'])(
		'is refused by name in the credential of %s',
		async (destination) => {
			const { status, message } = await tested(destination, { webhookUrl });
			expect(status).toBe('Error');
			expect(message).toContain(`'Webhook URL' is an address of ${service}`);
			expect(message).toContain(node);
			expect(message).not.toContain('SECRET');
		},
	);

	test.each(['bugsinkMicrosoftTeams', 'bugsinkWebhook'])(
		'gets nothing from %s',
		async (destination) => {
			const { error } = await runNode({
				node: destination,
				credentials: { webhookUrl },
				items: [sample('captured/custom-new') as never],
				parameters: { operation: 'preview' },
			});
			expect(error?.message).toContain(`is an address of ${service}`);
			expect(error?.description).toContain(node);
		},
	);

	test('gets a custom body, which may be what it expects', async () => {
		const { items, error } = await runNode({
			node: 'bugsinkWebhook',
			credentials: { webhookUrl },
			items: [sample('captured/custom-new') as never],
			parameters: {
				operation: 'preview',
				options: { payloadFormat: 'custom', body: '{"text":"x"}' },
			},
		});
		expect(error).toBeUndefined();
		expect(items?.[0].json).toMatchObject({ action: 'previewed', warnings: [] });
	});
});

test('a Teams address in the Webhook credential is used, with a pointer to the node for Teams', async () => {
	const { status, message } = await tested('bugsinkWebhook', { webhookUrl: TEAMS });
	expect([status, message]).toEqual(['OK', expect.stringContaining('Bugsink to Microsoft Teams')]);
	const { items } = await runNode({
		node: 'bugsinkWebhook',
		credentials: { webhookUrl: TEAMS },
		items: [sample('captured/custom-new') as never],
		parameters: { operation: 'preview' },
	});
	expect(items?.[0].json.warnings).toEqual([
		expect.stringContaining('use the node Bugsink to Microsoft Teams'),
	]);
});

test.each(['https://notslack.com/x', 'https://slack.com.example.org/x', 'http://127.0.0.1/x'])(
	'%s only looks like another service',
	async (webhookUrl) => {
		expect(await tested('bugsinkWebhook', { webhookUrl })).toMatchObject({ status: 'OK' });
	},
);

test.each([
	['bugsinkJiraCloudApi', 'https://id.atlassian.com/manage-profile/security/api-tokens'],
	['bugsinkGithubIssuesApi', 'https://github.com/settings/personal-access-tokens/new'],
	['bugsinkPagerDutyApi', 'https://support.pagerduty.com/'],
	['bugsinkMicrosoftTeamsApi', 'https://support.microsoft.com/'],
])('%s links to where its secret is made', (name, address) => {
	expect(JSON.stringify(credentialTypes[name].properties)).toContain(`<a href=\\"${address}`);
});
