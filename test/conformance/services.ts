/** The scopes that README tells users to give a token of Jira. */
export const SCOPES = ['read:jira-work', 'write:jira-work', 'read:jira-user'];

export const SERVICE_NAMES = ['jira', 'pagerduty', 'teams', 'github', 'bugsink'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];

export interface Service {
	/** What may stand in front of a described path. */
	base: RegExp;
	/** Which paths, without their base, are this service's. */
	owns: RegExp;
	/** Statuses that hold for every operation, which descriptions do not repeat. */
	general: string[];
}

export const SERVICES: Record<ServiceName, Service> = {
	jira: {
		base: /^\/ex\/jira\/[^/]+/,
		owns: /^\/(rest|_edge)\//,
		// 410: removed operations (developer.atlassian.com/changelog/#CHANGE-2046); 429 and 5XX: rate limiting page
		general: ['401', '403', '404', '410', '429', '5XX'],
	},
	pagerduty: {
		base: /^$/,
		owns: /^\/v2\/(change\/)?enqueue$/,
		general: [],
	},
	teams: {
		base: /^\/powerautomate\/automations\/direct(\/cu\/\d+)?/,
		owns: /^\/(workflows\/[^/]+\/triggers\/|webhookb2\/)/,
		general: [],
	},
	github: {
		base: /^\/api\/v3(?=\/)/,
		owns: /^\/(users?|repos|repositories|orgs|search|installation|rate_limit|graphql)(\/|$)/,
		// docs.github.com/rest/using-the-rest-api: troubleshooting, best practices
		general: ['301', '302', '304', '307', '400', '401', '403', '404', '422', '429', '5XX'],
	},
	bugsink: {
		base: /^.*(?=\/api\/canonical\/0\/)/,
		owns: /^\/api\/canonical\//,
		// Bugsink describes successes only; the rest is Django REST framework's.
		general: ['400', '401', '403', '404', '405', '5XX'],
	},
};

/** Whose request this is, with the path as its description has it; undefined for none of the services. */
export function ownerOf(path: string): { name: ServiceName; path: string } | undefined {
	for (const name of SERVICE_NAMES) {
		const inside = path.replace(SERVICES[name].base, '');
		if (SERVICES[name].owns.test(inside)) return { name, path: inside };
	}
	return undefined;
}

export interface Exception {
	in: 'request' | 'answer';
	/** What would be said. */
	text: RegExp;
	why: string;
}

/** What may differ from the descriptions. An exception without a test that needs it goes. */
export const EXCEPTIONS: Exception[] = [
	{
		in: 'request',
		text: /^jira GET \/_edge\/tenant_info: is not described$/,
		why: "the site's own address for its cloud id, outside the REST API",
	},
	{
		in: 'request',
		text: /^github (GET|POST|PATCH) \/repositories\/\d+\S*: is not described$/,
		why: 'where GitHub itself redirects for a renamed repository',
	},
	{
		in: 'request',
		text: /^bugsink GET \/api\/canonical\/0\/: is not described$/,
		why: 'the list of endpoints that the framework serves at its root',
	},
	{
		in: 'request',
		text: /^bugsink POST \/api\/canonical\/0\/issues\/\S+: sends an empty object where no body is described$/,
		why: 'the framework reads no body there, and n8n sends one',
	},
	{
		in: 'request',
		text: /^jira GET \/rest\/api\/3\/priority\/search: needs the scope manage:jira-configuration$/,
		why: "the site's priorities, if the create screen names none; a token that may not list them does without",
	},
	{
		in: 'request',
		text: /^github GET \/orgs\/\{org\}\/issue-types: has the unknown parameter (page|per_page)$/,
		why: 'until the GitHub node asks for issue types without pages',
	},
	{
		in: 'answer',
		text: /^bugsink PATCH \/api\/canonical\/0\/projects\/\{id\}\/: 200 \/id must match format "uuid"$/,
		why: 'the number of the project as text, which Bugsink 2.6.2 itself describes as a UUID',
	},
	{
		in: 'answer',
		text: /^jira \w+ \S*(changelog|\{issueIdOrKey\})\S*: 200 \S*\/items\/n\/(from|to) must be string$/,
		why: 'change logs have null there for what has no id, such as the key of a moved ticket',
	},
	{
		in: 'answer',
		text: /^github GET \/search\/issues: 200 \/items\/n\/body must be string$/,
		why: 'an issue without a text has null there, as its own schema says',
	},
	{
		in: 'answer',
		text: /^github GET \/repos\/\{owner\}\/\{repo\}\/issues: 410 is not documented$/,
		why: 'a repository without issues answers 410, which is documented for one issue alone',
	},
	{
		in: 'answer',
		text: /^github GET \/(user\/repos|search\/repositories|repos\/\{owner\}\/\{repo\}): 200 \S+ lacks archive_url, /,
		why: 'some 70 addresses of a repository, none of which the nodes read',
	},
];

/** A limit that a description states in words only: of a query parameter, or of a member of the body. */
export interface LimitInWords {
	/** Service, method and path. */
	of: RegExp;
	query?: string;
	member?: string;
	/** The greatest number, or the greatest length. */
	most?: number;
	longest?: number;
}

export const LIMITS_IN_WORDS: LimitInWords[] = [
	{ of: /^github GET /, query: 'per_page', most: 100 },
	{ of: /^github GET \/search\//, query: 'q', longest: 256 },
	{ of: /^jira POST \/rest\/api\/3\/issue\/bulkfetch/, member: 'issueIdsOrKeys', longest: 100 },
	{ of: /^jira POST \/rest\/api\/3\/search\/jql/, member: 'reconcileIssues', longest: 50 },
	{
		of: /^jira POST \/rest\/api\/3\/(search\/jql|issue\/bulkfetch)/,
		member: 'properties',
		longest: 5,
	},
];
