import { asObject, asString } from '../json';
import type { Routes } from '../router';
import type { Answer, RecordedRequest } from '../server';
import { withRepository, type GithubContext } from './access';
import { checkLabel } from './issueFields';
import type { RepositoryRoutes } from './issues';
import { fullName, invalid, NOT_FOUND, refusal } from './model';
import { renderSelf, renderUser } from './accounts';
import { paged, renderLabel, renderMilestone, renderRepository, renderType } from './render';

/** What belongs to a repository beside its issues. */
export const repositoryRoutes: RepositoryRoutes = (context) => {
	const { store } = context;
	return {
		'GET ': (request, params) =>
			withRepository(context, request, params, (repository) => ({
				status: 200,
				body: renderRepository(repository, store, context.api(request)),
			})),
		'GET /labels': (request, params) =>
			withRepository(context, request, params, (repository) => {
				const page = paged(request, context.host, repository.labels, (label) =>
					renderLabel(label, fullName(repository), context.api(request)),
				);
				return { status: 200, headers: page.headers, body: page.entries };
			}),
		'GET /labels/:label': (request, params) =>
			withRepository(context, request, params, (repository) => {
				const label = store.label(repository, params.label);
				return label === undefined
					? NOT_FOUND
					: {
							status: 200,
							body: renderLabel(label, fullName(repository), context.api(request)),
						};
			}),
		'POST /labels': (request, params) =>
			withRepository(context, request, params, (repository) => {
				// community#197408
				if (!repository.push) {
					return refusal(403, 'You do not have permission to create labels on this repository.');
				}
				const { name, color, description } = asObject(request.json);
				const checked = checkLabel(name);
				if ('error' in checked) return invalid([checked.error]);
				if (store.label(repository, checked.name) !== undefined) {
					return invalid([{ resource: 'Label', field: 'name', code: 'already_exists' }]);
				}
				if (color !== undefined && !/^[0-9a-f]{6}$/i.test(String(color))) {
					return invalid([{ resource: 'Label', field: 'color', code: 'invalid', value: color }]);
				}
				const label = store.addLabel(
					repository,
					checked.name,
					asString(color),
					asString(description),
				);
				const body = renderLabel(label, fullName(repository), context.api(request));
				return { status: 201, body };
			}),
		'GET /assignees': (request, params) =>
			withRepository(context, request, params, (repository) => {
				const page = paged(request, context.host, repository.assignees, renderUser);
				return { status: 200, headers: page.headers, body: page.entries };
			}),
		'GET /assignees/:login': (request, params) =>
			withRepository(context, request, params, (repository) =>
				repository.assignees.some((one) => one.toLowerCase() === params.login.toLowerCase())
					? { status: 204 }
					: NOT_FOUND,
			),
		'GET /issue-types': (request, params) =>
			withRepository(context, request, params, (repository) =>
				issueTypes(context, request, repository.owner),
			),
		'GET /milestones': (request, params) =>
			withRepository(context, request, params, (repository) => {
				const { state = 'open' } = request.query;
				const found = repository.milestones.filter((one) => state === 'all' || one.state === state);
				const page = paged(request, context.host, found, (milestone) =>
					renderMilestone(milestone, fullName(repository), store, context.api(request)),
				);
				return { status: 200, headers: page.headers, body: page.entries };
			}),
	};
};

/** What belongs to the account and its organisations. */
export function accountRoutes(context: GithubContext): Routes {
	const { store } = context;
	const visible = () => store.repositories.filter((repository) => repository.visible);
	return {
		'GET /user': () => ({
			status: 200,
			body: renderSelf(store.settings.login, 'Alert Bot'),
		}),
		'GET /user/repos': (request) => {
			const api = context.api(request);
			const page = paged(request, context.host, visible(), (one) =>
				renderRepository(one, store, api),
			);
			return { status: 200, headers: page.headers, body: page.entries };
		},
		'GET /search/repositories': (request) => {
			const parts = (request.query.q ?? '').split(/\s+/).filter((part) => part !== '');
			if (parts.length === 0) {
				return invalid([{ resource: 'Search', field: 'q', code: 'missing' }]);
			}
			const owners = parts.flatMap((part) => /^(?:user|org):(.+)$/.exec(part)?.[1] ?? []);
			const words = parts.filter((part) => !part.includes(':')).map((part) => part.toLowerCase());
			const found = visible().filter(
				(one) =>
					(owners.length === 0 || owners.includes(one.owner)) &&
					words.every((word) => fullName(one).toLowerCase().includes(word)),
			);
			const api = context.api(request);
			const page = paged(
				request,
				context.host,
				found,
				(one) => renderRepository(one, store, api),
				1000,
			);
			return {
				status: 200,
				headers: page.headers,
				body: { total_count: found.length, incomplete_results: false, items: page.entries },
			};
		},
		'GET /orgs/:org/issue-types': (request, { org }) => issueTypes(context, request, org),
	};
}

/** Enterprise Server has no issue types up to 3.19, as GitHub's own descriptions show. */
function issueTypes(context: GithubContext, request: RecordedRequest, owner: string): Answer {
	const { settings } = context.store;
	const types = settings.issueTypes[owner] as string[] | undefined;
	if (types === undefined || context.api(request) !== context.host) return NOT_FOUND;
	return { status: 200, body: types.map((name, index) => renderType(name, index)) };
}
