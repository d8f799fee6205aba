import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { AllStandIns } from '../standins';

/** Never to be seen again. */
export const PLANTED = {
	any: 'planted-T0ken-ABCDEFGH12345678',
	pagerDuty: 'A0UT1NGKEY1234567890ABCDEFGHIJKL',
};
export const SECRETS = [
	PLANTED.any,
	PLANTED.pagerDuty,
	Buffer.from(`ada@example.com:${PLANTED.any}`).toString('base64'),
];

/** The five nodes; each takes the address of its service. */
export const NODES: Array<{
	node: string;
	/** As `expected.ts` names the first request. */
	first: string;
	service: string;
	parameters: IDataObject;
	operations: string[];
	standIn: keyof Omit<AllStandIns, 'delay' | 'close'>;
	credentials: (base: string) => ICredentialDataDecryptedObject;
}> = [
	{
		node: 'bugsinkJiraCloud',
		first: 'Jira: look-up',
		service: 'Jira',
		standIn: 'jira',
		operations: ['sendAlert', 'resolve', 'sendTestMessage'],
		parameters: {
			projectKey: { __rl: true, mode: 'key', value: 'OPS' },
			issueType: { __rl: true, mode: 'name', value: 'Bug' },
		},
		credentials: (base) => ({ jiraUrl: base, userEmail: 'ada@example.com', apiToken: PLANTED.any }),
	},
	{
		node: 'bugsinkGithubIssues',
		first: 'GitHub: look-up',
		service: 'GitHub',
		standIn: 'github',
		operations: ['sendAlert', 'resolve', 'sendTestMessage'],
		parameters: { repository: { __rl: true, mode: 'name', value: 'acme/shop' } },
		credentials: (base) => ({ apiUrl: base, accessToken: PLANTED.any }),
	},
	{
		node: 'bugsinkMicrosoftTeams',
		first: 'Teams: send',
		service: 'Microsoft Teams',
		standIn: 'microsoftTeams',
		operations: ['sendAlert', 'sendTestMessage'],
		parameters: {},
		credentials: (base) => ({
			webhookUrl: `${base}/powerautomate/automations/direct/workflows/b840a60a611b4d3287be6d76fe1930e2/triggers/manual/paths/invoke?api-version=1&sig=${PLANTED.any}`,
		}),
	},
	{
		node: 'bugsinkPagerDuty',
		first: 'PagerDuty: trigger',
		service: 'PagerDuty',
		standIn: 'pagerDuty',
		operations: ['sendAlert', 'acknowledge', 'resolve', 'sendTestMessage'],
		parameters: {},
		credentials: (base) => ({ region: 'custom', eventsUrl: base, routingKey: PLANTED.pagerDuty }),
	},
	{
		node: 'bugsinkWebhook',
		first: 'Webhook: send',
		service: 'The webhook',
		standIn: 'webhook',
		operations: ['sendAlert', 'sendTestMessage'],
		parameters: {},
		credentials: (base) => ({
			webhookUrl: `${base}/${PLANTED.any}?key=${PLANTED.any}`,
			secretHeader: 'X-Secret',
			secretValue: PLANTED.any,
		}),
	},
];
