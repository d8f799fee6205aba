import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { jsonOf } from '../shared/delivery/http';
import type { JiraApi } from './api';

/** A ticket as a search shows it. */
export interface Ticket {
	/** Numeric. */
	id: string;
	/** `OPS-12`; changes when the ticket is moved. */
	key: string;
	/** The status category, the same in every language. */
	category: 'new' | 'indeterminate' | 'done';
	resolution: string;
	/** When it was done, in milliseconds since 1970. */
	doneAt: number | null;
	createdAt: number;
	/** Account id. */
	creator: string;
	labels: string[];
}

const FIELDS = [
	'created',
	'creator',
	'labels',
	'resolution',
	'resolutiondate',
	'status',
	'statuscategorychangedate',
];
const MAX_TICKETS = 100;
/** https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile/ */
const MAX_RECONCILE = 50;

/** A string in JQL. Fingerprints and keys have nothing to escape; this does not rely on it. */
const quoted = (value: string) => `"${value.replace(/[\\"]/g, '\\$&')}"`;

/**
 * The tickets with one of these labels in any project (tickets get moved,
 * prometheus-community/jiralert#159), the oldest first. `knownIds` are looked at as they are now,
 * the others as Jira's index has them.
 */
export async function findTickets(
	api: JiraApi,
	labels: string[],
	knownIds: string[],
): Promise<Ticket[]> {
	const list = labels.map(quoted).join(', ');
	const query = {
		jql: `${labels.length === 1 ? `labels = ${list}` : `labels in (${list})`} ORDER BY created DESC`,
		fields: FIELDS,
		maxResults: MAX_TICKETS,
	};
	const reconcileIssues = knownIds.slice(0, MAX_RECONCILE).map(Number);
	const path = '/search/jql';
	let response = await api.request(
		'POST',
		path,
		reconcileIssues.length > 0 ? { ...query, reconcileIssues } : query,
		reconcileIssues.length > 0 ? [400] : [],
	);
	// Known tickets may have been deleted, or belong to a site that the credential named before.
	if (response.statusCode === 400) response = await api.request('POST', path, query);
	const body = jsonOf(response);
	const issues = isObject(body) && Array.isArray(body.issues) ? body.issues : [];
	return issues
		.filter(isObject)
		.map(toTicket)
		.sort((a, b) => Number(a.id) - Number(b.id));
}

function toTicket(issue: JsonObject): Ticket {
	const fields = isObject(issue.fields) ? issue.fields : {};
	const status = isObject(fields.status) ? fields.status : {};
	const category = isObject(status.statusCategory) ? text(status.statusCategory.key) : '';
	const isDone = category === 'done';
	const done = text(fields.resolutiondate) || text(fields.statuscategorychangedate);
	return {
		id: text(issue.id),
		key: text(issue.key),
		category: isDone ? 'done' : category === 'indeterminate' ? 'indeterminate' : 'new',
		resolution: isObject(fields.resolution) ? text(fields.resolution.name) : '',
		doneAt: isDone && !Number.isNaN(jiraTime(done)) ? jiraTime(done) : null,
		createdAt: jiraTime(text(fields.created)),
		creator: isObject(fields.creator) ? text(fields.creator.accountId) : '',
		labels: Array.isArray(fields.labels) ? fields.labels.map(String) : [],
	};
}

/** Jira writes `2026-08-03T09:14:22.481+0000`; ISO 8601 wants a colon in the offset. */
function jiraTime(value: string): number {
	return Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

/** Keys looked at in one request, the most that it takes. */
const KEYS_AT_ONCE = 100;
const MAX_ROUNDS = 3;

/**
 * Looks for a ticket whose creation was never answered. Search may not know it yet, so it goes by
 * key too: keys of a project count up by one, and what they name is read from the data, not from the
 * index. It looks at the 300 keys after the newest that search knows; a project in which more
 * tickets than that are created within Jira's index lag is beyond its reach.
 */
export async function findCreated(
	api: JiraApi,
	projectKey: string,
	label: string,
	before: Array<{ id: string }>,
): Promise<{ id: string; key: string } | undefined> {
	const isNew = ({ id, labels }: Ticket) =>
		labels.includes(label) && !before.some((old) => old.id === id);
	const indexed = (await findTickets(api, [label], [])).find(isNew);
	if (indexed !== undefined) return indexed;
	const newest = await api.json('POST', '/search/jql', {
		jql: `project = ${quoted(projectKey)} ORDER BY key DESC`,
		fields: ['labels'],
		maxResults: 1,
	});
	const [last] = Array.isArray(newest.issues) ? newest.issues.filter(isObject) : [];
	let number = last === undefined ? 0 : Number(/-(\d+)$/.exec(text(last.key))?.[1] ?? 0);
	for (let round = 0; round < MAX_ROUNDS; round++) {
		const first = number;
		const keys = Array.from({ length: KEYS_AT_ONCE }, (_, index) => {
			return `${projectKey}-${first + 1 + index}`;
		});
		const fields = ['labels'];
		const answer = await api.json('POST', '/issue/bulkfetch', { issueIdsOrKeys: keys, fields });
		const issues = Array.isArray(answer.issues) ? answer.issues.filter(isObject) : [];
		const found = issues.map(toTicket).find(isNew);
		if (found !== undefined) return found;
		if (!issues.some((issue) => text(issue.key) === keys[KEYS_AT_ONCE - 1])) return undefined;
		number += KEYS_AT_ONCE;
	}
	return undefined;
}
