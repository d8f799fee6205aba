import { activityRoutes } from './jira/activity';
import { catalogueRoutes } from './jira/catalogue';
import { blankIssue, issueRoutes } from './jira/issues';
import {
	jiraProject,
	standardLinkTypes,
	standardPriorities,
	standardResolutions,
	standardStatuses,
	standardTransitions,
	standardUsers,
	type JiraIssue,
	type JiraProject,
	type JiraStatus,
	type JiraTransition,
	type JiraUser,
} from './jira/model';
import { propertyRoutes } from './jira/properties';
import { search, searchRoutes } from './jira/search';
import { JiraStore, problem, type StoreSettings } from './jira/store';
import { router } from './router';
import { startServer, type Answer, type RecordedRequest, type StandIn } from './server';

export * from './jira/model';
export { adfLength, adfProblems, adfText, isAdf, MAX_ADF_LENGTH } from './jira/adf';

export interface JiraOptions {
	now?: () => number;
	/** How long search is behind the data, in milliseconds; 0 unless told. */
	searchLagMs?: number;
	email?: string;
	apiToken?: string;
	/**
	 * The token has scopes: the site answers it 401, the gateway takes it
	 * (sooperset/mcp-atlassian#968).
	 */
	scopedTokens?: boolean;
	cloudId?: string;
	projects?: JiraProject[];
	users?: JiraUser[];
	statuses?: JiraStatus[];
	transitions?: JiraTransition[];
	priorities?: Array<{ id: string; name: string }>;
	resolutions?: string[];
	linkTypes?: StoreSettings['linkTypes'];
	/** Entity properties that `issue.property[…]` finds; none unless told, as without an app. */
	indexedProperties?: string[];
	/** Whether the account may set project properties; it may not unless told. */
	projectAdmin?: boolean;
}

/** What a test may give of an issue that is to be there already. */
export type JiraSeed = Partial<
	Omit<JiraIssue, 'id' | 'key' | 'project' | 'issueType' | 'status'>
> & {
	projectKey?: string;
	issueType?: string;
	/** A status by name or id. */
	status?: string;
	/** Search sees it at once; set this to false to have it behind the lag. */
	indexed?: boolean;
};

export interface JiraStandIn extends StandIn {
	readonly email: string;
	readonly apiToken: string;
	readonly cloudId: string;
	/** What stands for `https://api.atlassian.com/ex/jira/<cloudId>`. */
	readonly gatewayUrl: string;
	/** May be changed at any time. */
	searchLagMs: number;
	readonly issues: JiraIssue[];
	readonly projectProperties: Map<string, unknown>;
	readonly userProperties: Map<string, unknown>;
	/** By id, key, or a key from before a move. */
	issue(idOrKey: string): JiraIssue | undefined;
	/** Issues with this label that are not done. */
	open(label: string): JiraIssue[];
	/** What a search would find now. */
	search(jql: string): JiraIssue[];
	seed(seed?: JiraSeed): JiraIssue;
	seedMany(count: number, seed: (index: number) => JiraSeed): JiraIssue[];
	/** As a person does it in the browser. */
	setStatus(idOrKey: string, status: string, resolution?: string): void;
	/** Moves an issue to another project: it gets a new key, the old one goes on working. */
	move(idOrKey: string, projectKey: string): JiraIssue;
	remove(idOrKey: string): void;
}

/** A 429 as Jira sends it, for `fail({ kind: jiraRateLimit(5) })`
 * (developer.atlassian.com/cloud/jira/platform/rate-limiting). */
export function jiraRateLimit(
	seconds: number,
	reason: 'jira-burst-based' | 'jira-per-issue-on-write' | 'quota-based' = 'jira-burst-based',
): Answer {
	return {
		status: 429,
		headers: {
			'retry-after': String(seconds),
			'x-ratelimit-reset': new Date(Date.now() + seconds * 1000).toISOString(),
			'ratelimit-reason': reason,
		},
		body: { errorMessages: ['Rate limit exceeded.'], errors: {} },
	};
}

