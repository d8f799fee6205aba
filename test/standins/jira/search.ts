import { asArray, asObject, asString, strings, whole, type JsonObject } from '../json';
import type { Routes } from '../router';
import type { Answer, RecordedRequest } from '../server';
import { compile, requiredLabels } from './evaluate';
import { JqlError, parseJql, type Query } from './jql';
import type { JiraIssue } from './model';
import { renderIssue } from './render';
import { NOT_FOUND, problem, type JiraStore } from './store';

/** developer.atlassian.com/cloud/jira/platform/search-and-reconcile */
const MAX_RECONCILE = 50;
/** Pages are smaller where more than the id is asked for. */
const MAX_WITH_FIELDS = 100;
const MAX_PROPERTIES = 5;

function byIndex(where: NonNullable<Query['where']>, store: JiraStore, known: Set<string>) {
	const labels = requiredLabels(where);
	const ids =
		labels === undefined
			? [...store.index.ids()]
			: labels.flatMap((label) => store.candidates(label).map((issue) => Number(issue.id)));
	const seen: JiraIssue[] = [];
	for (const id of new Set(ids)) {
		if (known.has(String(id))) continue;
		const issue = store.index.visible(id);
		if (issue !== undefined) seen.push(issue);
	}
	return seen;
}

function sorter(query: Query): (a: JiraIssue, b: JiraIssue) => number {
	const value = (issue: JiraIssue, field: string): number => {
		if (field === 'updated') return issue.updatedAt;
		if (field === 'resolutiondate' || field === 'resolved') return issue.resolutionAt ?? 0;
		if (field === 'key' || field === 'id') return Number(issue.id);
		return issue.createdAt;
	};
	const order = query.orderBy.length > 0 ? query.orderBy : [{ field: 'created', descending: true }];
	return (a, b) => {
		for (const { field, descending } of order) {
			const difference = value(a, field) - value(b, field);
			if (difference !== 0) return descending ? -difference : difference;
		}
		return Number(b.id) - Number(a.id);
	};
}

/** All matches as the index, and for the reconciled issues the data, has them now. */
export function search(jql: string, store: JiraStore, reconcile: string[] = []): JiraIssue[] {
	const query = parseJql(jql);
	if (query.where === undefined) {
		throw new JqlError(
			'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
		);
	}
	const test = compile(query.where, store);
	const known = new Set(reconcile);
	const fresh = reconcile
		.map((id) => store.find(id))
		.filter((issue): issue is JiraIssue => issue !== undefined);
	return [...byIndex(query.where, store, known), ...fresh].filter(test).sort(sorter(query));
}

function readSearch(request: RecordedRequest): JsonObject | undefined {
	if (request.method === 'POST') {
		return request.json === undefined ? undefined : asObject(request.json);
	}
	const { query } = request;
	const numbers = query.reconcileIssues?.split(',').map(Number);
	return {
		...query,
		fields: query.fields?.split(','),
		properties: query.properties?.split(','),
		reconcileIssues: numbers,
	};
}

function answerSearch(
	request: RecordedRequest,
	store: JiraStore,
	url: string,
): Answer | Promise<Answer> {
	const input = readSearch(request);
	if (input === undefined)
		return problem(400, [
			'Invalid request payload. Refer to the REST API documentation and try again.',
		]);
	const reconcile = asArray(input.reconcileIssues);
	if (reconcile.length > MAX_RECONCILE) {
		return problem(400, [`reconcileIssues can not contain more than ${MAX_RECONCILE} issues.`]);
	}
	if (!reconcile.every((id) => Number.isInteger(id))) {
		return problem(400, ['reconcileIssues has to be a list of numeric issue ids.']);
	}
	// One that is gone spoils the whole query, as with `id in`.
	if (reconcile.some((id) => store.find(String(id)) === undefined)) {
		return problem(400, [NOT_FOUND]);
	}
	const properties = strings(input.properties);
	if (properties.length > MAX_PROPERTIES) {
		return problem(400, [`Only ${MAX_PROPERTIES} properties can be retrieved at once.`]);
	}
	const wantedFields = strings(input.fields);
	const idsOnly =
		(wantedFields.length === 0 || wantedFields.join() === 'id') && properties.length === 0;
	let found: JiraIssue[];
	try {
		found = search(asString(input.jql) ?? '', store, reconcile.map(String));
	} catch (error) {
		if (error instanceof JqlError) return problem(400, [error.message]);
		// A mistake of the stand-in itself: the server shows it.
		return Promise.reject<Answer>(error);
	}
	const size = whole(
		input.maxResults === undefined ? undefined : String(input.maxResults),
		50,
		1,
		idsOnly ? 5000 : MAX_WITH_FIELDS,
	);
	const token = asString(input.nextPageToken);
	const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
	if (Number.isNaN(from)) return problem(400, ['The provided next page token is invalid.']);
	const isLast = from + size >= found.length;
	return {
		status: 200,
		body: {
			// Ids alone unless fields are asked for: activepieces/activepieces#9242.
			issues: found
				.slice(from, from + size)
				.map((issue) =>
					idsOnly ? { id: issue.id } : renderIssue(issue, store, url, wantedFields, properties),
				),
			...(isLast ? {} : { nextPageToken: Buffer.from(String(from + size)).toString('base64url') }),
			isLast,
		},
	};
}

export function searchRoutes(store: JiraStore, url: () => string): Routes {
	const gone = () =>
		// developer.atlassian.com/changelog/#CHANGE-2046, n8n-io/n8n#19181
		problem(410, [
			'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046',
		]);
	const answer = (request: RecordedRequest) => answerSearch(request, store, url());
	return {
		'GET /rest/api/3/search': gone,
		'POST /rest/api/3/search': gone,
		'GET /rest/api/3/search/jql': answer,
		'POST /rest/api/3/search/jql': answer,
		'POST /rest/api/3/issue/bulkfetch': (request) => {
			const input = asObject(request.json);
			const ids = strings(input.issueIdsOrKeys);
			if (ids.length === 0 || ids.length > 100) {
				return problem(400, ['issueIdsOrKeys has to hold between 1 and 100 issues.']);
			}
			const properties = strings(input.properties);
			if (properties.length > MAX_PROPERTIES) {
				return problem(400, [`Only ${MAX_PROPERTIES} properties can be retrieved at once.`]);
			}
			// Once each, by ascending id; a key from before a move finds its issue.
			const found = new Set(ids.map((id) => store.find(id)).filter((issue) => issue !== undefined));
			const issues = [...found].sort((a, b) => Number(a.id) - Number(b.id));
			const gone = [...new Set(ids)].filter((id) => store.find(id) === undefined);
			const fields = strings(input.fields);
			const wanted = fields.length > 0 ? fields : ['*navigable'];
			return {
				status: 200,
				body: {
					issues: issues.map((issue) => renderIssue(issue, store, url(), wanted, properties)),
					issueErrors: gone.map((id) => ({ id, errorMessage: NOT_FOUND })),
				},
			};
		},
	};
}
