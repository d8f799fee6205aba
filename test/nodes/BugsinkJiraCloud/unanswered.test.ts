import type { IDataObject } from 'n8n-workflow';

import { notAnAnswer } from '../../standins/unkind';
import { aJira, alert, anotherProcess, label, send, sendOne } from './support';

const regressed = (number: number) =>
	alert(number, { reason: 'REGRESSED', lastSeen: '2026-08-09T10:00:00Z' });
const resolve = { parameters: { operation: 'resolve' } };
const testMessage = { parameters: { operation: 'sendTestMessage' } };

/** Every reason and operation: the alert, and what the node is set to. */
const WAYS: Array<[string, IDataObject, object]> = [
	['NEW', alert(1), {}],
	['REGRESSED', regressed(1), {}],
	['UNMUTED', alert(1, { reason: 'UNMUTED' }), {}],
	['TEST', alert(1, { reason: 'TEST' }), {}],
	['a reason of the future', alert(1, { reason: 'ESCALATED' }), {}],
	['Resolve', alert(1), resolve],
	['Send Test Message', {}, testMessage],
];

describe('an expired token, whose search is answered as to a visitor', () => {
	it.each(WAYS)('is an error that names the credential: %s', async (_, item, more) => {
		const jira = await aJira({ tokenExpired: true });
		jira.seed({ labels: [label(1)] });
		const { error } = await send(jira, [item], more);
		expect(error?.message).toMatch(/^Jira answered 401/);
		expect(error?.httpCode).toBe('401');
		expect(error?.description).toContain('id.atlassian.com');
		expect(jira.issues).toHaveLength(1);
		expect(jira.issues[0].comments).toEqual([]);
	});

	it('is one also after the ticket was known', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1));
		jira.tokenExpired = true;
		await expect(sendOne(jira, regressed(1))).rejects.toThrow('Jira answered 401');
		await expect(sendOne(jira, alert(2))).rejects.toThrow('Jira answered 401');
		expect(jira.issues).toHaveLength(1);
	});

	it('fails each item by itself', async () => {
		const jira = await aJira({ tokenExpired: true });
		const { items } = await send(jira, [alert(1), alert(2)], { continueOnFail: true });
		for (const { json } of items ?? []) {
			expect(json.details).toMatchObject({ statusCode: 401, errorType: 'AuthError' });
		}
		expect(jira.issues).toEqual([]);
	});
});

describe('a token with scopes, for a process without memory', () => {
	it('finds the ticket that is there', async () => {
		const jira = await aJira({ scopedTokens: true });
		jira.seed({ labels: [label(1)] });
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'commented', key: 'OPS-1' });
	});

	it.each(['NEW', 'TEST'])('finds it though a proxy takes the reason away: %s', async (reason) => {
		const jira = await aJira({ scopedTokens: true });
		jira.seed({ labels: [label(1)] });
		const visitor = { status: 200, body: { issues: [], isLast: true } };
		jira.fail({ path: /^\/rest\/api\/3\/search\/jql$/, kind: visitor, times: Infinity });
		const out = await sendOne(jira, alert(1, { reason }));
		expect(out).toMatchObject({ action: 'commented', key: 'OPS-1' });
		expect(jira.issues).toHaveLength(1);
	});

	it('searches again before it creates, and creates once', async () => {
		const jira = await aJira({ scopedTokens: true });
		const visitor = { status: 200, body: { issues: [], isLast: true } };
		jira.fail({ path: /^\/rest\/api\/3\/search\/jql$/, kind: visitor });
		const { items } = await send(jira, [alert(1), alert(2), alert(3)]);
		expect(items?.map(({ json }) => json.action)).toEqual(['created', 'created', 'created']);
		expect(jira.issues).toHaveLength(3);
		const paths = jira.requests.map(({ path }) => path.replace(jira.cloudId, 'cloud'));
		const created = paths.indexOf('/ex/jira/cloud/rest/api/3/issue');
		expect(paths.indexOf('/ex/jira/cloud/rest/api/3/search/jql')).toBeLessThan(created);
	});
});

