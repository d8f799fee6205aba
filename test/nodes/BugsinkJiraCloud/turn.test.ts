import { DataDeduplicationService } from 'n8n-core';
import type { ICheckProcessedContextData, IDataDeduplicator, IDataObject } from 'n8n-workflow';

import { jiraProject } from '../../standins/jira';
import { RecordsInMemory } from '../shared/tracker/recordsInMemory';
import { aJira, alert, anotherProcess, label, send, sendOne } from './support';

let records = new RecordsInMemory();

/** What n8n's own modules do with its table `processed_data`. */
const deduplicator: IDataDeduplicator = {
	checkProcessedAndRecord: async (items, _, data) => {
		const added = await rowOf(data).add(items.map(String));
		return { new: added, processed: items.filter((item) => !added.includes(String(item))) };
	},
	removeProcessed: async (items, _, data) => await rowOf(data).remove(items.map(String)),
	clearAllProcessedItems: async (_, data) => await rowOf(data).clear(),
	getProcessedDataCount: async (_, data) => await rowOf(data).count(),
};

function rowOf({ node, workflow }: ICheckProcessedContextData) {
	return records.of(`${workflow.id} ${node?.id}`);
}

beforeAll(async () => await DataDeduplicationService.init(deduplicator));
beforeEach(() => {
	records = new RecordsInMemory();
});

const keys = (run: Awaited<ReturnType<typeof send>>) => run.items?.map(({ json }) => json.key);

it('fifty new alerts of one execution cost one search, two looks in the turn, and a create each', async () => {
	const jira = await aJira({ searchLagMs: 30_000 });
	jira.seedMany(120, () => ({}));
	const alerts = Array.from({ length: 50 }, (_, index) => alert(index));
	const { items } = await send(jira, alerts, { registry: anotherProcess() });
	expect(items?.map(({ json }) => json.action)).toEqual(Array(50).fill('created'));
	expect(jira.calls('POST', /\/issue$/)).toBe(50);
	expect(jira.requests.length).toBeLessThanOrEqual(53);
	expect(jira.sockets.peak).toBeLessThanOrEqual(5);
	expect(records.rows.size).toBe(0);
});

it('every alert twice at once in two processes: one ticket each, none closed', async () => {
	const jira = await aJira({ searchLagMs: 60_000 });
	const alerts = Array.from({ length: 12 }, (_, index) => alert(index));
	const runs = await Promise.all(
		[alerts, [...alerts].reverse()].map((items) =>
			send(jira, items, { registry: anotherProcess() }),
		),
	);
	expect(jira.issues).toHaveLength(12);
	expect(jira.issues.filter(({ resolution }) => resolution !== null)).toEqual([]);
	expect(keys(runs[0])).toEqual(keys(runs[1])?.reverse());
	expect(jira.issues.map(({ labels }) => labels[0]).sort()).toEqual(
		alerts.map((_, index) => label(index)),
	);
});

it('a ticket that another process made meanwhile is found in the data, however late the index', async () => {
	const jira = await aJira({ searchLagMs: 3_600_000 });
	await sendOne(jira, alert(1), { registry: anotherProcess() });
	const out = await sendOne(jira, alert(1), { registry: anotherProcess() });
	expect(out).toMatchObject({ action: 'commented', key: 'OPS-1' });
});

it('a ticket that another process made and a person moved at once is found by its old key', async () => {
	const jira = await aJira({ searchLagMs: 3_600_000 });
	await sendOne(jira, alert(1), { registry: anotherProcess() });
	jira.move('OPS-1', 'SHOP');
	const out = await sendOne(jira, alert(1), { registry: anotherProcess() });
	expect(out).toMatchObject({ action: 'commented', key: 'SHOP-1' });
});

it.each([
	['the search', /\/search\/jql$/, 1],
	['the look at keys', /\/bulkfetch$/, 0],
])('a look in the turn that fails creates nothing: %s', async (_, path, after) => {
	const jira = await aJira();
	for (const kind of [
		{ status: 200, body: {} },
		{ status: 403, body: {} },
	]) {
		jira.fail({ path, after, kind });
		const staticData: IDataObject = {};
		const sent = sendOne(jira, alert(1), { staticData, registry: anotherProcess() });
		await expect(sent).rejects.toThrow(`Jira answered ${kind.status}`);
	}
	expect(jira.issues).toEqual([]);
	expect(records.rows.size).toBe(0);
});

it('a project that does not exist is told by the create, with what to do', async () => {
	const jira = await aJira({ projects: [jiraProject('1', 'SHOP', 'Shop')] });
	await expect(sendOne(jira, alert(1), { registry: anotherProcess() })).rejects.toMatchObject({
		hint: expect.stringContaining("Check 'Project'") as string,
	});
});
