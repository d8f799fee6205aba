/** A Bugsink, a tracker and a workflow with both directions, on virtual time and without a network. */
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { followTicket } from '../../nodes/Bugsink/resources/alert/followTicket';
import { GITHUB } from './twoWaysTrackers';
import { alertsOf } from '../../nodes/BugsinkResolutionTrigger/alerts';
import {
	look as lookAtIssues,
	type Kept as KeptIssues,
} from '../../nodes/BugsinkResolutionTrigger/look';
import {
	look as lookAtTickets,
	type Kept as KeptTickets,
} from '../../nodes/BugsinkTicketTrigger/look';
import { readAlert } from '../../nodes/shared/alert/readAlert';
import { toAlert } from '../../nodes/shared/alert/toAlert';
import { BUGSINK, BugsinkClient } from '../../nodes/shared/bugsink/client';
import { Delivery } from '../../nodes/shared/delivery/delivery';
import { gateOf } from '../../nodes/shared/delivery/gate';
import { Parameters } from '../../nodes/shared/parameters';
import { startBugsinkStandIn, type BugsinkStandIn, type StoredIssue } from '../standins/bugsink';
import { transportInMemory } from '../support/transportInMemory';
import { VirtualClock } from '../support/virtualClock';
import type { TrackerModel } from './twoWaysTrackers';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Polls after the last thing that a person did: more than the index's lag and every delay. */
const QUIET = 170 * SECOND;

export type Action = 'close' | 'reopenTicket' | 'resolve' | 'regress';
export const ACTIONS: Action[] = ['close', 'reopenTicket', 'resolve', 'regress'];

/** What happens in one cycle; times in ms after its begin. */
export interface Cycle {
	actions: Array<{ action: Action; on: number; at: number }>;
	/** When in each minute the two triggers poll. */
	phases: { tickets: number; issues: number };
	/** How long n8n takes from a trigger to the node after it. */
	delays: { webhook: number; tickets: number; issues: number };
}

interface Pair {
	issue: StoredIssue;
	key: string;
}

const SETTINGS = {
	project: '1',
	byPeople: new Set(['RESOLVED']),
	byBugsink: new Set<string>(),
	onlyMissed: false,
	startFrom: null,
	maxIssues: 10_000,
	counts: [],
	rate: null,
	stillOpen: null,
	quiet: null,
};

export class TwoWays {
	/** What people and errors did that had an effect. */
	acts = 0;
	private readonly pairs: Pair[] = [];
	private keptIssues: KeptIssues | null = null;
	private keptTickets: KeptTickets | null = null;
	private readonly client: BugsinkClient;

	private constructor(
		private readonly clock: VirtualClock,
		private readonly bugsink: BugsinkStandIn,
		private readonly tracker: TrackerModel,
	) {
		const base = 'http://bugsink.internal';
		const headers = { authorization: `Bearer ${bugsink.token}` };
		const transport = transportInMemory(bugsink, headers);
		const delivery = new Delivery(BUGSINK, transport, gateOf(clock), clock, { maxAttempts: 1 });
		this.client = new BugsinkClient({ base, api: `${base}/api/canonical/0/` }, delivery);
	}

	static async start(start: typeof GITHUB, issues: number, lagMs: number): Promise<TwoWays> {
		const clock = new VirtualClock();
		const bugsink = await startBugsinkStandIn({ now: clock.now });
		const tracker = await start(clock, lagMs);
		const world = new TwoWays(clock, bugsink, tracker);
		const project = bugsink.addProject('Checkout API');
		for (let index = 0; index < issues; index++) {
			const issue = bugsink.addIssue(project);
			clock.at += SECOND;
			const key = await tracker.sendAlert(world.alertOf(issue, 'NEW'));
			world.pairs.push({ issue, key });
		}
		bugsink.alerts.length = 0;
		clock.at += 10 * MINUTE;
		await world.pollIssues();
		await world.pollTickets();
		return world;
	}

	async close(): Promise<void> {
		await this.bugsink.close();
		await this.tracker.close();
	}

