/** After another destination, the alert is the one that the destination's result belongs to. */
import {
	NodeConnectionTypes,
	type IConnections,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';

import { startWebhook, type WebhookStandIn } from '../../standins';
import { executeWorkflow, loadSources, PACKAGE } from '../../support/engine';

const alert = (number: number): IDataObject => ({
	id: `0b1c4a52-6c0e-4d5f-9a51-${String(number).padStart(12, '0')}`,
	title: `ValueError: ${number}`,
	alert_reason: 'NEW',
	last_seen: '2026-08-03T09:14:22.481903Z',
});

let first: WebhookStandIn;
let second: WebhookStandIn;
beforeEach(async () => {
	first = await startWebhook({});
	second = await startWebhook({});
});
afterEach(async () => {
	await first.close();
	await second.close();
});

const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	...more,
});
const hook = (name: string, credential: string, more: Partial<INode> = {}): INode =>
	node(name, `${PACKAGE}.bugsinkWebhook`, {
		credentials: { bugsinkWebhookApi: { id: credential, name: credential } },
		...more,
	});

/** Gives an alert of its own for each item. */
const enriched: INodeType = {
	description: {
		displayName: 'Enriched',
		name: 'enriched',
		group: ['transform'],
		version: 1,
		description: 'Gives alerts',
		defaults: {},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	},
	async execute() {
		const items = this.getInputData();
		return [
			items.map(({ json }, item) => ({
				json: { ...json, title: `Enriched ${item}` },
				pairedItem: { item },
			})),
		];
	},
};
const sources = loadSources();

/** Nodes one after the other, the first started with these items; how the last one ended. */
async function inARow(nodes: INode[], items: IDataObject[], more: IConnections = {}) {
	const rows = nodes
		.slice(1)
		.map(({ name }, index): [string, IConnections[string]] => [
			nodes[index].name,
			{ main: [[{ node: name, type: NodeConnectionTypes.Main, index: 0 }]] },
		]);
	const run = await executeWorkflow({
		registry: { ...sources, nodes: { ...sources.nodes, 'test.enriched': enriched } },
		nodes,
		connections: { ...Object.fromEntries(rows), ...more },
		startAt: nodes[0].name,
		items: items.map((json, item) => ({ json, pairedItem: { item } })),
		credentials: { first: { webhookUrl: first.hookUrl }, second: { webhookUrl: second.hookUrl } },
	});
	const { runData, error } = run.data.resultData;
	const last = runData[nodes[nodes.length - 1].name]?.[0];
	return { items: last?.data?.main[0] ?? [], error: last?.error ?? error };
}

const start = node('Bugsink Trigger', 'test.start');
const titles = ({ deliveries }: WebhookStandIn): unknown[] =>
	deliveries.map(({ request }) => (request.json as { data: IDataObject }).data.summary).sort();

test.each<[string, INodeParameters]>([
	['at its default', {}],
	['as the editor saves the default', { alert: '={{ $json }}' }],
])("'Alert' %s is each item's own alert after another destination", async (_, parameters) => {
	const { items, error } = await inARow(
		[start, hook('First', 'first'), hook('Second', 'second', { parameters })],
		[alert(1), alert(2), alert(3)],
	);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.issueId)).toEqual([1, 2, 3].map((id) => alert(id).id));
	expect(titles(second)).toEqual(titles(first));
	expect(titles(second)).toHaveLength(3);
});

test('it is found over several destinations', async () => {
	const { items, error } = await inARow(
		[start, hook('First', 'first'), hook('Second', 'second'), hook('Third', 'first')],
		[alert(1), alert(2)],
	);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(2);
	expect(first.deliveries).toHaveLength(4);
});

test('a fallback gets the alert that the first destination could not deliver', async () => {
	first.fail({ kind: { status: 400, body: '{}' } });
	const { items, error } = await inARow(
		[start, hook('First', 'first', { onError: 'continueRegularOutput' }), hook('Second', 'second')],
		[alert(7)],
	);
	expect(error).toBeUndefined();
	expect(items[0].json).toMatchObject({ action: 'sent', issueId: alert(7).id });
});

test('the nearest node that gives an alert counts, not the first one', async () => {
	const { items, error } = await inARow(
		[start, node('Enriched', 'test.enriched'), hook('First', 'first'), hook('Second', 'second')],
		[alert(1), alert(2)],
	);
	expect(error).toBeUndefined();
	expect(items).toHaveLength(2);
	expect(titles(second)).toEqual(['[NEW] Enriched 0', '[NEW] Enriched 1']);
});

test('where there is none, one line says so', async () => {
	const result = { destination: 'jiraCloud', action: 'created', reason: 'NEW', key: 'OPS-1' };
	const { error } = await inARow([start, hook('Second', 'second')], [result]);
	expect(error?.message).toBe(
		'This item is the result of another Bugsink node, and no alert is paired with it',
	);
	expect(error?.description).toContain("{{ $('Bugsink Trigger').item.json }}");
	expect(second.deliveries).toHaveLength(0);
});

test('what was chosen is never replaced', async () => {
	const { error } = await inARow(
		[
			start,
			hook('First', 'first'),
			hook('Second', 'second', { parameters: { alert: '={{ $json.response }}' } }),
		],
		[alert(1)],
	);
	expect(error?.message).toMatch(/^This item is not a Bugsink alert\. Found: /);
	expect(second.deliveries).toHaveLength(0);
});
