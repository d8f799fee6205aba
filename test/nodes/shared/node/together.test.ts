import type { IDataObject } from 'n8n-workflow';

import { DeliveryFailure } from '../../../../nodes/shared/delivery/failure';
import type { Job, Together } from '../../../../nodes/shared/destination';
import { executeContext } from '../../../support/executeContext';
import { sample } from '../../../support/samples';
import { alertOf, credentials, destination, errorOf, run, URL, type Settings } from './destination';

const TEST_ALERT = sample('captured/custom-test') as IDataObject;

/** A destination that sends several alerts of one color in one request, by their ids. */
function sendingTogether(more: Partial<Together<Settings>> = {}) {
	const bodyOf = (jobs: Array<Job<Settings>>) =>
		jobs.map(({ alert }) => Number(alert.issueId?.slice(-3))).join(' ');
	return destination({
		together: {
			groupOf: ({ reason }, { color }) => (reason === 'RESOLVED' ? null : color),
			prepare: (alerts) => ({
				request: {
					method: 'POST',
					url: URL,
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(alerts.map(({ title }) => title)),
				},
				truncated: ['alerts'],
				warnings: [],
			}),
			sendTogether: async (jobs) => {
				await jobs[0].delivery.request({ method: 'POST', url: URL, body: bodyOf(jobs) });
				return jobs.map(() => ({ action: 'sent', key: 'all' }));
			},
			...more,
		},
	});
}

type Options = NonNullable<Parameters<typeof executeContext>[0]>;
const items = (list: IDataObject[], more: Options = {}) =>
	executeContext({
		items: list.length,
		parameters: list.map((fields) => ({ 'options.sendAs': 'oneForAll', ...fields })),
		credentials,
		...more,
	});
const bodies = ({ requests }: ReturnType<typeof executeContext>) =>
	requests.map(({ body }) => String(body));
const item = (id: number, more: IDataObject = {}): IDataObject => ({ alert: alertOf(id), ...more });

test('all alerts leave in one request, and every item keeps its output', async () => {
	const context = items([item(1), item(2), item(3)]);
	const outputs = await run(context, sendingTogether().subject);
	expect(bodies(context)).toEqual(['1 2 3']);
	expect(outputs.map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 1, 2].map((at) => ({ item: at })),
	);
	for (const [at, { json }] of outputs.entries()) {
		expect(json).toMatchObject({
			action: 'sent',
			issueId: alertOf(at + 1).id,
			key: 'all',
			combined: 3,
			statusCode: 200,
			attempts: 1,
		});
	}
});

test('more items than are handled side by side, and several of one issue, still go at once', async () => {
	const many = Array.from({ length: 300 }, (_, index) => item(index % 100));
	const context = items(many);
	const outputs = await run(context, sendingTogether().subject);
	expect(context.requests).toHaveLength(1);
	expect(outputs).toHaveLength(300);
	expect(outputs.every(({ json }) => json.combined === 300)).toBe(true);
});

test('one alert alone goes exactly as with one message per alert', async () => {
	const alone = items([item(1)]);
	const [{ json }] = await run(alone, sendingTogether().subject);
	const asEver = items([item(1, { 'options.sendAs': 'eachAlert' })]);
	expect(json).toEqual((await run(asEver, sendingTogether().subject))[0].json);
	expect(json).not.toHaveProperty('combined');
	expect(bodies(alone)).toEqual(bodies(asEver));
});

test('what does not belong together goes in messages of its own', async () => {
	const context = items([
		item(1),
		item(2, { color: 'blue' }),
		item(3),
		item(4, { color: 'blue' }),
		item(5, { 'options.sendAs': 'eachAlert' }),
		{ alert: { ...alertOf(6), alert_reason: 'RESOLVED' } },
		{ alert: TEST_ALERT },
	]);
	const outputs = await run(context, sendingTogether().subject);
	expect(outputs.map(({ json }) => json.combined)).toEqual([
		2,
		2,
		2,
		2,
		undefined,
		undefined,
		undefined,
	]);
	expect(bodies(context)).toHaveLength(5);
	expect(bodies(context)).toEqual(expect.arrayContaining(['1 3', '2 4']));
});

