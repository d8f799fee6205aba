import { allowMismatch } from '../conformance/watch';
import { call, type ClientAnswer } from './client';
import { clock, keep, now } from './harness';
import { jiraRefusal, startJira, type JiraOptions } from './jira';
import { asObject, type JsonObject } from './json';
import { notAnAnswer } from './unkind';

const adf = {
	type: 'doc',
	version: 1,
	content: [{ type: 'paragraph', content: [{ type: 'text', text: 'hello' }] }],
};
const SEARCH = { jql: 'labels = "bugsink-1"', fields: ['labels'] };

async function start(options: JiraOptions = {}) {
	const jira = keep(await startJira({ now, ...options }));
	const authorization = `Basic ${Buffer.from(`${jira.email}:${jira.apiToken}`).toString('base64')}`;
	const api = (method: string, path: string, body?: unknown, base = jira.url) =>
		call(method, `${base}/rest/api/3${path}`, body, { authorization });
	const find = (more: JsonObject = {}) => api('POST', '/search/jql', { ...SEARCH, ...more });
	return { jira, api, find };
}
const issues = (answer: ClientAnswer) => answer.json.issues as JsonObject[];
const reason = (answer: ClientAnswer) => answer.headers['x-seraph-loginreason'];

describe('Jira and tokens', () => {
	it('answers the search of an expired token anonymously, and everything else 401', async () => {
		const { jira, api, find } = await start();
		jira.seed({ labels: ['bugsink-1'] });
		const good = await find();
		expect([issues(good).length, reason(good)]).toEqual([1, 'OK']);
		jira.tokenExpired = true;
		const search = await find();
		expect([search.status, search.json, reason(search)]).toEqual([
			200,
			{ issues: [], isLast: true },
			'AUTHENTICATED_FAILED',
		]);
		const other = await api('GET', '/myself');
		expect([other.status, reason(other)]).toEqual([401, 'AUTHENTICATED_FAILED']);
		const gateway = await api('POST', '/search/jql', SEARCH, jira.gatewayUrl);
		expect([gateway.status, gateway.json]).toEqual([401, { code: 401, message: 'Unauthorized' }]);
	});

	it('knows a token with scopes at the gateway alone', async () => {
		const { jira, api, find } = await start({ scopes: ['read:jira-work', 'write:jira-work'] });
		jira.seed({ labels: ['bugsink-1'] });
		expect((await find()).json).toEqual({ issues: [], isLast: true });
		expect((await api('GET', '/issue/OPS-1')).status).toBe(401);
		const through = (method: string, path: string, body?: unknown) =>
			api(method, path, body, jira.gatewayUrl);
		expect(issues(await through('POST', '/search/jql', SEARCH))).toHaveLength(1);
		const mismatch = { code: 401, message: 'Unauthorized; scope does not match' };
		expect((await through('GET', '/myself')).json).toEqual(mismatch);
		expect((await through('GET', '/priority/search')).json).toEqual(mismatch);
		jira.scopes = ['read:jira-work'];
		expect((await through('GET', '/issue/OPS-1')).status).toBe(200);
		expect((await through('POST', '/issue/OPS-1/comment', { body: adf })).json).toEqual(mismatch);
	});
});

