import { asObject, asString, isObject, strings, type JsonObject } from '../json';
import type { RouteHandler } from '../router';
import type { Answer, RecordedRequest } from '../server';
import { withIssue, withIssues, type GithubContext } from './access';
import { checkBody, takeFields, takeLabels } from './issueFields';
import {
	invalid,
	NOT_FOUND,
	refusal,
	type GithubIssue,
	type GithubRepository,
	type StateReason,
} from './model';
import { githubRefusals } from './refusals';
import { paged, renderComment, renderIssue, renderWhole } from './render';

/** Routes below a repository, without its own part of the path. */
export type RepositoryRoutes = (context: GithubContext) => Record<string, RouteHandler>;

type Query = Record<string, string>;

function matches(query: Query): (issue: GithubIssue) => boolean {
	const since = query.since === undefined ? -Infinity : Date.parse(query.since);
	const state = query.state ?? 'open';
	const labels = (query.labels ?? '')
		.split(',')
		.map((label) => label.trim().toLowerCase())
		.filter((label) => label !== '');
	const milestone = query.milestone ?? '*';
	return (issue) =>
		// The cheap tests first: a bench lists thousands of issues again and again.
		issue.updatedAt >= since &&
		(state === 'all' || issue.state === state) &&
		labels.every((label) => issue.labels.some((name) => name.toLowerCase() === label)) &&
		(query.creator === undefined || issue.user === query.creator) &&
		(query.assignee === undefined || issue.assignees.includes(query.assignee)) &&
		(milestone === '*' || String(issue.milestone ?? 'none') === milestone);
}

function ordered(issues: GithubIssue[], query: Query): GithubIssue[] {
	const { sort = 'created', direction = 'desc' } = query;
	const value = (issue: GithubIssue) =>
		sort === 'updated'
			? issue.updatedAt
			: sort === 'comments'
				? issue.comments.length
				: issue.createdAt;
	const sign = direction === 'asc' ? 1 : -1;
	return issues.sort((a, b) => sign * (value(a) - value(b) || a.number - b.number));
}

/** Pull requests are among the issues, with the key `pull_request`:
 * docs.github.com/rest/issues/issues#list-repository-issues */
function list(context: GithubContext, request: RecordedRequest, repository: GithubRepository) {
	const { query } = request;
	if (query.since !== undefined && Number.isNaN(Date.parse(query.since))) {
		return invalid([{ resource: 'Issue', field: 'since', code: 'invalid', value: query.since }]);
	}
	const found = ordered(context.store.listed(repository).filter(matches(query)), query);
	const api = context.api(request);
	const page = paged(request, context.host, found, (issue) =>
		renderIssue(issue, context.store, api),
	);
	return { status: 200, headers: page.headers, body: page.entries };
}

function create(
	context: GithubContext,
	request: RecordedRequest,
	repository: GithubRepository,
): Answer {
	const input = asObject(request.json);
	if (isObject(request.json) && input.title === undefined) {
		return refusal(422, 'Invalid request.\n\n"title" wasn\'t supplied.');
	}
	const taken = takeFields(request.json, repository, context.store);
	if ('refused' in taken) return taken.refused;
	const { fields } = taken;
	const issue = context.store.addIssue(repository, {
		title: String(fields.title),
		body: asString(fields.body) ?? null,
		labels: strings(fields.labels),
		assignees: strings(fields.assignees),
		milestone: (fields.milestone as number | null | undefined) ?? null,
		type: asString(fields.type) ?? null,
	});
	const body = renderWhole(issue, context.store, context.api(request));
	return { status: 201, headers: { location: String(body.url) }, body };
}

function edit(
	context: GithubContext,
	request: RecordedRequest,
	issue: GithubIssue,
	repository: GithubRepository,
): Answer {
	const { store } = context;
	if (!repository.push && issue.user !== store.settings.login) {
		return refusal(403, 'Must have admin rights to Repository.');
	}
	const taken = takeFields(request.json, repository, store);
	if ('refused' in taken) return taken.refused;
	apply(issue, taken.fields);
	const { state, state_reason: reason } = taken.fields;
	if (state === 'open' || state === 'closed') {
		store.setState(issue, state, reason as StateReason | undefined, store.settings.login);
	} else store.touch(issue);
	return { status: 200, body: renderWhole(issue, store, context.api(request)) };
}