	/** Lets a cycle happen, and the time after it in which everything comes to rest. */
	async run({ actions, delays, phases }: Cycle): Promise<void> {
		const begin = this.clock.at;
		const end = begin + Math.max(...actions.map(({ at }) => at)) + QUIET;
		const tasks: Array<{ at: number; run: () => Promise<void> }> = [];
		const later = (at: number, run: () => Promise<void>): void => void tasks.push({ at, run });
		for (const { action, at, on } of actions) {
			later(begin + at, async () => {
				this.act(action, this.pairs[on % this.pairs.length]);
				for (const { issueId, reason } of this.bugsink.alerts.splice(0)) {
					const { issue } = this.pairs.find((pair) => pair.issue.id === issueId) as Pair;
					const alert = this.alertOf(issue, reason);
					later(this.clock.at + delays.webhook, async () => {
						await this.tracker.sendAlert(alert);
					});
				}
			});
		}
		for (let minute = begin; minute < end; minute += MINUTE) {
			later(minute + phases.tickets, async () => {
				const news = await this.pollTickets();
				if (news.length === 0) return;
				later(this.clock.at + delays.tickets, async () => {
					for (const one of news) await this.follow(one);
				});
			});
			later(minute + phases.issues, async () => {
				const alerts = await this.pollIssues();
				if (alerts.length === 0) return;
				later(this.clock.at + delays.issues, async () => {
					for (const alert of alerts) await this.tracker.resolve(readAlert(alert));
				});
			});
		}
		while (tasks.length > 0) {
			const next = tasks.reduce((first, task) => (task.at < first.at ? task : first));
			tasks.splice(tasks.indexOf(next), 1);
			this.clock.at = Math.max(this.clock.at, next.at);
			await next.run();
		}
		this.clock.at = Math.max(this.clock.at, end) + MINUTE;
	}

	/** Changes of state that the workflow made, on either side. */
	get changes(): number {
		const byApi = ({ by, kind }: StoredIssue['history'][number]) =>
			by === null && ['resolved', 'reopened', 'muted', 'unmuted'].includes(kind);
		const inBugsink = this.pairs.flatMap(({ issue }) => issue.history.filter(byApi)).length;
		return inBugsink + this.pairs.reduce((sum, { key }) => sum + this.tracker.changesByUs(key), 0);
	}

	/** `closed` or `open`, of each issue and its ticket. */
	get sides(): Array<[issue: string, ticket: string]> {
		return this.pairs.map(({ issue, key }) => [
			issue.isResolved ? 'closed' : 'open',
			this.tracker.isOpen(key) ? 'open' : 'closed',
		]);
	}

	get tickets(): number {
		return this.tracker.count();
	}

	private act(action: Action, { issue, key }: Pair): void {
		const isOpen = this.tracker.isOpen(key);
		const isPossible = {
			close: isOpen,
			reopenTicket: !isOpen,
			resolve: !issue.isResolved && !this.isJustReopened(issue),
			regress: issue.isResolved,
		};
		if (!isPossible[action]) return;
		this.acts++;
		switch (action) {
			case 'close':
				return this.tracker.closeTicket(key);
			case 'reopenTicket':
				return this.tracker.reopenTicket(key);
			case 'resolve':
				return this.bugsink.act(issue, 'resolve');
			case 'regress':
				return void this.bugsink.addEvent(issue);
		}
	}

	/**
	 * The one thing that nobody can see, and that docs/ticket-trigger.md names: Bugsink's list of issues
	 * looks the same after an issue was reopened and resolved again between two polls.
	 */
	private isJustReopened({ history }: StoredIssue): boolean {
		const last = history.at(-1);
		return last?.kind === 'reopened' && this.clock.at - Date.parse(last.timestamp) < MINUTE;
	}

	private alertOf({ firstSeen, id, lastSeen, type, value }: StoredIssue, reason: string) {
		return toAlert('custom', {
			reason,
			issueId: id,
			title: `${type}: ${value}`,
			project: { id: 1, name: 'Checkout API' },
			firstSeen,
			lastSeen,
		});
	}

	private async pollTickets() {
		const { at } = this.clock;
		const { kept, news } = await lookAtTickets(this.tracker.source(), this.keptTickets, at, false);
		this.keptTickets = JSON.parse(JSON.stringify(kept)) as KeptTickets;
		return news;
	}

	private async pollIssues(): Promise<IDataObject[]> {
		const { client, clock, keptIssues } = this;
		const seen = await lookAtIssues(client, SETTINGS, keptIssues, clock, Infinity);
		this.keptIssues = JSON.parse(JSON.stringify(seen.kept)) as KeptIssues;
		return await alertsOf(client, seen.findings, false);
	}

	private async follow(news: unknown): Promise<void> {
		const parameters: IDataObject = { onReopened: 'reopen' };
		const context = {
			getNode: () => ({ parameters: {} }),
			getInputData: () => [{ json: news }],
			getNodeParameter: (name: string, _: number, fallback: unknown) =>
				parameters[name] ?? fallback,
		} as unknown as IExecuteFunctions;
		await followTicket.run({
			parameters: new Parameters(context, 0),
			client: this.client,
			memory: { get: () => undefined, set: () => undefined, delete: () => undefined },
			timeZone: 'UTC',
			hint: () => undefined,
		});
	}
}
