import type { RouteHandler, Routes } from '../router';
import type { Answer, RecordedRequest } from '../server';
import { NOT_FOUND, problem, type JiraStore } from './store';

/**
 * Entity properties of issues, projects and users: they are data, not index, so reading one is
 * always current. Key at most 255 characters, value at most 32,768
 * (developer.atlassian.com/cloud/jira/platform/jira-entity-properties).
 */
interface Shelf {
	get(key: string): unknown;
	set(key: string, value: unknown): void;
	drop(key: string): void;
	keys(): string[];
}

function shelfOf(map: Map<string, unknown>, prefix: string): Shelf {
	return {
		get: (key) => map.get(prefix + key),
		set: (key, value) => void map.set(prefix + key, value),
		drop: (key) => void map.delete(prefix + key),
		keys: () =>
			[...map.keys()]
				.filter((key) => key.startsWith(prefix))
				.map((key) => key.slice(prefix.length)),
	};
}

function write(request: RecordedRequest, shelf: Shelf, key: string): Answer {
	if (request.json === undefined) return problem(400, ['The property value has to be valid JSON.']);
	if (key.length > 255) return problem(400, ['The property key is longer than 255 characters.']);
	if (request.body.length > 32_768) {
		return problem(400, ['The property value cannot be longer than 32768 characters.']);
	}
	const known = shelf.get(key) !== undefined;
	shelf.set(key, request.json);
	return { status: known ? 200 : 201 };
}

type FindShelf = (
	request: RecordedRequest,
	params: Record<string, string>,
	writing: boolean,
) => Shelf | Answer;

function routesFor(path: string, find: FindShelf): Routes {
	const wrap =
		(
			writing: boolean,
			use: (shelf: Shelf, key: string, request: RecordedRequest) => Answer,
		): RouteHandler =>
		(request, params) => {
			const shelf = find(request, params, writing);
			return 'status' in shelf ? shelf : use(shelf, params.property, request);
		};
	return {
		[`GET ${path}`]: wrap(false, (shelf) => ({
			status: 200,
			body: { keys: shelf.keys().map((key) => ({ key })) },
		})),
		[`GET ${path}/:property`]: wrap(false, (shelf, key) => {
			const value = shelf.get(key);
			return value === undefined
				? problem(404, ['The property with the given key is not found.'])
				: { status: 200, body: { key, value } };
		}),
		[`PUT ${path}/:property`]: wrap(true, (shelf, key, request) => write(request, shelf, key)),
		[`DELETE ${path}/:property`]: wrap(true, (shelf, key) => {
			shelf.drop(key);
			return { status: 204 };
		}),
	};
}

export function propertyRoutes(store: JiraStore): Routes {
	return {
		...routesFor('/rest/api/3/issue/:key/properties', (_request, { key }) => {
			const issue = store.find(key);
			if (issue === undefined) return problem(404, [NOT_FOUND]);
			const { properties } = issue;
			return {
				get: (name) => properties[name],
				set: (name, value) => {
					properties[name] = value;
					store.touch(issue);
				},
				drop: (name) => {
					delete properties[name];
					store.touch(issue);
				},
				keys: () => Object.keys(properties),
			};
		}),
		...routesFor('/rest/api/3/project/:project/properties', (_request, params, writing) => {
			const project = store.project(params.project);
			if (project === undefined) return problem(404, ['The project does not exist.']);
			if (writing && !store.settings.projectAdmin) {
				return problem(403, ['You do not have permission to administer this project.']);
			}
			return shelfOf(store.projectProperties, `${project.key}/`);
		}),
		...routesFor('/rest/api/3/user/properties', ({ query }) => {
			const { me } = store.settings;
			// An account may keep properties of its own; those of others need an administrator.
			if (query.accountId !== undefined && query.accountId !== me.accountId) {
				return problem(403, ['You do not have permission to edit this user.']);
			}
			return shelfOf(store.userProperties, `${me.accountId}/`);
		}),
	};
}
