/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import type { IDataObject } from 'n8n-workflow';

import type { Job } from '../../../../nodes/shared/destination';
import { sample } from '../../../support/samples';
import {
	alertOf,
	alerts,
	credentials,
	destination,
	errorOf,
	raw,
	run,
	type Settings,
	URL,
} from './destination';
import { executeContext } from '../../../support/executeContext';

const TEST_ALERT = sample('captured/custom-test') as IDataObject;

describe('an output item', () => {
	test('has every key, also where the destination says nothing', async () => {
		expect(await run(executeContext(alerts(raw)))).toStrictEqual([
			{
				json: {
					destination: 'service',
					action: 'sent',
					reason: 'NEW',
					issueId: raw.id,
					fingerprint: `bugsink-${String(raw.id)}`,
					key: null,
					url: null,
					statusCode: 200,
					requests: 1,
					attempts: 1,
					truncated: [],
					skipReason: null,
					skipCode: null,
					warnings: [],
				},
				pairedItem: { item: 0 },
			},
		]);
	});

	test('has what the destination says, without its secrets', async () => {
		const { subject } = destination({
			operations: {
				sendAlert: async () => ({
					action: 'created',
					key: 'OPS-1',
					url: 'https://service.example/OPS-1',
					truncated: ['description'],
					skipReason: 'none',
					warnings: ['s3cret-path is odd'],
					response: { echoed: 's3cret-path' },
				}),
			},
		});
		const [{ json }] = await run(executeContext(alerts(raw)), subject);
		expect(json).toMatchObject({
			action: 'created',
			key: 'OPS-1',
			url: 'https://service.example/OPS-1',
			statusCode: null,
			attempts: 0,
			truncated: ['description'],
			skipReason: 'none',
			warnings: ['*** is odd'],
			response: { echoed: '***' },
		});
	});
});

describe('operations', () => {
	const operation = (name: string, more: IDataObject = {}) => ({
		parameters: [{ operation: name, alert: raw, ...more }],
		credentials,
	});

	test('a preview shows the request and sends nothing', async () => {
		const context = executeContext(operation('preview', { color: 'blue' }));
		const [{ json }] = await run(context);
		expect(json).toMatchObject({
			action: 'previewed',
			attempts: 0,
			truncated: ['title'],
			warnings: ['It is long'],
			request: {
				method: 'POST',
				url: 'https://service.example/***',
				body: { color: 'blue', at: '2026-08-03T09:14:23.000Z' },
			},
		});
		expect(context.requests).toEqual([]);
	});

	test.each([
		['of another kind as text', { 'content-type': 'text/plain' }, '{"a":1}', '{"a":1}'],
		['of no kind as text', undefined, '{"a":1}', '{"a":1}'],
		['that is missing as null', { 'content-type': 'application/json' }, undefined, null],
	])('a preview shows a body %s', async (_, headers, body, shown) => {
		const { subject } = destination({
			prepare: () => ({
				request: { method: 'POST', url: URL, headers, body },
				truncated: [],
				warnings: [],
			}),
		});
		const [{ json }] = await run(executeContext(operation('preview')), subject);
		expect((json.request as IDataObject).body).toEqual(shown);
	});

	test('a test message needs no alert, and tells the time', async () => {
		const { subject, jobs } = destination();
		await run(
			executeContext({ parameters: [{ operation: 'sendTestMessage' }], credentials }),
			subject,
		);
		expect(jobs[0].alert).toMatchObject({
			isTest: true,
			source: 'testMessage',
			lastSeen: '2026-08-03T09:14:23.000Z',
		});
	});

	test('an operation of its own is taken, any other is an alert', async () => {
		const resolve = jest.fn(async () => ({ action: 'resolved' }) as const);
		const own = destination();
		const { subject } = destination({ operations: { ...own.subject.operations, resolve } });
		const [resolved] = await run(executeContext(operation('resolve')), subject);
		const [sent] = await run(executeContext(operation('unknown')), subject);
		expect([resolved.json.action, sent.json.action]).toEqual(['resolved', 'sent']);
	});
});

describe("Bugsink's test alert", () => {
	const withOption = (testAlerts?: string, operation = 'sendAlert') =>
		executeContext({
			parameters: [
				{
					operation,
					alert: TEST_ALERT,
					...(testAlerts === undefined ? {} : { 'options.testAlerts': testAlerts }),
				},
			],
			credentials,
		});

	test.each([[undefined], ['sendMarked']])('is sent with %j', async (option) => {
		expect((await run(withOption(option)))[0].json.action).toBe('sent');
	});

	test('is skipped where the user wants that, and the output says why', async () => {
		const context = withOption('skip');
		const [{ json }] = await run(context);
		expect(json).toMatchObject({
			action: 'skipped',
			skipCode: 'test',
			attempts: 0,
			statusCode: null,
		});
		expect(json.skipReason).toMatch(/test alert.*'Test Alerts'/);
		expect(context.requests).toEqual([]);
	});

	test('is skipped where no operation was saved', async () => {
		const parameters = [{ alert: TEST_ALERT, 'options.testAlerts': 'skip' }];
		expect((await run(executeContext({ parameters, credentials })))[0].json.action).toBe('skipped');
	});

	test('is not skipped by the operation that sends a test', async () => {
		expect((await run(withOption('skip', 'sendTestMessage')))[0].json.action).toBe('sent');
	});

	test('the option does not touch other alerts', async () => {
		const context = executeContext({
			parameters: [{ alert: raw, 'options.testAlerts': 'skip' }],
			credentials,
		});
		expect((await run(context))[0].json.action).toBe('sent');
	});

	test('a choice that is none is refused', async () => {
		expect((await errorOf(run(withOption('never')))).message).toContain("'Test Alerts'");
	});
});

