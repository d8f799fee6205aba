import type { Answer, RecordedRequest } from '../server';
import { NOT_FOUND, refusal, type GithubIssue, type GithubRepository } from './model';
import type { GithubStore } from './store';

/** What a request is answered with: the store, and where the API and its host are. */
export interface GithubContext {
	store: GithubStore;
	/** `http://127.0.0.1:<port>` */
	host: string;
	/** The host with the prefix that the request came through (`/api/v3`, or none). */
	api: (request: RecordedRequest) => string;
	/** What a fine-grained token may do with issues; a classic one may write. */
	issuesPermission: 'write' | 'read' | 'none';
}

const NOT_ACCESSIBLE = refusal(403, 'Resource not accessible by personal access token');

/** Finds the repository that the path names, by name or by id. */
export function withRepository(
	context: GithubContext,
	request: RecordedRequest,
	params: Record<string, string>,
	use: (repository: GithubRepository) => Answer,
): Answer {
	const { store } = context;
	if (params.id !== undefined) {
		const byId = store.repositories.find((one) => String(one.id) === params.id);
		return byId?.visible === true ? use(byId) : NOT_FOUND;
	}
	const name = `${params.owner}/${params.repo}`;
	const repository = store.named(name);
	// A repository that the token does not see is said not to exist:
	// docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
	if (repository !== undefined) return repository.visible ? use(repository) : NOT_FOUND;
	const moved = store.formerlyNamed(name);
	if (moved?.visible !== true) return NOT_FOUND;
	const rest = request.path.replace(/^.*?\/repos\/[^/]+\/[^/]+/, '');
	return redirect(context, request, `/repositories/${moved.id}${rest}`);
}

function redirect(context: GithubContext, request: RecordedRequest, path: string): Answer {
	const query = new URLSearchParams(request.query).toString();
	const location = `${context.api(request)}${path}${query && `?${query}`}`;
	const reading = request.method === 'GET' || request.method === 'HEAD';
	return {
		status: reading ? 301 : 307,
		headers: { location },
		body: { message: reading ? 'Moved Permanently' : 'Temporary Redirect', url: location },
	};
}

/** As {@link withRepository}, for its issues: the right to see or write them is checked. */
export function withIssues(
	context: GithubContext,
	request: RecordedRequest,
	params: Record<string, string>,
	use: (repository: GithubRepository) => Answer,
): Answer {
	return withRepository(context, request, params, (repository) => {
		const writing = request.method !== 'GET';
		const { issuesPermission } = context;
		if (issuesPermission === 'none' || (writing && issuesPermission === 'read')) {
			return NOT_ACCESSIBLE;
		}
		if (!repository.hasIssues) return refusal(410, 'Issues has been disabled in this repository.');
		if (writing && repository.archived) {
			return refusal(403, 'Repository was archived so is read-only.');
		}
		return use(repository);
	});
}

export function withIssue(
	context: GithubContext,
	request: RecordedRequest,
	params: Record<string, string>,
	use: (issue: GithubIssue, repository: GithubRepository) => Answer,
): Answer {
	return withIssues(context, request, params, (repository) => {
		const number = Number(params.number);
		const issue = context.store.issue(repository, number);
		if (issue !== undefined) return use(issue, repository);
		const gone = repository.gone.get(number);
		// docs.github.com/rest/issues/issues#get-an-issue: 410 for a deleted issue, 301 for a transferred
		// one, 404 if the token does not see where it is now.
		if (gone === undefined) return NOT_FOUND;
		if (gone === 'deleted') return refusal(410, 'This issue was deleted');
		const home = context.store.named(gone.repository);
		if (home?.visible !== true) return NOT_FOUND;
		const rest = request.path.replace(/^.*\/issues\/\d+/, '');
		return redirect(context, request, `/repositories/${home.id}/issues/${gone.number}${rest}`);
	});
}
