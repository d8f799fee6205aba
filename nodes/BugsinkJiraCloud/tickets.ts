import { isObject, text, type JsonObject } from '../shared/alert/fields';
import type { Ticket } from '../shared/tracker/ticket';
import { closedAsOf, meansDuplicate } from './words';

/** The issue property of our tickets, which people's copies lack. */
export const PROPERTY = 'bugsink';

/** What every look at a ticket asks for. */
export const TICKET_FIELDS = [
	'created',
	'creator',
	'issuelinks',
	'labels',
	'resolution',
	'resolutiondate',
	'status',
	'statuscategorychangedate',
];

/** A ticket as Jira shows it. */
export interface JiraTicket extends Ticket {
	/** Key of the project in which the node created it; empty without the property. */
	home: string;
}

/** How a ticket's fields are read: where its page is, and what else means that nobody will do it. */
export interface Reading {
	/** The site's origin. */
	site: string;
	wontDoNames: string[];
}

/** The value of the issue property for a new ticket. */
export function propertyOf(home: string, fingerprint: string): JsonObject {
	return { home, fingerprint, version: 1 };
}

/** A ticket out of an issue in an answer, with `TICKET_FIELDS` and the property. */
export function toTicket(issue: JsonObject, reading: Reading): JiraTicket {
	const fields = objectIn(issue, 'fields');
	// A clone may have been given all that the original has.
	const isClone = isAtEndOf(fields, (type) => /clone/i.test(type));
	const property = isClone ? {} : objectIn(objectIn(issue, 'properties'), PROPERTY);
	const key = text(issue.key);
	const marked = text(property.fingerprint);
	const labels = Array.isArray(fields.labels) ? fields.labels.map(String) : [];
	const fingerprints = [...labels.filter((label) => label.startsWith('bugsink-')), marked];
	return {
		ref: text(issue.id),
		key,
		name: key,
		url: `${reading.site}/browse/${key}`,
		...stateOf(fields, reading),
		createdAt: jiraTime(text(fields.created)) || 0,
		creator: text(objectIn(fields, 'creator').accountId),
		fingerprints: [...new Set(fingerprints)].filter((one) => one !== ''),
		isMarked: marked !== '',
		home: text(property.home),
	};
}

type State = Pick<Ticket, 'isOpen' | 'closedAs' | 'closedReason' | 'closedAt' | 'wasReopened'>;

function stateOf(fields: JsonObject, { wontDoNames }: Reading): State {
	const status = objectIn(fields, 'status');
	const isOpen = text(objectIn(status, 'statusCategory').key) !== 'done';
	// We link a copy when we close it: an open one with that link was opened again.
	const isLinked = isAtEndOf(fields, meansDuplicate);
	if (isOpen) {
		return { isOpen, closedAs: null, closedReason: '', closedAt: null, wasReopened: isLinked };
	}
	const resolution = text(objectIn(fields, 'resolution').name);
	const closed = closedAsOf(text(status.name), resolution, wontDoNames);
	const closedAt = jiraTime(text(fields.resolutiondate) || text(fields.statuscategorychangedate));
	return {
		isOpen,
		...closed,
		// Most workflows have no word for it.
		closedAs: closed.closedAs === 'done' && isLinked ? 'duplicate' : closed.closedAs,
		closedAt: Number.isNaN(closedAt) ? null : closedAt,
		wasReopened: false,
	};
}

/**
 * Whether the node for a project may use a ticket: one of its own wherever it was moved, one from
 * before the property, and one that is in the project now. What another node made, and still is where
 * it made it, is that node's.
 *
 * @param projectKey empty for the operation Resolve, which has no project.
 */
export function isOfHome({ home, key }: JiraTicket, projectKey: string): boolean {
	if (projectKey === '' || home === '' || home === projectKey) return true;
	return key.replace(/-\d+$/, '') === projectKey;
}

/** Whether a link says of this ticket what the type says: that it duplicates, or clones, another one. */
function isAtEndOf(fields: JsonObject, isType: (name: string) => boolean): boolean {
	const links = Array.isArray(fields.issuelinks) ? fields.issuelinks.filter(isObject) : [];
	// The other one is its outward issue then.
	return links.some(
		(link) => isObject(link.outwardIssue) && isType(text(objectIn(link, 'type').name)),
	);
}

function objectIn(value: JsonObject, key: string): JsonObject {
	const found = value[key];
	return isObject(found) ? found : {};
}

/**
 * Milliseconds since 1970; NaN if it is not a time. Jira writes `2026-08-03T09:14:22.481+0000`; ISO 8601
 * wants a colon in the offset.
 */
export function jiraTime(value: string): number {
	return Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}
