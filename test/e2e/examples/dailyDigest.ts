/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { deepEqual, equal, ok } from 'node:assert/strict';

import type { Example } from './example';
import type { World } from './world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** As many as the note promises. */
const SEEN_TODAY = 100;

/** As Bugsink writes times. */
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString().replace('Z', '000Z');

/** The ids of the issues that the card links to, in its order. */
function idsOn(card: unknown): string[] {
	return [...JSON.stringify(card).matchAll(/\/issue\/([0-9a-f-]{36})\//g)].map(([, id]) => id);
}

/** More issues than a page of Bugsink's list has, some of each kind that must not be on the card. */
function fill({ bugsink, project }: World): string[] {
	const others = bugsink.addProject('Other');
	// Longer than what the digest shows of it.
	const message = (index: number) =>
		`invalid literal for int() with base 10: 'order_${index}' in ${'place_order(order_id), '.repeat(5)}\nmore`;
	const today = Array.from({ length: SEEN_TODAY }, (_, index) =>
		bugsink.addIssue(project, {
			value: message(index),
			eventCount: 10 + index,
			lastSeen: ago(index * 14 * MINUTE),
			isResolved: index % 10 === 0,
		}),
	);
	for (let index = 0; index < 200; index++) {
		bugsink.addIssue(project, {
			value: message(index),
			eventCount: 1000,
			lastSeen: ago(DAY + (index + 1) * MINUTE),
		});
	}
	bugsink.addIssue(others, { eventCount: 1000 });
	return today.reverse().map(({ id }) => id);
}

export const dailyDigest: Example = {
	scopes: ['issues:read'],
	async drive(world, checks) {
		const { messages } = world.services.microsoftTeams;
		const workflow = await world.import('daily-digest-to-teams.json');
		const execute = async () => await workflow.execute('Every Morning');
		const wanted = fill(world);

		await checks.check(`${SEEN_TODAY} issues in 24 hours: one card has them all`, async () => {
			await execute();
			deepEqual(world.arrivals(), { teams: 1 });
			deepEqual(idsOn(messages[0].card), wanted);
			const text = JSON.stringify(messages[0].card);
			ok(text.includes(`${SEEN_TODAY} issues from Project 1`), text);
			ok(text.includes('109 events'), text);
			ok(text.includes('Show all'), 'the end of the list is not folded up');
			return `${messages[0].bytes} bytes`;
		});
		await checks.check('one issue', async () => {
			world.bugsink.issues.slice(1).forEach((issue) => (issue.lastSeen = ago(2 * DAY)));
			await execute();
			equal(messages.length, 2);
			deepEqual([...new Set(idsOn(messages[1].card))], [wanted.at(-1)]);
		});
		await checks.check('a quiet day sends nothing', async () => {
			world.bugsink.issues.forEach((issue) => (issue.lastSeen = ago(DAY + MINUTE)));
			const nodes = await execute();
			deepEqual(Object.keys(nodes), ['Every Morning', 'Issues', 'Seen Since Yesterday']);
			deepEqual(world.arrivals(), { teams: 2 });
		});
		await checks.check('n8n takes the schedule', async () => {
			await workflow.publish();
			await workflow.unpublish();
			return await workflow.noOther();
		});
	},
};
