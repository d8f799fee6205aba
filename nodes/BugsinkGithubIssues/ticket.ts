import { isObject, type JsonObject } from '../shared/alert/fields';
import type { Delivery } from '../shared/delivery/delivery';
import type { Memory } from '../shared/node/memory';
import { objectsIn } from './api';

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
export interface Ticket {
	/** Never used twice, unlike the number. */
	id: number;
	number: number;
	/** `owner/name` */
	repository: string;
	/** Its page. */
	url: string;
	body: string;
	isOpen: boolean;
	/** `completed`, `not_planned`, `duplicate`, `reopened` or empty. */
	stateReason: string;
	/** ms since 1970. */
	closedAt: number | undefined;
	updatedAt: number;
	/** ms since 1970. */
	createdAt: number;
	/** Login of who opened it. */
	creator: string;
	labels: string[];
	comments: number;
}

/** The issue in an answer; undefined for pull requests, which GitHub lists among the issues, and for what is none. */
export function ticketOf(issue: JsonObject, repository: string): Ticket | undefined {
	if (typeof issue.number !== 'number' || issue.pull_request !== undefined) return undefined;
	const closedAt = Date.parse(text(issue.closed_at));
	return {
		id: typeof issue.id === 'number' ? issue.id : 0,
		number: issue.number,
		repository,
		url: text(issue.html_url),
		body: text(issue.body),
		isOpen: issue.state === 'open',
		stateReason: text(issue.state_reason),
		closedAt: Number.isNaN(closedAt) ? undefined : closedAt,
		updatedAt: Date.parse(text(issue.updated_at)) || 0,
		createdAt: Date.parse(text(issue.created_at)) || 0,
		creator: isObject(issue.user) ? text(issue.user.login) : '',
		labels: namesOf(issue.labels, 'name'),
		comments: typeof issue.comments === 'number' ? issue.comments : 0,
	};
}

/** The oldest first. */
export function openOf(tickets: Ticket[]): Ticket[] {
	return tickets.filter(({ isOpen }) => isOpen).sort((a, b) => a.number - b.number);
}

/** `owner/name` of the repository that an issue is in now; undefined where the answer does not say. */
export function homeOf(issue: JsonObject): string | undefined {
	return /\/repos\/([\w-]+\/[\w.-]+)$/.exec(text(issue.repository_url))?.[1];
}

/** The names in a list such as `labels` (`name`) or `assignees` (`login`). */
export function namesOf(value: unknown, key: string): string[] {
	const strings = Array.isArray(value)
		? value.filter((entry): entry is string => typeof entry === 'string')
		: [];
	return [...strings, ...objectsIn(value).map((entry) => text(entry[key]))];
}

export function hasLabel(ticket: Ticket, label: string): boolean {
	return ticket.labels.some((name) => name.toLowerCase() === label.toLowerCase());
}

function text(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
