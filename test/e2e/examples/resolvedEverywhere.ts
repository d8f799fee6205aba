/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal } from 'node:assert/strict';

import type { Example } from './example';
import { poll } from './polling';
import { customAlert, type CustomAlert, type World } from './world';

/** What is still open at the three services, by the id of Bugsink's issue. */
function openAt({ services: { jira, github, pagerDuty } }: World, { id }: CustomAlert): string[] {
	return [
		...jira.open(`bugsink-${id}`).map(({ key }) => key),
		...github
			.open()
			.filter(({ body }) => body?.includes(`bugsink-${id}`))
			.map(({ number }) => `#${number}`),
		...pagerDuty.incidents
			.filter(({ dedupKey, status }) => dedupKey === `bugsink-${id}` && status !== 'resolved')
			.map(({ dedupKey }) => dedupKey),
	];
}

export const resolvedEverywhere: Example = {
	scopes: ['issues:read'],
	async drive(world, checks) {
		const { jira, github } = world.services;
		const newErrors = await world.publish('all-five.json');
		const alerts = ['new', 'new-log-message', 'new-markup'].map(customAlert);
		for (const alert of alerts) await newErrors.send(alert);
		const [resolved, muted, earlier] = alerts;
		const issues = alerts.map((alert) => world.addIssue(alert));
		const workflow = await world.import('resolved-in-bugsink-resolve-everywhere.json');

		await checks.check('the first poll only remembers', async () => {
			world.bugsink.act(issues[2], 'resolve');
			await poll(world, workflow);
			await workflow.noOther();
			equal(openAt(world, earlier).length, 3);
		});
		await checks.check('resolved in Bugsink: closed at all three', async () => {
			world.bugsink.act(issues[0], 'resolve');
			equal(openAt(world, resolved).length, 3);
			await poll(world, workflow);
			await workflow.next();
			deepEqual(openAt(world, resolved), []);
			const ticket = jira.issues.find(({ labels }) => labels.includes(`bugsink-${resolved.id}`));
			equal(ticket?.status.category, 'done');
			const issue = github.issues.find(({ body }) => body?.includes(resolved.id));
			deepEqual([issue?.state, issue?.stateReason], ['closed', 'completed']);
		});
		await checks.check('what was only muted, or resolved before, stays as it was', async () => {
			world.bugsink.act(issues[1], 'mute');
			await poll(world, workflow);
			const runs = await workflow.noOther();
			equal(openAt(world, muted).length, 3);
			equal(openAt(world, earlier).length, 3);
			deepEqual(world.arrivals(), { jira: 3, github: 3, teams: 3, pagerDuty: 3, webhook: 3 });
			return runs;
		});
	},
};
