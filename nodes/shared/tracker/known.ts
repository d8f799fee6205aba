import { isObject } from '../alert/fields';
import type { Memory } from '../memory';
import { processState } from '../processState';
import { parseJson } from '../text/json';
import type { Ticket } from './ticket';
import type { Tracker } from './tracker';

/** Refs kept for one fingerprint: its ticket, and those before it that were not reopened. */
const MAX_REFS = 5;
/** Fingerprints, and places, that one n8n process keeps, all workflows together. */
const MAX_KEPT = 2_000;
/** Tickets created lately that are still to be looked at for a duplicate: as many as one search takes. */
const MAX_RECENT = 50;
/** A duplicate has to be in the tracker's index before it can be found: seconds to minutes. */
const INDEXED_AFTER = 60_000;
const CERTAINLY_INDEXED_AFTER = 600_000;
/** Copies of which it is remembered that they were closed. */
const MAX_CLOSED = 100;
const RECENT = 'recently created';
const CLOSED = 'closed as duplicates';

/** A ticket that was created, until it is certain that it has no duplicate. */
export interface RecentTicket {
	fingerprint: string;
	/** The ref. */
	id: string;
	/** Milliseconds since 1970. */
	at: number;
}

/** By place and fingerprint; all executions in this process share it, those side by side too. */
const inThisProcess = processState<string>('known tickets', MAX_KEPT);

/**
 * Which tickets this process and this workflow made. A cache: may be stale or empty. The workflow's
 * memory loses what parallel executions wrote, the process's ends with it; together they rarely miss.
 */
export class KnownTickets {
	constructor(
		private readonly tracker: Pick<Tracker<Ticket>, 'memoryKey' | 'place'>,
		private readonly memory: Memory,
	) {}

	/** The refs for a fingerprint, the newest first. */
	refs(fingerprint: string): string[] {
		return this.list(this.tracker.memoryKey(fingerprint)).slice(0, MAX_REFS);
	}

	add(fingerprint: string, ref: string): void {
		const refs = [...new Set([ref, ...this.refs(fingerprint)])].slice(0, MAX_REFS);
		this.keep(this.tracker.memoryKey(fingerprint), refs.join(','));
	}

	/** The tracker says that it is gone. */
	forget(fingerprint: string, ref: string): void {
		const refs = this.refs(fingerprint).filter((one) => one !== ref);
		this.keep(this.tracker.memoryKey(fingerprint), refs.join(','));
		this.keepRecent(this.recent().filter(({ id }) => id !== ref));
	}

	/** Notes a ticket that was just created, to be looked at for a duplicate later. */
	created(ticket: RecentTicket): void {
		this.add(ticket.fingerprint, ticket.id);
		this.keepRecent([...this.recent(), ticket]);
	}

	/** The tickets whose duplicates a search can find by now. */
	due(now: number): RecentTicket[] {
		return this.recent().filter(({ at }) => now - at >= INDEXED_AFTER);
	}

	/** When the ticket of a fingerprint was created, in ms since 1970, if it may still have a duplicate. */
	recentSince(fingerprint: string): number | undefined {
		return this.recent().find((ticket) => ticket.fingerprint === fingerprint)?.at;
	}

	/**
	 * A search looked for these at `now`; those old enough to be in the index need no further look.
	 *
	 * @param others tickets that another node made, which has to look for itself.
	 */
	lookedAt(fingerprints: string[], now: number, others: string[]): void {
		const recent = this.recent();
		const left = recent.filter(
			({ at, fingerprint, id }) =>
				!fingerprints.includes(fingerprint) ||
				now - at < CERTAINLY_INDEXED_AFTER ||
				others.includes(id),
		);
		if (left.length < recent.length) this.keepRecent(left);
	}

	/** A duplicate is closed at most once: who opens it again wants it open. */
	closed(ref: string): void {
		this.keep(CLOSED, [...this.list(CLOSED), ref].slice(-MAX_CLOSED).join(','));
	}

	wasClosed(ref: string): boolean {
		return this.list(CLOSED).includes(ref);
	}

	private recent(): RecentTicket[] {
		const lists = [this.inProcess(RECENT), this.memory.get(RECENT)].map((text) =>
			parseJson(text ?? ''),
		);
		const tickets = lists.flatMap((list) => (Array.isArray(list) ? list.filter(isRecent) : []));
		return [...new Map(tickets.map((ticket) => [ticket.id, ticket])).values()];
	}

	private keepRecent(tickets: RecentTicket[]): void {
		this.keep(RECENT, JSON.stringify(tickets.slice(-MAX_RECENT)));
	}

	private list(name: string): string[] {
		const refs = [this.inProcess(name), this.memory.get(name)].flatMap(
			(text) => text?.split(',') ?? [],
		);
		return [...new Set(refs)].filter((ref) => /^\d{1,15}(:\d{1,15})?$/.test(ref));
	}

	private inProcess(name: string): string | undefined {
		return inThisProcess.get([this.tracker.place, name]);
	}

	private keep(name: string, value: string): void {
		this.memory.set(name, value);
		inThisProcess.set([this.tracker.place, name], value);
	}
}

function isRecent(value: unknown): value is RecentTicket {
	return (
		isObject(value) &&
		typeof value.fingerprint === 'string' &&
		/^bugsink-[A-Za-z0-9-]{1,64}$/.test(value.fingerprint) &&
		typeof value.id === 'string' &&
		typeof value.at === 'number'
	);
}