describe('Jira and its search', () => {
	it('refuses the whole query for one id that is gone', async () => {
		const { jira, find } = await start({ searchLagMs: 30_000 });
		const young = jira.seed({ labels: ['bugsink-1'], indexed: false });
		const gone = jira.seed({ labels: ['bugsink-1'] });
		jira.remove(gone.id);
		expect(issues(await find())).toEqual([]);
		const both = await find({ reconcileIssues: [Number(young.id), Number(gone.id)] });
		expect([both.status, both.json.errorMessages]).toEqual([
			400,
			['Issue does not exist or you do not have permission to see it.'],
		]);
		for (const jql of [`id in (${young.id}, ${gone.id})`, `key in ("${gone.key}")`]) {
			expect((await find({ jql })).status).toBe(400);
		}
		expect(issues(await find({ reconcileIssues: [Number(young.id)] }))).toHaveLength(1);
	});

	it('gives the properties that are asked for, five at most', async () => {
		const { jira, api, find } = await start();
		const value = { home: 'OPS', fingerprint: 'bugsink-1', version: 1 };
		const fields = {
			project: { key: 'OPS' },
			issuetype: { name: 'Bug' },
			summary: 'It broke',
			labels: ['bugsink-1'],
		};
		await api('POST', '/issue', { fields, properties: [{ key: 'bugsink', value }] });
		const properties = ['bugsink'];
		expect(issues(await find({ properties }))[0].properties).toEqual({ bugsink: value });
		expect(issues(await find())[0].properties).toBeUndefined();
		const one = await api('GET', '/issue/OPS-1?fields=labels&properties=bugsink');
		expect(one.json).toMatchObject({ properties: { bugsink: value }, fields: {} });
		const bulk = { issueIdsOrKeys: ['OPS-1', 'OPS-9', 'ops-1'], fields: ['labels'], properties };
		expect((await api('POST', '/issue/bulkfetch', bulk)).json).toMatchObject({
			issues: [{ key: 'OPS-1', properties: { bugsink: value } }],
			issueErrors: [{ id: 'OPS-9' }],
		});
		allowMismatch(/search\/jql: properties is over 5/, /bulkfetch: properties is over 5/);
		const six = ['a', 'b', 'c', 'd', 'e', 'f'];
		expect((await find({ properties: six })).status).toBe(400);
		expect((await api('POST', '/issue/bulkfetch', { ...bulk, properties: six })).status).toBe(400);
		expect(jira.issue('OPS-1')?.properties).toEqual({ bugsink: value });
	});

	it('finds a moved issue by its old key, in every way of asking', async () => {
		const { jira, api, find } = await start();
		jira.seed({ labels: ['bugsink-1'] });
		jira.move('OPS-1', 'SHOP');
		expect((await api('GET', '/issue/OPS-1')).json.key).toBe('SHOP-1');
		expect(issues(await find({ jql: 'key in ("OPS-1")' }))[0].key).toBe('SHOP-1');
		const bulk = await api('POST', '/issue/bulkfetch', { issueIdsOrKeys: ['OPS-1', 'SHOP-1'] });
		expect(issues(bulk).map(({ key }) => key)).toEqual(['SHOP-1']);
	});

	it('gives pages of a hundred where fields are asked for', async () => {
		const { jira, find } = await start();
		jira.seedMany(120, () => ({ labels: ['bugsink-1'] }));
		const page = await find({ maxResults: 1000 });
		expect([issues(page).length, page.json.isLast]).toEqual([100, false]);
		expect(issues(await find({ maxResults: 1000, fields: ['id'] }))).toHaveLength(120);
	});

	it.each(Object.entries(notAnAnswer))('can answer 200 with %s', async (_name, kind) => {
		const { jira, find } = await start();
		jira.seed({ labels: ['bugsink-1'] });
		jira.fail({ path: /search\/jql$/, kind });
		const answer = await find();
		expect([answer.status, Array.isArray(answer.json.issues)]).toEqual([200, false]);
		expect(issues(await find())).toHaveLength(1);
	});
});

describe('Jira and its workflow', () => {
	it('offers Discard before what means done, and transitions without a name', async () => {
		const { jira, api } = await start();
		jira.seed();
		jira.offer([
			{ id: '3', name: 'Discard', to: 'Discarded', category: 'done' },
			{ id: '5', name: '', to: 'Review', category: 'indeterminate' },
			{ id: '8', to: 'Live', category: 'done', resolution: null },
		]);
		const { transitions } = (await api('GET', '/issue/OPS-1/transitions')).json;
		expect(transitions).toMatchObject([
			{ id: '3', name: 'Discard', to: { name: 'Discarded', statusCategory: { key: 'done' } } },
			{ id: '5', name: '', to: { statusCategory: { key: 'indeterminate' } } },
			{ id: '8', to: { name: 'Live' } },
		]);
		expect((transitions as JsonObject[])[2]).not.toHaveProperty('name');
		await api('POST', '/issue/OPS-1/transitions', { transition: { id: '8' } });
		expect(jira.issue('OPS-1')).toMatchObject({ resolution: null, status: { name: 'Live' } });
	});

	it('wants the resolution that its screen requires', async () => {
		const { jira, api } = await start();
		jira.seed();
		const resolutions = ['Not a Bug', 'Shipped'];
		jira.offer([
			{ id: '7', name: 'End', to: 'Ended', category: 'done', resolutions, required: true },
		]);
		const list = await api('GET', '/issue/OPS-1/transitions?expand=transitions.fields');
		const [{ fields }] = list.json.transitions as Array<{ fields: JsonObject }>;
		const { allowedValues, required } = asObject(fields.resolution);
		expect(required).toBe(true);
		expect((allowedValues as JsonObject[]).map(({ name }) => name)).toEqual(resolutions);
		const go = (resolution?: JsonObject) =>
			api('POST', '/issue/OPS-1/transitions', {
				transition: { id: '7' },
				...(resolution === undefined ? {} : { fields: { resolution } }),
			});
		expect((await go()).json.errors).toEqual({ resolution: 'Resolution is required.' });
		expect((await go({ name: 'Done' })).status).toBe(400);
		expect((await go({ id: (allowedValues as JsonObject[])[1].id })).status).toBe(204);
		expect(jira.issue('OPS-1')?.resolution).toBe('Shipped');
	});

	it.each([400, 401, 403, 404, 409, 413, 422])('refuses steps with %s', async (status) => {
		const { jira, api } = await start();
		jira.seed();
		jira.fail({ path: /\/(transitions|comment|issueLink)$/, times: 2, kind: jiraRefusal(status) });
		const refused = await api('POST', '/issue/OPS-1/transitions', { transition: { id: '31' } });
		expect(refused.status).toBe(status);
		expect((await api('POST', '/issue/OPS-1/comment', { body: adf })).status).toBe(status);
		expect(jira.issue('OPS-1')).toMatchObject({ comments: [], status: { category: 'new' } });
	});

	it('has an end to comments and links of one issue', async () => {
		const { jira, api } = await start({ commentLimit: 1, linkLimit: 1 });
		jira.seedMany(3, () => ({}));
		const comment = () => api('POST', '/issue/OPS-1/comment', { body: adf });
		expect((await comment()).status).toBe(201);
		expect((await comment()).status).toBe(413);
		const link = (key: string) =>
			api('POST', '/issueLink', {
				type: { name: 'Duplicate' },
				inwardIssue: { key: 'OPS-1' },
				outwardIssue: { key },
			});
		expect((await link('OPS-2')).status).toBe(201);
		const refused = await link('OPS-3');
		expect([refused.status, refused.json.errorMessages]).toEqual([
			413,
			['The limit of links is reached.'],
		]);
	});
});

