/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, ok } from 'node:assert/strict';

import type { StoredIssue } from '../../standins/bugsink';
import type { Example } from './example';
import { given, poll } from './polling';

const DAY = 24 * 60 * 60_000;
const ago = (days: number): string =>
	new Date(Date.now() - days * DAY).toISOString().replace('Z', '000Z');

export const stillOpen: Example = {
	scopes: ['issues:read'],
	async drive(world, checks) {
		const { bugsink, project } = world;
		const { messages } = world.services.microsoftTeams;
		const issue = (first: number, last: number, value: string, parts: Partial<StoredIssue> = {}) =>
			bugsink.addIssue(project, { firstSeen: ago(first), lastSeen: ago(last), value, ...parts });
		const due = [issue(15, 0.5, 'two weeks old'), issue(8, 1, 'a week old')];
		const young = issue(3, 1, 'three days old');
		const others = [
			issue(9, 7.5, 'not seen lately'),
			issue(9, 1, 'muted', { isMuted: true }),
			issue(9, 1, 'resolved', { isResolved: true }),
		];
		const workflow = await world.import('remind-weekly-of-what-is-still-open.json');
		/** As if a week had passed. */
		const week = async () => {
			await workflow.age(7 * DAY);
			await poll(world, workflow);
		};
		const text = () => JSON.stringify(messages.at(-1)?.card);

		await checks.check('published: the first reminder is a week away', async () => {
			await poll(world, workflow);
			await workflow.noOther();
			deepEqual(world.arrivals(), {});
		});
		await checks.check('Monday: what is open for a week or two, as one message', async () => {
			await week();
			const alerts = given((await workflow.next()).nodes);
			deepEqual(alerts.sort(), due.map(({ id }) => `STILL_OPEN ${id}`).sort());
			deepEqual(world.arrivals(), { teams: 1 });
			for (const { value } of due) ok(text().includes(value), text());
			for (const { value } of [young, ...others]) ok(!text().includes(value), text());
		});
		await checks.check('published again on the same day: nothing more', async () => {
			await poll(world, workflow);
			await workflow.noOther();
			equal(messages.length, 1);
		});
		await checks.check(
			'the next Monday: also what was too young, not what is resolved',
			async () => {
				for (const one of [...due, young]) {
					one.firstSeen = new Date(Date.parse(one.firstSeen) - 7 * DAY).toISOString();
				}
				bugsink.act(due[0], 'resolve');
				await week();
				const alerts = given((await workflow.next()).nodes);
				deepEqual(alerts.sort(), [due[1], young].map(({ id }) => `STILL_OPEN ${id}`).sort());
				equal(messages.length, 2);
			},
		);
		await checks.check('a week without any sends nothing', async () => {
			for (const one of [due[1], young]) bugsink.act(one, 'mute');
			await week();
			equal(messages.length, 2);
			return await workflow.noOther();
		});
	},
};
