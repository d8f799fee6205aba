/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/**
 * One ticket per issue, whatever happens: every alert of new issues delivered twice at once to two
 * workers, three times over, and once more with a worker killed inside its turn.
 */
import { equal } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { AllStandIns } from '../standins';
import type { Checks } from './checks';
import { waitFor } from './processes';
import { alertOf, sendAll, type BurstAlert } from './queueAlerts';
import { madeFor } from './queueFigures';
import type { QueueMode } from './queueMode';

const ISSUES = 30;
const RUNS = 3;
const AT_ONCE = 30;
/** How long a create takes while the worker is killed, in ms. */
const SLOW = 5000;
/** A worker killed inside its turn may stop the others for a minute, in ms; with what their start takes. */
const PATIENCE = 60_000 + 15_000;

interface Setting {
	checks: Checks;
	queue: QueueMode;
	standIns: AllStandIns;
	url: string;
	/** Waits until the workers have nothing left to do. */
	settle: () => Promise<void>;
	/** What a person does in the list of executions about those that died with their worker. */
	retryTheDead: () => Promise<string>;
}

function twins(run: number): { ids: string[]; alerts: BurstAlert[] } {
	const ids = Array.from({ length: ISSUES }, () => randomUUID());
	const alerts = ids.flatMap((id, index) => {
		const alert = alertOf(id, 1000 * run + index, 0);
		return [alert, alert];
	});
	return { ids, alerts };
}

/** Exactly one ticket was created for each issue, and none was closed again. */
function exactlyOne(standIns: AllStandIns, ids: string[]): string {
	const figures = madeFor(standIns, ids);
	const words = (['jira', 'github'] as const).map((tracker) => {
		const { created, duplicates } = figures[tracker];
		return `${tracker} ${created} created, ${duplicates} closed as duplicates`;
	});
	for (const { created, duplicates } of Object.values(figures)) {
		equal(created, ids.length, words.join('; '));
		equal(duplicates, 0, words.join('; '));
	}
	return words.join('; ');
}

export async function checkTwins(setting: Setting): Promise<void> {
	const { checks, queue, standIns, url } = setting;
	checks.heading(`${ISSUES} new issues, every alert twice at once, two workers`);
	for (let run = 1; run <= RUNS; run++) {
		await checks.check(`run ${run}: one ticket created an issue`, async () => {
			const { ids, alerts } = twins(run);
			await sendAll(url, alerts, AT_ONCE, () => undefined);
			await setting.settle();
			return exactlyOne(standIns, ids);
		});
	}
	await checks.check('a worker killed inside its turn: still one ticket an issue', async () => {
		const { ids, alerts } = twins(RUNS + 1);
		// One worker alone is the one that has the turn.
		await queue.keepOneWorker();
		const slow = standIns.jira.fail({
			method: 'POST',
			path: /\/rest\/api\/3\/issue$/,
			kind: 'slow',
			ms: SLOW,
			times: Infinity,
		});
		const before = standIns.jira.calls('POST', /\/rest\/api\/3\/issue$/);
		await sendAll(url, alerts, AT_ONCE, () => undefined);
		await waitFor(
			'a ticket that is being created',
			async () => standIns.jira.calls('POST', /\/rest\/api\/3\/issue$/) > before,
			60,
			20,
		);
		await queue.replaceWorker();
		await queue.addWorker();
		slow.remove();
		const started = Date.now();
		const created = standIns.jira.calls('POST', /\/rest\/api\/3\/issue$/);
		await waitFor(
			'the others to create tickets again',
			async () => standIns.jira.calls('POST', /\/rest\/api\/3\/issue$/) > created,
			PATIENCE / 1000,
			100,
		);
		const waited = Math.round((Date.now() - started) / 1000);
		await setting.settle();
		const dead = await setting.retryTheDead();
		await setting.settle();
		return `${exactlyOne(standIns, ids)}; others went on after ${waited} s; died with it and retried: ${dead}`;
	});
}
