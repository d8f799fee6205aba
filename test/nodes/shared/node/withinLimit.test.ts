/** Alerts that go out within the limit of their node, alone and together, without an engine. */
import type { IDataObject } from 'n8n-workflow';

import type { Job, Limited, Together } from '../../../../nodes/shared/destination';
import { executeContext, node } from '../../../support/executeContext';
import { sample } from '../../../support/samples';
import { VirtualClock } from '../../../support/virtualClock';
import { alertOf, credentials, destination, raw, run, URL, type Settings } from './destination';

const TEST_ALERT = sample('captured/custom-test') as IDataObject;
const LIMIT = { 'options.limit': { values: { max: 1, minutes: 5, per: 'all' } } };

let nodes = 0;
/** An execution of a node of its own, each item with the fields of all and its own. */
function items(list: IDataObject[], all: IDataObject = LIMIT) {
	const harness = executeContext({
		items: list.length,
		parameters: list.map((fields) => ({ ...all, ...fields })),
		credentials,
		mode: 'webhook',
	});
	const id = `within limit ${++nodes}`;
	harness.context.getNode = () => ({ ...node, id });
	return harness;
}
const item = (id: number, more: IDataObject = {}): IDataObject => ({ alert: alertOf(id), ...more });

/** A destination with a limit; what it told is noted. */
function limiting(more: Partial<Limited<Settings>> = {}, together?: Together<Settings>) {
	const told: Array<{ heading: string; color: string }> = [];
	const limit: Limited<Settings> = {
		counts: ({ reason }) => reason !== 'RESOLVED',
		tell: async ({ heading }, { settings }) => {
			told.push({ heading, color: settings.color });
			return await Promise.resolve({ outcome: { action: 'sent', key: 'summary' } });
		},
		...more,
	};
	const { jobs, subject } = destination({ limit, together });
	return { told, jobs, subject: { ...subject, concurrency: 1 } };
}
const did = (outputs: Array<{ json: IDataObject }>) =>
	outputs.map(({ json }) => json.skipCode ?? json.key ?? json.action);

test('what is too many is told once with the settings of its item, and those that follow are named', async () => {
	const { subject, told } = limiting();
	const outputs = await run(items([1, 2, 3].map((id) => item(id, { color: 'blue' }))), subject);
	expect(did(outputs)).toEqual(['sent', 'summary', 'limit']);
	expect(told).toEqual([
		{ heading: expect.stringContaining('More than 1 alert') as string, color: 'blue' },
	]);
	expect(outputs[1].json.limit).toMatchObject({ count: 2 });
});

test('a test, and what the destination does not count, is neither held back nor named', async () => {
	const resolved = { alert: { ...alertOf(3), alert_reason: 'RESOLVED' } };
	const { subject, told } = limiting();
	const outputs = await run(items([item(1), item(2), { alert: TEST_ALERT }, resolved]), subject);
	expect(did(outputs)).toEqual(['sent', 'summary', 'sent', 'sent']);
	expect(outputs[1].json.limit).toMatchObject({ count: 1 });
	expect(told).toHaveLength(1);
});

test('only sending an alert has a limit, and reads it, also after something was held back', async () => {
	const { subject } = limiting();
	const { sendAlert } = subject.operations;
	const resolving: unknown[] = [];
	const resolve = async ({ limiter }: Job<Settings>) => {
		resolving.push(limiter);
		return await Promise.resolve({ action: 'resolved' } as const);
	};
	const own = { ...subject, operations: { sendAlert, resolve } };
	const first = items([item(1)]);
	const more = [2, 3].map((id) => items([item(id)]));
	for (const { context } of more) context.getNode = first.context.getNode;
	for (const context of [first, ...more]) await run(context, own);
	const wrong = { operation: 'resolve', 'options.limit': { values: { max: 0 } } };
	const last = items([4, 5].map((id) => item(id, wrong)));
	last.context.getNode = first.context.getNode;
	expect(did(await run(last, own))).toEqual(['resolved', 'resolved']);
	expect(resolving).toEqual([undefined, undefined]);
});

