/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * `npm run test:e2e:queue`: n8n in queue mode with PostgreSQL, Redis and two workers takes a burst of
 * alerts, while one worker is killed and Redis is restarted. Afterwards nothing is missing at the five
 * services (stand-ins), and every issue has one ticket and one incident. About three minutes. Before it,
 * a question in Teams is answered through webhook processors, and the option Limit keeps its bound;
 * `npm run test:e2e:queue -- asking` does only that; so do `limit`, `twins` and `burst`.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startAll, type AllStandIns } from '../standins';
import { Checks } from './checks';
import { NEWEST_N8N } from './install';
import { sleep, waitFor } from './processes';
import { checkAsking } from './queueAsking';
import { alertOf, burstOf, sendAll } from './queueAlerts';
import { deliveredOf, madeFor, openTickets, times } from './queueFigures';
import { checkQueueLimit } from './queueLimit';
import { checkTwins } from './queueTwins';
import { CONCURRENCY, queueWorkflow, startQueueMode, type QueueMode } from './queueMode';
import { pathOf } from './workflows';

const PARTS = ['asking', 'limit', 'twins', 'burst'] as const;
const ISSUES = 30;
const EACH = 10;
const AT_ONCE = 15;
/** How many issues raise alerts at the same time. */
const SIDE_BY_SIDE = 6;
/** After how many answers the worker is killed, and Redis restarted. */
const KILL_AFTER = 100;
const RESTART_AFTER = 200;
/** How far the trackers' searches are behind. */
const SEARCH_LAG = 5000;
/** How far GitHub's lists are behind. */
const LIST_LAG = 3000;
/** After how many looks, a second apart, an idle worker is not going to take up anything more. */
const IDLE = 6;
/** What a destination takes to answer; it makes runs overlap. */
const ANSWER_TIME = 100;

class Burst {
	readonly alerts = burstOf(ISSUES, EACH, SIDE_BY_SIDE);
	readonly issueIds = [...new Set(this.alerts.map(({ issueId }) => issueId))];
	private readonly retried = new Set<string>();

	constructor(
		readonly checks: Checks,
		readonly queue: QueueMode,
		readonly standIns: AllStandIns,
	) {}

	get url(): string {
		return this.queue.n8n.webhookUrl(pathOf(queueWorkflow()));
	}

	/** The burst itself, with what goes wrong meanwhile. */
	async send(): Promise<void> {
		const { checks, queue } = this;
		const mishaps: Array<Promise<void>> = [];
		const refused = await sendAll(this.url, this.alerts, AT_ONCE, (count) => {
			if (count === KILL_AFTER) mishaps.push(queue.replaceWorker());
			if (count === RESTART_AFTER) mishaps.push(this.restartRedis());
		});
		await Promise.all(mishaps);
		checks.note(`${this.alerts.length} alerts answered 200; ${refused.length} posts were not`);
		if (refused.length > 0) checks.note(`these were sent again: ${times(refused)}`);
	}

	private async restartRedis(): Promise<void> {
		const { total } = await this.queue.executions('new');
		this.checks.note(`Redis is restarted with about ${total} executions in the queue`);
		await this.queue.redis.restart();
	}

	/**
	 * Waits until the living workers have nothing left to do: they are idle, and what is open all the
	 * same is taken up by none of them.
	 */
	async settle(): Promise<void> {
		let idle = 0;
		const settled = async () => {
			idle = (await this.queue.inWork()) === 0 ? idle + 1 : 0;
			if (idle >= IDLE) return true;
			return idle > 0 && (await this.queue.executions('new', 'running')).total === 0;
		};
		await waitFor('the workers to have nothing left to do', settled, 300, 1000);
	}

	/** What a person does in n8n's list of executions about those that died with their worker. */
	async retryTheDead(): Promise<string> {
		const { rest } = this.queue.n8n;
		const open = await this.queue.executions('new', 'running', 'crashed');
		// A crashed one stays in the list when it has been retried.
		const executions = open.executions.filter(({ id }) => !this.retried.has(id));
		const { length } = executions;
		ok(length > 0, 'the worker was killed with nothing in its hands');
		ok(length <= CONCURRENCY, `${length} executions are open, more than the worker was at`);
		for (const { id, status } of executions) {
			if (status === 'new' || status === 'running') await rest.stop(id);
			await rest.retry(id);
			this.retried.add(id);
		}
		return times(executions.map(({ status }) => status));
	}

	/** No node fails; what n8n itself could not run, since Redis was away, a person retries as well. */
	async retryWhatN8nFailed(): Promise<string | undefined> {
		const { rest } = this.queue.n8n;
		const { executions } = await this.queue.executions('error');
		const failures = await Promise.all(executions.map(async ({ id }) => await rest.failureOf(id)));
		deepEqual(
			failures.filter(({ node }) => node !== undefined),
			[],
		);
		if (failures.length === 0) return undefined;
		for (const { id } of failures) await rest.retry(id);
		return `failed outside any node and retried: ${times(failures.map(({ why }) => why))}`;
	}