describe('a request', () => {
	test('goes out as the fields say', async () => {
		const context = executeContext({
			parameters: [{ alert: raw, 'options.timeout': 7, 'options.maxAttempts': 2 }],
			credentials,
			answer: () => ({ statusCode: 500, body: 'down' }),
		});
		const error = await errorOf(run(context));
		expect(error.message).toBe('The service answered 500 (tried 2 times): down');
		expect(context.requests.map(({ timeout }) => timeout)).toEqual([7_000, 7_000]);
		expect(context.injected).toEqual([]);
	});

	test('is tried three times and waits 30 seconds without fields', async () => {
		const context = executeContext({
			...alerts(raw),
			answer: () => ({ statusCode: 500, body: '' }),
		});
		await errorOf(run(context));
		expect(context.requests.map(({ timeout }) => timeout)).toEqual([30_000, 30_000, 30_000]);
	});

	test.each([
		['options.maxAttempts', [0, 11], [1, 10], 'Max Attempts'],
		['options.timeout', [0, 301], [1, 300], 'Timeout'],
	])('%s outside of its range is refused', async (name, outside, inside, label) => {
		const withValue = (value: number) =>
			run(executeContext({ parameters: [{ alert: raw, [name]: value }], credentials }));
		for (const value of outside) expect((await errorOf(withValue(value))).message).toContain(label);
		for (const value of inside) expect(await withValue(value)).toHaveLength(1);
	});

	test('carries the credential where n8n injects it', async () => {
		const context = executeContext(alerts(raw));
		await run(context, destination({ isAuthenticatedByN8n: true }).subject);
		expect(context.injected).toEqual(['serviceApi']);
	});

	test('is not sent in an execution that is cancelled', async () => {
		const context = executeContext({ ...alerts(raw), signal: AbortSignal.abort() });
		expect((await errorOf(run(context))).message).toContain('Cancelled before');
		expect(context.requests).toEqual([]);
	});

	test('gets its answer without the secrets in it', async () => {
		const context = executeContext({
			...alerts(raw),
			answer: () => ({ statusCode: 400, body: `no s3cret-path${'x'.repeat(300)}` }),
		});
		expect((await errorOf(run(context))).message).toMatch(
			/^The service answered 400: no \*\*\*x+…$/,
		);
	});
});

test('an answer without the secrets of the fields', async () => {
	const context = executeContext({
		...alerts(raw),
		answer: () => ({ statusCode: 400, body: 'no purple' }),
	});
	context.context.getNodeParameter = ((name: string, _: number, fallback: unknown) =>
		name === 'color' ? 'purple' : name === 'alert' ? raw : fallback) as never;
	const { subject } = destination({ secretsOfSettings: ({ color }) => [color] });
	expect((await errorOf(run(context, subject))).message).toBe('The service answered 400: no ***');
});

test('what the items say beside it is shown in the editor', async () => {
	const context = executeContext(alerts(raw));
	context.context.addExecutionHints = jest.fn();
	const operations = {
		sendAlert: async () => ({ action: 'sent' as const, warnings: ['It is old'] }),
	};
	await run(context, destination({ operations }).subject);
	expect(context.context.addExecutionHints).toHaveBeenCalledTimes(1);
});

test('the items of an execution share what a destination keeps, and the next one its memory', async () => {
	const { subject, jobs } = destination();
	const staticData = {};
	await run(executeContext({ ...alerts(alertOf(1), alertOf(2)), staticData }), subject);
	await run(executeContext({ ...alerts(alertOf(3)), staticData }), subject);
	const [first, second, third] = jobs;
	expect(first.shared).toBe(second.shared);
	expect(third.shared).not.toBe(first.shared);
	first.memory.set('a', '1');
	expect(third.memory.get('a')).toBe('1');
});

test('alerts about one issue go one after the other, others side by side', async () => {
	let running = 0;
	const log: string[] = [];
	const sendAlert = async ({ alert }: Job<Settings>) => {
		log.push(`${alert.issueId?.slice(-1)} beside ${running++}`);
		await new Promise((done) => setImmediate(done));
		running--;
		return { action: 'sent' } as const;
	};
	const { subject } = destination({ operations: { sendAlert } });
	await run(executeContext(alerts(alertOf(1), alertOf(1))), subject);
	expect(log).toEqual(['1 beside 0', '1 beside 0']);
	log.length = 0;
	await run(executeContext(alerts(alertOf(1), alertOf(2))), subject);
	expect(log).toEqual(['1 beside 0', '2 beside 1']);
});
