/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** 100 new issues at once before the example with all five destinations, whose limit is on. */
import { deepEqual, equal } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { Checks } from './checks';
import { World } from './examples/world';
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
} from './limitFigures';
import type { N8n } from './n8n';
import { sleep } from './processes';
import { alertOf, type BurstAlert } from './queueAlerts';

/** Of the limit: long enough for a burst on a busy machine. */
const MINUTES = 2;
const FILE = 'all-five.json';

/** Alerts of issues of their own, counted on from `first`. */
export function newIssues(count: number, first = 0): { ids: string[]; alerts: BurstAlert[] } {
	const ids = Array.from({ length: count }, () => randomUUID());
	return { ids, alerts: ids.map((id, index) => alertOf(id, first + index, 0)) };
}

export async function checkLimit(checks: Checks, n8n: N8n): Promise<void> {
	await checkBurst(checks, n8n);
	await checkRestart(checks, n8n);
}

async function checkBurst(checks: Checks, n8n: N8n): Promise<void> {
	checks.heading(`${BURST} new issues at once, at most ${MAX} messages in ${MINUTES} minutes`);
	const world = await World.start(n8n, []);
	try {
		const { services } = world;
		const workflow = await world.import(FILE, (file) => limited(file, MINUTES));
		await workflow.publish();
		const { alerts, ids } = newIssues(BURST);
		const began = Date.now();
		await checks.check(`${MAX} each, and one about the rest`, async () => {
			await sendOnce(workflow.alertUrl, alerts);
			await runsEnd(n8n, workflow.id, BURST);
			const seconds = Math.round((Date.now() - began) / 1000);
			const figures = figuresOf(services);
			const all = MAX + 1;
			deepEqual(figures, { jira: all, github: all, teams: all, pagerDuty: all }, `${seconds} s`);
			return `${shown(figures)}, in ${seconds} s`;
		});
		await checks.check('the webhook, which has no limit, gets them all', () => {
			equal(services.webhook.deliveries.length, BURST);
		});
		await checks.check(
			'the first alert after the window brings one account of the rest',
			async () => {
				await sleep(Math.max(0, began + (MINUTES + 0.5) * MINUTE - Date.now()));
				const next = newIssues(1, BURST);
				await sendOnce(workflow.alertUrl, next.alerts);
				await runsEnd(n8n, workflow.id, BURST + 1);
				const figures = figuresOf(services);
				// Teams has a second card; the others add to what they have of the burst.
				const all = MAX + 2;
				deepEqual(figures, { jira: all, github: all, teams: all + 1, pagerDuty: all });
				const [ofTheBurst] = services.pagerDuty.incidents.filter(({ dedupKey }) =>
					dedupKey.startsWith('bugsink-burst-'),
				);
				equal(ofTheBurst.triggers, 2);
				equal(ofTheBurst.notifications, 1);
				return `${shown(figures)}; ${everyOneIsNamed(services, [...ids, ...next.ids])}`;
			},
		);
	} finally {
		await world.close();
	}
}

async function checkRestart(checks: Checks, n8n: N8n): Promise<void> {
	checks.heading('n8n restarted within the window');
	const world = await World.start(n8n, []);
	try {
		const { services } = world;
		const workflow = await world.import(FILE, (file) => limited(file, MINUTES));
		await workflow.publish();
		const half = BURST / 2;
		const [before, after] = [newIssues(half), newIssues(half, half)];
		await checks.check('at most one allowance more', async () => {
			await sendOnce(workflow.alertUrl, before.alerts);
			await runsEnd(n8n, workflow.id, half);
			await n8n.stop();
			await n8n.startAgain();
			await n8n.rest.signIn();
			await sendOnce(workflow.alertUrl, after.alerts);
			await runsEnd(n8n, workflow.id, BURST);
			const figures = figuresOf(services);
			noMoreThan(figures, 2 * (MAX + 1));
			return shown(figures);
		});
		await checks.check('nothing is lost', async () => {
			await sleep((MINUTES + 0.5) * MINUTE);
			const next = newIssues(1, BURST);
			await sendOnce(workflow.alertUrl, next.alerts);
			await runsEnd(n8n, workflow.id, BURST + 1);
			const ids = [...before.ids, ...after.ids, ...next.ids];
			return `${shown(figuresOf(services))}; ${everyOneIsNamed(services, ids)}`;
		});
	} finally {
		await world.close();
	}
}
