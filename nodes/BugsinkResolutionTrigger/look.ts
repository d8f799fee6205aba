import type { IDataObject } from 'n8n-workflow';

import { isObject, line, type JsonObject } from '../shared/alert/fields';
import { isRefusal, type BugsinkClient } from '../shared/bugsink/client';
import { turnsWhile, type Turn } from '../shared/bugsink/history';
import type { Clock } from '../shared/delivery/clock';
import { inOrder } from '../shared/node/inOrder';
import {
	advanced,
	changesOf,
	findingsOfStates,
	findingsOfTurns,
	isNewTurn,
	mayBeResolvedAgain,
	type Cursor,
	type Finding,
} from './findings';
import { IssueMemory, isStored, type StoredIssues } from './memory';
import { readIssues, type Sweep } from './read';
import { dueReminders, type Checked } from './reminders';
import type { Settings } from './settings';
import { firstSeen, isLater, lastSeen } from './states';
import { reachedCount, reachedRate, type RateNotes } from './thresholds';

/** Bugsink runs on small machines, often on SQLite. */
const CONCURRENCY = 4;

/** What the node keeps between two polls, in n8n's static data. */
export interface Kept {
	/** Installation and project; another one starts anew. */
	of: string;
	/** When the poll began that saw this; ms since 1970. */
	at: number;
	issues: StoredIssues;
	/** Null while no alerts of Bugsink are wanted: when they are, what came before is not news. */
	cursor: Cursor | null;
	sweep: Sweep | null;
	rates: RateNotes;
	checked: Checked;
}

/** What is kept for this installation and project, also by version 1 of the node; null if nothing. */
export function keptOf(
	data: IDataObject,
	client: BugsinkClient,
	{ project }: Settings,
): Kept | null {
	const of = `${client.address.base} ${project}`;
	const { kept, remembered } = data as { kept?: unknown; remembered?: unknown };
	if (isObject(kept) && kept.of === of && isStored(kept.issues)) return kept as unknown as Kept;
	if (!isObject(remembered) || remembered.of !== of) return null;
	const issues = IssueMemory.ofVersion1(project, remembered).stored();
	const at = Number(remembered.at) || 0;
	return { of, at, issues, cursor: null, sweep: null, rates: {}, checked: {} };
}

/**
 * Looks at what happened since `before` was kept.
 *
 * @param deadline after it no further issue is looked at (ms since 1970): what is left stays as it was
 * known, so that the next poll finds it.
 * @throws {DeliveryFailure} if Bugsink cannot tell.
 */
export async function look(
	client: BugsinkClient,
	settings: Settings,
	before: Kept | null,
	clock: Clock,
	deadline: number,
): Promise<{ findings: Finding[]; kept: Kept }> {
	const now = clock.now();
	const reading = await readIssues(client, settings.project, {
		known: before && IssueMemory.of(before.issues),
		sweep: before?.sweep ?? null,
		elapsed: before === null ? 0 : now - before.at,
		limit: settings.maxIssues,
	});
	const { startFrom } = settings;
	const memory =
		before === null ? IssueMemory.since(startFrom ?? '') : IssueMemory.of(before.issues);
	const watchesAlerts = settings.byBugsink.size > 0;
	const fromNow = cursorAt(reading.issues, now);
	// Alerts that are wanted only from now on begin with the next poll.
	const started =
		before !== null
			? before.cursor
			: startFrom === null
				? null
				: { since: startFrom, latest: startFrom };
	const cursor = watchesAlerts ? started : null;

	const changed = changedIssues(reading.issues, memory, before === null, startFrom);
	const work = new Work(
		client,
		settings,
		memory,
		cursor,
		{ ...before?.rates },
		now,
		before?.at ?? now,
	);
	await inOrder(
		changed,
		CONCURRENCY,
		(issue) => String(issue.id),
		async (issue) => await work.on(issue),
		() => work.failure !== undefined || clock.now() > deadline,
	);
	if (work.failure !== undefined) throw work.failure.error;
	const reminders = await dueReminders(client, settings, before?.checked ?? {}, now);

	const left = new Set(changed.filter((issue) => !work.done.has(issue)));
	const issues = memory.with(
		reading.issues.filter((issue) => !left.has(issue)),
		cursor === null ? null : (issue) => work.done.get(issue),
		reading.isComplete && left.size === 0,
		settings.maxIssues,
	);
	const kept: Kept = {
		of: `${client.address.base} ${settings.project}`,
		at: now,
		issues: issues.stored(),
		cursor: watchesAlerts ? (work.cursor ?? fromNow) : null,
		sweep: reading.sweep,
		rates: work.rates,
		checked: reminders.checked,
	};
	return { findings: [...work.findings, ...reminders.findings], kept };
}

