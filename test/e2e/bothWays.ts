/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/**
 * examples/ticket-closed-resolves-in-bugsink.json between a real Bugsink and Jira: people close and
 * reopen tickets and resolve issues, errors come back, in an order drawn from a seed. The property
 * test plays 200 such orders on virtual time; this is one of them with the real programs.
 * Alone: `npm run test:e2e:bugsink -- both-ways`.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';

import { type AllStandIns } from '../standins';
import { type Bugsink, type SdkEvent } from './bugsink';
import type { Checks } from './checks';
import { Imported } from './examples/imported';
import { type N8n } from './n8n';
import { sleep, waitFor } from './processes';
import { withBugsink } from './withBugsink';
import { example } from './workflows';

const FILE = 'ticket-closed-resolves-in-bugsink.json';
const CYCLES = 20;
const SEED = 2026;
/** After so many polls in a row without a run both sides are at rest. */
const QUIET_POLLS = 2;
const ACTIONS = ['close', 'reopenTicket', 'resolve', 'regress'] as const;
type Action = (typeof ACTIONS)[number];

/** In Bugsink and in Jira. */
interface Pair {
	event: SdkEvent;
	issueId: string;
	key: string;
}

class BothWays {
	private readonly pairs: Pair[] = [];
	/** What people and errors did that had an effect, and of that what is a turn of an issue in Bugsink. */
	acts = 0;
	private turnsByPeople = 0;
	private runs = 0;

	constructor(
		readonly bugsink: Bugsink,
		readonly n8n: N8n,
		readonly jira: AllStandIns['jira'],
		readonly workflow: Imported,
	) {}

	/** A new issue, and the ticket that its alert opens. */
	async begin(event: SdkEvent): Promise<void> {
		await this.bugsink.sendEvents(event);
		await this.workflow.next();
		this.runs++;
		const issues = await this.bugsink.api.issues(this.bugsink.project.id);
		const issue = issues.at(-1);
		const ticket = this.jira.issues.at(-1);
		ok(issue !== undefined && ticket !== undefined);
		this.pairs.push({ event, issueId: issue.id, key: ticket.key });
	}

	/** @returns whether it was possible. */
	async act(action: Action, on: number): Promise<boolean> {
		const { event, issueId, key } = this.pairs[on];
		const isOpen = this.isOpen(key);
		const { is_resolved: isResolved } = await this.bugsink.api.issue(issueId);
		const isPossible = {
			close: isOpen,
			reopenTicket: !isOpen,
			resolve: !isResolved,
			regress: isResolved,
		};
		if (!isPossible[action]) return false;
		this.acts++;
		if (action === 'close') this.jira.closeAs(key, 'Done', 'Done');
		if (action === 'reopenTicket') this.jira.reopen(key);
		if (action === 'resolve') {
			this.turnsByPeople++;
			await this.bugsink.api.resolve(issueId);
		}
		if (action === 'regress') {
			await this.bugsink.sendEvents(event);
			await this.ran();
		}
		return true;
	}

	/** Polls until nothing happens any more. */
	async settle(): Promise<void> {
		for (let quiet = 0; quiet < QUIET_POLLS;) {
			await this.workflow.unpublish();
			const before = this.jira.calls('POST', /\/search\/jql$/);
			await this.workflow.publish();
			await waitFor(
				'a poll of the tickets',
				async () => await Promise.resolve(this.jira.calls('POST', /\/search\/jql$/) > before),
			);
			await sleep(500);
			const earlier = this.runs;
			await this.ended();
			quiet = this.runs === earlier ? quiet + 1 : 0;
		}
	}

	/** What the workflow changed, on both sides. */
	async changes(): Promise<number> {
		let turns = 0;
		for (const { issueId } of this.pairs) {
			const query = `issue-history/?issue=${issueId}`;
			const { results } = await this.bugsink.api.request<{ results: Array<{ kind: string }> }>(
				'GET',
				query,
			);
			turns += results.filter(({ kind }) => kind === 'resolved' || kind === 'reopened').length;
		}
		return turns - this.turnsByPeople + this.jira.calls('POST', /\/transitions$/);
	}