test('a destination that cannot, and by default any, sends each alert', async () => {
	const context = items([item(1), item(2)]);
	await run(context, destination().subject);
	expect(context.requests).toHaveLength(2);
	const without = executeContext({ items: 2, parameters: [item(1), item(2)], credentials });
	await run(without, sendingTogether().subject);
	expect(without.requests).toHaveLength(2);
});

test('a preview shows the one request at every item and sends nothing', async () => {
	const preview = { operation: 'preview' };
	const context = items([item(1, preview), item(2, preview)]);
	const outputs = await run(context, sendingTogether().subject);
	expect(context.requests).toEqual([]);
	for (const { json } of outputs) {
		expect(json).toMatchObject({ action: 'previewed', combined: 2, truncated: ['alerts'] });
		expect((json.request as IDataObject).body).toHaveLength(2);
		expect(JSON.stringify(json)).not.toContain('s3cret');
	}
});

describe('a failure', () => {
	const refused = (status = 400) => ({
		answer: () => ({ statusCode: status, body: 'no s3cret-path' }),
	});

	test('of the message is the failure of each item', async () => {
		const context = items([item(1), item(2)], { ...refused(), continueOnFail: true });
		const outputs = await run(context, sendingTogether().subject);
		expect(outputs.map(({ json }) => json.error)).toEqual(
			[1, 2].map(() => 'The service answered 400: no ***'),
		);
		expect(context.requests).toHaveLength(1);
	});

	test('of one item is its own: the others go together', async () => {
		const context = items(
			[item(1), { alert: { foo: 1 } }, item(2), item(3, { 'options.timeout': 0 })],
			{ continueOnFail: true },
		);
		const outputs = await run(context, sendingTogether().subject);
		expect(bodies(context)).toEqual(['1 2']);
		expect(outputs.map(({ json }) => ('error' in json ? 'failed' : json.combined))).toEqual([
			2,
			'failed',
			2,
			'failed',
		]);
	});

	test('of an invalid choice is the failure of that item', async () => {
		const context = items([item(1, { 'options.sendAs': 'all' }), item(2)], {
			continueOnFail: true,
		});
		const [first, second] = await run(context, sendingTogether().subject);
		expect(first.json.error).toContain("'Send As' cannot be 'all'");
		expect(second.json.action).toBe('sent');
	});

	test('of an invalid choice does not hold up those before it', async () => {
		const context = items([item(1), item(2, { 'options.sendAs': 'all' }), item(3)], {
			continueOnFail: true,
		});
		const outputs = await run(context, sendingTogether().subject);
		expect(bodies(context)).toEqual(['1 3']);
		expect(outputs[1].json.error).toContain("'Send As' cannot be 'all'");
	});

	test('a retry sends what went out not again, though its turn had not come', async () => {
		const nodeContext = {};
		const list = [
			item(1, { color: 'blue' }),
			item(2),
			item(3, { color: 'blue' }),
			item(4),
			item(5),
		];
		const { subject } = sendingTogether({
			sendTogether: async (jobs) => {
				if (jobs[0].settings.color === 'blue') {
					throw new DeliveryFailure('No', { errorType: 'ClientError', hint: '', statusCode: 400 });
				}
				return jobs.map(() => ({ action: 'sent' }));
			},
		});
		const error = await errorOf(run(items(list, { nodeContext }), { ...subject, concurrency: 1 }));
		expect(error.description).toContain('3 of 5 alerts were delivered');

		const retry = items(list, { nodeContext });
		const outputs = await run(retry, sendingTogether().subject);
		expect(bodies(retry)).toEqual(['1 3']);
		expect(outputs.map(({ json }) => json.combined)).toEqual([2, 3, 2, 3, 3]);
		expect(nodeContext).toEqual({});
	});
});