describe('a 200 that is not an answer is an error, and nothing is created', () => {
	const KINDS = Object.entries(notAnAnswer);

	it.each(KINDS)('to the search: %s', async (_, kind) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		for (const [, item, more] of WAYS) {
			jira.fail({ path: /\/search\/jql$/, kind });
			const { items } = await send(jira, [item], { ...more, continueOnFail: true });
			const body = typeof kind.body === 'string' ? kind.body : JSON.stringify(kind.body);
			expect(items?.[0].json.details).toMatchObject({
				statusCode: 200,
				errorType: 'UnexpectedError',
				responseText: body,
			});
		}
		expect(jira.issues).toHaveLength(1);
		expect(jira.issues[0]).toMatchObject({ status: { name: 'Done' }, comments: [] });
	});

	it.each(KINDS)('to the look at a known ticket: %s', async (_, kind) => {
		const jira = await aJira();
		await sendOne(jira, alert(1));
		jira.fail({ path: /\/bulkfetch$/, kind });
		await expect(sendOne(jira, regressed(1))).rejects.toThrow('Jira answered 200');
		expect(jira.issues).toHaveLength(1);
		expect(jira.issues[0].comments).toEqual([]);
	});

	it.each(KINDS)('to the look after a lost create: %s', async (_, kind) => {
		const jira = await aJira();
		jira.fail({ method: 'POST', path: /\/issue$/, kind: 'reset' });
		jira.fail({ path: /\/search\/jql$/, after: 1, kind });
		await expect(sendOne(jira, alert(1))).rejects.toThrow('Jira answered 200');
		expect(jira.calls('POST', /\/issue$/)).toBe(1);
	});

	it.each(KINDS)('to the create, after which it is looked for: %s', async (_, kind) => {
		const jira = await aJira();
		jira.fail({ method: 'POST', path: /\/issue$/, kind });
		await expect(sendOne(jira, alert(1))).rejects.toThrow('Jira answered 200');
		expect(jira.calls('POST', /\/issue$/)).toBe(1);
		expect(jira.issues).toEqual([]);
	});

	it.each(KINDS)('to the list of comments: %s', async (_, kind) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)] });
		jira.fail({ method: 'GET', path: /\/comment$/, kind });
		await expect(sendOne(jira, alert(1))).rejects.toThrow('Jira answered 200');
		expect(jira.issues[0].comments).toEqual([]);
	});

	it.each(KINDS)('to the list of transitions: %s', async (_, kind) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		jira.fail({ method: 'GET', path: /\/transitions$/, kind });
		await expect(sendOne(jira, regressed(1))).rejects.toThrow('Jira answered 200');
		expect(jira.issues[0].comments).toEqual([]);
	});

	it.each(KINDS)('to the change log, which tells a bot from a person: %s', async (_, kind) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done', resolution: 'Declined' });
		jira.fail({ path: /\/changelog$/, kind });
		await expect(sendOne(jira, regressed(1))).rejects.toThrow('Jira answered 200');
	});
});

it('a create that went through, though its answer says something else, is found', async () => {
	const jira = await aJira({ searchLagMs: 30_000 });
	jira.seedMany(3, () => ({}));
	jira.fail({ method: 'POST', path: /\/issue$/, kind: 'lostAnswer', status: 200 });
	expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'created', key: 'OPS-4' });
	expect(jira.calls('POST', /\/issue$/)).toBe(1);
	expect(jira.issues).toHaveLength(4);
});

describe('a known ticket that was deleted, while the index does not know the young one yet', () => {
	it('is forgotten, and the other one is found', async () => {
		const jira = await aJira();
		const staticData = {};
		const registry = anotherProcess();
		jira.seed({ labels: [label(1)], status: 'Done' });
		await sendOne(jira, regressed(1), {
			staticData,
			registry,
			parameters: { onlyNewIssues: false },
			options: { onRegression: 'create' },
		});
		jira.searchLagMs = 60_000;
		const young = jira.issues[1].key;
		for (const other of [registry, anotherProcess()]) {
			const out = await sendOne(jira, alert(1), { staticData, registry: other });
			expect(out.key).toBe(young);
		}
		jira.remove('OPS-1');
		const out = await sendOne(jira, regressed(1), { staticData, registry: anotherProcess() });
		expect(out).toMatchObject({ action: 'commented', key: young });
		expect(jira.issues).toHaveLength(1);
	});

	it('does not keep the others from being found, however many are gone', async () => {
		const jira = await aJira();
		const ids = Array.from({ length: 4 }, () => jira.seed({ labels: [label(1)] }).id);
		const young = jira.seed({ labels: [label(1)], indexed: false });
		const memory = { [label(1)]: [ids[0], young.id, ...ids.slice(1)].join(',') };
		for (const id of ids) jira.remove(id);
		const staticData = { 'node:Node': { memory } };
		jira.searchLagMs = 60_000;
		const registry = anotherProcess();
		const out = await sendOne(jira, alert(1), { staticData, registry });
		expect(out).toMatchObject({ action: 'commented', key: young.key });
		expect(staticData['node:Node'].memory[label(1)]).toBe(young.id);
	});
});

describe('a workflow that was saved with the version before', () => {
	it('goes on with the ticket that it knows, without property and behind the index', async () => {
		const jira = await aJira({ searchLagMs: 3_600_000 });
		const old = jira.seed({ labels: [label(1)], indexed: false });
		const recent = JSON.stringify([
			{ fingerprint: label(1), id: old.id, at: Date.now() - 3_000_000 },
		]);
		const memory = { [label(1)]: old.id, 'recently created': recent };
		const staticData = { 'node:Node': { memory } };
		const out = await sendOne(jira, alert(1), { staticData, registry: anotherProcess() });
		expect(out).toMatchObject({ action: 'commented', key: old.key });
		expect(jira.issues).toHaveLength(1);
	});

	it('does not mistake the id of another site for its ticket', async () => {
		const jira = await aJira();
		const foreign = jira.seed({ summary: 'Somebody else’s' });
		const staticData = { 'node:Node': { memory: { [label(1)]: foreign.id } } };
		const out = await sendOne(jira, alert(1), { staticData, registry: anotherProcess() });
		expect(out).toMatchObject({ action: 'created', key: 'OPS-2' });
		expect(foreign.comments).toEqual([]);
	});
});
