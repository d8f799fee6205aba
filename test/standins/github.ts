import type { GithubContext } from './github/access';
import { issueRoutes } from './github/issues';
import { GithubLimits, type LimitOptions } from './github/limits';
import {
	fullName,
	NOT_FOUND,
	refusal,
	type GithubIssue,
	type GithubRepository,
	type GithubRepositorySeed,
	type GithubSeed,
	type StateReason,
} from './github/model';
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
export { MAX_ASSIGNEES, MAX_BODY, MAX_LABEL, MAX_TITLE } from './github/issueFields';

export interface GithubOptions extends LimitOptions {
	now?: () => number;
	/** How long the search index is behind the data, in milliseconds; 0 unless told. */
	searchLagMs?: number;
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

export interface GithubStandIn extends StandIn {
	readonly token: string;
	readonly login: string;
	/** The API as Enterprise Server has it, below `/api/v3`. */
	readonly enterpriseUrl: string;
	/** May be changed at any time. */
	searchLagMs: number;
	/** Whether searches say `incomplete_results`. */
	incompleteResults: boolean;
	/** How many requests were refused by a limit. */
	readonly refused: { primary: number; search: number; secondary: number };
	readonly repositories: GithubRepository[];
	/** Issues (and pull requests) of the first repository. */
	readonly issues: GithubIssue[];
	/** By full name, present or former; the first repository without a name. */
	repository(name?: string): GithubRepository;
	/** Issues without pull requests. */
	open(name?: string): GithubIssue[];
	seed(seed: GithubSeed, name?: string): GithubIssue;
	seedIssues(count: number, seed: (index: number) => GithubSeed, name?: string): GithubIssue[];
	addPullRequest(seed: GithubSeed, name?: string): GithubIssue;
	/** As a person does it in the browser. */
	setState(number: number, state: 'open' | 'closed', reason?: StateReason, name?: string): void;
	rename(from: string, to: string): void;
}

/** A secondary limit as GitHub answers it, for `fail({ kind: githubSecondaryLimit(3) })`. */
export function githubSecondaryLimit(retryAfter?: number, status: 403 | 429 = 403): Answer {
	return refusal(
		status,
		'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
		retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
	);
}

/** A used-up primary limit that is reset at this time (milliseconds). */
export function githubPrimaryLimit(resetAt: number, status: 403 | 429 = 403): Answer {
	return refusal(status, 'API rate limit exceeded for user ID 1.', {
		'x-ratelimit-limit': '5000',
		'x-ratelimit-remaining': '0',
		'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
	});
}

/** The same routes below `/repos/:owner/:repo` and below `/repositories/:id`. */
function below(context: GithubContext): Routes {
	const parts = { ...repositoryRoutes(context), ...issueRoutes(context) };
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
	let lag = options.searchLagMs ?? 0;
	let host = '';

	const store = new GithubStore(
		{
			now,
			searchLagMs: () => lag,
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
	const limits = new GithubLimits(options, now);
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

	function repository(name?: string): GithubRepository {
		const found =
			name === undefined ? store.repositories[0] : (store.named(name) ?? store.formerlyNamed(name));
		if (found === undefined) throw new Error(`No repository ${name} in the stand-in`);
		return found;
	}

	const server = await startServer(handle, { now });
	host = server.url;
	const standIn: GithubStandIn = Object.assign(server, {
		token,
		login,
		enterpriseUrl: `${host}/api/v3`,
		searchLagMs: lag,
		incompleteResults: false,
		refused: limits.refused,
		repositories: store.repositories,
		issues: store.repositories[0]?.issues ?? [],
		repository,
		open: (name?: string) =>
			repository(name).issues.filter((issue) => !issue.isPullRequest && issue.state === 'open'),
		seed: (seed: GithubSeed, name?: string) =>
			store.addIssue(repository(name), { indexed: true, ...seed }),
		seedIssues: (count: number, seed: (index: number) => GithubSeed, name?: string) =>
			Array.from({ length: count }, (_, index) =>
				store.addIssue(repository(name), { indexed: true, ...seed(index) }),
			),
		addPullRequest: (seed: GithubSeed, name?: string) =>
			store.addIssue(repository(name), { indexed: true, ...seed, isPullRequest: true }),
		setState: (number: number, state: 'open' | 'closed', reason?: StateReason, name?: string) =>
			store.setState(repository(name).issues[number - 1], state, reason),
		rename: (from: string, to: string) => {
			const found = repository(from);
			found.formerNames.push(fullName(found));
			[found.owner, found.name] = to.split('/');
			for (const issue of found.issues) issue.repository = to;
		},
	});
	return Object.defineProperty(standIn, 'searchLagMs', {
		get: () => lag,
		set: (value: number) => {
			lag = value;
		},
		enumerable: true,
	});
}