/** Lists are replaced as a whole: who wants to add has to send what is there as well. */
function apply(issue: GithubIssue, fields: JsonObject): void {
	if (fields.title !== undefined) issue.title = String(fields.title);
	if (fields.body !== undefined) issue.body = asString(fields.body) ?? null;
	if (fields.labels !== undefined) issue.labels = strings(fields.labels);
	if (fields.assignees !== undefined) issue.assignees = strings(fields.assignees);
	if (fields.milestone !== undefined) issue.milestone = fields.milestone as number | null;
	if (fields.type !== undefined) issue.type = asString(fields.type) ?? null;
}

export const issueRoutes: RepositoryRoutes = (context) => {
	const { store } = context;
	return {
		'GET /issues': (request, params) =>
			withIssues(context, request, params, (repository) => list(context, request, repository)),
		'POST /issues': (request, params) =>
			withIssues(context, request, params, (repository) => create(context, request, repository)),
		'GET /issues/:number': (request, params) =>
			withIssue(context, request, params, (issue) => ({
				status: 200,
				body: renderWhole(issue, store, context.api(request)),
			})),
		'PATCH /issues/:number': (request, params) =>
			withIssue(context, request, params, (issue, repository) =>
				edit(context, request, issue, repository),
			),
		'POST /issues/:number/labels': (request, params) =>
			withIssue(context, request, params, (issue, repository) => {
				if (!repository.push) return refusal(403, 'Must have admin rights to Repository.');
				const input = request.json;
				const names = Array.isArray(input) ? (input as unknown[]) : asObject(input).labels;
				const labels = takeLabels(names, repository, store);
				if (!Array.isArray(labels)) return labels;
				issue.labels = [...new Set([...issue.labels, ...labels])];
				store.touch(issue);
				return { status: 200, body: renderWhole(issue, store, context.api(request)).labels };
			}),
		'POST /issues/:number/assignees': (request, params) =>
			withIssue(context, request, params, (issue, repository) => {
				// Here those who cannot be assigned are left out without a word.
				const known = strings(asObject(request.json).assignees).filter((login) =>
					repository.push ? repository.assignees.includes(login) : false,
				);
				issue.assignees = [...new Set([...issue.assignees, ...known])].slice(0, 10);
				store.touch(issue);
				return { status: 201, body: renderIssue(issue, store, context.api(request)) };
			}),
		'GET /issues/:number/comments': (request, params) =>
			withIssue(context, request, params, (issue) => {
				const since = Date.parse(request.query.since ?? '') || -Infinity;
				const found = issue.comments.filter((comment) => comment.createdAt >= since);
				const page = paged(request, context.host, found, (comment) =>
					renderComment(comment, issue, store, context.api(request)),
				);
				return { status: 200, headers: page.headers, body: page.entries };
			}),
		'POST /issues/:number/comments': (request, params) =>
			withIssue(context, request, params, (issue) => {
				const { body } = asObject(request.json);
				if (typeof body !== 'string' || body.trim() === '') {
					return invalid([{ resource: 'IssueComment', field: 'body', code: 'missing_field' }]);
				}
				const error = checkBody('IssueComment', body);
				if (error !== undefined) return invalid([error]);
				if (issue.locked) return githubRefusals.locked;
				if (issue.comments.length + issue.olderComments >= store.settings.commentLimit()) {
					return githubRefusals.tooManyComments;
				}
				const comment = store.addComment(issue, body, store.settings.login);
				return {
					status: 201,
					body: renderComment(comment, issue, store, context.api(request)),
				};
			}),
		'PUT /issues/:number/lock': (request, params) =>
			withIssue(context, request, params, (issue, repository) => {
				if (!repository.push) return NOT_FOUND;
				const reason = asString(asObject(request.json).lock_reason);
				const known = ['off-topic', 'too heated', 'resolved', 'spam'];
				if (reason !== undefined && !known.includes(reason)) {
					return invalid([{ resource: 'Issue', field: 'lock_reason', code: 'invalid' }]);
				}
				store.setLocked(issue, true, store.settings.login);
				return { status: 204 };
			}),
		'DELETE /issues/:number/lock': (request, params) =>
			withIssue(context, request, params, (issue, repository) => {
				if (!repository.push) return NOT_FOUND;
				store.setLocked(issue, false, store.settings.login);
				return { status: 204 };
			}),
		'DELETE /issues/:number/labels/:label': (request, params) =>
			withIssue(context, request, params, (issue, repository) => {
				if (!repository.push) return refusal(403, 'Must have admin rights to Repository.');
				const gone = params.label.toLowerCase();
				if (!issue.labels.some((name) => name.toLowerCase() === gone)) {
					return refusal(404, 'Label does not exist');
				}
				issue.labels = issue.labels.filter((name) => name.toLowerCase() !== gone);
				store.touch(issue);
				return { status: 200, body: renderWhole(issue, store, context.api(request)).labels };
			}),
	};
};
