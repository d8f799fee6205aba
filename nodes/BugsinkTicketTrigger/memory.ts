import { isObject } from '../shared/alert/fields';
import type { WatchedTicket } from './source';

/** Closed tickets that are remembered, so that it is known of them when they are open again. */
const MOST_CLOSED = 1_000;

/** By ref: how it was closed, or `open`, and when that changed last (ms since 1970, base 36). */
export type StoredTickets = Record<string, string>;

const OPEN = 'open';

/** A ticket as it was when it was judged last. */
export interface Judged {
	/** `open`, or how it was closed. */
	state: string;
	/** Milliseconds since 1970. */
	changedAt: number;
}

/** The tickets as earlier polls judged them. */
export class TicketMemory {
	constructor(private readonly tickets: StoredTickets = {}) {}

	/** Whether it is as it was when it was judged. */
	knows(ticket: WatchedTicket): boolean {
		return this.tickets[ticket.ref] === markOf(ticket);
	}

	/** Undefined if it never was judged. */
	judged({ ref }: WatchedTicket): Judged | undefined {
		if (!Object.hasOwn(this.tickets, ref)) return undefined;
		const [state, time = '0'] = this.tickets[ref].split(' ');
		return { state, changedAt: parseInt(time, 36) };
	}

	/**
	 * With what was judged now. What was not seen is forgotten if it is open: should it change, that is
	 * told by its own log.
	 *
	 * @param seen what the tracker says has changed lately.
	 */
	with(judged: WatchedTicket[], seen: WatchedTicket[]): StoredTickets {
		const lately = new Set(seen.map(({ ref }) => ref));
		const marks = new Map(Object.entries(this.tickets));
		for (const ticket of judged) {
			// What changed last is at the end.
			marks.delete(ticket.ref);
			marks.set(ticket.ref, markOf(ticket));
		}
		const known = [...marks].filter(
			([ref, mark]) => !mark.startsWith(`${OPEN} `) || lately.has(ref),
		);
		const old = known.filter(([ref]) => !lately.has(ref));
		const dropped = new Set(
			old.slice(0, Math.max(0, old.length - MOST_CLOSED)).map(([ref]) => ref),
		);
		return Object.fromEntries(known.filter(([ref]) => !dropped.has(ref)));
	}
}

function markOf({ changedAt, closedAs }: WatchedTicket): string {
	return `${closedAs ?? OPEN} ${changedAt.toString(36)}`;
}

/** Whether something of another version, or of nobody, is kept as tickets. */
export function isStored(value: unknown): value is StoredTickets {
	return isObject(value) && Object.values(value).every((mark) => typeof mark === 'string');
}