test('a limit that was switched off tells what it held back, and holds back no more', async () => {
	const { subject, told } = limiting();
	const clock = new VirtualClock();
	const first = items([item(1)]);
	for (const id of [1, 2, 3]) {
		const { context, ...rest } = items([item(id)]);
		context.getNode = first.context.getNode;
		await run({ context, ...rest }, subject, clock);
	}
	expect(told).toHaveLength(1);
	clock.at += 5 * 60_000;
	const off = items([item(4), item(5), item(6)], {});
	off.context.getNode = first.context.getNode;
	const outputs = await run(off, subject, clock);
	expect(did(outputs)).toEqual(['sent', 'sent', 'sent']);
	expect(outputs[0].json.limit).toMatchObject({ count: 1 });
	expect(told[1].heading).toBe('1 alert from Checkout API was held back');
});

test('in a workflow that polls each execution tells its own, unless a webhook started it', async () => {
	const actions = async (mode: 'trigger' | 'webhook') => {
		const { subject } = limiting();
		const first = items([item(1)]);
		const outputs: unknown[] = [];
		for (const id of [1, 2, 3]) {
			const harness = executeContext({
				parameters: [{ ...LIMIT, ...item(id) }],
				credentials,
				mode,
				sharedData: { bugsinkPolls: true },
			});
			harness.context.getNode = first.context.getNode;
			outputs.push(...did(await run(harness, subject)));
		}
		return outputs;
	};
	expect(await actions('trigger')).toEqual(['sent', 'summary', 'summary']);
	expect(await actions('webhook')).toEqual(['sent', 'summary', 'limit']);
});

test('a destination that tells nothing, or has no limit, sends all; it has the limit itself', async () => {
	const { jobs, subject } = limiting({ tell: undefined });
	expect(did(await run(items([item(1), item(2)]), subject))).toEqual(['sent', 'sent']);
	expect(jobs.map(({ limiter }) => limiter?.rules.max)).toEqual([1, 1]);
	const without = destination();
	expect(did(await run(items([item(1), item(2)]), without.subject))).toEqual(['sent', 'sent']);
});

test('without the option there is no limit', async () => {
	const { jobs, subject } = limiting();
	await run(items([item(1), item(2)], {}), subject);
	expect(jobs.map(({ limiter }) => limiter)).toEqual([undefined, undefined]);
});

test('a destination may look at the alerts that follow, with the operation of this one', async () => {
	const { subject } = destination();
	const list = [item(1), item(2), item(3, { operation: 'resolve' }), item(4)];
	const ahead: string[][] = [];
	const sendAlert = subject.operations.sendAlert;
	const operations = {
		...subject.operations,
		sendAlert: async (job: Job<Settings>) => {
			ahead.push(job.ahead?.(5).map(({ issueId }) => String(issueId?.slice(-1))) ?? []);
			return await sendAlert(job);
		},
	};
	await run(items(list, {}), { ...subject, operations, concurrency: 1 });
	expect(ahead).toEqual([['2', '4'], ['4'], [], []]);
});

test('operations share a memory but for those that resolve, whose memory ends with the execution', async () => {
	const { jobs, subject } = destination();
	const resolve = subject.operations.sendAlert;
	const operations = { ...subject.operations, resolve };
	const context = items([item(1), item(2, { operation: 'resolve' }), item(3)], {});
	await run(context, { ...subject, operations, concurrency: 1 });
	jobs[1].memory.set('a', 'resolving');
	jobs[0].memory.set('b', 'sending');
	expect([jobs[2].memory.get('a'), jobs[2].memory.get('b')]).toEqual([undefined, 'sending']);
	expect(context.staticData).toEqual({ memory: { b: 'sending' } });
});

test('a preview says in one line what would happen', async () => {
	const [{ json }] = await run(items([item(1, { operation: 'preview' })], {}));
	expect(json.summary).toBe(`Send to The service: ${String(raw.title)}`);
});

