import type { JsonObject } from '../standins/json';
import { Conformance } from './check';
import type { Exchange } from './exchange';

const conformance = new Conformance();
const adf = { type: 'doc', version: 1, content: [] };

type Query = Record<string, string>;
const jira = (
	method: string,
	path: string,
	requestBody?: unknown,
	query: Query = {},
): Exchange => ({
	method,
	path: `/rest/api/3${path}`,
	query,
	requestBody,
});
const github = (
	method: string,
	path: string,
	requestBody?: unknown,
	query: Query = {},
): Exchange => ({ method, path, query, requestBody });
const issues = '/repos/acme/shop/issues';

const pagerDuty = (requestBody: JsonObject, path = '/v2/enqueue'): Exchange => ({
	method: 'POST',
	path,
	requestBody,
});
const routing_key = 'A'.repeat(32);
const event = (more: JsonObject = {}, payload: JsonObject = {}): JsonObject => ({
	routing_key,
	event_action: 'trigger',
	dedup_key: 'bugsink-1',
	payload: { summary: 'ValueError', source: 'shop', severity: 'error', ...payload },
	...more,
});

const teams = (
	requestBody: unknown,
	query: Query = { 'api-version': '1', sig: 's' },
): Exchange => ({
	method: 'POST',
	path: `/powerautomate/automations/direct/workflows/${'0'.repeat(32)}/triggers/manual/paths/invoke`,
	query,
	requestBody,
});
const card = (more: JsonObject = {}, element: JsonObject = {}): JsonObject => ({
	type: 'message',
	attachments: [
		{
			contentType: 'application/vnd.microsoft.card.adaptive',
			contentUrl: null,
			content: {
				type: 'AdaptiveCard',
				version: '1.5',
				body: [{ type: 'TextBlock', text: 'x', wrap: true, ...element }],
				...more,
			},
		},
	],
});
const mention = (text: string) => ({
	msteams: {
		width: 'Full',
		entities: [{ type: 'mention', text, mentioned: { id: 'ada@example.com', name: 'Ada' } }],
	},
});

/** As it comes over the network: no undefined members. */
function sent(exchange: Exchange): Exchange {
	return JSON.parse(JSON.stringify(exchange)) as Exchange;
}
const named = (exchange: Exchange) => `${exchange.method} ${exchange.path}`;

const RIGHT: Exchange[] = [
	jira('POST', '/search/jql', {
		jql: 'labels = "bugsink"',
		fields: ['labels'],
		properties: ['bugsink'],
		reconcileIssues: [10_001],
		maxResults: 50,
	}),
	jira('POST', '/issue', {
		fields: { summary: 'x', project: { key: 'OPS' } },
		properties: [{ key: 'bugsink', value: { home: 'OPS' } }],
	}),
	jira('PUT', '/issue/1', { fields: { summary: 'x' }, update: { labels: [{ add: 'a' }] } }),
	jira('PUT', '/issue/OPS-1/properties/bugsink', { home: 'OPS' }),
	jira('POST', '/issue/OPS-1/comment', { body: adf }),
	jira('POST', '/issue/OPS-1/transitions', {
		transition: { id: '31' },
		fields: { resolution: { name: 'Done' } },
	}),
	jira('POST', '/issue/OPS-1/remotelink', {
		globalId: 'bugsink-1',
		object: { url: 'https://bugsink.example.com/', title: 'x' },
	}),
	jira('POST', '/issueLink', {
		type: { name: 'Duplicate' },
		inwardIssue: { id: '1' },
		outwardIssue: { id: '2' },
	}),
	jira('GET', '/project/search', undefined, { startAt: '0', action: 'create', orderBy: 'name' }),
	{ ...jira('GET', '/myself'), path: '/ex/jira/11111111-2222-3333/rest/api/3/myself' },
	{ method: 'GET', path: '/_edge/tenant_info' },
	github('POST', issues, {
		title: 'x',
		body: 'y',
		labels: ['bug'],
		assignees: ['ada'],
		milestone: 1,
		type: 'Bug',
	}),
	github('PATCH', `${issues}/7`, { state: 'closed', state_reason: 'completed' }),
	github('GET', issues, undefined, {
		state: 'all',
		labels: 'a,b',
		since: '2026-08-03T09:14:22Z',
		per_page: '100',
		direction: 'desc',
	}),
	github('PUT', `${issues}/7/lock`, { lock_reason: 'resolved' }),
	github('GET', '/api/v3/user'),
	pagerDuty(event()),
	pagerDuty(
		event(
			{ links: [{ href: 'https://bugsink.example.com/', text: 'x' }] },
			{ timestamp: '2026-08-03T09:14:22.481+0000', custom_details: {} },
		),
	),
	pagerDuty({ routing_key, event_action: 'resolve', dedup_key: 'bugsink-1' }),
	pagerDuty({ routing_key, payload: { summary: 'x', source: 'y' } }, '/v2/change/enqueue'),
	teams(card(mention('<at>Ada</at>'))),
];

