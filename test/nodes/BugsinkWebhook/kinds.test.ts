/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** What users enter and what receivers answer, kind by kind. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IDataObject } from 'n8n-workflow';

import { webhook } from '../../../nodes/BugsinkWebhook/webhook';
import { startWebhook } from '../../standins/webhook';
import { alertOf } from '../../support/alerts';
import { settingsOf as readSettings } from '../../support/execution';
import { runNode } from '../../support/engine';
import { sample } from '../../support/samples';

const settingsOf = (parameters: object, credential: object = {}) => {
	const webhookUrl = 'https://receiver.example.com/in';
	return readSettings(webhook, { webhookUrl, ...credential } as never, parameters as never);
};
const custom = (body: unknown, contentType = '') =>
	settingsOf({
		'options.payloadFormat': 'custom',
		'options.body': body,
		'options.contentType': contentType,
	}).bodyFormat;

describe('a custom body', () => {
	it.each([
		['{"level":"info"}\n{"level":"error"}\n', 'application/x-ndjson'],
		['[1]\r\n"two"', 'application/jsonl'],
		['{"one":1}', 'application/json-lines; charset=utf-8'],
	])('%j is sent as %s', (body, contentType) => {
		expect(custom(body, contentType)).toMatchObject({ text: body });
	});

	it.each([
		['{"level":"info"}\n{"level":', 'application/x-ndjson'],
		['{"level":"info"}\n{"level":"error"}', 'application/json'],
	])('%j is not %s', (body, contentType) => {
		expect(() => custom(body, contentType)).toThrow("'Body' is not JSON although");
	});

	it.each([
		'{"text": "She wrote "yes""}',
		'{"text": "two\nlines}',
		'{ "count": , "x": 1 }',
		'{text: "unquoted"}',
		"{'text': 'single'}",
		'[{"a": undefined}]',
		'["a", ]',
		'[object Object]',
	])('that looks like JSON and is not is refused: %s', (body) => {
		expect(() => custom(body)).toThrow("'Body' looks like JSON and is not");
	});

	it.each([
		'[Billing] declined',
		'declined by the bank',
		'{user} logged in',
		'[2026-10-01] deploy failed',
		'(see {docs})',
		'Error: [object Object]',
	])('of plain text goes out as text: %s', (body) => {
		expect(custom(body)).toMatchObject({
			text: body,
			headers: { 'content-type': 'text/plain; charset=utf-8' },
		});
	});

	it('goes out as text whatever it looks like, if its type says so', () => {
		expect(custom('{"half', 'text/plain')).toMatchObject({
			headers: { 'content-type': 'text/plain' },
		});
	});
});

it('a user name in the address masks no other word', async () => {
	const seen: string[] = [];
	const server = createServer((request, response) => {
		seen.push(String(request.headers.authorization));
		response.end('ok');
	});
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address() as AddressInfo;
	const run = await runNode({
		node: 'bugsinkWebhook',
		credentials: { webhookUrl: `http://bugsink:Pa55-word-of-hook@127.0.0.1:${port}/in` },
		items: [sample('captured/custom-new') as never],
	});
	server.close();
	const [{ json }] = run.items ?? [];
	expect(json.destination).toBe('webhook');
	expect(json.fingerprint).toMatch(/^bugsink-/);
	expect(JSON.stringify(json)).not.toContain('Pa55-word');
	expect(Buffer.from(seen[0].split(' ')[1], 'base64').toString()).toBe('bugsink:Pa55-word-of-hook');
});

it.each(['gzip', 'br', 'deflate'])(
	'an answer whose %s cannot be unpacked is an answer: delivered once',
	async (encoding) => {
		let requests = 0;
		const server = createServer((request, response) => {
			requests++;
			request.resume();
			response.writeHead(200, { 'content-encoding': encoding, 'content-type': 'text/plain' });
			response.end('this is not compressed at all');
		});
		await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
		const { port } = server.address() as AddressInfo;
		const run = await runNode({
			node: 'bugsinkWebhook',
			credentials: { webhookUrl: `http://127.0.0.1:${port}/in` },
			items: [sample('captured/custom-new') as never],
		});
		server.close();
		expect(run.error).toBeUndefined();
		expect(run.items?.[0].json).toMatchObject({ action: 'sent', statusCode: 200 });
		expect(requests).toBe(1);
	},
);

