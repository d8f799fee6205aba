/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal } from 'node:assert/strict';

import type { Example } from './example';
import { customAlert } from './world';

export const quietStart: Example = {
	scopes: ['issues:read', 'issues:triage'],
	async drive(world, checks) {
		const { jira } = world.services;
		const workflow = await world.publish('quiet-start-to-jira.json');
		const alert = customAlert('new');
		const issue = world.addIssue(alert);
		const later = (reason: string) => ({ ...customAlert(reason), id: alert.id });

		await checks.check(
			'a new error: muted until it happens ten times a day, no ticket',
			async () => {
				await workflow.send(alert);
				deepEqual(world.arrivals(), {});
				equal(issue.isMuted, true);
				deepEqual(issue.unmuteAt, { period: 'day', nr_of_periods: 1, volume: 10 });
			},
		);
		await checks.check('the same alert again changes nothing', async () => {
			await workflow.send(alert);
			deepEqual(world.arrivals(), {});
		});
		await checks.check('Bugsink unmutes it: that alert opens the ticket', async () => {
			world.bugsink.act(issue, 'unmute');
			await workflow.send(later('unmuted'));
			deepEqual(world.arrivals(), { jira: 1 });
			equal(issue.isMuted, false);
			return jira.issues[0].summary;
		});
		await checks.check('what it does later is added to its ticket', async () => {
			await workflow.send(later('regressed'));
			deepEqual(world.arrivals(), { jira: 1 });
			equal(jira.issues[0].comments.length, 1);
		});
		await checks.check("Bugsink's test goes through, marked", async () => {
			await workflow.send(customAlert('test'));
			equal(jira.issues.at(-1)?.summary.startsWith('[Test]'), true);
			return await workflow.noOther();
		});
	},
};
