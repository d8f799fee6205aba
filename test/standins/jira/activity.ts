import { asArray, asObject, asString, isObject, slice, type JsonObject } from '../json';
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

function renderTransition(transition: JiraTransition, store: JiraStore, fields: boolean) {
	const to = store.settings.statuses.find((status) => status.id === transition.to);
	return {
		id: transition.id,
		name: transition.name,
		...(to === undefined ? {} : { to: renderStatus(to) }),
		hasScreen: transition.screen !== undefined,
		isAvailable: true,
		...(fields
			? {
					fields: Object.fromEntries(
						(transition.screen ?? []).map((name) => [
							name,
							name === 'resolution'
								? {
										required: false,
										allowedValues: store.settings.resolutions.map((one) => ({ name: one })),
									}
								: { required: false },
						]),
					),
				}
			: {}),
	};
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
	const resolution = asString(asObject(fields.resolution).name);
	if (resolution !== undefined && !store.settings.resolutions.includes(resolution)) {
		return problem(400, [], { resolution: `Resolution name '${resolution}' is not valid` });
	}
	for (const operation of asArray(asObject(input.update).comment)) {
		const { body } = asObject(asObject(operation).add);
		const refused = checkComment(body);
		if (refused !== undefined) return refused;
		// Without a screen Jira takes the request and loses the comment.
		if (transition.screen !== undefined && isObject(body)) addComment(issue, body, store);
	}
	store.setStatus(issue, to, resolution ?? transition.resolution);
	return { status: 204 };
}

/** Comments, transitions and links. */
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
				const comment = addComment(issue, body, store, properties);
				store.touch(issue);
				return { status: 201, body: renderComment(comment, url(), issue.key) };
			}),
		'GET /rest/api/3/issue/:key/transitions': ({ query }, { key }) =>
			withIssue(store, key, (issue) => {
				const fields = query.expand?.includes('transitions.fields') ?? false;
				const list = available(issue, store)
					.filter((one) => query.transitionId === undefined || one.id === query.transitionId)
					.map((one) => renderTransition(one, store, fields));
				return { status: 200, body: { expand: 'transitions', transitions: list } };
			}),
		'POST /rest/api/3/issue/:key/transitions': (request, { key }) =>
			withIssue(store, key, (issue) => doTransition(issue, asObject(request.json), store)),
		'GET /rest/api/3/issueLinkType': () => ({
			status: 200,
			body: { issueLinkTypes: store.settings.linkTypes },
		}),
		'POST /rest/api/3/issueLink': (request) => {
			const input = asObject(request.json);
			const wanted = asObject(input.type);
			const type = store.settings.linkTypes.find(
				(one) => one.id === wanted.id || one.name === wanted.name,
			);
			if (type === undefined) {
				return problem(404, [`No issue link type with name '${String(wanted.name)}' found.`]);
			}
			const end = (side: unknown) =>
				store.find(asString(asObject(side).key) ?? asString(asObject(side).id));
			const inward = end(input.inwardIssue);
			const outward = end(input.outwardIssue);
			if (inward === undefined || outward === undefined) {
				return problem(404, ['Issue does not exist or you do not have permission to see it.']);
			}
			const known = inward.links.some(
				(link) => link.type === type.name && link.key === outward.key && link.side === 'outward',
			);
			if (!known) {
				const id = String(store.nextId());
				// Named from the other end: on the inward issue the other one is its outward issue.
				inward.links.push({ id, type: type.name, key: outward.key, side: 'outward' });
				outward.links.push({ id, type: type.name, key: inward.key, side: 'inward' });
				store.touch(inward);
				store.touch(outward);
			}
			return { status: 201 };
		},
	};
}
