import { admit, README_SCOPES } from './jira/access';
import { activityRoutes } from './jira/activity';
import { catalogueRoutes } from './jira/catalogue';
import { changelogRoutes } from './jira/changelog';
import { issueRoutes } from './jira/issues';
import { linkRoutes } from './jira/links';
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
import { jiraPeople, type JiraPeople } from './jira/people';
import { propertyRoutes } from './jira/properties';
import { searchRoutes } from './jira/search';
import { JiraStore, problem, type StoreSettings } from './jira/store';
import { router } from './router';
import { startServer, type Answer, type RecordedRequest, type StandIn } from './server';

export * from './jira/model';
export type { JiraPeople, JiraSeed, OfferedTransition } from './jira/people';
export * from './jira/refusals';
export { fullScreen } from './jira/screen';
export { README_SCOPES } from './jira/access';
export { adfLength, adfProblems, adfText, isAdf, MAX_ADF_LENGTH } from './jira/adf';

export interface JiraOptions {
	now?: () => number;
	/** How long search is behind the data, in milliseconds; 0 unless told. */
	searchLagMs?: number;
	email?: string;
	apiToken?: string;
	/** The token is expired or revoked. */
	tokenExpired?: boolean;
	/** The token has these scopes, and works through the gateway alone. */
	scopes?: string[];
	/** The token has the scopes that README names. */
	scopedTokens?: boolean;
	cloudId?: string;
	projects?: JiraProject[];
	users?: JiraUser[];
	statuses?: JiraStatus[];
	transitions?: JiraTransition[];
	priorities?: Array<{ id: string; name: string }>;
	resolutions?: string[];
	groups?: string[];
	/** Labels beside those of its issues. */
	labels?: string[];
	linkTypes?: StoreSettings['linkTypes'];
	/** Entity properties that `issue.property[…]` finds; none unless told, as without an app. */
	indexedProperties?: string[];
	/** Whether the account may set project properties; it may not unless told. */
	projectAdmin?: boolean;
	/** How many comments, and links, an issue can have; 5,000 and 2,000 unless told. */
	commentLimit?: number;
	linkLimit?: number;
}

export interface JiraStandIn extends StandIn, JiraPeople {
	readonly email: string;
	readonly apiToken: string;
	readonly cloudId: string;
	/** What stands for `https://api.atlassian.com/ex/jira/<cloudId>`. */
	readonly gatewayUrl: string;
	/** May be changed at any time, like those that follow. */
	searchLagMs: number;
	tokenExpired: boolean;
	/** Undefined for a token without scopes. */
	scopes: string[] | undefined;
	readonly limits: StoreSettings['limits'];
	readonly users: JiraUser[];
	readonly issues: JiraIssue[];
	readonly projectProperties: Map<string, unknown>;
	readonly userProperties: Map<string, unknown>;
}

/** A stateful stand-in of a Jira Cloud site and of Atlassian's API gateway in front of it. */
export async function startJira(options: JiraOptions = {}): Promise<JiraStandIn> {
	const now = options.now ?? Date.now;
	const email = options.email ?? 'alerts@example.com';
	const apiToken = options.apiToken ?? 'ATATT-jira-token';
	const cloudId = options.cloudId ?? '11223344-a1b2-3b33-c444-def123456789';
	let url = '';

	const store = new JiraStore({
		now,
		searchLagMs: () => standIn.searchLagMs,
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
		groups: options.groups ?? ['jira-users', 'on-call'],
		labels: options.labels ?? [],
		linkTypes: options.linkTypes ?? standardLinkTypes,
		indexedProperties: options.indexedProperties ?? [],
		projectAdmin: options.projectAdmin ?? false,
		// support.atlassian.com/jira-cloud-administration, "limits per work item"
		limits: { comments: options.commentLimit ?? 5_000, links: options.linkLimit ?? 2_000 },
	});
	const site = () => url;
	const route = router({
		...catalogueRoutes(store, site),
		...searchRoutes(store, site),
		...issueRoutes(store, site),
		...activityRoutes(store, site),
		...changelogRoutes(store),
		...linkRoutes(store, site),
		...propertyRoutes(store),
	});

	async function handle(request: RecordedRequest): Promise<Answer> {
		if (request.path === '/_edge/tenant_info') return { status: 200, body: { cloudId } };
		const admitted = admit(request, {
			email,
			apiToken,
			cloudId,
			tokenExpired: () => standIn.tokenExpired,
			scopes: () => standIn.scopes,
		});
		if ('refused' in admitted) return admitted.refused;
		const answer = await answerRequest(request, admitted.path);
		return { ...answer, headers: { ...admitted.headers, ...answer.headers } };
	}

	function answerRequest(request: RecordedRequest, path: string): Answer | Promise<Answer> {
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
			route(request, path) ?? {
				status: 404,
				body: { message: 'null for uri: ' + request.path, 'status-code': 404 },
			}
		);
	}

	const server = await startServer(handle, { now });
	url = server.url;
	const standIn: JiraStandIn = Object.assign(server, {
		email,
		apiToken,
		cloudId,
		gatewayUrl: `${url}/ex/jira/${cloudId}`,
		searchLagMs: options.searchLagMs ?? 0,
		tokenExpired: options.tokenExpired ?? false,
		scopes: options.scopes ?? (options.scopedTokens === true ? README_SCOPES : undefined),
		limits: store.settings.limits,
		users: store.settings.users,
		issues: store.issues,
		projectProperties: store.projectProperties,
		userProperties: store.userProperties,
		...jiraPeople(store),
	});
	return standIn;
}
