import { asArray, asObject, isObject, slice, type JsonObject } from '../json';
import type { Routes } from '../router';
import type { Answer } from '../server';
import { adfLength, isAdf, MAX_ADF_LENGTH } from './adf';
import { OFF_SCREEN } from './fields';
import { addComment, paging, withIssue } from './issues';
import type { JiraIssue, JiraTransition } from './model';
import { renderComment, renderStatus } from './render';
import { problem, type JiraStore } from './store';

function checkComment(body: unknown): Answer | undefined {
	if (!isObject(body) || !isAdf(body)) return problem(400, ['INVALID_INPUT']);
	if (adfLength(body) > MAX_ADF_LENGTH) {
		return problem(400, [], {
			comment: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
		});
	}
	return undefined;
}

function available(issue: JiraIssue, store: JiraStore): JiraTransition[] {
	return store.settings.transitions.filter(
		(transition) => transition.from === undefined || transition.from.includes(issue.status.id),
	);
}

function renderScreen(transition: JiraTransition, issue: JiraIssue, store: JiraStore): JsonObject {
	const required = (name: string) => transition.required?.includes(name) ?? false;
	return Object.fromEntries(
		(transition.screen ?? []).map((name) => {
			const field = issue.issueType.fields.find(({ fieldId }) => fieldId === name);
			const common = { key: name, operations: ['set'], required: required(name) };
			if (name !== 'resolution') {
				const { name: label = name, schema = { type: 'string', system: name } } = field ?? {};
				return [name, { ...common, name: label, schema }];
			}
			const allowedValues = (transition.resolutions ?? store.settings.resolutions).map((one) => ({
				id: store.resolutionId(one),
				name: one,
			}));
			const schema = { type: 'resolution', system: 'resolution' };
			return [name, { ...common, name: 'Resolution', schema, allowedValues }];
		}),
	);
}

function renderTransition(
	transition: JiraTransition,
	issue: JiraIssue,
	store: JiraStore,
	fields: boolean,
) {
	const to = store.settings.statuses.find((status) => status.id === transition.to);
	return {
		id: transition.id,
		...(transition.name === undefined ? {} : { name: transition.name }),
		...(to === undefined ? {} : { to: renderStatus(to) }),
		hasScreen: transition.screen !== undefined,
		isAvailable: true,
		...(fields ? { fields: renderScreen(transition, issue, store) } : {}),
	};
}

/** The resolution that the request sets, or what is wrong with it. */
function givenResolution(
	transition: JiraTransition,
	given: unknown,
	store: JiraStore,
): { name?: string; wrong?: string } {
	const allowed = transition.resolutions ?? store.settings.resolutions;
	if (given === undefined || given === null) {
		return transition.required?.includes('resolution') ? { wrong: 'Resolution is required.' } : {};
	}
	const { id, name } = asObject(given);
	const found = allowed.find((one) => one === name || store.resolutionId(one) === id);
	return found === undefined
		? { wrong: `Resolution name '${String(name ?? id)}' is not valid` }
		: { name: found };
}

function doTransition(issue: JiraIssue, input: JsonObject, store: JiraStore): Answer {
	const id = asObject(input.transition).id;
	if (id === undefined) return problem(400, ["Missing 'transition' identifier"]);
	const transition = available(issue, store).find((one) => one.id === String(id));
	const to = store.settings.statuses.find((status) => status.id === transition?.to);
	if (transition === undefined || to === undefined) {
		return problem(400, [`Transition id '${String(id)}' is not valid for this issue.`]);
	}
	const fields = asObject(input.fields);
	for (const name of Object.keys(fields)) {
		if (!transition.screen?.includes(name)) return problem(400, [], { [name]: OFF_SCREEN(name) });
	}
	const missing = transition.required?.find((name) => fields[name] === undefined);
	if (missing !== undefined && missing !== 'resolution') {
		return problem(400, [], { [missing]: `${missing} is required.` });
	}
	const resolution = givenResolution(transition, fields.resolution, store);
	if (resolution.wrong !== undefined) return problem(400, [], { resolution: resolution.wrong });
	for (const operation of asArray(asObject(input.update).comment)) {
		const { body } = asObject(asObject(operation).add);
		const refused = checkComment(body);
		if (refused !== undefined) return refused;
		// Without a screen Jira takes the request and loses the comment.
		if (transition.screen !== undefined && isObject(body)) addComment(issue, body, store);
	}
	store.setStatus(issue, to, resolution.name ?? transition.resolution);
	return { status: 204 };
}

/** Comments and transitions. */
export function activityRoutes(store: JiraStore, url: () => string): Routes {
	return {
		'GET /rest/api/3/issue/:key/comment': ({ query }, { key }) =>
			withIssue(store, key, (issue) => {
				const { startAt, maxResults } = paging(query, 5000);
				const list = query.orderBy?.startsWith('-')
					? [...issue.comments].reverse()
					: issue.comments;
				const comments = slice(list, startAt, maxResults);
				return {
					status: 200,
					body: {
						startAt,
						maxResults,
						total: issue.comments.length,
						comments: comments.map((comment) => renderComment(comment, url(), issue.key)),
					},
				};
			}),
		'POST /rest/api/3/issue/:key/comment': (request, { key }) =>
			withIssue(store, key, (issue) => {
				const { body, properties } = asObject(request.json);
				const refused = checkComment(body);
				if (refused !== undefined || !isObject(body)) return refused ?? problem(400, []);
				if (issue.comments.length >= store.settings.limits.comments) {
					return problem(413, ['The limit of comments is reached.']);
				}
				const comment = addComment(issue, body, store, properties);
				store.touch(issue);
				return { status: 201, body: renderComment(comment, url(), issue.key) };
			}),
		'GET /rest/api/3/issue/:key/transitions': ({ query }, { key }) =>
			withIssue(store, key, (issue) => {
				const fields = query.expand?.includes('transitions.fields') ?? false;
				const list = available(issue, store)
					.filter((one) => query.transitionId === undefined || one.id === query.transitionId)
					.map((one) => renderTransition(one, issue, store, fields));
				return { status: 200, body: { expand: 'transitions', transitions: list } };
			}),
		'POST /rest/api/3/issue/:key/transitions': (request, { key }) =>
			withIssue(store, key, (issue) => doTransition(issue, asObject(request.json), store)),
	};
}