/** What is later than all that is there: Bugsink's own clock, unless it was ahead for a while. */
function cursorAt(issues: JsonObject[], now: number): Cursor {
	const present = new Date(now).toISOString();
	const latest = issues
		.map((issue) => line(issue.last_seen) ?? '')
		.reduce((a, b) => (isLater(b, a) ? b : a), '');
	const since = latest === '' || isLater(latest, present) ? present : latest;
	return { since, latest: since };
}

/**
 * The issues that something happened to, the oldest first: if time runs out, what is left comes after
 * what was looked at, new issues included. A first poll has none but those seen since `startFrom`.
 */
function changedIssues(
	issues: JsonObject[],
	memory: IssueMemory,
	isFirst: boolean,
	startFrom: string | null,
): JsonObject[] {
	if (isFirst && startFrom === null) return [];
	const from = isFirst ? Date.parse(startFrom ?? '') : 0;
	return issues
		.filter((issue) => memory.differs(issue) && lastSeen(issue) >= from)
		.map((issue) => ({
			issue,
			at: memory.isNew(issue) ? Date.parse(firstSeen(issue)) : lastSeen(issue),
		}))
		.sort((a, b) => a.at - b.at)
		.map(({ issue }) => issue);
}

/** Looks at one changed issue after the other, and collects what is found. */
class Work {
	readonly findings: Finding[] = [];
	/** The issues that were looked at, with the highest id in their history. */
	readonly done = new Map<JsonObject, number | undefined>();
	failure: { error: unknown } | undefined;
	/** False for a Bugsink before 2.6. */
	private hasHistory = true;

	constructor(
		private readonly client: BugsinkClient,
		private readonly settings: Settings,
		private readonly memory: IssueMemory,
		private readonly start: Cursor | null,
		readonly rates: RateNotes,
		private readonly now: number,
		/** When the last poll began. */
		private readonly lastAt: number,
	) {
		this.latest = start;
	}

	private latest: Cursor | null;

	/** From where to go on; null to begin anew: what happened before an update of Bugsink is not reported. */
	get cursor(): Cursor | null {
		return this.hasHistory ? this.latest : null;
	}

	private get since(): string {
		return new Date(this.lastAt).toISOString();
	}

	async on(issue: JsonObject): Promise<void> {
		try {
			const turns = await this.turnsOf(issue);
			if (turns !== 'gone') this.findings.push(...(await this.findingsIn(issue, turns)));
			const ids = Array.isArray(turns) ? turns.map(({ id }) => id) : [];
			this.done.set(issue, ids.length === 0 ? undefined : Math.max(...ids));
		} catch (error) {
			this.failure ??= { error };
		}
	}

	private async findingsIn(issue: JsonObject, turns: Turn[] | null): Promise<Finding[]> {
		const { client, settings, memory } = this;
		if (turns !== null && this.latest !== null) this.latest = advanced(this.latest, turns);
		return [
			...(turns === null && !this.hasHistory
				? findingsOfStates(issue, memory, settings, this.start !== null)
				: findingsOfTurns(issue, memory, turns ?? [], this.start, settings, this.since)),
			...reachedCount(issue, memory, settings),
			...(settings.rate === null
				? []
				: await reachedRate(client, issue, settings.rate, this.rates, this.now)),
		];
	}

	/** Null if there is none, or none is needed. */
	private async turnsOf(issue: JsonObject): Promise<Turn[] | 'gone' | null> {
		const { memory, start, settings } = this;
		const byPeople = changesOf(issue, memory, settings);
		const isNews = byPeople.length > 0 || mayBeResolvedAgain(issue, memory, settings);
		if (!this.hasHistory || (start === null && !isNews)) return null;
		const [known, isNew] = [memory.find(issue), memory.isNew(issue)];
		const isWanted = (turn: Turn): boolean =>
			start !== null && isNewTurn(turn, known, isNew, start);
		try {
			const turns = await turnsWhile(this.client, String(issue.id), isWanted);
			if (turns === null) this.hasHistory = false;
			return turns;
		} catch (error) {
			// Without it, what people did can be told all the same; what Bugsink did cannot.
			if (start === null && isRefusal(error)) return [];
			return await Promise.reject(error);
		}
	}
}
