import type { IDataObject } from 'n8n-workflow';

import {
	aJira,
	alert,
	anotherProcess,
	label,
	later,
	send,
	sendOne,
	type SendOptions,
} from './support';

const MINUTE = 60_000;
const regressed = (number: number, day = '09') =>
	alert(number, { reason: 'REGRESSED', lastSeen: `2026-08-${day}T10:00:00Z` });
const resolve = { parameters: { operation: 'resolve' } };
const inProject = (key: string, more: SendOptions = {}): SendOptions => ({
	...more,
	parameters: { projectKey: { __rl: true, mode: 'key', value: key }, ...more.parameters },
});

describe("a person's clone of our ticket", () => {
	it.each([
		['in our project', {}],
		["in another team's", { projectKey: 'SHOP' }],
		['with all its properties', { projectKey: 'SHOP', properties: true }],
	])('%s stays open when ours is resolved', async (_, options) => {
		const jira = await aJira();
		await sendOne(jira, alert(1));
		const clone = jira.clone('OPS-1', options);
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({
			action: 'resolved',
			key: 'OPS-1',
			warnings: [],
		});
		expect(jira.open(label(1)).map(({ key }) => key)).toEqual([clone.key]);
		const again = { ...resolve, registry: anotherProcess() };
		expect(await sendOne(jira, alert(1), again)).toMatchObject({
			skipCode: 'alreadyClosed',
			key: 'OPS-1',
		});
		expect(clone.comments).toEqual([]);
	});

	it('is told from ours also by a process that knows nothing', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1));
		jira.clone('OPS-1', { properties: true });
		const out = await sendOne(jira, regressed(1), { registry: anotherProcess() });
		expect(out).toMatchObject({ action: 'commented', key: 'OPS-1', warnings: [] });
	});

	it('is not closed as a copy of ours', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1));
		const clone = jira.clone('OPS-1');
		later(2 * MINUTE);
		await sendOne(jira, regressed(1));
		await sendOne(jira, alert(2), { registry: anotherProcess() });
		expect(jira.issue(clone.key)?.status.category).toBe('new');
	});

	it('does not count as a copy that we made: those are all resolved', async () => {
		const jira = await aJira();
		const [one, two] = [1, 2].map(() => jira.seed({ labels: [label(1)], createdAt: 0 }));
		jira.issues[1].createdAt = 3_600_000;
		jira.clone('OPS-1');
		await sendOne(jira, alert(1), resolve);
		expect([one, two].map(({ status }) => status.category)).toEqual(['done', 'done']);
		expect(jira.open(label(1))).toHaveLength(1);
	});
});

describe('a ticket that we closed as a duplicate and a person opened again', () => {
	/** Two tickets of one alert, of which the second one was closed and opened again. */
	async function reopened(options: Parameters<typeof aJira>[0] = {}) {
		const jira = await aJira(options);
		jira.seed({ labels: [label(1)] });
		jira.seed({ labels: [label(1)] });
		const out = await sendOne(jira, alert(1), { registry: anotherProcess() });
		expect(out.warnings).toContain('OPS-2 was closed as a duplicate of OPS-1');
		jira.reopen('OPS-2');
		return jira;
	}

	it('stays open, in the same process and in others', async () => {
		const jira = await aJira();
		const staticData: IDataObject = {};
		const [registry, other] = [anotherProcess(), anotherProcess()];
		jira.seed({ labels: [label(1)] });
		jira.seed({ labels: [label(1)] });
		await sendOne(jira, alert(1), { registry, staticData });
		jira.reopen('OPS-2');
		for (const more of [{ registry }, { registry: other }, { registry: other, staticData }]) {
			await sendOne(jira, regressed(1, '10'), more);
			expect(jira.open(label(1)).map(({ key }) => key)).toEqual(['OPS-1', 'OPS-2']);
		}
	});

	it.each([
		['the link is gone', {}],
		['the link could not be made', { linkTypes: [] }],
		['neither link nor comment could be made', { linkLimit: 0, commentLimit: 0 }],
	])('stays open where %s: the change log tells', async (_, options) => {
		const jira = await aJira(options);
		jira.seed({ labels: [label(1)] });
		jira.seed({ labels: [label(1)] });
		const more = { options: { onExisting: 'update' } };
		await sendOne(jira, alert(1), { ...more, registry: anotherProcess() });
		expect(jira.open(label(1))).toHaveLength(1);
		jira.reopen('OPS-2');
		for (const issue of jira.issues) issue.links.length = 0;
		const out = await sendOne(jira, regressed(1), { ...more, registry: anotherProcess() });
		expect(jira.open(label(1))).toHaveLength(2);
		expect(String(out.warnings)).toContain(
			'OPS-2 is a duplicate of OPS-1 and could not be closed: it was closed as one before, and a person opened it again',
		);
	});

	it('is resolved with the other one all the same', async () => {
		const jira = await reopened();
		await sendOne(jira, alert(1), { ...resolve, registry: anotherProcess() });
		expect(jira.open(label(1))).toEqual([]);
	});
});

