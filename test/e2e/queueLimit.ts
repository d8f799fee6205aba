/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/**
 * The limit with two workers: each of them counts for itself, so together they send at most twice as
 * much; nothing is lost all the same.
 */
import { deepEqual } from 'node:assert/strict';

import type { Checks } from './checks';
import { World } from './examples/world';
import { newIssues } from './limit';
import {
	BURST,
	everyOneIsNamed,
	figuresOf,
	limited,
	MAX,
	MINUTE,
	noMoreThan,
	runsEnd,
	sendOnce,
	shown,
	untold,
} from './limitFigures';
import { sleep } from './processes';
import type { QueueMode } from './queueMode';

const WORKERS = 2;
const MINUTES = 2;
/** So many afterwards that each worker gets some. */
const MORE = 2 * MAX;

export async function checkQueueLimit(checks: Checks, { n8n }: QueueMode): Promise<void> {
	checks.heading(`${BURST} new issues at once, at most ${MAX} in ${MINUTES} minutes, two workers`);
	const world = await World.start(n8n, []);
	try {
		const { services } = world;
		const workflow = await world.import('all-five.json', (file) => limited(file, MINUTES));
		await workflow.publish();
		const { alerts, ids } = newIssues(BURST);
		const began = Date.now();
		await checks.check(`at most ${MAX} and one about the rest from each worker`, async () => {
			await sendOnce(workflow.alertUrl, alerts);
			await runsEnd(n8n, workflow.id, BURST);
			const figures = figuresOf(services);
			noMoreThan(figures, WORKERS * (MAX + 1));
			return `${shown(figures)}, in ${Math.round((Date.now() - began) / 1000)} s`;
		});
		await checks.check('after the window each worker accounts for its own, once', async () => {
			const before = figuresOf(services);
			await sleep(Math.max(0, began + (MINUTES + 0.5) * MINUTE - Date.now()));
			const next = newIssues(MORE, BURST);
			await sendOnce(workflow.alertUrl, next.alerts);
			await runsEnd(n8n, workflow.id, BURST + MORE);
			const figures = figuresOf(services);
			noMoreThan(figures, before.teams + WORKERS * (MAX + 2));
			deepEqual(untold(services, ids), [0, 0, 0, 0]);
			return `${shown(figures)}; ${everyOneIsNamed(services, ids)}`;
		});
	} finally {
		await world.close();
	}
}
