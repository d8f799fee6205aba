import type { Ticket } from '../shared/tracker/ticket';

/** A ticket as it is, in the tracker's own words too. */
export interface WatchedTicket extends Ticket {
	title: string;
	status: string;
	/** Empty while there is none. */
	resolution: string;
	/** When it was last closed or opened, or later: that is for `moves` to tell. In ms since 1970. */
	changedAt: number;
}

/** Who closed or reopened a ticket. */
export interface Account {
	/** Account ID or login; empty if the tracker does not say. */
	id: string;
	name: string;
	/** A bot, an app or an automation. */
	isBot: boolean;
}

/** A ticket was closed, closed in another way, or opened. */
export interface Move {
	/** Milliseconds since 1970, by the tracker's clock. */
	at: number;
	by: Account;
	/** Whether it was closed before. */
	wasClosed: boolean;
}

/**
 * Where tickets are watched: Jira or GitHub in the words of its API. Every method throws
 * `DeliveryFailure` if the tracker does not answer or refuses: no poll takes that for "nothing happened".
 */
export interface Source<T extends WatchedTicket> {
	/** Value of `ticket.tracker` in the output. */
	readonly tracker: 'jiraCloud' | 'githubIssues';
	/** Site and project, or repository: the memory of another place does not count. */
	readonly place: string;
	/**
	 * Tickets of ours in which anything changed since a time (ms since 1970), in any order. The tracker's
	 * index may be behind: a change of the last minutes may be missing or shown as it was before.
	 */
	changed(since: number, now: number): Promise<T[]>;
	/** The ticket as it is now, from the data; undefined if it is gone. */
	current(ticket: T): Promise<T | undefined>;
	/** What happened to its state, the last move at the end; null if this token must not know. */
	moves(ticket: T): Promise<Move[] | null>;
	/** All tickets with one of these fingerprints, as they are now. */
	withFingerprints(fingerprints: string[]): Promise<T[]>;
	/** Whether it is the account with which this package closes and reopens tickets. */
	isOwn(account: Account, ticket: T): Promise<boolean>;
}
