import { slice } from '../json';
import type { Routes } from '../router';
import type { Answer } from '../server';
import { paging } from './issues';
import type { JiraIssueType, JiraProject, JiraUser } from './model';
import { renderUser } from './render';
import { problem, type JiraStore } from './store';

function renderType(type: JiraIssueType) {
	return {
		id: type.id,
		name: type.name,
		untranslatedName: type.name,
		subtask: type.hierarchyLevel === -1,
		hierarchyLevel: type.hierarchyLevel,
	};
}

function noProject(idOrKey: string): Answer {
	return problem(404, [`No project could be found with key '${idOrKey}'.`]);
}

/** One page of a list, in the form that Jira's paged collections have. */
function page<T>(
	name: string,
	list: T[],
	query: Record<string, string>,
	most?: number,
	usual?: number,
): Answer {
	const { startAt, maxResults } = paging(query, most, usual);
	const values = slice(list, startAt, maxResults);
	return {
		status: 200,
		body: {
			startAt,
			maxResults,
			total: list.length,
			isLast: startAt + values.length >= list.length,
			[name]: values,
		},
	};
}

function componentsOf({ components, issueTypes }: JiraProject) {
	if (components !== undefined) return components;
	const fields = issueTypes.flatMap((type) => type.fields);
	const choices = fields.filter(({ fieldId }) => fieldId === 'components');
	const byId = new Map(
		choices.flatMap(({ allowedValues = [] }) =>
			allowedValues.map(({ id, name = '' }) => [id, { id, name }] as const),
		),
	);
	return [...byId.values()];
}

function matching(users: JiraUser[], query: Record<string, string>): JiraUser[] {
	const text = (query.query ?? '').toLowerCase();
	return users.filter(
		(user) =>
			(query.accountId === undefined || user.accountId === query.accountId) &&
			(user.displayName.toLowerCase().includes(text) ||
				user.emailAddress?.toLowerCase().startsWith(text) === true),
	);
}

/** What a site has to choose from: projects, issue types, fields, priorities, users. */
export function catalogueRoutes(store: JiraStore, url: () => string): Routes {
	const { settings } = store;
	const everyone = () => {
		const others = settings.users.filter((user) => user.accountId !== settings.me.accountId);
		return [settings.me, ...others];
	};
	const summary = ({ id, key, name }: JiraProject) => ({
		id,
		key,
		name,
		projectTypeKey: 'software',
		self: `${url()}/rest/api/3/project/${id}`,
	});
	const priorities = () =>
		settings.priorities.map((one) => ({ ...one, isDefault: one.id === '3' }));
	return {
		'GET /rest/api/3/myself': () => ({ status: 200, body: renderUser(settings.me) }),
		'GET /rest/api/3/serverInfo': () => ({
			status: 200,
			body: { baseUrl: url(), deploymentType: 'Cloud', version: '1001.0.0-SNAPSHOT' },
		}),
		'GET /rest/api/3/project/search': ({ query }) => {
			const text = (query.query ?? '').toLowerCase();
			const found = settings.projects.filter(
				({ key, name }) => key.toLowerCase().includes(text) || name.toLowerCase().includes(text),
			);
			return page('values', found.map(summary), query);
		},
		'GET /rest/api/3/project/:project': (_request, params) => {
			const project = store.project(params.project);
			if (project === undefined) return noProject(params.project);
			return {
				status: 200,
				body: { ...summary(project), issueTypes: project.issueTypes.map(renderType) },
			};
		},
		'GET /rest/api/3/project/:project/component': ({ query }, params) => {
			const project = store.project(params.project);
			if (project === undefined) return noProject(params.project);
			const components = componentsOf(project).map((one) => ({
				...one,
				self: `${url()}/rest/api/3/component/${one.id}`,
				project: project.key,
				projectId: Number(project.id),
			}));
			return page('values', components, query);
		},
		'GET /rest/api/3/label': ({ query }) => {
			const labels = [...settings.labels, ...store.issues.flatMap((issue) => issue.labels)];
			return page('values', [...new Set(labels)].sort(), query, 1000, 1000);
		},
		'GET /rest/api/3/issue/createmeta/:project/issuetypes': ({ query }, params) => {
			const project = store.project(params.project);
			if (project === undefined) return noProject(params.project);
			return page('issueTypes', project.issueTypes.map(renderType), query, 200);
		},
		'GET /rest/api/3/issue/createmeta/:project/issuetypes/:type': ({ query }, params) => {
			const project = store.project(params.project);
			if (project === undefined) return noProject(params.project);
			const type = project.issueTypes.find((one) => one.id === params.type);
			if (type === undefined) return problem(404, ['The issue type could not be found.']);
			const fields = type.fields.map((field) => ({
				...field,
				key: field.fieldId,
				required: field.required ?? false,
				hasDefaultValue: field.hasDefaultValue ?? false,
				operations: field.schema.type === 'array' ? ['add', 'set', 'remove'] : ['set'],
			}));
			return page('fields', fields, query, 200);
		},
		'GET /rest/api/3/field': () => {
			const all = settings.projects.flatMap((project) =>
				project.issueTypes.flatMap((type) => type.fields),
			);
			const byId = new Map(all.map((field) => [field.fieldId, field]));
			return {
				status: 200,
				body: [...byId.values()].map(({ fieldId, name, schema }) => ({
					id: fieldId,
					key: fieldId,
					name,
					custom: schema.custom !== undefined,
					schema,
				})),
			};
		},
		'GET /rest/api/3/priority': () => ({ status: 200, body: priorities() }),
		'GET /rest/api/3/priority/search': ({ query }) => page('values', priorities(), query),
		'GET /rest/api/3/resolution': () => ({
			status: 200,
			body: settings.resolutions.map((name, index) => ({ id: String(10_000 + index), name })),
		}),
		'GET /rest/api/3/user/search': ({ query }) => {
			if (query.query === undefined && query.accountId === undefined) {
				return problem(400, ['A query parameter is needed.']);
			}
			const { startAt, maxResults } = paging(query, 1000);
			const found = slice(matching(everyone(), query), startAt, maxResults);
			return { status: 200, body: found.map(renderUser) };
		},
		'GET /rest/api/3/user/assignable/search': ({ query }) => {
			const project = store.project(query.project) ?? store.find(query.issueKey)?.project;
			if (project === undefined) return noProject(query.project ?? query.issueKey ?? '');
			const { startAt, maxResults } = paging(query, 1000);
			const found = matching(everyone(), query).filter(
				(user) => user.assignableIn?.includes(project.key) ?? true,
			);
			return { status: 200, body: slice(found, startAt, maxResults).map(renderUser) };
		},
	};
}