/** A stateful stand-in of a Jira Cloud site and of Atlassian's API gateway in front of it. */
export async function startJira(options: JiraOptions = {}): Promise<JiraStandIn> {
	const now = options.now ?? Date.now;
	const email = options.email ?? 'alerts@example.com';
	const apiToken = options.apiToken ?? 'ATATT-jira-token';
	const cloudId = options.cloudId ?? '11223344-a1b2-3b33-c444-def123456789';
	const basic = `Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`;
	let lag = options.searchLagMs ?? 0;
	let url = '';

	const store = new JiraStore({
		now,
		searchLagMs: () => lag,
		projects: options.projects ?? [
			jiraProject('10000', 'OPS', 'Operations'),
			jiraProject('10001', 'SHOP', 'Shop'),
		],
		users: options.users ?? standardUsers,
		me: { accountId: '5d53f3cbc6b9320d9ea5bdc2', displayName: 'Alert Bot', emailAddress: email },
		statuses: options.statuses ?? standardStatuses,
		transitions: options.transitions ?? standardTransitions,
		priorities: options.priorities ?? standardPriorities,
		resolutions: options.resolutions ?? standardResolutions,
		linkTypes: options.linkTypes ?? standardLinkTypes,
		indexedProperties: options.indexedProperties ?? [],
		projectAdmin: options.projectAdmin ?? false,
	});
	const site = () => url;
	const route = router({
		...catalogueRoutes(store, site),
		...searchRoutes(store, site),
		...issueRoutes(store, site),
		...activityRoutes(store, site),
		...propertyRoutes(store),
	});

	function handle(request: RecordedRequest): Answer | Promise<Answer> {
		if (request.path === '/_edge/tenant_info') return { status: 200, body: { cloudId } };
		const gateway = /^\/ex\/jira\/([^/]+)(\/.*)$/.exec(request.path);
		if (gateway !== null && gateway[1] !== cloudId) {
			return { status: 404, body: { code: 404, message: 'Not Found' } };
		}
		const wrongToken = request.headers.authorization !== basic;
		if (gateway !== null && wrongToken) {
			return { status: 401, body: { code: 401, message: 'Unauthorized' } };
		}
		if (gateway === null && (wrongToken || options.scopedTokens === true)) {
			return {
				status: 401,
				headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' },
				body: 'Client must be authenticated to access this resource.',
			};
		}
		if (request.method === 'GET' && request.body !== '') {
			// The content network in front of Jira refuses it: n8n-io/n8n#14782.
			return { status: 403, body: '403 ERROR: The request could not be satisfied.' };
		}
		if (request.body !== '' && !request.headers['content-type']?.includes('application/json')) {
			return { status: 415, body: { status: 415, message: 'HTTP 415 Unsupported Media Type' } };
		}
		if (request.body !== '' && request.json === undefined) {
			return problem(400, [
				'There was an error parsing JSON. Check that your request body is valid.',
			]);
		}
		return (
			route(request, gateway?.[2] ?? request.path) ?? {
				status: 404,
				body: { message: 'null for uri: ' + request.path, 'status-code': 404 },
			}
		);
	}

	function must(idOrKey: string): JiraIssue {
		const issue = store.find(idOrKey);
		if (issue === undefined) throw new Error(`No issue ${idOrKey} in the stand-in`);
		return issue;
	}

	function statusNamed(nameOrId: string): JiraStatus {
		const status = store.settings.statuses.find(
			({ id, name }) => id === nameOrId || name === nameOrId,
		);
		if (status === undefined) throw new Error(`No status ${nameOrId} in the stand-in`);
		return status;
	}

	function seed(given: JiraSeed = {}): JiraIssue {
		const { projectKey, issueType = 'Bug', status, indexed = true, ...rest } = given;
		const project = store.project(projectKey ?? store.settings.projects[0].key);
		const type = project?.issueTypes.find(({ id, name }) => id === issueType || name === issueType);
		if (project === undefined || type === undefined)
			throw new Error('No such project or issue type');
		const issue: JiraIssue = { ...blankIssue(store, project, type), ...rest };
		if (status !== undefined) issue.status = statusNamed(status);
		if (issue.status.category === 'done') {
			issue.resolution ??= 'Done';
			issue.resolutionAt ??= issue.updatedAt;
		}
		store.add(issue, indexed);
		return issue;
	}

	const server = await startServer(handle, { now });
	url = server.url;
	const standIn = Object.assign(server, {
		email,
		apiToken,
		cloudId,
		gatewayUrl: `${url}/ex/jira/${cloudId}`,
		searchLagMs: lag,
		issues: store.issues,
		projectProperties: store.projectProperties,
		userProperties: store.userProperties,
		issue: (idOrKey: string) => store.find(idOrKey),
		open: (label: string) =>
			store.issues.filter(
				(issue) => issue.labels.includes(label) && issue.status.category !== 'done',
			),
		search: (jql: string) => search(jql, store),
		seed,
		seedMany: (count: number, make: (index: number) => JiraSeed) =>
			Array.from({ length: count }, (_, index) => seed(make(index))),
		setStatus: (idOrKey: string, status: string, resolution?: string) =>
			store.setStatus(must(idOrKey), statusNamed(status), resolution),
		move: (idOrKey: string, projectKey: string) => {
			const project = store.project(projectKey);
			if (project === undefined) throw new Error(`No project ${projectKey} in the stand-in`);
			store.rename(must(idOrKey), project);
			return must(idOrKey);
		},
		remove: (idOrKey: string) => store.remove(must(idOrKey)),
	});
	return Object.defineProperty(standIn, 'searchLagMs', {
		get: () => lag,
		set: (value: number) => {
			lag = value;
		},
		enumerable: true,
	});
}
