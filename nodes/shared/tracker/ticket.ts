/** How a ticket was closed: the work is done, a person decided against it, or another ticket has it. */
export type ClosedAs = 'done' | 'wontDo' | 'duplicate';

/** A ticket in a tracker, in terms that Jira and GitHub have in common. */
export interface Ticket {
	/** Names the ticket for good, also after a move: Jira's id, GitHub's `number:id`. */
	ref: string;
	/** As the output gives it: `OPS-12`, `42`. */
	key: string;
	/** As a sentence names it: `OPS-12`, `#42`. */
	name: string;
	/** Its page. */
	url: string;
	isOpen: boolean;
	/** Null while it is open. */
	closedAs: ClosedAs | null;
	/** The tracker's own word for how it was closed, such as `Won't Do`; empty if there is none. */
	closedReason: string;
	/** Closed by a stale bot or another app; known only after `Tracker.closedByBot` was asked. */
	closedByBot?: boolean;
	/** Milliseconds since 1970; null while it is open, or if the tracker does not say. */
	closedAt: number | null;
	/** Milliseconds since 1970. */
	createdAt: number;
	/** Account that created it. */
	creator: string;
	/** Fingerprints of the alerts it is about. */
	fingerprints: string[];
	/** Carries a mark that only this package sets, which copies made by people lack. */
	isMarked: boolean;
	/** A person opened it again after it was closed as a duplicate. */
	wasReopened: boolean;
}

/** Open tickets, the oldest first. */
export function openTickets<T extends Ticket>(tickets: T[]): T[] {
	return byAge(tickets.filter(({ isOpen }) => isOpen));
}

/** Closed tickets, the one closed last first. */
export function closedTickets<T extends Ticket>(tickets: T[]): T[] {
	return tickets
		.filter(({ isOpen }) => !isOpen)
		.sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
}

/** The oldest first; of two made in the same moment the one with the lower number. */
export function byAge<T extends Ticket>(tickets: T[]): T[] {
	return [...tickets].sort((a, b) => a.createdAt - b.createdAt || number(a.key) - number(b.key));
}

/**
 * The tickets that this package made, judged by the account: that of marked and of known tickets, or,
 * if there are none, that of the oldest. People copy tickets with all their labels; those are theirs.
 *
 * @param knownRefs of tickets that this workflow or process made.
 */
export function ourTickets<T extends Ticket>(tickets: T[], knownRefs: string[]): T[] {
	const certain = tickets.filter(({ isMarked, ref }) => isMarked || knownRefs.includes(ref));
	const accounts = (certain.length > 0 ? certain : byAge(tickets).slice(0, 1)).map(
		({ creator }) => creator,
	);
	return tickets.filter(({ creator }) => accounts.includes(creator));
}

function number(key: string): number {
	return Number(/\d+$/.exec(key)?.[0] ?? 0);
}
