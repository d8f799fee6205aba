import { asArray, asObject, asString, isObject, strings, whole, type JsonObject } from '../json';
import type { Routes } from '../router';
import type { Answer, RecordedRequest } from '../server';
import { applyFields, checkFields, type FieldErrors } from './fields';
import type { JiraIssue, JiraProject, JiraIssueType } from './model';
import { renderChangelog, renderIssue } from './render';
import { NOT_FOUND, problem, type JiraStore } from './store';

/** A refusal by field; an invalid document is told without saying where (all ADF clients meet it). */
export function refuse(errors: FieldErrors): Answer {
	const invalid = Object.values(errors).includes('INVALID_INPUT');
	return invalid ? problem(400, ['INVALID_INPUT']) : problem(400, [], errors);
}

/** A new issue with nothing set but what Jira sets by itself. */
export function blankIssue(store: JiraStore, project: JiraProject, type: JiraIssueType): JiraIssue {
	const { now, statuses, priorities, me } = store.settings;
	const hasPriority = type.fields.some((field) => field.fieldId === 'priority');
	return {
		id: String(store.nextId()),
		key: store.newKey(project),
		project,
		issueType: type,
		summary: '',
		description: null,
		labels: [],
		status: statuses.find((status) => status.category === 'new') ?? statuses[0],
		resolution: null,
		resolutionAt: null,
		categoryChangedAt: now(),
		creator: me.accountId,
		createdAt: now(),
		updatedAt: now(),
		priority: hasPriority ? (priorities.find((one) => one.id === '3')?.name ?? null) : null,
		assignee: null,
		components: [],
		parentKey: null,
		customFields: {},
		properties: {},
		comments: [],
		links: [],
		history: [],
		remoteLinks: [],
	};
}

function create(request: RecordedRequest, store: JiraStore, url: string): Answer {
	const input = asObject(request.json);
	if (!isObject(input.fields)) return problem(400, ["'fields' is required."]);
	const { fields } = input;
	const projectRef = asObject(fields.project);
	const project = store.project(asString(projectRef.key) ?? asString(projectRef.id));
	if (project === undefined) {
		// wso2/product-integrator-mi#3420, Cognigy/Extensions#469
		return problem(400, [], { project: 'Specify a valid project ID or key' });
	}
	const typeRef = asObject(fields.issuetype);
	const issueType = project.issueTypes.find(
		(type) =>
			(typeRef.id !== undefined && type.id === String(typeRef.id)) ||
			(typeRef.id === undefined && type.name === typeRef.name),
	);
	if (issueType === undefined) {
		return problem(400, [], { issuetype: 'Specify a valid issue type' });
	}
	const errors = checkFields(fields, { store, project, issueType }, true);
	if (Object.keys(errors).length > 0) return refuse(errors);
	const issue = blankIssue(store, project, issueType);
	applyFields(issue, fields, store);
	for (const entry of asArray(input.properties)) {
		const { key, value } = asObject(entry);
		if (typeof key === 'string') issue.properties[key] = value;
	}
	store.add(issue);
	return {
		status: 201,
		body: { id: issue.id, key: issue.key, self: `${url}/rest/api/3/issue/${issue.id}` },
	};
}

/** What `update` verbs make of the current value of a list field, or of any field by `set`. */
function applyVerbs(issue: JiraIssue, update: JsonObject): { fields: JsonObject; error?: string } {
	const fields: JsonObject = {};
	for (const [fieldId, operations] of Object.entries(update)) {
		if (fieldId === 'comment' || fieldId === 'issuelinks') continue;
		let list: unknown[] =
			fieldId === 'labels'
				? [...issue.labels]
				: fieldId === 'components'
					? issue.components.map((name) => ({ name }))
					: [...asArray(issue.customFields[fieldId])];
		let set: unknown;
		for (const operation of asArray(operations)) {
			const [verb, value] = Object.entries(asObject(operation))[0] ?? [];
			const same = (other: unknown) => JSON.stringify(other) === JSON.stringify(value);
			if (verb === 'set') set = value;
			else if (verb === 'add') list = list.some(same) ? list : [...list, value];
			else if (verb === 'remove') list = list.filter((other) => !same(other));
			else return { fields, error: `The operation '${String(verb)}' is not supported.` };
			if (verb === 'set' && Array.isArray(value)) list = [...(value as unknown[])];
		}
		fields[fieldId] = set !== undefined && !Array.isArray(set) ? set : list;
	}
	return { fields };
}

