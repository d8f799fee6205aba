import type { Alert } from '../alert/alert';
import type { Summary } from '../limit/summary';
import type { Ticket } from './ticket';

/** What is looked for. */
export interface Wanted {
	fingerprint: string;
	/** No ticket of it can be older, in ms since 1970; undefined if that is not known. */
	bornAt?: number;
	/** Only a duplicate is looked for, which is worth no request of its own. */
	isBeside?: boolean;
}

/** A ticket that was just created. */
export interface Created<T extends Ticket> {
	ticket: T;
	/** Names of the fields that were cut to the tracker's limits. */
	truncated: string[];
}

/** Tickets that list alerts which do not get one of their own, because there were too many. */
export interface TicketLists<T extends Ticket> {
	open(summary: Summary): Promise<Created<T>>;
	/**
	 * Adds to such a ticket, and says so in a comment.
	 *
	 * @returns undefined if it is closed, gone or full.
	 */
	grow(ref: string, summary: Summary): Promise<T | undefined>;
}

/**
 * What Jira and GitHub each do in the words of their API. What to do is decided in `decide.ts`, when to
 * do it in `handle.ts`. Every method throws `DeliveryFailure` if the tracker does not answer, refuses,
 * or answers with something else than was asked for: no look-up takes that for "there is no ticket".
 */
export interface Tracker<T extends Ticket> {
	/** What people call one of its tickets. */
	noun: 'issue' | 'ticket';
	/** Site or repository as the node names it; tickets of different places have nothing in common. */
	place: string;
	/**
	 * Whether `latest` is cheap enough to look for a duplicate after each create that had no turn;
	 * otherwise a later alert finds it.
	 */
	looksAfterCreate: boolean;
	/** What the user should know although it went well; each step may add to it. */
	warnings: string[];
	/** Key of the workflow's memory for the tickets of a fingerprint. */
	memoryKey(fingerprint: string): string;
	/** What the output says of a ticket beside key and URL. */
	shown(ticket: T): Record<string, unknown>;
	/** False for the ticket of another node, made for another project of the same place. */
	belongs(ticket: T): boolean;
	/** These tickets as they are now, by their ref; one that is gone is missing. */
	recall(refs: string[]): Promise<Map<string, T>>;
	/** The tickets with one of these fingerprints, as the tracker's search or list has them. */
	search(wanted: Wanted[]): Promise<T[]>;
	/**
	 * The tickets of any fingerprint that were created lately, read from the data: the search and the
	 * lists of trackers lag. Needed back to `since` (ms since 1970).
	 *
	 * @param before if given, only tickets older than this one matter.
	 */
	latest(since: number, before?: T): Promise<T[]>;
	/** Whether a bot closed it. */
	closedByBot(ticket: T): Promise<boolean>;
	/**
	 * Whether an open ticket was closed before, and opened again after this time (ms since 1970).
	 * Without it nobody can tell.
	 */
	reopenedSince?(ticket: T, since: number): Promise<boolean>;
	/**
	 * Opens a ticket. One whose creation was never answered is looked for before it is tried again.
	 *
	 * @param follows the closed ticket that it continues; it is linked or referred to.
	 * @param others tickets that already exist, excluded when looking for the new one.
	 * @throws {StaleFindings}
	 */
	create(alert: Alert, follows: T | undefined, others: T[]): Promise<Created<T>>;
	/**
	 * Says what happened.
	 *
	 * @param since a comment that reads the same and is at most this old (ms since 1970) counts as this
	 * one; undefined to comment without looking.
	 * @returns whether it was posted.
	 */
	comment(ticket: T, alert: Alert, since: number | undefined): Promise<boolean>;
	/** Title and description as the alert has them now; labels are added, never taken away. @returns the fields cut. */
	update(ticket: T, alert: Alert): Promise<string[]>;
	/** @throws {Refused} if the tracker does not allow it. */
	reopen(ticket: T): Promise<void>;
	/** Closes as done. @throws {Refused} if the tracker does not allow it. */
	close(ticket: T, alert: Alert): Promise<void>;
	/** Closes a copy, and says in it of which ticket. @throws {Refused} if the tracker does not allow it. */
	closeAsDuplicate(copy: T, of: T): Promise<void>;
	/** If given, the option 'Limit' works. */
	lists?: TicketLists<T>;
}

/** The tracker, or its workflow, does not allow a step. The message is a whole sentence for the user. */
export class Refused extends Error {}

/** What was found no longer counts, since requests now go to another address: find again, then decide. */
export class StaleFindings extends Error {}
