/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, ok } from 'node:assert/strict';

import { resolveEverything } from '../deliver';
import type { Example } from './example';
import { customAlert } from './world';

const DAY = 24 * 60 * 60_000;

export const regression: Example = {
	scopes: [],
	async drive(world, checks) {
		const { jira, github, pagerDuty } = world.services;
		const newErrors = await world.publish('all-five.json');
		const workflow = await world.publish('regression-reopen-and-page.json');
		await newErrors.send(customAlert('new'));
		resolveEverything(world.services);
		const before = { jira: 1, github: 1, teams: 1, pagerDuty: 1, webhook: 1 };

		await checks.check('a new error does not come here', async () => {
			for (const reason of ['new', 'unmuted']) {
				const answer = await workflow.answer(customAlert(reason));
				ok(answer.includes('"started":false'), answer);
			}
			deepEqual(world.arrivals(), before);
			equal(jira.issues[0].status.category, 'done');
		});
		await checks.check('a regression: both reopened, and a page', async () => {
			await workflow.send(customAlert('regressed'));
			deepEqual(world.arrivals(), { ...before, pagerDuty: 2 });
			const { status, comments } = jira.issues[0];
			ok(status.category !== 'done', status.name);
			equal(comments.length, 1);
			equal(github.issues[0].state, 'open');
			equal(github.issues[0].comments.length, 1);
			const { status: incident, severity, notifications } = pagerDuty.incidents[1];
			deepEqual([incident, severity, notifications], ['triggered', 'critical', 1]);
		});
		await checks.check('closed more than 90 days ago: a new one of each', async () => {
			resolveEverything(world.services);
			jira.issues[0].resolutionAt = Date.now() - 91 * DAY;
			github.issues[0].closedAt = Date.now() - 91 * DAY;
			await workflow.send({ ...customAlert('regressed'), last_seen: new Date().toISOString() });
			deepEqual(world.arrivals(), { ...before, jira: 2, github: 2, pagerDuty: 3 });
			equal(jira.issues[0].status.category, 'done');
			equal(github.issues[0].state, 'closed');
		});
		await checks.check('no ticket was ever made: a new one of each', async () => {
			const { id } = customAlert('unmuted');
			await workflow.send({ ...customAlert('regressed'), id });
			deepEqual(world.arrivals(), { ...before, jira: 3, github: 3, pagerDuty: 4 });
		});
		await checks.check("Bugsink's test leaves nobody paged", async () => {
			await workflow.send(customAlert('test'));
			const { status, severity } = pagerDuty.incidents[4];
			deepEqual([status, severity], ['resolved', 'info']);
		});
		await checks.check('no other run', async () => await workflow.noOther());
	},
};