function edit(issue: JiraIssue, input: JsonObject, store: JiraStore): Answer | undefined {
	const fields = asObject(input.fields);
	const update = asObject(input.update);
	const twice = Object.keys(fields).find((fieldId) => fieldId in update);
	if (twice !== undefined) {
		return problem(400, [`Field '${twice}' cannot appear in both 'fields' and 'update'`]);
	}
	const verbs = applyVerbs(issue, update);
	if (verbs.error !== undefined) return problem(400, [verbs.error]);
	const changes = { ...fields, ...verbs.fields };
	const { project, issueType } = issue;
	const errors = checkFields(changes, { store, project, issueType }, false);
	if (Object.keys(errors).length > 0) return refuse(errors);
	const { labels, ...others } = changes;
	applyFields(issue, others, store);
	if (labels !== undefined) store.relabel(issue, asArray(labels).map(String));
	for (const operation of asArray(update.comment)) {
		const { body } = asObject(asObject(operation).add);
		if (isObject(body)) addComment(issue, body, store);
	}
	store.touch(issue);
	return undefined;
}

export function addComment(
	issue: JiraIssue,
	body: JsonObject,
	store: JiraStore,
	properties?: unknown,
) {
	const comment = {
		id: String(store.nextId()),
		body,
		author: store.settings.me.accountId,
		createdAt: store.settings.now(),
		...(properties === undefined ? {} : { properties }),
	};
	issue.comments.push(comment);
	return comment;
}

/** Calls `use` with the issue that the path names, or answers 404. */
export function withIssue(
	store: JiraStore,
	key: string | undefined,
	use: (issue: JiraIssue) => Answer,
): Answer {
	const issue = store.find(key);
	return issue === undefined ? problem(404, [NOT_FOUND]) : use(issue);
}

export function issueRoutes(store: JiraStore, url: () => string): Routes {
	return {
		'POST /rest/api/3/issue': (request) => create(request, store, url()),
		'GET /rest/api/3/issue/:key': ({ query }, { key }) =>
			withIssue(store, key, (issue) => {
				const fields = query.fields?.split(',').map((name) => name.trim()) ?? ['*all'];
				const keys = strings(query.properties?.split(','));
				const changelog = query.expand?.split(',').includes('changelog');
				return {
					status: 200,
					body: {
						...renderIssue(issue, store, url(), fields, keys),
						...(changelog ? { changelog: renderChangelog(issue, store) } : {}),
					},
				};
			}),
		'PUT /rest/api/3/issue/:key': (request, { key }) =>
			withIssue(store, key, (issue) => {
				const refused = edit(issue, asObject(request.json), store);
				if (refused !== undefined) return refused;
				return request.query.returnIssue === 'true'
					? { status: 200, body: renderIssue(issue, store, url(), ['*all']) }
					: { status: 204 };
			}),
		'DELETE /rest/api/3/issue/:key': (_request, { key }) =>
			withIssue(store, key, (issue) => {
				store.remove(issue);
				return { status: 204 };
			}),
		'GET /rest/api/3/issue/:key/editmeta': (_request, { key }) =>
			withIssue(store, key, (issue) => ({
				status: 200,
				body: {
					fields: Object.fromEntries(
						issue.issueType.fields.map((field) => [
							field.fieldId,
							{ ...field, key: field.fieldId },
						]),
					),
				},
			})),
		'GET /rest/api/3/issue/:key/remotelink': ({ query }, { key }) =>
			withIssue(store, key, (issue) => ({
				status: 200,
				body: issue.remoteLinks.filter(
					(link) => query.globalId === undefined || link.globalId === query.globalId,
				),
			})),
		'POST /rest/api/3/issue/:key/remotelink': (request, { key }) =>
			withIssue(store, key, (issue) => {
				const input = asObject(request.json);
				const globalId = asString(input.globalId);
				const object = asObject(input.object);
				if (!asString(object.url) || !asString(object.title)) {
					return problem(400, [], { url: "'url' is required.", title: "'title' is required." });
				}
				const known = issue.remoteLinks.find(
					(link) => globalId !== undefined && link.globalId === globalId,
				);
				// A link with a known global id is overwritten, not doubled.
				if (known !== undefined) known.object = object;
				const id = known?.id ?? store.nextId();
				if (known === undefined) issue.remoteLinks.push({ id, globalId, object });
				return {
					status: known === undefined ? 201 : 200,
					body: { id, self: `${url()}/rest/api/3/issue/${issue.key}/remotelink/${id}` },
				};
			}),
	};
}

/** Reads offset paging from the query. */
export function paging(query: Record<string, string>, most = 100, usual = 50) {
	return {
		startAt: whole(query.startAt, 0, 0, Number.MAX_SAFE_INTEGER),
		maxResults: whole(query.maxResults, usual, 1, most),
	};
}