describe('one message for all alerts', () => {
	const together: Together<Settings> = {
		groupOf: ({ reason }, { color }) => (reason === 'RESOLVED' ? null : color),
		prepare: (alerts) => ({
			request: { method: 'POST', url: URL, body: String(alerts.length) },
			truncated: [],
			warnings: [],
		}),
		sendTogether: async (jobs) => {
			await jobs[0].delivery.request({ method: 'POST', url: URL });
			return jobs.map(() => ({ action: 'sent' }));
		},
	};
	const all = { ...LIMIT, 'options.sendAs': 'oneForAll' };

	test('is one within the limit: the next execution sends the summary', async () => {
		const { subject, told } = limiting({}, together);
		const clock = new VirtualClock();
		const first = items([item(1), item(2)], all);
		const second = items([item(3), item(4)], all);
		second.context.getNode = first.context.getNode;
		const third = items([item(5), item(6)], all);
		third.context.getNode = first.context.getNode;
		expect(did(await run(first, subject, clock))).toEqual(['sent', 'sent']);
		const summed = await run(second, subject, clock);
		expect(did(summed)).toEqual(['summary', 'summary']);
		expect(summed[0].json.limit).toMatchObject({ count: 2 });
		expect(did(await run(third, subject, clock))).toEqual(['limit', 'limit']);
		expect(told).toHaveLength(1);
	});

	test('counts if one of its alerts does', async () => {
		const { subject, told } = limiting(
			{ counts: ({ issueId }) => issueId === alertOf(1).id },
			together,
		);
		const clock = new VirtualClock();
		const first = items([item(1), item(2)], all);
		const second = items([item(2), item(1)], all);
		const third = items([item(2), item(3)], all);
		for (const { context } of [second, third]) context.getNode = first.context.getNode;
		expect(did(await run(first, subject, clock))).toEqual(['sent', 'sent']);
		expect(did(await run(third, subject, clock))).toEqual(['sent', 'sent']);
		expect(did(await run(second, subject, clock))).toEqual(['summary', 'summary']);
		expect(told).toHaveLength(1);
	});

	test('is previewed in one line with their number', async () => {
		const list = [item(1, { operation: 'preview' }), item(2, { operation: 'preview' })];
		const [{ json }] = await run(items(list, all), limiting({}, together).subject);
		expect(json).toMatchObject({
			summary: 'Send 2 alerts in one message to The service',
			combined: 2,
			request: { body: '2' },
		});
	});

	test('has no alert of another operation', async () => {
		const { subject } = limiting({}, together);
		const resolve = subject.operations.sendAlert;
		const own = { ...subject, operations: { ...subject.operations, resolve } };
		const context = items(
			[1, 2].map((id) => item(id, { operation: 'resolve' })),
			all,
		);
		const outputs = await run(context, own);
		expect(context.requests).toHaveLength(2);
		expect(outputs.map(({ json }) => json.combined)).toEqual([undefined, undefined]);
	});

	test('has alerts and previews apart, and each that goes alone by itself', async () => {
		const { subject } = limiting({}, together);
		const resolved = (id: number) => ({ alert: { ...alertOf(id), alert_reason: 'RESOLVED' } });
		const preview = { operation: 'preview' };
		const list = [item(1), item(2, preview), item(3), item(4, preview), resolved(5), resolved(6)];
		const outputs = await run(items(list, { 'options.sendAs': 'oneForAll' }), subject);
		expect(outputs.map(({ json }) => [json.action, json.combined])).toEqual([
			['sent', 2],
			['previewed', 2],
			['sent', 2],
			['previewed', 2],
			['sent', undefined],
			['sent', undefined],
		]);
	});

	test('is asked once where the fields are the same for all', async () => {
		const context = items([item(1), item(2), item(3)], { 'options.sendAs': 'oneForAll' });
		const { getNode } = context.context;
		const parameters = { ...node.parameters, operation: 'sendAlert' };
		context.context.getNode = () => ({ ...getNode(), parameters });
		const asked = jest.spyOn(context.context, 'getNodeParameter');
		const outputs = await run(context, limiting({}, together).subject);
		expect(outputs.map(({ json }) => json.combined)).toEqual([3, 3, 3]);
		const names = asked.mock.calls.map(([name]) => name);
		expect(names.filter((name) => name === 'options.sendAs')).toHaveLength(1);
	});
});
