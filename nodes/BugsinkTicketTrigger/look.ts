import type { IDataObject } from 'n8n-workflow';

import { isObject } from '../shared/alert/fields';
import { changeOf, newsOf, type Change, type News } from './changes';
import { TicketMemory, isStored, type StoredTickets } from './memory';
import type { Source, WatchedTicket } from './source';

const MINUTE = 60_000;
/**
 * How far each poll looks back beyond the last one: Jira's index is usually a minute behind, at times
 * many, and the clocks of n8n and the tracker may differ.
 */
const OVERLAP = 30 * MINUTE;
/** Changed tickets that one poll looks at more closely; the next poll finds the others. */
const MOST_CHANGES = 200;

/** What the node keeps between two polls, in n8n's static data. */
export interface Kept {
	/** See `Source.place`. */
	of: string;
	/** The watermark: when the last poll began that saw everything, ms since 1970. */
	at: number;
	tickets: StoredTickets;
	/** By fingerprint: a ticket that was closed while another one of it was open. */
	withheld: Record<string, News>;
}

/** What is kept for this place; null if nothing. */
export function keptOf({ kept }: IDataObject, { place }: Pick<Source<WatchedTicket>, 'place'>) {
	const isOurs = isObject(kept) && kept.of === place && isStored(kept.tickets);
	return isOurs && isObject(kept.withheld) ? (kept as unknown as Kept) : null;
}

/**
 * Looks at the tickets that changed since `before` was kept, and judges each by what it is now. The
 * first look only remembers.
 *
 * @param countsBots whether what bots and automations do counts as well.
 * @returns news, the oldest first.
 * @throws {DeliveryFailure} if the tracker cannot tell; then nothing of this look counts.
 */
export async function look<T extends WatchedTicket>(
	source: Source<T>,
	before: Kept | null,
	now: number,
	countsBots: boolean,
): Promise<{ news: News[]; kept: Kept }> {
	// A clock that moves backwards must not hide what changed.
	const floor = Math.min(before?.at ?? now, now) - OVERLAP;
	const memory = new TicketMemory(before?.tickets);
	const seen = await source.changed(floor, now);
	const changed = seen
		.filter((ticket) => !memory.knows(ticket))
		.sort((a, b) => a.changedAt - b.changedAt);
	if (before === null) {
		const kept = { of: source.place, at: now, tickets: memory.with(changed, seen), withheld: {} };
		return { news: [], kept };
	}

	const changes: Array<Change<T>> = [];
	const judged: T[] = [];
	for (const listed of changed.slice(0, MOST_CHANGES)) {
		const ticket = await source.current(listed);
		if (ticket === undefined) continue;
		judged.push(ticket);
		const change = await changeOf(source, ticket, memory.judged(ticket), floor);
		if (change !== undefined && (countsBots || !change.by.isBot)) changes.push(change);
	}
	const { news, withheld } = await newsOf(source, changes, judged, before.withheld);
	const isComplete = changed.length <= MOST_CHANGES;
	const kept = {
		of: source.place,
		at: isComplete ? now : before.at,
		tickets: memory.with(judged, seen),
		withheld,
	};
	return { news, kept };
}