describe('Jira and people', () => {
	it('shows who cloned, closed, reopened and moved what', async () => {
		const { jira, api } = await start();
		const value = { home: 'OPS' };
		jira.seed({ labels: ['bugsink-1'], properties: { bugsink: value } });
		const [mia, emma] = [0, 1].map((index) => jira.users[index].accountId);
		const clone = jira.clone('OPS-1', { by: mia, projectKey: 'SHOP' });
		expect(clone).toMatchObject({ key: 'SHOP-1', labels: ['bugsink-1'], creator: mia });
		expect(clone.properties).toEqual({});
		expect(jira.clone('OPS-1', { properties: true }).properties).toEqual({ bugsink: value });
		clock.at += 60_000;
		jira.closeAs('OPS-1', 'By Design', null, mia);
		const closedAt = new Date(clock.at).toISOString().replace('Z', '+0000');
		const shown = await api('GET', '/issue/OPS-1?expand=changelog');
		expect(shown.json.fields).toMatchObject({
			creator: { displayName: 'Alert Bot' },
			status: { name: 'By Design', statusCategory: { key: 'done' } },
			resolution: null,
			resolutiondate: null,
			statuscategorychangedate: closedAt,
			issuelinks: [{ inwardIssue: { key: 'SHOP-1' } }, { inwardIssue: { key: 'OPS-2' } }],
		});
		jira.reopen('OPS-1', emma);
		jira.comment('OPS-1', 'not a duplicate', emma);
		jira.move('OPS-1', 'SHOP', emma);
		const { values } = (await api('GET', '/issue/OPS-1/changelog')).json;
		const history = values as Array<{ author: JsonObject; items: JsonObject[] }>;
		expect(
			history.map(({ author, items }) => [author.displayName, items.map(({ field }) => field)]),
		).toEqual([
			['Mia Krystof', ['Link']],
			['Mia Krystof', ['Link']],
			['Mia Krystof', ['status']],
			['Emma Richards', ['status']],
			['Emma Richards', ['project', 'Key']],
		]);
		const bulk = { issueIdsOrKeys: ['SHOP-2'], fieldIds: ['status'] };
		const [log] = (await api('POST', '/changelog/bulkfetch', bulk)).json.issueChangeLogs as Array<{
			changeHistories: JsonObject[];
		}>;
		expect(log.changeHistories).toHaveLength(2);
		const comments = await api('GET', '/issue/SHOP-2/comment');
		expect(comments.json.comments).toMatchObject([{ author: { accountId: emma } }]);
	});

	it('has resolutions and statuses of any name, in its search as well', async () => {
		const { jira } = await start();
		jira.seedMany(3, () => ({ labels: ['a'] }));
		jira.closeAs('OPS-1', "Won't Do");
		jira.closeAs('OPS-2', 'Closed', 'Accepted Risk');
		jira.relabel('OPS-3', []);
		expect(jira.search('resolution = "accepted risk"').map(({ key }) => key)).toEqual(['OPS-2']);
		expect(jira.search('status = "Won\'t Do"').map(({ key }) => key)).toEqual(['OPS-1']);
		expect(jira.search('labels = a AND creator = currentUser()')).toHaveLength(2);
		expect(jira.search('labels = a AND statusCategoryChangedDate >= -1m')).toHaveLength(2);
	});

	it('links and unlinks, each end seen from the other', async () => {
		const { jira, api } = await start();
		jira.seedMany(2, () => ({}));
		await api('POST', '/issueLink', {
			type: { name: 'Duplicate' },
			inwardIssue: { key: 'OPS-2' },
			outwardIssue: { key: 'OPS-1' },
		});
		const { fields } = (await api('GET', '/issue/OPS-2?fields=issuelinks')).json;
		const [link] = asObject(fields).issuelinks as JsonObject[];
		expect(link).toMatchObject({
			type: { outward: 'duplicates' },
			outwardIssue: { key: 'OPS-1', fields: { status: { name: 'To Do' } } },
		});
		const whole = (await api('GET', `/issueLink/${String(link.id)}`)).json;
		expect(whole).toMatchObject({ inwardIssue: { key: 'OPS-2' }, outwardIssue: { key: 'OPS-1' } });
		expect((await api('DELETE', `/issueLink/${String(link.id)}`)).status).toBe(204);
		expect(jira.issue('OPS-1')?.links).toEqual([]);
	});
});
