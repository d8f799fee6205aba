import type { IPollFunctions } from 'n8n-workflow';

import { isObject } from '../shared/alert/fields';
import type { Arrival } from '../shared/bugsink/arrivals';
import { processState } from '../shared/processState';
import type { Finding } from './findings';

const MINUTE = 60_000;
/** How late a poll may begin without n8n having been away. */
const LATE = 30_000;
/** Nodes that one process knows; one that it forgot was away, for all it knows. */
const MOST = 1_000;

interface Life {
	/** When the last poll began, also one that failed; ms since 1970. */
	at: number;
	/** n8n gives a node one object for its static data, from activation to deactivation. */
	data: WeakRef<object>;
	/** Not every n8n does: some read the data anew for each poll. */
	isSteady: boolean;
	/** Alerts may have been missed since the last poll that told. */
	isAway: boolean;
	isPolling: boolean;
	/** When n8n last wrote the node's data to its database. */
	savedAt: number;
}

/**
 * What this n8n process knows of its polling nodes. The polls themselves are the heartbeat: n8n was
 * away, or the workflow was not active, before the first poll in a process, before the first one with
 * another object for the static data, and before one that comes too late.
 */
export class Heartbeat {
	private readonly lives = processState<Life>('polling nodes', MOST, ({ isPolling }) => isPolling);

	/**
	 * A poll begins. Undefined if another one of this node is still at work.
	 *
	 * @param key ids of the workflow and of the node.
	 * @param interval the longest time between two polls, ms.
	 */
	begin(key: string[], data: object, interval: number, now: number): Life | undefined {
		const life = this.lives.get(key);
		if (life === undefined) {
			const first = { at: now, isSteady: false, isAway: true, isPolling: true, savedAt: now };
			const born: Life = { ...first, data: new WeakRef(data) };
			this.lives.set(key, born);
			return born;
		}
		const isSame = life.data.deref() === data;
		// Polls at its own times are never much closer; activation polls at once.
		const isEarly = now - life.at < interval * 0.9;
		const isReactivated = !isSame && (life.isSteady || isEarly);
		const isLate = now - life.at > interval * 1.5 + LATE;
		life.at = now;
		life.isSteady ||= isSame;
		life.data = new WeakRef(data);
		// Activation writes the data, too.
		if (isReactivated) life.savedAt = now;
		if (isReactivated || isLate) life.isAway = true;
		if (life.isPolling) return undefined;
		life.isPolling = true;
		return life;
	}
}

/** The heartbeat of this process. */
export const heartbeat = new Heartbeat();

/**
 * The longest time between two polls, in milliseconds, by the node's poll times.
 *
 * @param context the times are `{ item: [{ mode, … }] }`; a cron expression may mean anything, so it
 * counts as a week.
 */
export function pollInterval(context: IPollFunctions): number {
	const times: unknown = context.getNodeParameter('pollTimes', {});
	const items = isObject(times) && Array.isArray(times.item) ? times.item.filter(isObject) : [];
	const HOUR = 60 * MINUTE;
	const DAY = 24 * HOUR;
	const intervals = items.map(({ mode, value, unit }) => {
		if (mode === 'everyHour') return HOUR;
		if (mode === 'everyDay') return DAY;
		if (mode === 'everyWeek' || mode === 'custom') return 7 * DAY;
		if (mode === 'everyMonth') return 31 * DAY;
		if (mode === 'everyX') return Number(value) * (unit === 'hours' ? HOUR : MINUTE);
		return MINUTE;
	});
	return intervals.length === 0 ? MINUTE : Math.min(...intervals);
}

/**
 * Only those that did not come yet.
 *
 * @param arrivals what the webhook brought meanwhile, and earlier polls gave; an alert says when its
 * issue was seen last, which is the time of its turn or a little later.
 */
export function withoutArrived(findings: Finding[], arrivals: Arrival[]): Finding[] {
	const left = new Set(findings);
	for (const { issueId, reason, at, noted } of arrivals) {
		const candidates = [...left].filter(
			(finding) =>
				finding.reason === reason &&
				String(finding.issue.id) === issueId &&
				Date.parse(finding.turn?.at ?? '') <= (Date.parse(at) || noted),
		);
		const newest = candidates.at(-1);
		if (newest !== undefined) left.delete(newest);
	}
	return [...left];
}
