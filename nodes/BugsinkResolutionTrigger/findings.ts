import { count, type JsonObject } from '../shared/alert/fields';
import type { Turn } from '../shared/bugsink/history';
import type { IssueMemory, Known } from './memory';
import type { ByBugsink, ByPeople, Settings } from './settings';
import { changesBetween, isLater, stateOf } from './states';

/** Something that happened to an issue, for which the workflow starts. */
export interface Finding {
	issue: JsonObject;
	reason: string;
	/** Bugsink raises an alert for it, and calls its webhooks. */
	isAlert: boolean;
	/** When and by whom, as far as the history tells. */
	turn?: Turn;
	/** When it became so, for what is not a turn. ISO 8601, UTC. */
	at?: string;
	/** Which threshold it was, for what is not a turn. */
	details?: Record<string, number>;
}

/** Since when turns count. By ids first: Bugsink numbers the turns of all issues in one sequence. */
export interface Cursor {
	/** What came later is new for an issue whose history was never read. ISO 8601, UTC. */
	since: string;
	/** The latest of all turns that were read. A restored backup gives ids again, but not times. */
	latest: string;
}

type Wanted = Pick<Settings, 'byPeople' | 'byBugsink'>;

/** The history's words for what a change may have been, the deciding one among the newest first. */
const KINDS: Record<ByPeople, string[]> = {
	RESOLVED: ['resolved'],
	REOPENED: ['reopened', 'regressed'],
	MUTED: ['muted'],
	UNMUTED: ['unmuted', 'reopened', 'regressed'],
};

/** Whether a turn came after the last poll. */
export function isNewTurn(
	turn: Turn,
	known: Known | undefined,
	isNewIssue: boolean,
	cursor: Cursor,
): boolean {
	if (isNewIssue) return true;
	// The first turn of an issue is news only together with the issue.
	if (turn.kind === 'first_seen') return false;
	const at = turn.at ?? '';
	if (known === undefined) return isLater(at, cursor.latest);
	if (known.turn === null) return isLater(at, cursor.since);
	return turn.id > known.turn || isLater(at, cursor.latest);
}

/** What Bugsink raises an alert for, if it is this turn. */
function alertReason({ kind, isAutomatic }: Turn): ByBugsink | null {
	if (kind === 'first_seen') return 'NEW';
	if (kind === 'regressed') return 'REGRESSED';
	return kind === 'unmuted' && isAutomatic ? 'UNMUTED' : null;
}

/**
 * What the new turns of an issue say that the workflow is to hear of, oldest first.
 *
 * @param since when the last poll began; ISO 8601, UTC.
 */
export function findingsOfTurns(
	issue: JsonObject,
	memory: IssueMemory,
	turns: Turn[],
	cursor: Cursor | null,
	wanted: Wanted,
	since: string,
): Finding[] {
	const [known, isNew] = [memory.find(issue), memory.isNew(issue)];
	const alerts =
		cursor === null
			? []
			: turns
					.filter((turn) => isNewTurn(turn, known, isNew, cursor))
					.flatMap((turn): Finding[] => {
						const reason = alertReason(turn);
						const isWanted = reason !== null && wanted.byBugsink.has(reason);
						return isWanted ? [{ issue, reason, isAlert: true, turn }] : [];
					});
	const again = isResolvedAgain(turns, since) && mayBeResolvedAgain(issue, memory, wanted);
	const changes = again ? (['RESOLVED'] as const) : changesOf(issue, memory, wanted);
	const byPeople = changes.flatMap((reason): Finding[] => {
		const turn = turns.find(({ kind }) => KINDS[reason].includes(kind));
		// A regression and an automatic unmute are alerts, and no person's doing.
		const isByBugsink = turn !== undefined && alertReason(turn) !== null;
		return isByBugsink ? [] : [{ issue, reason, isAlert: false, turn }];
	});
	return [...alerts, ...byPeople];
}

/**
 * The same without a history, as before Bugsink 2.6: an event that came between two polls may have
 * changed the state, and so may a person. If both are wanted, the event counts.
 *
 * @param watchesAlerts false in the poll from which on alerts are wanted.
 */
export function findingsOfStates(
	issue: JsonObject,
	memory: IssueMemory,
	wanted: Wanted,
	watchesAlerts: boolean,
): Finding[] {
	const [known, isNew] = [memory.find(issue), memory.isNew(issue)];
	const events = count(issue.digested_event_count) ?? 0;
	const hasNewEvents = known !== undefined && known.count !== null && events > known.count;
	const change = `${known?.state ?? ''}${stateOf(issue)}`;
	const reason: ByBugsink | undefined = isNew
		? 'NEW'
		: hasNewEvents && change === 'RO'
			? 'REGRESSED'
			: hasNewEvents && change === 'MO'
				? 'UNMUTED'
				: undefined;
	const alert: Finding[] =
		watchesAlerts && reason !== undefined && wanted.byBugsink.has(reason)
			? [{ issue, reason, isAlert: true }]
			: [];
	const byPeople = changesOf(issue, memory, wanted)
		.filter(() => reason === 'NEW' || alert.length === 0)
		.map((one): Finding => ({ issue, reason: one, isAlert: false }));
	return [...alert, ...byPeople];
}

/** What people changed, by the states before and after: what was undone meanwhile is not seen. */
export function changesOf(
	issue: JsonObject,
	memory: IssueMemory,
	{ byPeople }: Wanted,
): ByPeople[] {
	// A new issue was open at first; one that comes into view is only remembered.
	const from = memory.isNew(issue) ? 'O' : memory.find(issue)?.state;
	if (from === undefined) return [];
	return changesBetween(from, stateOf(issue)).filter((reason) => byPeople.has(reason));
}

/** Whether events came to an issue that was resolved and is: one may have reopened it between two polls. */
export function mayBeResolvedAgain(
	issue: JsonObject,
	memory: IssueMemory,
	{ byPeople }: Wanted,
): boolean {
	const known = memory.find(issue);
	return byPeople.has('RESOLVED') && known?.state === 'R' && stateOf(issue) === 'R';
}

/** Whether the error came back since then, and somebody resolved the issue after that. */
function isResolvedAgain(turns: Turn[], since: string): boolean {
	const resolved = turns.findIndex(({ kind }) => kind === 'resolved');
	const regressed = turns.findIndex(({ kind }) => kind === 'regressed');
	return 0 <= resolved && resolved < regressed && isLater(turns[regressed].at ?? '', since);
}

/** The cursor after these turns were read. */
export function advanced(cursor: Cursor, turns: Turn[]): Cursor {
	const latest = turns.reduce(
		(a, { at }) => (at !== null && isLater(at, a) ? at : a),
		cursor.latest,
	);
	return { ...cursor, latest };
}
