import { isObject, text, type JsonObject } from '../shared/alert/fields';
import type { Delivery } from '../shared/delivery/delivery';
import type { Memory } from '../shared/memory';
import type { ClosedAs, Ticket } from '../shared/tracker/ticket';

/** One alert's way to GitHub: where, by what, and what the user should know in the end. */
export interface Github {
	apiUrl: string;
	/** Whose rates count. */
	accessToken: string;
	/** `owner/name`, as the node's field says. */
	configured: string;
	/** `owner/name`, as it is called now. */
	repository: string;
	delivery: Delivery;
	memory: Memory;
	/** Lives for one execution. */
	shared: Map<string, unknown>;
	warnings: string[];
}

/** An issue on GitHub; not the issue in Bugsink that it is about. */
export interface GithubTicket extends Ticket {
	/** Never used twice, unlike the number. */
	id: number;
	number: number;
	/** `owner/name` */
	repository: string;
	labels: string[];
	/** `Bot`, `User` or another type of the account that closed it; undefined if the answer has no such thing. */
	closedByType: string | undefined;
}

const CLOSED_AS: Record<string, ClosedAs> = { not_planned: 'wontDo', duplicate: 'duplicate' };
/** The marker that `markdown.ts` writes. */
const MARKERS = /<!-- bugsink-fingerprint: ([A-Za-z0-9_-]{1,100}) -->/g;

/** The issue in an answer; undefined for pull requests, which GitHub lists among the issues, and for anything else. */
export function ticketOf(issue: JsonObject, repository: string): GithubTicket | undefined {
	if (typeof issue.number !== 'number' || issue.pull_request !== undefined) return undefined;
	const id = typeof issue.id === 'number' ? issue.id : 0;
	const isOpen = issue.state === 'open';
	const reason = text(issue.state_reason);
	const closedAt = Date.parse(text(issue.closed_at));
	return {
		ref: `${issue.number}:${id}`,
		key: String(issue.number),
		name: `#${issue.number}`,
		url: text(issue.html_url),
		isOpen,
		closedAs: isOpen ? null : (CLOSED_AS[reason] ?? 'done'),
		closedReason: isOpen ? '' : reason.replace('_', ' '),
		closedAt: isOpen || Number.isNaN(closedAt) ? null : closedAt,
		createdAt: Date.parse(text(issue.created_at)) || 0,
		creator: isObject(issue.user) ? text(issue.user.login) : '',
		fingerprints: [...text(issue.body).matchAll(MARKERS)].map(([, fingerprint]) => fingerprint),
		// People copy the body with its marker.
		isMarked: false,
		wasReopened: isOpen && reason === 'reopened',
		id,
		number: issue.number,
		repository,
		labels: namesOf(issue.labels, 'name'),
		closedByType: isObject(issue.closed_by) ? text(issue.closed_by.type) : undefined,
	};
}

/** `owner/name` of the repository that an issue is in now; undefined if the answer does not say. */
export function repositoryOf(issue: JsonObject): string | undefined {
	return /\/repos\/([\w-]+\/[\w.-]+)$/.exec(text(issue.repository_url))?.[1];
}

/** The names in a list such as `labels` (`name`) or `assignees` (`login`). */
export function namesOf(value: unknown, key: string): string[] {
	if (!Array.isArray(value)) return [];
	return value.map((entry) => (isObject(entry) ? text(entry[key]) : String(entry)));
}

export function hasLabel(ticket: GithubTicket, label: string): boolean {
	return ticket.labels.some((name) => name.toLowerCase() === label.toLowerCase());
}
