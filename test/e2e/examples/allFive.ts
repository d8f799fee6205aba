/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, match, ok } from 'node:assert/strict';

import type { Example } from './example';
import { customAlert } from './world';

export const allFive: Example = {
	scopes: [],
	async drive(world, checks) {
		const { jira, github, microsoftTeams, pagerDuty, webhook } = world.services;
		const workflow = await world.publish('all-five.json');
		const alert = customAlert('new');

		await checks.check('a new error: once at each of the five', async () => {
			await workflow.send(alert);
			deepEqual(world.arrivals(), { jira: 1, github: 1, teams: 1, pagerDuty: 1, webhook: 1 });
			equal(jira.issues[0].summary, alert.title);
			equal(github.issues[0].title, alert.title);
			ok(pagerDuty.incidents[0].summary.includes(alert.title), pagerDuty.incidents[0].summary);
			const card = JSON.stringify(microsoftTeams.messages[0].card);
			ok(card.includes(alert.url) && card.includes('First seen'), card);
			ok(webhook.deliveries[0].request.body.includes(alert.id));
		});
		await checks.check('it comes back: at the ticket and the issue that are there', async () => {
			await workflow.send(customAlert('regressed'));
			deepEqual(world.arrivals(), { jira: 1, github: 1, teams: 2, pagerDuty: 1, webhook: 2 });
			equal(jira.issues[0].comments.length, 1);
			equal(github.issues[0].comments.length, 1);
		});
		await checks.check('unmuted, and no ticket was ever made: none now either', async () => {
			await workflow.send(customAlert('unmuted'));
			deepEqual(world.arrivals(), { jira: 1, github: 1, teams: 3, pagerDuty: 2, webhook: 3 });
		});
		await checks.check("Bugsink's test: marked everywhere, and nobody stays paged", async () => {
			await workflow.send(customAlert('test'));
			deepEqual(world.arrivals(), { jira: 2, github: 2, teams: 4, pagerDuty: 3, webhook: 4 });
			match(jira.issues[1].summary, /^\[Test\]/);
			match(github.issues[1].title, /^\[Test\]/);
			match(JSON.stringify(microsoftTeams.messages[3].card), /Test message from Bugsink/);
			equal(pagerDuty.incidents[2].status, 'resolved');
			equal((webhook.deliveries[3].request.json as { event_type: string }).event_type, 'test');
		});
		await checks.check('what is no alert starts nothing', async () => {
			match(await workflow.answer({ hello: 1 }), /^400 /);
			return await workflow.noOther();
		});
	},
};