	async checkSides(): Promise<void> {
		for (const { issueId, key } of this.pairs) {
			const issue = await this.bugsink.api.issue(issueId);
			const state = `${key} ${issueId}`;
			equal(issue.is_resolved ? 'closed' : 'open', this.isOpen(key) ? 'open' : 'closed', state);
			equal(issue.is_muted, false, state);
		}
		equal(this.jira.issues.length, this.pairs.length);
	}

	private isOpen(key: string): boolean {
		return this.jira.issue(key)?.status.category !== 'done';
	}

	/** One run more. */
	private async ran(): Promise<void> {
		const wanted = this.runs + 1;
		await waitFor(`run ${wanted}`, async () => {
			await this.ended();
			return this.runs >= wanted;
		});
	}

	/** Counts the runs, all of which have to end well. */
	private async ended(): Promise<void> {
		this.runs = await waitFor('the runs to end', async () => {
			const { executions, total } = await this.n8n.rest.executions({
				workflowId: this.workflow.id,
			});
			if (executions.some(({ status }) => status === 'new' || status === 'running')) return false;
			deepEqual(
				executions.filter(({ status }) => status !== 'success').map(({ id }) => id),
				[],
			);
			return total;
		});
	}
}

async function play(checks: Checks, both: BothWays): Promise<void> {
	await checks.check('two errors, two tickets', async () => {
		await both.begin({ type: 'ValueError', message: 'no such order' });
		await both.begin({ message: 'payment gateway slow', level: 'warning' });
		await both.settle();
		await both.checkSides();
	});
	const act = fc.record({ action: fc.constantFrom(...ACTIONS), on: fc.nat(1) });
	const cycle = fc.oneof(
		{ weight: 3, arbitrary: fc.tuple(act) },
		{ weight: 1, arbitrary: fc.uniqueArray(act, { maxLength: 2, selector: ({ on }) => on }) },
	);
	const before = await both.changes();
	let played = 0;
	// Most cycles hold an act that is possible then; those without cost nothing.
	for (const acts of fc.sample(cycle, { seed: SEED, numRuns: 10 * CYCLES })) {
		if (played === CYCLES) break;
		const [actsBefore, changes] = [both.acts, await both.changes()];
		const done: string[] = [];
		for (const { action, on } of acts) {
			if (await both.act(action, on)) done.push(`${action} ${on + 1}`);
		}
		if (done.length === 0) continue;
		played++;
		await checks.check(`${played}. ${done.join(', ')}: both sides agree`, async () => {
			await both.settle();
			await both.checkSides();
			const made = (await both.changes()) - changes;
			ok(made <= both.acts - actsBefore, `${made} changes`);
			return `${made} changes`;
		});
	}
	await checks.check('twenty cycles, at most one change for each act', async () => {
		equal(played, CYCLES);
		const made = (await both.changes()) - before;
		ok(made <= both.acts);
		return `${both.acts} acts, ${made} changes`;
	});
}

/** With a Bugsink, an n8n of this version and a Jira of its own. */
export async function runBothWays(checks: Checks, version: string): Promise<void> {
	checks.heading(`Both ways between a real Bugsink and Jira, n8n ${version}`);
	await withBugsink(version, [], async ({ bugsink, credentials, n8n, standIns }) => {
		const choice = Object.fromEntries(
			credentials.map(({ id, name, type }) => [type, { id, name }]),
		);
		const workflow = await Imported.create(n8n, example(FILE), choice);
		await workflow.publish();
		await bugsink.site.addAlertService('custom', 'n8n', workflow.alertUrl);
		await play(checks, new BothWays(bugsink, n8n, standIns.jira, workflow));
	});
}
