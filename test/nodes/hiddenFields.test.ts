/** Values that the editor keeps although it does not show them do nothing. */
import type { IDataObject } from 'n8n-workflow';

import { startAll, type AllStandIns } from '../standins';
import { runNode } from '../support/engine';
import { sample } from '../support/samples';
import { Asked } from './BugsinkMicrosoftTeams/ask/asked';

let services: AllStandIns;
beforeEach(async () => {
	services = await startAll();
});
afterEach(async () => await services.close());

const alert = () => sample('captured/custom-new') as IDataObject;

test('of a ticket, when it is resolved', async () => {
	const { items, error } = await runNode({
		node: 'bugsinkJiraCloud',
		credentials: {
			jiraUrl: services.jira.url,
			userEmail: services.jira.email,
			apiToken: services.jira.apiToken,
		},
		items: [alert()],
		parameters: {
			operation: 'resolve',
			projectKey: { __rl: true, mode: 'key', value: 'no key!' },
			labels: 'has spaces, in a label',
			options: { parentKey: 'no ticket', customFields: '{ "summary": 1 }' },
		},
	});
	expect(error).toBeUndefined();
	expect(items?.[0].json).toMatchObject({ action: 'skipped', skipCode: 'noTicket' });
});

test('of an issue on GitHub, when it is resolved', async () => {
	const assignees = Array.from({ length: 12 }, (_, index) => `user${index}`).join();
	const { items, error } = await runNode({
		node: 'bugsinkGithubIssues',
		credentials: { apiUrl: services.github.url, accessToken: services.github.token },
		items: [alert()],
		parameters: {
			operation: 'resolve',
			repository: { __rl: true, mode: 'name', value: 'acme/shop' },
			assignees,
		},
	});
	expect(error).toBeUndefined();
	expect(items?.[0].json).toMatchObject({ action: 'skipped', warnings: [] });
});

test.each(['acknowledge', 'resolve'])(
	'of an incident, with the operation %s',
	async (operation) => {
		const { items, error } = await runNode({
			node: 'bugsinkPagerDuty',
			credentials: {
				region: 'custom',
				eventsUrl: services.pagerDuty.url,
				routingKey: services.pagerDuty.routingKey,
			},
			items: [alert()],
			parameters: {
				operation,
				serviceName: 'x'.repeat(101),
				options: { imageUrl: 'no address' },
			},
		});
		expect(error).toBeUndefined();
		expect(items?.[0].json.action).toBe(`${operation}d`);
	},
);

test('of the card format, when somebody is asked', async () => {
	const { run } = await Asked.start(services.microsoftTeams, {
		items: [alert()],
		parameters: { options: { format: 'messageCard' }, mentionUsers: 'jo@example.com' },
	});
	expect(run.data.resultData.error).toBeUndefined();
	expect(services.microsoftTeams.messages).toHaveLength(1);
});