const WRONG: Array<[Exchange, RegExp]> = [
	[jira('GET', '/priority'), /deprecated/],
	[jira('GET', '/priority/search'), /needs the scope manage:jira-configuration/],
	[jira('GET', '/priority/search', undefined, { onlyDefault: 'true' }), /onlyDefault is depr/],
	[jira('POST', '/search', { jql: 'x' }), /is not described/],
	[{ method: 'GET', path: '/rest/api/2/issue/OPS-1' }, /is not described/],
	[jira('PATCH', '/issue/OPS-1', {}), /is not described/],
	[jira('POST', '/search/jql', { jql: 1 }), /\/jql must be string/],
	[jira('POST', '/search/jql', { jql: 'x', maxResult: 5 }), /unknown maxResult/],
	[jira('POST', '/search/jql', { jql: 'x', reconcileIssues: ['OPS-1'] }), /Issues\/n must be int/],
	[
		jira('POST', '/search/jql', { jql: 'x', reconcileIssues: Array(51).fill(1) }),
		/reconcileIssues is over 50/,
	],
	[
		jira('POST', '/search/jql', { jql: 'x', properties: ['a', 'b', 'c', 'd', 'e', 'f'] }),
		/properties is over 5/,
	],
	[
		jira('POST', '/issue/bulkfetch', { issueIdsOrKeys: Array(101).fill('1') }),
		/issueIdsOrKeys is over 100/,
	],
	[
		jira('POST', '/issueLink', { inwardIssue: { id: '1' }, outwardIssue: { id: '2' } }),
		/lacks type/,
	],
	[jira('POST', '/issue/OPS-1/comment', { body: adf, author: {} }), /\/author is read-only/],
	[jira('PUT', '/issue/OPS-1/properties/bugsink'), /lacks its body/],
	[jira('GET', '/project/search', undefined, { maxResults: 'many' }), /maxResults must be integer/],
	[jira('GET', '/project/search', undefined, { action: 'look' }), /action must be one of/],
	[jira('GET', '/project/search', undefined, { page: '2' }), /unknown parameter page/],
	[
		{ ...jira('POST', '/issue', { fields: {} }), requestType: 'text/plain' },
		/content type text\/plain/,
	],
	[{ ...jira('POST', '/issue'), requestBytes: 12 }, /the body is not JSON/],
	[jira('GET', '/myself', { a: 1 }), /sends a body where no body is described/],
	[github('GET', '/orgs/acme/issue-types', undefined, { page: '1' }), /unknown parameter page/],
	[github('GET', '/api/v3/orgs/acme/issue-types'), /not part of GitHub Enterprise Server/],
	[github('POST', issues, { titel: 'x' }), /lacks title/],
	[github('POST', issues, { title: 'x', state_reasons: 'y' }), /unknown state_reasons/],
	[github('POST', issues, { title: 'x', assignee: 'ada' }), /assignee is gone in version 2026/],
	[github('GET', issues, undefined, { state: 'opened' }), /parameter state must be one of/],
	[github('GET', issues, undefined, { per_page: '101' }), /per_page is over 100/],
	[github('GET', `${issues}/undefined`), /parameter issue_number must be integer/],
	[github('GET', '/search/issues'), /lacks the parameter q/],
	[github('GET', '/search/issues', undefined, { q: 'x'.repeat(257) }), /q is over 256/],
	[github('PUT', `${issues}/7/lock`, { lock_reason: 'stale' }), /must be one of/],
	[pagerDuty(event({}, { severity: 'fatal' })), /\/payload\/severity must be one of/],
	[pagerDuty(event({}, { summary: 'x'.repeat(1025) })), /summary must NOT have more than 1024/],
	[pagerDuty(event({ dedup_key: 'x'.repeat(256) })), /dedup_key must NOT have more than 255/],
	[pagerDuty(event({ description: 'x' })), /unknown description/],
	[pagerDuty(event({}, { source: undefined })), /\/payload lacks source/],
	[pagerDuty(event({}, { custom_details: { x: 'y'.repeat(524_288) } })), /over 524288 bytes/],
	[pagerDuty({ routing_key, event_action: 'trigger' }), /lacks payload/],
	[pagerDuty({ routing_key, event_action: 'acknowledge' }), /lacks dedup_key/],
	[pagerDuty({ routing_key, event_action: 'close', dedup_key: 'x' }), /event_action/],
	[
		pagerDuty({ routing_key: 'R'.repeat(32), payload: { summary: 'x' } }, '/v2/change/enqueue'),
		/\/routing_key/,
	],
	[teams(card(), { sig: 's' }), /lacks the parameter api-version/],
	[teams({ text: 'x' }), /lacks attachments, type/],
	[teams(card({}, { text: undefined })), /\/body\/n lacks .*text/],
	[teams(card({}, { wraps: true })), /unknown wraps/],
	[teams(card({ version: '1.6' })), /\/version must match pattern/],
	[teams(card(mention('Ada'))), /\/text must match pattern/],
];

