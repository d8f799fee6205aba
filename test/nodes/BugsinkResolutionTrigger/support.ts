import type { IDataObject, INode } from 'n8n-workflow';

import { Heartbeat } from '../../../nodes/BugsinkResolutionTrigger/missed';
import { Arrivals } from '../../../nodes/shared/bugsink/arrivals';
import { pollChanges } from '../../../nodes/BugsinkResolutionTrigger/poll';
import { keep } from '../../standins/harness';
import {
	startBugsinkStandIn,
	type BugsinkOptions,
	type BugsinkStandIn,
	type Project,
	type StoredIssue,
} from '../../standins/bugsink';
import { activate } from '../../support/contexts';
import { VirtualClock } from '../../support/virtualClock';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const ALERTS = ['NEW', 'REGRESSED', 'UNMUTED'];

export interface WorldOptions extends Omit<BugsinkOptions, 'now'> {
	parameters?: INode['parameters'];
	typeVersion?: number;
	/** Another clock for Bugsink than n8n's: milliseconds by which it is ahead. */
	bugsinkAhead?: number;
}

/** A Bugsink and an n8n with one active workflow, on one virtual clock. */
export class World {
	readonly clock: VirtualClock = new VirtualClock();
	/** What n8n's database holds; n8n writes it on activation and whenever the workflow starts. */
	database: IDataObject = {};
	parameters: INode['parameters'];
	token: string | undefined;
	/** What n8n's process knows of alerts that came. */
	notes = new Arrivals();
	private beat = new Heartbeat();
	private active: ReturnType<typeof activate> | undefined;

	private constructor(
		private readonly typeVersion: number,
		readonly ahead: { ms: number },
	) {
		this.parameters = {};
	}

	standIn!: BugsinkStandIn;
	project!: Project;

	static async start(options: WorldOptions = {}): Promise<World> {
		const { parameters = {}, typeVersion = 1.1, bugsinkAhead = 0, ...bugsink } = options;
		const world = new World(typeVersion, { ms: bugsinkAhead });
		const now = (): number => world.clock.at + world.ahead.ms;
		world.standIn = keep(await startBugsinkStandIn({ ...bugsink, now }));
		world.project = world.standIn.addProject('Checkout API');
		world.parameters = {
			project: { __rl: true, mode: 'id', value: '1' },
			reasons: ALERTS,
			...parameters,
		};
		return world;
	}

	/** Activates the workflow, as the start of n8n does: n8n polls at once and saves. */
	async activate(): Promise<IDataObject[] | null> {
		this.active = activate({
			parameters: this.parameters,
			credentials: {
				bugsinkUrl: this.standIn.baseUrl,
				apiToken: this.token ?? this.standIn.token,
			},
			staticData: JSON.parse(JSON.stringify(this.database)) as IDataObject,
			typeVersion: this.typeVersion,
		});
		const items = await this.pollNow();
		this.save();
		return items;
	}

	/** n8n's process is gone, with all that it did not save. */
	kill(): void {
		this.active = undefined;
		this.beat = new Heartbeat();
		this.notes = new Arrivals();
	}

	/** Stopped and started again. */
	async restart(): Promise<IDataObject[] | null> {
		this.kill();
		return await this.activate();
	}

	/** The next poll, a minute later. */
	async poll(later = MINUTE): Promise<IDataObject[] | null> {
		this.clock.at += later;
		return await this.pollNow();
	}

	async pollNow(): Promise<IDataObject[] | null> {
		const { active, beat, notes } = this;
		if (active === undefined) throw new Error('The workflow is not active');
		const items = await active.poll(
			async (context) => await pollChanges(context, this.clock, beat, notes),
		);
		if (items !== null && active === this.active) this.save();
		return items;
	}

	save(): void {
		this.database = this.active?.saved() ?? {};
	}

	/** A new issue, a moment later. */
	issue(parts: Partial<StoredIssue> = {}, project = this.project): StoredIssue {
		this.clock.at += 1000;
		return this.standIn.addIssue(project, parts);
	}

	event(issue: StoredIssue, data: Record<string, unknown> = {}): void {
		this.clock.at += 1000;
		this.standIn.addEvent(issue, data);
	}

	act(issue: StoredIssue, action: string, body: Record<string, unknown> = {}): void {
		this.clock.at += 1000;
		this.standIn.act(issue, action, 'Jane', body);
	}

	/** How many requests Bugsink got since the last count. */
	requests(): number {
		return this.standIn.requests.splice(0).length;
	}
}

/** A world whose trigger gives only what the webhook cannot have brought. */
export async function missedOnly(options: WorldOptions = {}): Promise<World> {
	return await World.start({
		...options,
		parameters: { options: { onlyMissed: true }, ...options.parameters },
	});
}

/** Reason and issue, as Bugsink's webhook names them. */
export function told(items: IDataObject[] | null): string[] {
	return (items ?? []).map(({ reason, issueId }) => `${String(reason)} ${String(issueId)}`);
}

export function raised(standIn: BugsinkStandIn): string[] {
	return standIn.alerts.map(({ reason, issueId }) => `${reason} ${issueId}`);
}

export const reasonsOf = (items: IDataObject[] | null): unknown[] =>
	(items ?? []).map(({ reason }) => reason);