describe('header rows', () => {
	const rows = (...of: Array<[string, unknown]>) => ({
		headers: { rows: of.map(([name, value]) => ({ name, value })) } as unknown as IDataObject,
	});
	const SECRET = 'hush-hush-1';

	test('go out beside the custom headers; no output and no error shows their values', async () => {
		const server = await startWebhook();
		try {
			const run = async (operation: string) =>
				await runNode({
					node: 'bugsinkWebhook',
					credentials: { webhookUrl: server.url },
					parameters: {
						operation,
						customHeaders: '{ "X-Team": "checkout" }',
						options: rows(['X-Key', SECRET], ['', '']),
					},
					items: [alertOf() as unknown as IDataObject],
				});
			const preview = await run('preview');
			expect(preview.items?.[0].json.request).toMatchObject({
				headers: { 'x-key': '***', 'x-team': 'checkout' },
			});
			expect(JSON.stringify(preview.items)).not.toContain(SECRET);
			expect(JSON.stringify((await run('sendAlert')).items)).not.toContain(SECRET);
			expect(server.requests[0].headers).toMatchObject({ 'x-key': SECRET, 'x-team': 'checkout' });
		} finally {
			await server.close();
		}
	});

	test('are masked where the receiver says them again, in an answer or in an error', async () => {
		const server = await startWebhook();
		try {
			const run = async () =>
				await runNode({
					node: 'bugsinkWebhook',
					credentials: { webhookUrl: server.hookUrl },
					parameters: { options: rows(['X-Key', SECRET]) },
					items: [alertOf() as unknown as IDataObject],
					continueOnFail: true,
				});
			for (const status of [200, 400]) {
				server.fail({ kind: { status, body: { message: `You sent ${SECRET}` } } });
				const json = JSON.stringify((await run()).items);
				expect(json).toContain('You sent ***');
				expect(json).not.toContain(SECRET);
				server.heal();
			}
		} finally {
			await server.close();
		}
	});

	test.each<[string, Array<[string, unknown]>, string]>([
		['a name without a value is sent empty', [['X-A', '']], ''],
		['a forbidden name', [['Host', SECRET]], "'Headers' cannot set the header Host"],
		['a signature', [['Webhook-Signature', SECRET]], 'cannot set the header Webhook-Signature'],
		['a login', [['Authorization', SECRET]], 'cannot set the header Authorization'],
		['a custom header', [['x-team', SECRET]], "'Headers' cannot set the header x-team"],
		[
			'a name twice',
			[
				['X-A', SECRET],
				['x-a', SECRET],
			],
			"'Headers' has the header x-a twice",
		],
		['an invalid name', [['X A', SECRET]], 'header name that is not allowed: "X A"'],
		['no name', [['', SECRET]], 'header name that is not allowed: ""'],
		['two lines', [['X-A', `${SECRET}\r\nX-B: 1`]], 'has a value for X-A that cannot be sent'],
		['a list', [['X-A', [SECRET]]], 'has a value for X-A that cannot be sent'],
	])('%s', (_, given, message) => {
		const send = () =>
			settingsOf({
				customHeaders: '{ "X-Team": "checkout" }',
				'options.headers': rows(...given).headers,
			});
		if (message === '') {
			expect(send().rowHeaders).toEqual({ 'x-a': '' });
			return;
		}
		let error: unknown;
		try {
			send();
		} catch (thrown) {
			error = thrown;
		}
		expect(error).toMatchObject({ message: expect.stringContaining(message) as string });
		expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(SECRET);
	});

	test('are a list of rows or nothing', () => {
		const read = (headers: unknown) => settingsOf({ 'options.headers': headers as IDataObject });
		expect(read([{ name: 'X-A', value: 1 }]).rowHeaders).toEqual({ 'x-a': '1' });
		expect(read({}).rowHeaders).toEqual({});
		expect(() => read('X-A: 1')).toThrow("'Headers' is not a list of names and values");
		expect(() => read({ rows: ['x'] })).toThrow("'Headers' is not a list of names and values");
	});
});