const WRONG_ANSWERS: Array<[Exchange, RegExp]> = [
	[{ ...jira('GET', '/myself'), status: 418 }, /418 is not documented/],
	[{ ...jira('GET', '/myself'), status: 200 }, /200 without its JSON/],
	[
		{ ...jira('POST', '/search/jql', { jql: 'x' }), status: 200, responseBody: { issues: {} } },
		/\/issues must be array/,
	],
	[{ ...github('GET', '/user'), status: 200, responseBody: { login: 'ada' } }, /lacks avatar_url/],
	[
		{
			...pagerDuty(event()),
			status: 202,
			responseBody: { status: 'throttle exceeded', message: '' },
		},
		/lacks dedup_key/,
	],
	[{ ...pagerDuty(event()), status: 403 }, /403 is not documented/],
];

describe('the check against the services’ own descriptions', () => {
	it.each(RIGHT.map((one) => [named(one), one] as const))('finds nothing in %s', (_, exchange) => {
		expect(conformance.request(sent(exchange))).toEqual([]);
	});

	it.each(WRONG.map(([one, said]) => [String(said), named(one), one, said] as const))(
		'says %s of %s',
		(_text, _name, exchange, said) => {
			expect(conformance.requestFaults(sent(exchange))).toContainEqual(expect.stringMatching(said));
		},
	);

	it.each(WRONG_ANSWERS.map(([one, said]) => [String(said), named(one), one, said] as const))(
		'says %s of the answer to %s',
		(_text, _name, exchange, said) => {
			expect(conformance.request(sent(exchange))).toEqual([]);
			expect(conformance.answer(sent(exchange))).toContainEqual(expect.stringMatching(said));
		},
	);

	it('takes statuses that hold for a whole service, and members that are not described', () => {
		const answers: Array<[Exchange, number, unknown]> = [
			[jira('GET', '/myself'), 429, { errorMessages: [] }],
			[jira('POST', '/issue', { fields: {} }), 503, 'gone'],
			[github('GET', '/user'), 422, {}],
			[jira('POST', '/search/jql', { jql: 'x' }), 200, { issues: [], isLast: true, more: 1 }],
		];
		for (const [exchange, status, responseBody] of answers) {
			expect(conformance.answer({ ...exchange, status, responseBody })).toEqual([]);
		}
	});

	it('looks at no other service', () => {
		const hook = { method: 'POST', path: '/hook', requestBody: { any: 'thing' }, status: 418 };
		expect([...conformance.request(hook), ...conformance.answer(hook)]).toEqual([]);
	});
});