describe('two nodes with two projects on one site', () => {
	it('each have their own ticket, one after the other', async () => {
		const jira = await aJira();
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'created', key: 'OPS-1' });
		expect(await sendOne(jira, alert(1), inProject('SHOP'))).toMatchObject({
			action: 'created',
			key: 'SHOP-1',
		});
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'commented', key: 'OPS-1' });
		expect(await sendOne(jira, regressed(1), inProject('SHOP'))).toMatchObject({
			action: 'commented',
			key: 'SHOP-1',
		});
		expect(jira.issues).toHaveLength(2);
		expect(jira.open(label(1))).toHaveLength(2);
	});

	it('each have their own ticket for the same alert at once, in processes of their own', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const outs = await Promise.all(
			['OPS', 'SHOP'].map((key) =>
				sendOne(jira, alert(1), inProject(key, { registry: anotherProcess() })),
			),
		);
		expect(outs.map(({ key }) => key)).toEqual(['OPS-1', 'SHOP-1']);
		later(20 * MINUTE);
		for (const key of ['OPS', 'SHOP']) {
			const more = inProject(key, { registry: anotherProcess() });
			expect(await sendOne(jira, regressed(1), more)).toMatchObject({
				key: `${key}-1`,
				warnings: [],
			});
		}
		expect(jira.open(label(1))).toHaveLength(2);
	});

	it('do not count on each other: without a ticket of its own, a regression opens none', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1));
		expect(await sendOne(jira, regressed(1), inProject('SHOP'))).toMatchObject({
			action: 'skipped',
			skipCode: 'onlyNewIssues',
			key: null,
		});
	});

	it('mark each new ticket with the project it was made in', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1), inProject('SHOP'));
		expect(jira.issues[0]).toMatchObject({
			labels: [label(1), 'bugsink'],
			properties: { bugsink: { home: 'SHOP', fingerprint: label(1), version: 1 } },
		});
	});

	it('do not close the other one as a copy, and each closes its own', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const staticData: IDataObject = {};
		await Promise.all([
			sendOne(jira, alert(1), { staticData, registry: anotherProcess() }),
			sendOne(jira, alert(1), { registry: anotherProcess() }),
			sendOne(jira, alert(1), inProject('SHOP', { registry: anotherProcess() })),
		]);
		later(20 * MINUTE);
		const registry = anotherProcess();
		await sendOne(jira, alert(2), inProject('SHOP', { registry }));
		expect(jira.open(label(1))).toHaveLength(3);
		const out = await sendOne(jira, alert(3), { staticData, registry });
		expect(out.warnings).toEqual(['OPS-2 was closed as a duplicate of OPS-1']);
		expect(jira.open(label(1)).map(({ key }) => key)).toEqual(['OPS-1', 'SHOP-1']);
	});
});

describe('a ticket that people moved', () => {
	it.each(['this process', 'another process'])('is followed by %s', async (who) => {
		const jira = await aJira();
		const more = { registry: anotherProcess() };
		await sendOne(jira, alert(1), more);
		jira.move('OPS-1', 'SHOP');
		if (who === 'another process') more.registry = anotherProcess();
		expect(await sendOne(jira, regressed(1), more)).toMatchObject({
			action: 'commented',
			key: 'SHOP-1',
			url: `${jira.url}/browse/SHOP-1`,
		});
		jira.setStatus('SHOP-1', 'Done');
		expect(await sendOne(jira, regressed(1, '10'), more)).toMatchObject({
			action: 'reopened',
			key: 'SHOP-1',
		});
		expect(await sendOne(jira, alert(1), { ...resolve, ...more })).toMatchObject({
			action: 'resolved',
			key: 'SHOP-1',
		});
		expect(jira.issues).toHaveLength(1);
	});

	it('from before the property is followed too', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], projectKey: 'SHOP' });
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'commented', key: 'SHOP-1' });
	});

	it('into the project of a node is that node’s too', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1), inProject('SHOP'));
		jira.move('SHOP-1', 'OPS');
		const more = { registry: anotherProcess() };
		expect(await sendOne(jira, alert(1), more)).toMatchObject({
			action: 'commented',
			key: 'OPS-1',
		});
	});
});

describe('a ticket whose labels people took away', () => {
	it.each([
		['all of them', []],
		['all but one that begins alike', ['bugsink-production']],
	])('is known by its id: %s', async (_, labels) => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const staticData: IDataObject = {};
		await sendOne(jira, alert(1), { staticData });
		jira.relabel('OPS-1', labels);
		const out = await sendOne(jira, regressed(1), { staticData, registry: anotherProcess() });
		expect(out).toMatchObject({ action: 'commented', key: 'OPS-1' });
	});

	it('is known by its id also if it has no property, from what it says', async () => {
		const jira = await aJira();
		const staticData: IDataObject = {};
		await sendOne(jira, alert(1), { staticData });
		jira.issues[0].properties = {};
		jira.relabel('OPS-1', []);
		const { items } = await send(jira, [regressed(1), alert(2)], {
			staticData,
			registry: anotherProcess(),
		});
		expect(items?.map(({ json }) => json.action)).toEqual(['commented', 'created']);
	});
});
