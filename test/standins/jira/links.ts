import { asObject, asString, type JsonObject } from '../json';
import type { Routes } from '../router';
import type { JiraIssue } from './model';
import { renderLinked } from './render';
import { NOT_FOUND, problem, type JiraStore } from './store';

/** Links between issues. */
export function linkRoutes(store: JiraStore, url: () => string): Routes {
	const { settings } = store;
	const linkOf = (id: string) => {
		const at = store.issues.find((issue) => issue.links.some((link) => link.id === id));
		return { at, link: at?.links.find((link) => link.id === id) };
	};
	const end = (side: unknown): JiraIssue | undefined =>
		store.find(asString(asObject(side).key) ?? asString(asObject(side).id));
	return {
		'GET /rest/api/3/issueLinkType': () => ({
			status: 200,
			body: { issueLinkTypes: settings.linkTypes },
		}),
		'POST /rest/api/3/issueLink': (request) => {
			const input = asObject(request.json);
			const wanted = asObject(input.type);
			const type = settings.linkTypes.find(
				(one) => one.id === wanted.id || one.name === wanted.name,
			);
			if (type === undefined) {
				return problem(404, [`No issue link type with name '${String(wanted.name)}' found.`]);
			}
			const inward = end(input.inwardIssue);
			const outward = end(input.outwardIssue);
			if (inward === undefined || outward === undefined) return problem(404, [NOT_FOUND]);
			if ([inward, outward].some(({ links }) => links.length >= settings.limits.links)) {
				return problem(413, ['The limit of links is reached.']);
			}
			store.link(type.name, inward, outward);
			return { status: 201 };
		},
		'GET /rest/api/3/issueLink/:id': (_request, { id }) => {
			const { at, link } = linkOf(id);
			const other = store.find(link?.key);
			if (at === undefined || link === undefined || other === undefined) {
				return problem(404, [`No issue link with id '${id}' exists.`]);
			}
			const ends: Record<string, JsonObject> = {
				inwardIssue: renderLinked(link.side === 'inward' ? other : at, store, url()),
				outwardIssue: renderLinked(link.side === 'inward' ? at : other, store, url()),
			};
			const type = settings.linkTypes.find((one) => one.name === link.type);
			return { status: 200, body: { id, type, ...ends } };
		},
		'DELETE /rest/api/3/issueLink/:id': (_request, { id }) => {
			if (linkOf(id).at === undefined) {
				return problem(404, [`No issue link with id '${id}' exists.`]);
			}
			for (const issue of store.issues) {
				const left = issue.links.filter((link) => link.id !== id);
				if (left.length === issue.links.length) continue;
				issue.links = left;
				store.touch(issue);
			}
			return { status: 204 };
		},
	};
}
