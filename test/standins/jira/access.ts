import type { Answer, RecordedRequest } from '../server';

/** What the stand-in holds the credential of a request against. */
export interface JiraAccess {
	email: string;
	apiToken: string;
	cloudId: string;
	/** An expired or revoked token is refused like a wrong one. */
	tokenExpired: () => boolean;
	/** What a token with scopes may do; undefined for a classic token, which may do everything. */
	scopes: () => string[] | undefined;
}

/** The scopes that README names: enough for everything the nodes do. */
export const README_SCOPES = ['read:jira-work', 'write:jira-work', 'read:jira-user'];

/** Operations whose scope does not follow from the method: `x-atlassian-oauth2-scopes` and `security` of Atlassian's description. */
const ODD_SCOPES: Array<[RegExp, string | undefined]> = [
	[/^GET \/rest\/api\/3\/serverInfo$/, undefined],
	[/^GET \/rest\/api\/3\/(myself|user)\b/, 'read:jira-user'],
	[/^GET \/rest\/api\/3\/priority\/search$/, 'manage:jira-configuration'],
	[/^POST \/rest\/api\/3\/(search\/jql|(issue|changelog)\/bulkfetch)$/, 'read:jira-work'],
	[/^(PUT|DELETE) \/rest\/api\/3\/project\//, 'manage:jira-project'],
	[/^(PUT|DELETE) \/rest\/api\/3\/user\//, 'manage:jira-configuration'],
];

/** The classic scope that an operation needs, or undefined if it needs none. */
export function scopeOf(method: string, path: string): string | undefined {
	const odd = ODD_SCOPES.find(([pattern]) => pattern.test(`${method} ${path}`));
	if (odd !== undefined) return odd[1];
	return method === 'GET' ? 'read:jira-work' : 'write:jira-work';
}

const SEARCH = '/rest/api/3/search/jql';
const REASON = 'X-Seraph-LoginReason';

function refusal(message: string): Answer {
	return { status: 401, body: { code: 401, message } };
}

/** What the site answers without a valid login: the search anonymously, so it finds nothing. */
function strange(path: string): Answer {
	const headers = { [REASON]: 'AUTHENTICATED_FAILED' };
	return path === SEARCH
		? { status: 200, headers, body: { issues: [], isLast: true } }
		: { status: 401, headers, body: 'Client must be authenticated to access this resource.' };
}

/**
 * Lets a request in, or answers it. The site knows classic tokens only; the gateway
 * `/ex/jira/<cloudId>` knows both kinds and looks at scopes (sooperset/mcp-atlassian#968).
 */
export function admit(
	request: RecordedRequest,
	access: JiraAccess,
): { refused: Answer } | { path: string; headers: Record<string, string> } {
	const gateway = /^\/ex\/jira\/([^/]+)(\/.*)$/.exec(request.path);
	const basic = `Basic ${Buffer.from(`${access.email}:${access.apiToken}`).toString('base64')}`;
	const isKnown = request.headers.authorization === basic && !access.tokenExpired();
	const scopes = access.scopes();
	if (gateway === null) {
		return isKnown && scopes === undefined
			? { path: request.path, headers: { [REASON]: 'OK' } }
			: { refused: strange(request.path) };
	}
	if (gateway[1] !== access.cloudId) {
		return { refused: { status: 404, body: { code: 404, message: 'Not Found' } } };
	}
	if (!isKnown) return { refused: refusal('Unauthorized') };
	const needed = scopeOf(request.method, gateway[2]);
	if (scopes !== undefined && needed !== undefined && !scopes.includes(needed)) {
		return { refused: refusal('Unauthorized; scope does not match') };
	}
	return { path: gateway[2], headers: {} };
}
