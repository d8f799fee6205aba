import { issueIdOf } from './fingerprints';
import type { Judged } from './memory';
import type { Account, Source, WatchedTicket } from './source';

export type Reason = 'TICKET_CLOSED' | 'TICKET_WONT_DO' | 'TICKET_REOPENED';

/** Withheld closings that are kept; the oldest go first. */
const MOST_WITHHELD = 200;

/** What somebody did to a ticket. */
export interface Change<T extends WatchedTicket> {
	reason: Reason;
	ticket: T;
	/** Milliseconds since 1970, by the tracker's clock. */
	at: number;
	by: Account;
}

/** What the workflow starts with. Times are ISO 8601, UTC. */
export interface News {
	reason: Reason;
	/** Null for alerts that did not carry one. */
	issueId: string | null;
	fingerprint: string;
	ticket: {
		tracker: string;
		key: string;
		url: string;
		title: string;
		status: string;
		resolution: string | null;
		closedAt: string | null;
		by: string | null;
	};
	change: { at: string; by: string | null };
}

const NOBODY: Account = { id: '', name: '', isBot: false };

/**
 * What a ticket's present state says that was not known before, if somebody else than we did it. Who
 * closed and reopened a ticket between two polls is heard: the issue may have followed us meanwhile.
 *
 * @param judged how the ticket was when it was judged last; undefined if it never was.
 * @param floor what happened earlier to a ticket that was never judged is no news; ms since 1970.
 */
export async function changeOf<T extends WatchedTicket>(
	source: Source<T>,
	ticket: T,
	judged: Judged | undefined,
	floor: number,
): Promise<Change<T> | undefined> {
	const { changedAt, closedAs, isOpen } = ticket;
	if (closedAs === 'duplicate') return undefined;
	const isOtherWay = judged !== undefined && judged.state !== (closedAs ?? 'open');
	const since = judged?.changedAt ?? floor;
	if (isOpen && !isOtherWay && changedAt <= since) return undefined;
	const moves = await source.moves(ticket);
	// Without the log it is known of a closed ticket alone that it was reopened.
	const unlogged = !isOpen || isOtherWay ? { at: changedAt, by: NOBODY } : undefined;
	const last = moves === null ? unlogged : moves.filter((move) => !isOpen || move.wasClosed).at(-1);
	if (last === undefined || (!isOtherWay && last.at <= since)) return undefined;
	if (await source.isOwn(last.by, ticket)) return undefined;
	const closed = closedAs === 'wontDo' ? 'TICKET_WONT_DO' : 'TICKET_CLOSED';
	return { reason: isOpen ? 'TICKET_REOPENED' : closed, ticket, at: last.at, by: last.by };
}

/**
 * News for each fingerprint. A closing counts when no other ticket of the fingerprint is open any more;
 * until then it is withheld. Of several closings the last one counts.
 *
 * @param judged all tickets that changed, also by nobody that matters.
 */
export async function newsOf<T extends WatchedTicket>(
	source: Source<T>,
	changes: Array<Change<T>>,
	judged: T[],
	before: Record<string, News>,
): Promise<{ news: News[]; withheld: Record<string, News> }> {
	const all = changes.flatMap((change) =>
		change.ticket.fingerprints.map((fingerprint) => newsAbout(source, change, fingerprint)),
	);
	const news = all.filter(({ reason }) => reason === 'TICKET_REOPENED');
	const closings = [...Object.values(before), ...all.filter((one) => !news.includes(one))];
	const touched = new Set(judged.flatMap(({ fingerprints }) => fingerprints));
	const asked = [...touched].filter((one) =>
		closings.some(({ fingerprint }) => fingerprint === one),
	);
	const withheld = Object.fromEntries(
		Object.entries(before).filter(([fingerprint]) => !touched.has(fingerprint)),
	);
	const tickets = asked.length === 0 ? [] : await source.withFingerprints(asked);
	for (const fingerprint of asked) {
		const open = [...tickets, ...judged].filter(
			(ticket) => ticket.isOpen && ticket.fingerprints.includes(fingerprint),
		);
		const isOpen = ({ ticket: { key } }: News) => open.some((one) => one.key === key);
		const newest = closings
			.filter((one) => one.fingerprint === fingerprint && !isOpen(one))
			.sort((a, b) => a.change.at.localeCompare(b.change.at))
			.at(-1);
		if (newest === undefined) continue;
		if (open.length > 0) withheld[fingerprint] = newest;
		else news.push(newest);
	}
	news.sort((a, b) => a.change.at.localeCompare(b.change.at));
	return { news, withheld: Object.fromEntries(Object.entries(withheld).slice(-MOST_WITHHELD)) };
}

/** A change as the workflow gets it. */
export function newsAbout<T extends WatchedTicket>(
	source: Source<T>,
	{ at, by: account, reason, ticket }: Change<T>,
	fingerprint: string,
): News {
	const { key, resolution, status, title, url } = ticket;
	const by = account.name || null;
	const time = new Date(at).toISOString();
	return {
		reason,
		issueId: issueIdOf(fingerprint),
		fingerprint,
		ticket: {
			tracker: source.tracker,
			key,
			url,
			title,
			status,
			resolution: resolution === '' ? null : resolution,
			closedAt: ticket.isOpen ? null : time,
			by,
		},
		change: { at: time, by },
	};
}
