import { isObject } from '../shared/alert/fields';
import type { Memory } from '../shared/node/memory';
import { parseJson } from '../shared/text/json';

/** Ids kept for one fingerprint: its ticket, and those before it that were not reopened. */
const MAX_IDS = 5;
/** Fingerprints that one n8n process keeps, all workflows together. */
const MAX_FINGERPRINTS = 2_000;
/** Tickets created lately that are still to be looked at for a double. */
const MAX_RECENT = 20;
/** A double has to be in Jira's index before it can be found: it is behind by seconds to minutes. */
const INDEXED_AFTER = 60_000;
const CERTAINLY_INDEXED_AFTER = 600_000;
const RECENT = 'recently created';

/** A ticket that this node created, until it is certain that it has no double. */
export interface RecentTicket {
	fingerprint: string;
	id: string;
	/** Milliseconds since 1970. */
	at: number;
}

/** By site and fingerprint; shared by all executions in this process, so it sees those that run side by side. */
const inThisProcess = new Map<string, string[]>();

/**
 * The numeric ids of the tickets that are known for a fingerprint, from this process and from the
 * workflow's memory. Handed to a search as `reconcileIssues`, they are found however far Jira's
 * index is behind.
 */
export class KnownTickets {
	constructor(
		private readonly site: string,
		private readonly memory: Memory,
	) {}

	ids(fingerprint: string): string[] {
		const stored = this.memory.get(fingerprint)?.split(',') ?? [];
		const ids = [...(inThisProcess.get(this.key(fingerprint)) ?? []), ...stored];
		return [...new Set(ids)].filter((id) => /^\d{1,15}$/.test(id)).slice(0, MAX_IDS);
	}

	add(fingerprint: string, id: string): void {
		const ids = [...new Set([id, ...this.ids(fingerprint)])].slice(0, MAX_IDS);
		this.memory.set(fingerprint, ids.join(','));
		const key = this.key(fingerprint);
		inThisProcess.delete(key);
		inThisProcess.set(key, ids);
		const [oldest] = inThisProcess.keys();
		if (inThisProcess.size > MAX_FINGERPRINTS) inThisProcess.delete(oldest);
	}

	/** Notes a ticket that was just created, to be looked at for a double later. */
	created(ticket: RecentTicket): void {
		this.add(ticket.fingerprint, ticket.id);
		this.keepRecent([...this.recent(), ticket]);
	}

	/** Takes the tickets whose doubles a search can find by now; those that may still have one stay noted. */
	due(now: number): RecentTicket[] {
		const recent = this.recent();
		const due = recent.filter(({ at }) => now - at >= INDEXED_AFTER);
		if (due.length > 0) {
			this.keepRecent(recent.filter(({ at }) => now - at < CERTAINLY_INDEXED_AFTER));
		}
		return due;
	}

	private recent(): RecentTicket[] {
		const list = parseJson(this.memory.get(RECENT) ?? '');
		return Array.isArray(list) ? list.filter(isRecentTicket) : [];
	}

	private keepRecent(tickets: RecentTicket[]): void {
		this.memory.set(RECENT, JSON.stringify(tickets.slice(-MAX_RECENT)));
	}

	private key(fingerprint: string): string {
		return `${this.site} ${fingerprint}`;
	}
}

function isRecentTicket(value: unknown): value is RecentTicket {
	return (
		isObject(value) &&
		typeof value.fingerprint === 'string' &&
		/^bugsink-[A-Za-z0-9-]{1,64}$/.test(value.fingerprint) &&
		typeof value.id === 'string' &&
		typeof value.at === 'number'
	);
}
