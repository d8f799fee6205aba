/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, match } from 'node:assert/strict';

import type { Example } from './example';
import { customAlert } from './world';

export const catchUp: Example = {
	scopes: ['issues:read'],
	async drive(world, checks) {
		const { bugsink } = world;
		const { jira } = world.services;
		const workflow = await world.publish('catch-up-after-an-outage.json');
		const alert = customAlert('new');
		const issue = world.addIssue(alert);
		const send = async (reason: string) =>
			await workflow.send({ ...customAlert(reason), last_seen: issue.lastSeen });

		await checks.check('while it is active: the webhook brings it to all five', async () => {
			await send('new');
			deepEqual(world.arrivals(), { jira: 1, github: 1, teams: 1, pagerDuty: 1, webhook: 1 });
		});
		// What came while n8n was down is fetched in outage.ts, from a real Bugsink.
		await checks.check('what the webhook brought before is not fetched as well', async () => {
			bugsink.act(issue, 'resolve');
			bugsink.addEvent(issue);
			await send('regressed');
			await workflow.unpublish();
			await workflow.publish();
			return await workflow.noOther();
		});
		await checks.check("Bugsink's test comes by the webhook, marked", async () => {
			await workflow.send(customAlert('test'));
			match(jira.issues.at(-1)?.summary ?? '', /^\[Test\]/);
			return await workflow.noOther();
		});
	},
};
