/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/**
 * n8n is stopped, a real Bugsink raises 40 alerts, n8n starts: examples/catch-up-after-an-outage.json
 * gives each of them once. Then n8n is killed in the middle of a poll, and in the middle of a delivery.
 * Alone: `npm run test:e2e:bugsink -- outage`.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startAll, type AllStandIns } from '../standins';
import type { StandIn } from '../standins/server';
import { startBugsink } from './bugsink';
import { startGate } from './bugsinkGate';
import type { Checks } from './checks';
import { packRepository } from './install';
import { startN8n, type N8n, type WorkflowFile } from './n8n';
import type { Execution } from './n8nRest';
import { Raiser } from './outageAlerts';
import { sleep, waitFor } from './processes';
import { startReceiver } from './receiver';
import { destinationCredentials, example, pathOf, withoutLimit, withWebhookIds } from './workflows';

const POLLED = 'Bugsink Issue Trigger';
const HISTORIES = /\/issue-history\/$/;
const LISTS = /\/issues\/$/;

function catchUp(): WorkflowFile {
	// What is counted here is every alert.
	const file = withoutLimit(example('catch-up-after-an-outage.json'));
	return { ...withWebhookIds(file, () => 'e2e-catch-up'), id: 'catchUpE2e000001', active: true };
}

/** An execution, and what the Issue Trigger gave it. */
interface Polled {
	execution: Execution;
	alerts: string[];
}

class Outage {
	/** Executions that were looked at. */
	private readonly seen = new Set<string>();

	constructor(
		readonly checks: Checks,
		readonly n8n: N8n,
		readonly raiser: Raiser,
		readonly gate: StandIn,
		readonly standIns: AllStandIns,
	) {}

	/** The executions since the last call; waits until none is under way and so many are there. */
	async executions(atLeast: number): Promise<Execution[]> {
		const workflowId = catchUp().id;
		const fresh = await waitFor(
			`${atLeast} executions to end`,
			async () => {
				const { executions } = await this.n8n.rest.executions({ workflowId });
				const found = executions.filter(({ id }) => !this.seen.has(id));
				const ended = found.every(({ status }) => !['new', 'running'].includes(status));
				return found.length >= atLeast && ended && found;
			},
			180,
			500,
		);
		for (const { id } of fresh) this.seen.add(id);
		return fresh;
	}

	/** The executions that the Issue Trigger started since the last call. */
	async polls(atLeast: number): Promise<Polled[]> {
		const polled: Polled[] = [];
		for (const execution of await this.executions(atLeast)) {
			const run = (await this.n8n.rest.nodeRuns(execution.id))[POLLED]?.[0];
			if (run === undefined) continue;
			const items = run.data?.main?.[0] ?? [];
			ok(items.every(({ json }) => json.catchUp === true));
			const alerts = items.map(({ json }) => `${String(json.reason)} ${String(json.issueId)}`);
			polled.push({ execution, alerts });
		}
		return polled;
	}

	/** How often each alert reached the webhook destination. */
	delivered(): string[] {
		return this.standIns.webhook.deliveries.map(({ request }) => {
			const { data } = request.json as { data: { alert_type: string; issue_id: string } };
			return `${data.alert_type} ${data.issue_id}`;
		});
	}

	/** One ticket, one issue and one incident for each issue of Bugsink, and how many that are. */
	noneTwice(): number {
		const { jira, github, pagerDuty } = this.standIns;
		const issues = new Set(this.raiser.raised().map((alert) => alert.split(' ')[1])).size;
		const keys = pagerDuty.incidents.map(({ dedupKey }) => dedupKey);
		deepEqual(
			[jira.issues.length, github.issues.length, keys.length, new Set(keys).size],
			[issues, issues, issues, issues],
			'tickets, issues, incidents, keys',
		);
		return issues;
	}

	/** Nothing beside what Bugsink raised arrived, and all of it once. */
	eachOnce(): string {
		deepEqual(this.delivered().sort(), this.raiser.raised().sort());
		equal(this.standIns.microsoftTeams.messages.length, this.raiser.count);
		return `${this.raiser.count} calls and cards, ${this.noneTwice()} tickets and incidents`;
	}

	/** Starts n8n; gives how many requests its first poll made. */
	async start(): Promise<{ requests: number }> {
		this.gate.requests.length = 0;
		await this.n8n.startAgain();
		await this.n8n.rest.signIn();
		await waitFor(
			'the first poll',
			async () => await Promise.resolve(this.gate.calls('GET', LISTS) > 0),
			90,
		);
		await sleep(2000);
		return { requests: this.gate.requests.length };
	}
}

async function checkStopped(outage: Outage): Promise<void> {
	const { checks, raiser, n8n } = outage;
	await checks.check('while n8n runs the webhook brings each alert, and no poll does', async () => {
		await raiser.raiseBefore();
		deepEqual(await outage.polls(raiser.count), []);
		return outage.eachOnce();
	});
	const before = raiser.count;
	await n8n.stop();
	await checks.check('n8n is stopped, and Bugsink raises 40 alerts', async () => {
		await raiser.raiseForty();
		const reasons = raiser.raised(before).map((alert) => alert.split(' ')[0]);
		const of = (reason: string) => reasons.filter((one) => one === reason).length;
		deepEqual([of('NEW'), of('REGRESSED'), of('UNMUTED')], [25, 10, 5]);
		return '25 new, 10 regressed, 5 unmuted';
	});
	await checks.check('n8n starts: each comes once, in order, with the first poll', async () => {
		const { requests } = await outage.start();
		const polls = await outage.polls(1);
		deepEqual(
			polls.map(({ alerts }) => alerts),
			[raiser.raised(before)],
		);
		// One page of issues, the history of each that changed, and the project's name.
		const issues = new Set(raiser.raised().map((alert) => alert.split(' ')[1])).size;
		ok(requests <= issues + 2, `${requests} requests for ${issues} issues`);
		return `${polls[0].alerts.length} alerts, ${requests} requests to Bugsink`;
	});
	await checks.check('all five destinations have each alert once', () => outage.eachOnce());
	await checks.check('n8n starts again: nothing comes a second time', async () => {
		await n8n.stop();
		await outage.start();
		deepEqual(await outage.executions(0), []);
		return outage.eachOnce();
	});
}

