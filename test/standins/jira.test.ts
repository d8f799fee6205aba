import { allowMismatch } from '../conformance/watch';
import { call, type ClientAnswer } from './client';
import { clock, keep, now } from './harness';
import {
	germanStatuses,
	germanTransitions,
	jiraRateLimit,
	startJira,
	type JiraOptions,
} from './jira';
import { asObject } from './json';

const adf = (text: string) => ({
	type: 'doc',
	version: 1,
	content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
});

describe('Jira', () => {
	async function start(options: JiraOptions = {}) {
		const jira = keep(await startJira({ now, ...options }));
		const authorization = `Basic ${Buffer.from(`${jira.email}:${jira.apiToken}`).toString('base64')}`;
		const api = (method: string, path: string, body?: unknown, base = jira.url) =>
			call(method, `${base}/rest/api/3${path}`, body, { authorization });
		const create = (fields: Record<string, unknown> = {}) =>
			api('POST', '/issue', {
				fields: {
					project: { key: 'OPS' },
					issuetype: { name: 'Bug' },
					summary: 'It broke',
					labels: ['bugsink-1'],
					description: adf('text'),
					...fields,
				},
			});
		const find = (jql: string, more: Record<string, unknown> = {}) =>
			api('POST', '/search/jql', { jql, fields: ['key', 'labels', 'status'], ...more });
		return { jira, api, create, find };
	}
	const errors = (answer: ClientAnswer) => asObject(answer.json.errors);
	const issues = (answer: ClientAnswer) =>
		answer.json.issues as Array<{ id: string; key?: string }>;

	it('lags in its search and reconciles the ids it is told', async () => {
		const { api, create, find } = await start({ searchLagMs: 30_000 });
		const created = await create();
		expect([created.status, created.json.key]).toEqual([201, 'OPS-1']);
		const id = Number(created.json.id);
		expect(issues(await find('labels = "bugsink-1"'))).toEqual([]);
		expect(issues(await find('labels = "bugsink-1"', { reconcileIssues: [id] }))[0].key).toBe(
			'OPS-1',
		);
		expect((await api('GET', '/issue/OPS-1?fields=summary')).json.fields).toEqual({
			summary: 'It broke',
		});
		clock.at += 30_000;
		expect(issues(await find('labels = "bugsink-1"'))).toHaveLength(1);
		expect(issues(await find('labels = "bugsink-1"', { fields: undefined }))).toEqual([
			{ id: String(id) },
		]);
		// A change is behind as well: the index still has the open issue.
		await api('POST', '/issue/OPS-1/transitions', { transition: { id: '31' } });
		const open = 'labels = "bugsink-1" AND statusCategory != Done';
		expect(issues(await find(open))).toHaveLength(1);
		expect(issues(await find(open, { reconcileIssues: [id] }))).toHaveLength(0);
		allowMismatch(/reconcileIssues is over 50/);
		const many = Array.from({ length: 51 }, (_, index) => index);
		expect((await find(open, { reconcileIssues: many })).status).toBe(400);
	});

	it('refuses what Jira refuses', async () => {
		allowMismatch(/GET \/rest\/api\/3\/search: is not described/);
		const { jira, api, create, find } = await start();
		expect(errors(await create({ project: { key: 'NO' } }))).toHaveProperty('project');
		expect(errors(await create({ issuetype: { name: 'Nope' } }))).toHaveProperty('issuetype');
		expect(errors(await create({ summary: 'x'.repeat(256) }))).toHaveProperty('summary');
		expect(errors(await create({ summary: 'a\nb' }))).toHaveProperty('summary');
		expect(errors(await create({ labels: ['x y'] })).labels).toBe(
			"The label 'x y' contains spaces which is invalid.",
		);
		expect((await create({ description: 'plain' })).status).toBe(400);
		expect((await create({ description: adf('') })).json.errorMessages).toEqual(['INVALID_INPUT']);
		expect(errors(await create({ description: adf('x'.repeat(32_767)) }))).toHaveProperty(
			'description',
		);
		expect((await create({ description: adf('x'.repeat(32_761)) })).status).toBe(201);
		expect(errors(await create({ customfield_99: 1 })).customfield_99).toMatch(
			/not on the appropriate/,
		);
		expect(errors(await create({ customfield_10032: '7' }))).toHaveProperty('customfield_10032');
		expect(errors(await create({ issuetype: { name: 'Sub-task' } })).issuetype).toMatch(/sub-task/);
		const parent = { key: jira.issues[0].key };
		expect((await create({ issuetype: { name: 'Sub-task' }, parent })).status).toBe(201);
		expect((await find('ORDER BY created')).json.errorMessages).toEqual([
			expect.stringMatching(/^Unbounded/),
		]);
		expect((await find('project = NOPE')).status).toBe(400);
		expect((await find('labels = a"b')).status).toBe(400);
		expect((await api('GET', '/search?jql=project=OPS')).status).toBe(410);
		expect((await call('GET', `${jira.url}/rest/api/3/myself`)).status).toBe(401);
	});

	it('understands the JQL that is needed', async () => {
		const { jira } = await start();
		const day = 86_400_000;
		jira.seed({ labels: ['a'], summary: 'open one' });
		jira.seed({ labels: ['a', 'b"c\\d'], status: 'Done', resolutionAt: clock.at - 2 * day });
		jira.seed({ labels: ['b'], status: 'Done', resolution: "Won't Do", projectKey: 'SHOP' });
		const keys = (jql: string) =>
			jira
				.search(jql)
				.map((issue) => issue.key)
				.sort();
		expect(keys('labels in ("a", "b") ORDER BY created DESC')).toEqual([
			'OPS-1',
			'OPS-2',
			'SHOP-1',
		]);
		expect(keys('labels = "b\\"c\\\\d"')).toEqual(['OPS-2']);
		expect(keys('project = shop AND statusCategory = Done')).toEqual(['SHOP-1']);
		expect(keys('resolution != "Won\'t Do" AND project in (OPS, SHOP)')).toEqual(['OPS-2']);
		expect(keys('resolution is EMPTY or resolution != "Won\'t Do"')).toEqual(['OPS-1', 'OPS-2']);
		expect(keys('(resolutiondate >= -3d OR statusCategory != Done) AND labels = a')).toEqual([
			'OPS-1',
			'OPS-2',
		]);
		expect(keys('resolutiondate >= -1d AND labels = a')).toEqual([]);
		expect(keys('NOT labels = a AND created >= "2026-08-01"')).toEqual(['SHOP-1']);
		expect(keys('issue.property[bugsink].id = "x" OR id in (OPS-1)')).toEqual(['OPS-1']);
		expect(() => keys('id in (OPS-1, OPS-99)')).toThrow(/does not exist/);
	});

	it('edits, comments, transitions by localised names, links, moves, keeps properties', async () => {
		const { jira, api, create } = await start({
			statuses: germanStatuses,
			transitions: germanTransitions,
		});
		await create();
		await create();
		await api('PUT', '/issue/OPS-1', {
			update: { labels: [{ add: 'new' }, { remove: 'bugsink-1' }] },
		});
		expect(jira.issue('OPS-1')?.labels).toEqual(['new']);
		await api('PUT', '/issue/OPS-1', { fields: { labels: ['only'] } });
		expect(jira.issue('OPS-1')?.labels).toEqual(['only']);
		expect((await api('POST', '/issue/OPS-1/comment', { body: adf('hello') })).status).toBe(201);
		expect((await api('POST', '/issue/OPS-1/comment', { body: 'hello' })).status).toBe(400);
		const list = (await api('GET', '/issue/OPS-1/transitions')).json.transitions as Array<{
			id: string;
			name: string;
			to: { statusCategory: { key: string } };
		}>;
		const done = list.find((one) => one.to.statusCategory.key === 'done');
		expect(done?.name).toBe('Fertig');
		const fields = { resolution: { name: "Won't Do" } };
		await api('POST', '/issue/OPS-1/transitions', { transition: { id: done?.id }, fields });
		expect(jira.issue('OPS-1')).toMatchObject({
			resolution: "Won't Do",
			status: { category: 'done' },
		});
		expect(
			(await api('POST', '/issue/OPS-1/transitions', { transition: { id: '99' } })).status,
		).toBe(400);
		expect(jira.move('OPS-1', 'SHOP').key).toBe('SHOP-1');
		expect((await api('GET', '/issue/OPS-1?fields=project')).json.key).toBe('SHOP-1');
		const link = {
			type: { name: 'Duplicate' },
			inwardIssue: { key: 'OPS-2' },
			outwardIssue: { key: 'SHOP-1' },
		};
		expect((await api('POST', '/issueLink', link)).status).toBe(201);
		expect(jira.issue('OPS-2')?.links).toMatchObject([{ side: 'outward', key: 'SHOP-1' }]);
		expect((await api('PUT', '/issue/OPS-2/properties/bugsink', { id: 1 })).status).toBe(201);
		expect((await api('GET', '/issue/OPS-2/properties/bugsink')).json.value).toEqual({ id: 1 });
	});

	it('takes scoped tokens through the gateway only, and lists what there is', async () => {
		const { jira, api } = await start({ scopedTokens: true });
		expect((await api('GET', '/myself')).status).toBe(401);
		const tenant = await call('GET', `${jira.url}/_edge/tenant_info`);
		expect(jira.gatewayUrl.endsWith(String(tenant.json.cloudId))).toBe(true);
		const get = async (path: string) => (await api('GET', path, undefined, jira.gatewayUrl)).json;
		expect((await get('/myself')).emailAddress).toBe(jira.email);
		expect(await get('/project/search?query=sh&maxResults=1')).toMatchObject({
			isLast: true,
			total: 1,
		});
		expect(await get('/issue/createmeta/OPS/issuetypes')).toMatchObject({ total: 5 });
		const meta = await get('/issue/createmeta/OPS/issuetypes/10004?maxResults=5&startAt=5');
		expect(meta.fields).toMatchObject([{ fieldId: 'priority', required: false }, {}, {}, {}, {}]);
		const users = await api(
			'GET',
			'/user/assignable/search?project=OPS&query=mia',
			undefined,
			jira.gatewayUrl,
		);
		expect(users.list).toHaveLength(1);
		jira.fail({ kind: jiraRateLimit(5) });
		const limited = await api('GET', '/myself', undefined, jira.gatewayUrl);
		expect([limited.status, limited.headers['ratelimit-reason']]).toEqual([
			429,
			'jira-burst-based',
		]);
	});
});
