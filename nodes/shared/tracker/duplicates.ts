import type { KnownTickets } from './known';
import { openTickets, type Ticket } from './ticket';
import { StaleFindings, type Tracker } from './tracker';

/** Tickets of executions that ran side by side are made within moments; a person's copy comes later. In ms. */
const SIDE_BY_SIDE = 900_000;

/**
 * Which of two open tickets of one fingerprint is the copy that another process made: made by the same
 * account, within 15 minutes of the first, and not opened again by a person.
 */
export function isCopy(ticket: Ticket, first: Ticket): boolean {
	return (
		ticket.creator === first.creator &&
		ticket.createdAt - first.createdAt <= SIDE_BY_SIDE &&
		!ticket.wasReopened
	);
}

/**
 * Closes the copies among the tickets of one fingerprint, as duplicates of the oldest. This is the
 * second net: with a turn before each create there are none. If it fails, the alert at hand goes on.
 *
 * @param shared what the items of this execution share: one copy is closed by one of them.
 * @returns the tickets without those closed.
 */
export async function closeCopies<T extends Ticket>(
	tracker: Tracker<T>,
	tickets: T[],
	known: KnownTickets,
	shared: Map<string, unknown>,
): Promise<T[]> {
	const [first, ...later] = openTickets(tickets);
	const closed: T[] = [];
	for (const copy of later.filter((ticket) => isCopy(ticket, first))) {
		if (known.wasClosed(copy.ref)) continue;
		const mark = `copy ${tracker.place} ${copy.ref}`;
		const underWay = shared.get(mark) as Promise<boolean> | undefined;
		const closing = underWay ?? closeCopy(tracker, copy, first, known);
		shared.set(mark, closing);
		// Found anew, it is closed anew.
		closing.catch(() => shared.delete(mark));
		if (await closing) closed.push(copy);
	}
	return tickets.filter((ticket) => !closed.includes(ticket));
}

/**
 * @returns whether it is closed now; what the user should know is among the tracker's warnings.
 * @throws {StaleFindings}
 */
export async function closeCopy<T extends Ticket>(
	tracker: Tracker<T>,
	copy: T,
	first: T,
	known: KnownTickets,
): Promise<boolean> {
	const refusal = await tracker.closeAsDuplicate(copy, first).then(
		() => undefined,
		async (error: unknown) => {
			if (error instanceof StaleFindings) return await Promise.reject(error);
			return error instanceof Error ? error.message : String(error);
		},
	);
	if (refusal !== undefined) {
		tracker.warnings.push(
			`${copy.name} is a duplicate of ${first.name} and could not be closed: ${refusal}`,
		);
		return false;
	}
	known.closed(copy.ref);
	tracker.warnings.push(`${copy.name} was closed as a duplicate of ${first.name}`);
	return true;
}
