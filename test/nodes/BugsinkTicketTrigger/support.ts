import { PollContext } from 'n8n-core';
import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';

import { pollTickets } from '../../../nodes/BugsinkTicketTrigger/poll';
import { keep } from '../../standins/harness';
import type { StandIn } from '../../standins/server';
import { loadSources, PACKAGE, prepareWorkflow } from '../../support/engine';
import { VirtualClock } from '../../support/virtualClock';
import { GithubDesk, JiraDesk, type Desk } from './desks';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const TRACKERS = ['jiraCloud', 'githubIssues'] as const;
export type TrackerName = (typeof TRACKERS)[number];

/** Bugsink's id of issue number so and so, and the fingerprint of its alerts. */
export const idOf = (number: number): string =>
	`0b1c4a52-6c0e-4d5f-9a51-${String(number).padStart(12, '0')}`;
export const fingerprintOf = (number: number): string => `bugsink-${idOf(number)}`;

const TYPE = `${PACKAGE}.bugsinkTicketTrigger`;

export interface WorldOptions {
	parameters?: INode['parameters'];
	/** How far the index of Jira's search, or GitHub's lists, are behind. */
	lagMs?: number;
	credentials?: ICredentialDataDecryptedObject;
	/** Milliseconds by which the tracker's clock is ahead of n8n's. */
	ahead?: number;
}

/** A tracker and an n8n with one active workflow, on one virtual clock. */
export class World {
	/** What n8n's database holds; n8n writes it on activation and whenever the workflow starts. */
	database: IDataObject = {};
	private context: PollContext | undefined;
	private saved: () => IDataObject = () => ({});

	private constructor(
		readonly clock: VirtualClock,
		readonly desk: Desk,
		readonly standIn: StandIn,
		private readonly parameters: INode['parameters'],
		private readonly credentials: ICredentialDataDecryptedObject,
		/** Milliseconds by which the tracker's clock is ahead of n8n's. */
		private readonly ahead: { ms: number },
	) {}

	static async start(tracker: TrackerName, options: WorldOptions = {}): Promise<World> {
		const { credentials = {}, lagMs = 0, parameters = {} } = options;
		const clock = new VirtualClock();
		const ahead = { ms: options.ahead ?? 0 };
		const now = (): number => clock.at + ahead.ms;
		const isJira = tracker === 'jiraCloud';
		const desk = isJira ? await JiraDesk.start(now, lagMs) : await GithubDesk.start(now, lagMs);
		keep(desk.standIn);
		const where: INode['parameters'] = isJira
			? { projectKey: { __rl: true, mode: 'key', value: 'OPS' } }
			: { repository: { __rl: true, mode: 'name', value: 'acme/shop' } };
		return new World(
			clock,
			desk,
			desk.standIn,
			{ tracker, ...where, ...parameters },
			{ ...desk.credentials, ...credentials },
			ahead,
		);
	}

	/** Activates the workflow, as the start of n8n does: n8n polls at once and saves. */
	async activate(mode: 'trigger' | 'manual' = 'trigger'): Promise<IDataObject[] | null> {
		const type =
			this.parameters.tracker === 'jiraCloud' ? 'bugsinkJiraCloudApi' : 'bugsinkGithubIssuesApi';
		const node: INode = {
			id: '1',
			name: 'Tickets',
			type: TYPE,
			typeVersion: 1,
			position: [0, 0],
			parameters: this.parameters,
			credentials: { [type]: { id: 'one', name: 'one' } },
		};
		const { workflow, additionalData } = prepareWorkflow({
			registry: loadSources(),
			nodes: [node],
			connections: {},
			credentials: { one: this.credentials },
			staticData: JSON.parse(JSON.stringify(this.database)) as IDataObject,
		});
		this.saved = () => JSON.parse(JSON.stringify(workflow.staticData)) as IDataObject;
		this.context = new PollContext(workflow, node, additionalData, mode, 'init');
		const items = await this.pollNow();
		this.save();
		return items;
	}

	/** n8n was killed, with all that it did not save, and starts again. */
	async restart(): Promise<IDataObject[] | null> {
		return await this.activate();
	}

	/** The next poll, a minute later. */
	async poll(later = MINUTE): Promise<IDataObject[] | null> {
		this.clock.at += later;
		return await this.pollNow();
	}

	async pollNow(): Promise<IDataObject[] | null> {
		const { context } = this;
		if (context === undefined) throw new Error('The workflow is not active');
		const result = await pollTickets(context, this.clock);
		if (result === null) return null;
		this.save();
		return result[0].map(({ json }) => json);
	}

	/** Polls so often, a minute apart; what all of them gave. */
	async polls(count: number): Promise<IDataObject[]> {
		const all: IDataObject[] = [];
		for (let index = 0; index < count; index++) all.push(...((await this.poll()) ?? []));
		return all;
	}

	/** The clock of n8n alone is set back. */
	setClockBack(milliseconds: number): void {
		this.clock.at -= milliseconds;
		this.ahead.ms += milliseconds;
	}

	private save(): void {
		this.database = this.saved();
	}

	/** Lets somebody do something a second later. */
	later(act: () => void, milliseconds = 1_000): void {
		this.clock.at += milliseconds;
		act();
	}
}

/** Reason and key, in order. */
export function told(items: IDataObject[] | null): string[] {
	return (items ?? []).map(
		({ reason, ticket }) => `${String(reason)} ${String((ticket as IDataObject).key)}`,
	);
}