/** Histories are not answered any more after the third: the poll can neither end nor be noted. */
async function checkKilledInPoll(outage: Outage): Promise<void> {
	const { checks, raiser, n8n, gate } = outage;
	const before = raiser.count;
	await checks.check('killed in the middle of a poll: nothing was given', async () => {
		await n8n.stop();
		await raiser.raiseNew('InPoll', 6);
		gate.requests.length = 0;
		const held = gate.fail({ path: HISTORIES, after: 3, kind: 'timeout', times: Infinity });
		const starting = n8n.startAgain().catch(() => undefined);
		await waitFor('a request that hangs', async () => await Promise.resolve(held.hits > 0), 120);
		await n8n.kill();
		await starting;
		held.remove();
		return `after ${gate.calls('GET', HISTORIES)} histories`;
	});
	await checks.check('started again: each comes once', async () => {
		await outage.start();
		const polls = await outage.polls(1);
		deepEqual(
			polls.map(({ alerts }) => alerts),
			[raiser.raised(before)],
		);
		return outage.eachOnce();
	});
}

/** The alerts are in n8n's database then: no poll gives them again, a person retries the execution. */
async function checkKilledInDelivery(outage: Outage): Promise<void> {
	const { checks, raiser, n8n, standIns } = outage;
	const before = raiser.count;
	let interrupted: Polled | undefined;
	await checks.check(
		'killed in the middle of the deliveries: no poll gives them again',
		async () => {
			await n8n.stop();
			await raiser.raiseNew('InDelivery', 6);
			const calls = standIns.webhook.requests.length;
			standIns.webhook.delayMs = 60_000;
			const starting = n8n.startAgain().catch(() => undefined);
			const isCalled = () => standIns.webhook.requests.length > calls;
			await waitFor('the last destination', async () => await Promise.resolve(isCalled()), 120);
			await n8n.kill();
			await starting;
			standIns.webhook.delayMs = 0;
			await outage.start();
			const { executions } = await n8n.rest.executions({ workflowId: catchUp().id }, 5);
			const fresh = executions.filter(({ mode }) => mode === 'trigger');
			interrupted = { execution: fresh[0], alerts: [] };
			return `its execution is ${fresh[0].status}; ${outage.noneTwice()} tickets and incidents`;
		},
	);
	await checks.check('that execution is retried: nobody gets a second ticket or page', async () => {
		const { id, status } = (interrupted as Polled).execution;
		// Some releases leave it as running.
		if (status === 'running') await n8n.rest.stop(id);
		const pages = standIns.pagerDuty.incidents.map(({ notifications }) => notifications);
		await n8n.rest.retry(id);
		await outage.executions(2);
		const arrived = new Set(outage.delivered());
		ok(raiser.raised(before).every((alert) => arrived.has(alert)));
		outage.noneTwice();
		deepEqual(
			standIns.pagerDuty.incidents.map(({ notifications }) => notifications),
			pages,
		);
		const more = standIns.microsoftTeams.messages.length - raiser.count;
		return `${arrived.size} alerts arrived; ${more} cards came twice`;
	});
}

/** With a Bugsink, an n8n of this version and stand-ins of its own. */
export async function runOutage(checks: Checks, version: string): Promise<void> {
	checks.heading(`An outage of n8n ${version}, and what the Issue Trigger makes good`);
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-bugsink-'));
	const standIns = await startAll();
	const witness = await startReceiver();
	const stops: Array<() => Promise<void>> = [
		async () => await rm(folder, { recursive: true, force: true }),
		async () => await standIns.close(),
		witness.stop,
	];
	try {
		const bugsink = await startBugsink({ folder: join(folder, 'bugsink') });
		stops.push(bugsink.stop);
		const gate = await startGate(bugsink.url);
		stops.push(async () => await gate.close());
		const data = { bugsinkUrl: gate.url, apiToken: bugsink.apiToken };
		const n8n = await startN8n({
			version,
			userFolder: join(folder, 'n8n'),
			packageTarball: await packRepository(join(folder, 'package')),
			credentials: [
				...destinationCredentials(standIns),
				{ id: 'bugsink', name: 'Bugsink', type: 'bugsinkApi', data },
			],
			workflows: [catchUp()],
			verbose: true,
		});
		stops.push(n8n.stop);
		await n8n.rest.signIn();
		await bugsink.site.addAlertService('custom', 'n8n', n8n.webhookUrl(pathOf(catchUp())));
		const raiser = await Raiser.start(bugsink, witness);
		const outage = new Outage(checks, n8n, raiser, gate, standIns);
		await checkStopped(outage);
		await checkKilledInPoll(outage);
		await checkKilledInDelivery(outage);
	} finally {
		for (const stop of stops.reverse()) await stop();
	}
}
