import type { GithubContext } from './github/access';
import { eventRoutes } from './github/events';
import { issueRoutes } from './github/issues';
import { GithubLimits, type LimitOptions } from './github/limits';
import {
	NOT_FOUND,
	refusal,
	type GithubIssue,
	type GithubRepository,
	type GithubRepositorySeed,
} from './github/model';
import { githubPeople, type GithubPeople } from './github/people';
import { accountRoutes, repositoryRoutes } from './github/repositories';
import { searchRoutes } from './github/search';
import { GithubStore } from './github/store';
import { router, type Routes } from './router';
import { startServer, type Answer, type RecordedRequest, type StandIn } from './server';

export type {
	GithubComment,
	GithubIssue,
	GithubMilestone,
	GithubRepository,
	GithubRepositorySeed,
	GithubSeed,
	StateReason,
} from './github/model';
export type { GithubPeople } from './github/people';
export * from './github/refusals';
export { MAX_ASSIGNEES, MAX_BODY, MAX_LABEL, MAX_TITLE } from './github/issueFields';

export interface GithubOptions extends LimitOptions {
	now?: () => number;
	/** How long the search index is behind the data, in milliseconds; 0 unless told. */
	searchLagMs?: number;
	/** How long lists of issues are behind; one issue by its number is always current. */
	listLagMs?: number;
	/** How many comments an issue can have; 2,500 unless told. */
	commentLimit?: number;
	/** What GitHub calls the field of a refused issue type; `type` unless told. */
	issueTypeField?: 'type' | 'issue_type';
	token?: string;
	/** The account that the token belongs to. */
	login?: string;
	/** A fine-grained token: it has permissions instead of scopes. */
	fineGrained?: boolean;
	/** What the token may do with issues; `write` unless told. */
	issuesPermission?: 'write' | 'read' | 'none';
	/** `acme/shop` and `acme/tools` unless told. */
	repositories?: GithubRepositorySeed[];
	/** Issue types of organisations; `{ acme: ['Bug', 'Feature', 'Task'] }` unless told. */
	issueTypes?: Record<string, string[]>;
	webUrl?: string;
}

export interface GithubStandIn extends StandIn, GithubPeople {
	readonly token: string;
	readonly login: string;
	/** The API as Enterprise Server has it, below `/api/v3`. */
	readonly enterpriseUrl: string;
	/** May be changed at any time, like those that follow. */
	searchLagMs: number;
	listLagMs: number;
	commentLimit: number;
	issueTypeField: 'type' | 'issue_type';
	/** Whether searches say `incomplete_results`. */
	incompleteResults: boolean;
	/** How many requests were refused by a limit. */
	readonly refused: { primary: number; search: number; secondary: number };
	readonly repositories: GithubRepository[];
	/** Issues (and pull requests) of the first repository. */
	readonly issues: GithubIssue[];
	/** Uses the primary limit up, until it is reset after this time. */
	exhaust(resetInMs: number): void;
}

/** The same routes below `/repos/:owner/:repo` and below `/repositories/:id`. */
function below(context: GithubContext): Routes {
	const parts = { ...repositoryRoutes(context), ...issueRoutes(context), ...eventRoutes(context) };
	const routes: Routes = {};
	for (const [name, handler] of Object.entries(parts)) {
		const [method, path] = name.split(' ');
		routes[`${method} /repos/:owner/:repo${path}`] = handler;
		routes[`${method} /repositories/:id${path}`] = handler;
	}
	return routes;
}

/** A stateful stand-in of GitHub's REST API. */
export async function startGithub(options: GithubOptions = {}): Promise<GithubStandIn> {
	const now = options.now ?? Date.now;
	const token = options.token ?? 'ghp_githubtokengithubtokengithubtoken1234';
	const login = options.login ?? 'alert-bot';
	let host = '';

	const store = new GithubStore(
		{
			now,
			searchLagMs: () => standIn.searchLagMs,
			listLagMs: () => standIn.listLagMs,
			commentLimit: () => standIn.commentLimit,
			issueTypeField: () => standIn.issueTypeField,
			login,
			issueTypes: options.issueTypes ?? { acme: ['Bug', 'Feature', 'Task'] },
			webUrl: options.webUrl ?? 'https://github.com',
		},
		options.repositories ?? [
			{
				fullName: 'acme/shop',
				labels: ['bug'],
				milestones: [{ number: 1, title: 'v1.0', state: 'open' }],
			},
			{ fullName: 'acme/tools' },
		],
	);
	const limits = new GithubLimits(options, now, () => standIn.inFlight);
	const prefix = (request: RecordedRequest) =>
		request.path.startsWith('/api/v3') ? '/api/v3' : '';
	const context: GithubContext = {
		store,
		get host() {
			return host;
		},
		api: (request) => host + prefix(request),
		issuesPermission: options.issuesPermission ?? 'write',
	};
	const route = router({
		...accountRoutes(context),
		...searchRoutes(context, () => standIn.incompleteResults),
		...below(context),
		'GET /rate_limit': () => ({ status: 200, body: { resources: {} } }),
	});

	async function handle(request: RecordedRequest): Promise<Answer> {
		const path = request.path.slice(prefix(request).length);
		const answer = await answerRequest(request, path);
		return {
			...answer,
			headers: {
				...limits.headers(path),
				...(options.fineGrained === true ? {} : { 'x-oauth-scopes': 'repo' }),
				...answer.headers,
			},
		};
	}

	function answerRequest(request: RecordedRequest, path: string): Answer | Promise<Answer> {
		if (request.headers['user-agent'] === undefined) {
			// docs.github.com/rest/using-the-rest-api/getting-started-with-the-rest-api#user-agent
			return refusal(
				403,
				'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
			);
		}
		const authorization = /^(?:Bearer|token) (.+)$/.exec(request.headers.authorization ?? '');
		if (authorization?.[1] !== token) return refusal(401, 'Bad credentials');
		const limited = limits.check(request, path);
		if (limited !== undefined) return limited;
		if (request.body !== '' && request.json === undefined) {
			return refusal(400, 'Problems parsing JSON');
		}
		return route(request, path) ?? NOT_FOUND;
	}

	const server = await startServer(handle, { now });
	host = server.url;
	const standIn: GithubStandIn = Object.assign(server, {
		token,
		login,
		enterpriseUrl: `${host}/api/v3`,
		searchLagMs: options.searchLagMs ?? 0,
		listLagMs: options.listLagMs ?? 0,
		commentLimit: options.commentLimit ?? 2_500,
		issueTypeField: options.issueTypeField ?? 'type',
		incompleteResults: false,
		refused: limits.refused,
		repositories: store.repositories,
		issues: store.repositories[0]?.issues ?? [],
		exhaust: (resetInMs: number) => limits.exhaust(resetInMs),
		...githubPeople(store),
	});
	return standIn;
}