	/** Another alert for every issue, as the next occurrence of its error brings it. */
	async sendNext(): Promise<void> {
		const next = this.issueIds.map((id, index) => alertOf(id, index, EACH));
		await sendAll(this.url, next, AT_ONCE, () => undefined);
		this.alerts.push(...next);
		await this.settle();
	}

	/** Every alert at least once; says how often more than once. */
	delivered(bodies: string[]): string {
		const counts = this.alerts.map(({ mark }) => deliveredOf(bodies, mark));
		const missing = this.alerts.flatMap(({ mark }, index) => (counts[index] === 0 ? mark : []));
		deepEqual(missing, []);
		const twice = counts.filter((count) => count > 1).length;
		return `${counts.length} of ${counts.length}, ${twice} of them more than once`;
	}
}

async function checkBurst(burst: Burst): Promise<void> {
	const { checks, queue, standIns } = burst;
	const { github, microsoftTeams, pagerDuty, webhook } = standIns;
	checks.heading(
		`${ISSUES * EACH} alerts about ${ISSUES} issues; a worker is killed, Redis is restarted`,
	);
	await checks.check('every alert is answered 200', async () => await burst.send());
	await checks.check('n8n and the other worker outlive it', async () => {
		await burst.settle();
		deepEqual(queue.ended(), []);
		return await burst.retryWhatN8nFailed();
	});
	await checks.check(
		'what died with the worker is stopped and retried in the list of executions',
		async () => await burst.retryTheDead(),
	);
	const before = burst.issueIds.map((id) => openTickets(standIns, id));
	checks.note(
		`open tickets beyond one an issue: ` +
			`Jira ${before.reduce((sum, one) => sum + one.jira - 1, 0)}, ` +
			`GitHub ${before.reduce((sum, one) => sum + one.github - 1, 0)}`,
	);
	await checks.check('another alert for every issue, when search has caught up', async () => {
		await sleep(2 * SEARCH_LAG);
		await burst.sendNext();
		const { executions } = await queue.executions('new', 'running');
		equal(executions.length, 0, 'executions are still open');
	});

	checks.heading('What the five services have');
	for (const tracker of ['jira', 'github'] as const) {
		await checks.check(`one open ticket an issue: ${tracker}`, () => {
			const open = burst.issueIds.map((id) => [id, openTickets(standIns, id)[tracker]] as const);
			const wrong = open.filter(([, count]) => count !== 1);
			deepEqual(wrong, []);
			const { created, duplicates } = madeFor(standIns, burst.issueIds)[tracker];
			return `${created} created, ${duplicates} of them closed again as duplicates`;
		});
	}
	await checks.check('every alert at least once: Teams', () =>
		burst.delivered(microsoftTeams.messages.map(({ card }) => JSON.stringify(card))),
	);
	await checks.check('every alert at least once: webhook', () =>
		burst.delivered(webhook.deliveries.map(({ request }) => request.body)),
	);
	await checks.check('one incident an issue: PagerDuty', () => {
		const incidents = pagerDuty.incidents.filter(({ dedupKey }) =>
			burst.issueIds.some((id) => dedupKey.includes(id)),
		);
		equal(incidents.length, ISSUES);
		equal(new Set(incidents.map(({ dedupKey }) => dedupKey)).size, ISSUES);
		return `${incidents.reduce((sum, { triggers }) => sum + triggers, 0)} events`;
	});
	checks.note(`refused by GitHub's limits: ${JSON.stringify(github.refused)}`);
}

async function main(): Promise<number> {
	const started = Date.now();
	const version = process.env.BUGSINK_E2E_N8N ?? NEWEST_N8N;
	const checks = new Checks();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-bugsink-'));
	const standIns = await startAll({
		jira: { searchLagMs: SEARCH_LAG },
		// What one token may create is counted for each worker alone, and has tests of its own.
		github: {
			searchLagMs: SEARCH_LAG,
			listLagMs: LIST_LAG,
			contentPerMinute: Infinity,
			contentPerHour: Infinity,
		},
		// One key takes 120 events a minute, which has a test of its own and would take three minutes here.
		pagerDuty: { perMinute: Infinity },
	});
	await checks.check(`everything of n8n ${version} in queue mode ran to its end`, async () => {
		const queue = await startQueueMode(version, folder, standIns);
		try {
			const only = PARTS.filter((part) => process.argv.includes(part));
			const wants = (part: (typeof PARTS)[number]) => only.length === 0 || only.includes(part);
			if (wants('asking')) await checkAsking(checks, queue);
			if (wants('limit')) await checkQueueLimit(checks, queue);
			const burst = new Burst(checks, queue, standIns);
			standIns.delay(ANSWER_TIME);
			if (wants('twins')) {
				await checkTwins({
					checks,
					queue,
					standIns,
					url: burst.url,
					settle: async () => await burst.settle(),
					retryTheDead: async () => await burst.retryTheDead(),
				});
			}
			if (wants('burst')) await checkBurst(burst);
		} finally {
			await queue.stop();
		}
	});
	await standIns.close();
	await rm(folder, { recursive: true, force: true });
	console.log(`\nn8n ${version} took ${Math.round((Date.now() - started) / 1000)} s`);
	return checks.close();
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	},
);
