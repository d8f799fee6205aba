import type { Alert } from '../alert/alert';
import type { Job } from '../destination';
import { closeCopies } from './duplicates';
import type { KnownTickets } from './known';
import type { TicketRules } from './properties';
import type { Ticket } from './ticket';
import type { Tracker, Wanted } from './tracker';

/** Alerts that are looked for together, at most. */
const TOGETHER = 50;
/** How long the answer serves an alert that comes later in the execution, in ms. */
const FRESH = 30_000;
/** An error is young if it was first seen so lately, in ms. */
const DAY = 86_400_000;

interface Found<T extends Ticket> {
	at: number;
	tickets: Promise<T[]>;
}

/**
 * The tickets of an alert. The first alert of an execution asks for those that follow too, so that
 * fifty cost one search. Each answer serves one alert: what it leads to changes the tickets.
 */
export async function findTickets<T extends Ticket>(
	tracker: Tracker<T>,
	known: KnownTickets,
	job: Job<TicketRules>,
): Promise<T[]> {
	const { alert, delivery, shared } = job;
	const now = delivery.clock.now();
	const key = `found in ${tracker.place}`;
	const cache = (shared.get(key) ?? new Map()) as Map<string, Found<T>>;
	shared.set(key, cache);
	const { fingerprint } = alert;
	let found = cache.get(fingerprint);
	if (found === undefined || now - found.at > FRESH) {
		const alerts = [
			alert,
			...(job.ahead?.(TOGETHER - 1) ?? []).filter((one) => !cache.has(one.fingerprint)),
		];
		const wanted = wantedOf(alerts, now);
		const all = ask(tracker, known, wanted, job);
		for (const one of wanted) {
			const tickets = all.then((groups) => groups.get(one.fingerprint) as T[]);
			// An alert that never comes to ask has nobody to tell.
			tickets.catch(() => undefined);
			cache.set(one.fingerprint, { at: now, tickets });
		}
		found = cache.get(fingerprint) as Found<T>;
	}
	cache.delete(fingerprint);
	return await found.tickets;
}

/** What was found counts no longer. */
export function forgetFound(place: string, shared: Map<string, unknown>): void {
	shared.delete(`found in ${place}`);
}

function wantedOf(alerts: Alert[], now: number): Wanted[] {
	const wanted = alerts.map((alert): [string, Wanted] => {
		const { fingerprint } = alert;
		return [fingerprint, { fingerprint, bornAt: birthOf(alert, now) }];
	});
	// The first alert of a fingerprint counts: of it nothing is known to be older.
	return [...new Map(wanted.reverse()).values()].reverse();
}

/** When the error was first seen, if no ticket of the fingerprint can be older and it was not long ago. */
function birthOf(alert: Alert, now: number): number | undefined {
	const isFirst = alert.reason === 'NEW' && alert.fingerprint === `bugsink-${alert.issueId}`;
	const firstSeen = alert.firstSeen === null ? NaN : Date.parse(alert.firstSeen);
	return isFirst && !alert.isTest && now - firstSeen < DAY ? firstSeen : undefined;
}

/** By fingerprint. Copies that were made side by side are closed on the way, also those of earlier alerts. */
async function ask<T extends Ticket>(
	tracker: Tracker<T>,
	known: KnownTickets,
	wanted: Wanted[],
	job: Job<TicketRules>,
): Promise<Map<string, T[]>> {
	const mayHaveCopies = job.settings.onExisting !== 'createAnother';
	const now = job.delivery.clock.now();
	const recalled = await recall(tracker, known, wanted);
	const isOpen = ({ fingerprint }: Wanted) =>
		recalled.get(fingerprint)?.some((one) => one.isOpen && tracker.belongs(one)) === true;
	// Of an open ticket that is known, only a copy made beside it is of interest.
	const wantedNow = wanted.flatMap((one): Wanted[] => {
		if (!isOpen(one)) return [one];
		const bornAt = known.recentSince(one.fingerprint);
		return bornAt === undefined ? [] : [{ ...one, bornAt, isBeside: true }];
	});
	const due = mayHaveCopies ? known.due(now) : [];
	const others = due
		.filter((one) => !wanted.some(({ fingerprint }) => fingerprint === one.fingerprint))
		.slice(0, TOGETHER)
		.map(({ fingerprint, at }) => ({ fingerprint, bornAt: at, isBeside: true }));
	const looked = [...wantedNow, ...others];
	const searched = looked.length === 0 ? [] : await tracker.search(looked);
	known.lookedAt(
		looked.map(({ fingerprint }) => fingerprint),
		now,
		searched.filter((ticket) => !tracker.belongs(ticket)).map(({ ref }) => ref),
	);
	const groups = new Map<string, T[]>();
	for (const { fingerprint } of [...wanted, ...others]) {
		const tickets = new Map(
			searched
				.filter(({ fingerprints }) => fingerprints.includes(fingerprint))
				.map((ticket) => [ticket.ref, ticket]),
		);
		// What was looked at by itself is newer than what an index has.
		for (const ticket of recalled.get(fingerprint) ?? []) tickets.set(ticket.ref, ticket);
		const group = [...tickets.values()]
			.filter((ticket) => tracker.belongs(ticket))
			.map((ticket) => asClosed(ticket, known));
		groups.set(
			fingerprint,
			mayHaveCopies ? await closeCopies(tracker, group, known, job.shared) : group,
		);
	}
	return groups;
}

/** Not every tracker can say that a ticket was closed as a duplicate, but we know what we did. */
function asClosed<T extends Ticket>(ticket: T, known: KnownTickets): T {
	if (ticket.isOpen || !known.wasClosed(ticket.ref)) return ticket;
	return { ...ticket, closedAs: 'duplicate' };
}

/** The known tickets, by fingerprint; those that are gone are forgotten. */
async function recall<T extends Ticket>(
	tracker: Tracker<T>,
	known: KnownTickets,
	wanted: Wanted[],
): Promise<Map<string, T[]>> {
	const refs = new Map(wanted.map(({ fingerprint }) => [fingerprint, known.refs(fingerprint)]));
	const all = [...new Set([...refs.values()].flat())];
	if (all.length === 0) return new Map();
	const tickets = await tracker.recall(all);
	const recalled = new Map<string, T[]>();
	for (const [fingerprint, ownRefs] of refs) {
		for (const ref of ownRefs.filter((one) => !tickets.has(one))) known.forget(fingerprint, ref);
		// A ticket that is about other alerts only got its number anew, or people changed it.
		const isOwn = ({ fingerprints }: T) =>
			fingerprints.length === 0 || fingerprints.includes(fingerprint);
		recalled.set(fingerprint, ownRefs.flatMap((ref) => tickets.get(ref) ?? []).filter(isOwn));
	}
	return recalled;
}
