/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, ok } from 'node:assert/strict';

import type { Example } from './example';
import { given, poll } from './polling';

export const withoutPublicAddress: Example = {
	scopes: ['issues:read'],
	async drive(world, checks) {
		const { bugsink, project } = world;
		const { jira, microsoftTeams } = world.services;
		const workflow = await world.import('n8n-without-a-public-address.json');
		const known = bugsink.addIssue(project);

		await checks.check('the first poll only remembers', async () => {
			await poll(world, workflow);
			await workflow.noOther();
			deepEqual(world.arrivals(), {});
		});
		const issue = bugsink.addIssue(project, { type: 'KeyError', value: "'order_id'" });
		await checks.check('a new error: a ticket and a card', async () => {
			await poll(world, workflow);
			deepEqual(given((await workflow.next()).nodes), [`NEW ${issue.id}`]);
			deepEqual(world.arrivals(), { jira: 1, teams: 1 });
			equal(jira.issues[0].summary, "KeyError: 'order_id'");
			const card = JSON.stringify(microsoftTeams.messages[0].card);
			ok(card.includes(`${bugsink.baseUrl}/issues/issue/${issue.id}/event/last/`), card);
		});
		await checks.check('it comes back: its ticket is reopened, and a second card', async () => {
			jira.setStatus(jira.issues[0].key, 'Done', 'Done');
			bugsink.act(issue, 'resolve');
			bugsink.addEvent(issue);
			await poll(world, workflow);
			deepEqual(given((await workflow.next()).nodes), [`REGRESSED ${issue.id}`]);
			deepEqual(world.arrivals(), { jira: 1, teams: 2 });
			ok(jira.issues[0].status.category !== 'done');
		});
		await checks.check('one that was muted wakes: a card, and no ticket', async () => {
			const threshold = { period_name: 'day', nr_of_periods: 1, gte_threshold: 2 };
			bugsink.act(known, 'mute-until', 'Jane', threshold);
			bugsink.addEvent(known);
			bugsink.addEvent(known);
			await poll(world, workflow);
			deepEqual(given((await workflow.next()).nodes), [`UNMUTED ${known.id}`]);
			deepEqual(world.arrivals(), { jira: 1, teams: 3 });
		});
		await checks.check('further events, and what people do, start nothing', async () => {
			bugsink.addEvent(issue);
			bugsink.act(issue, 'mute');
			bugsink.act(known, 'resolve');
			await poll(world, workflow);
			return await workflow.noOther();
		});
	},
};
