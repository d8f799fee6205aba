import { count, isObject, utcTime, type JsonObject } from '../shared/alert/fields';
import type { BugsinkClient } from '../shared/bugsink/client';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Finding } from './findings';
import type { IssueMemory } from './memory';
import type { Settings } from './settings';
import { lastSeen, stateOf } from './states';

const HOUR = 3_600_000;
/** Issues for which the next look at the rate is noted. */
const MOST_RATES = 1_000;

/** When the rate of an issue is worth looking at again. */
export interface RateNote {
	/** Not before it has so many events in all. */
	events: number;
	/** Nor before this time, in ms since 1970. */
	at: number;
}
export type RateNotes = Record<string, RateNote>;

/** The highest count that an open issue reached since the last poll. */
export function reachedCount(
	issue: JsonObject,
	memory: IssueMemory,
	{ counts }: Pick<Settings, 'counts'>,
): Finding[] {
	const before = memory.isNew(issue) ? 0 : (memory.find(issue)?.count ?? null);
	const now = count(issue.digested_event_count) ?? 0;
	if (before === null || stateOf(issue) !== 'O') return [];
	const reached = counts.filter((one) => before < one && one <= now).at(-1);
	if (reached === undefined) return [];
	const at = new Date(lastSeen(issue)).toISOString();
	return [{ issue, reason: 'EVENT_COUNT', isAlert: false, at, details: { count: reached } }];
}

/**
 * Whether an open issue has so many events in so many hours. Bugsink (2.6) counts by the hour; of the
 * hour in which the time begins the part that lies in it counts. Then and after a finding nothing is
 * asked until the rate can have been reached again.
 *
 * @throws {InvalidSetting} for an older Bugsink.
 */
export async function reachedRate(
	client: BugsinkClient,
	issue: JsonObject,
	{ events, hours }: NonNullable<Settings['rate']>,
	notes: RateNotes,
	now: number,
): Promise<Finding[]> {
	const id = String(issue.id);
	const total = count(issue.digested_event_count) ?? 0;
	const note = notes[id];
	if (stateOf(issue) !== 'O' || total < events) return [];
	if (note !== undefined && (total < note.events || now < note.at)) return [];

	const begin = now - hours * HOUR;
	const start = new Date(Math.floor(begin / HOUR) * HOUR).toISOString().replace('.000', '');
	const answer = await client.getIfAllowed(`issues/${id}/event-counts/`, { start });
	if (answer === null) {
		if (await client.isSince26()) return [];
		throw new InvalidSetting(
			"'Rate' needs Bugsink 2.6 or newer",
			"Update Bugsink, or remove 'Rate' from 'Further Events'.",
		);
	}
	const buckets = Array.isArray(answer.buckets) ? answer.buckets.filter(isObject) : [];
	const found = buckets.reduce((sum, bucket) => {
		const at = Date.parse(utcTime(bucket.timestamp) ?? '');
		const part = at < begin ? (at + HOUR - begin) / HOUR : 1;
		return sum + (count(bucket.count) ?? 0) * part;
	}, 0);
	const isReached = found >= events;
	delete notes[id];
	notes[id] = isReached
		? { events: total, at: now + hours * HOUR }
		: { events: total + Math.ceil(events - found), at: 0 };
	for (const old of Object.keys(notes).slice(0, -MOST_RATES)) delete notes[old];
	if (!isReached) return [];
	const at = new Date(lastSeen(issue)).toISOString();
	const details = { events: Math.round(found), hours };
	return [{ issue, reason: 'RATE', isAlert: false, at, details }];
}
