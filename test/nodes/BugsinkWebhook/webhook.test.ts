import { HTTP, type CloudEvent } from 'cloudevents';

import { BugsinkWebhookApi } from '../../../credentials/BugsinkWebhookApi.credentials';
import { BugsinkWebhook } from '../../../nodes/BugsinkWebhook/BugsinkWebhook.node';
import { webhook } from '../../../nodes/BugsinkWebhook/webhook';
import { keep } from '../../standins/harness';
import { startWebhook, type WebhookOptions } from '../../standins/webhook';
import { sampleAlert } from '../../support/alerts';
import { executeOne, settingsOf as readSettings, transportTo } from '../../support/execution';
import { PACKAGE, runNode, type Registry } from '../../support/engine';
import { VirtualClock } from '../../support/virtualClock';
import { sample } from '../../support/samples';
import { WRONG, type Fields } from './wrongSettings';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const NEXT_SECRET = `whsec_${Buffer.alloc(32, 8).toString('base64')}`;
const registry: Registry = {
	nodes: { [`${PACKAGE}.bugsinkWebhook`]: new BugsinkWebhook() },
	credentialTypes: { bugsinkWebhookApi: new BugsinkWebhookApi() },
};
const standIn = async (options: WebhookOptions = {}) => keep(await startWebhook(options));

const settingsOf = (parameters: Fields, credential: Fields = {}) => {
	const webhookUrl = 'https://example.com/hooks/bugsink';
	return readSettings(webhook, { webhookUrl, ...credential } as never, parameters as never);
};

const newAlert = () => sampleAlert('custom-new');

it('does not wait for another address of the same host that throttles', async () => {
	const clock = new VirtualClock();
	let requests = 0;
	const transport = async () => {
		const isFirst = requests++ === 0;
		const headers: Record<string, string> = isFirst ? { 'retry-after': '60' } : {};
		return await Promise.resolve({ statusCode: isFirst ? 429 : 200, headers, body: '' });
	};
	const send = async (name: string) => {
		const start = clock.at;
		const settings = settingsOf({}, { webhookUrl: `https://hooks.example.com/${name}` });
		await executeOne(webhook, settings, newAlert(), { clock, transport });
		return clock.at - start;
	};
	const throttled = send('throttled');
	while (clock.sleeps.length === 0) await Promise.resolve();
	expect(await send('other')).toBe(0);
	expect(await throttled).toBeGreaterThanOrEqual(60_000);
});

describe('a repeated attempt', () => {
	it('has the same id and bytes, and a signature of its own time', async () => {
		// The verifier has the real time.
		const time = new VirtualClock(Date.now());
		const server = await standIn({
			now: time.now,
			standardWebhooksSecret: NEXT_SECRET,
			refuseReplays: true,
		});
		server.fail({ kind: { status: 503, headers: { 'retry-after': '10' } } });
		const settings = settingsOf(
			{},
			{ signing: 'standardWebhooks', signingSecret: `${SECRET} ${NEXT_SECRET}` },
		);
		const transport = transportTo(time, { url: server.url });
		const send = async () =>
			await executeOne(webhook, settings, newAlert(), { clock: time, transport });
		expect(await send()).toMatchObject({ action: 'sent', response: { received: true } });
		const [first, second] = server.requests;
		expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
		expect(second.bytes.equals(first.bytes)).toBe(true);
		expect(
			Number(second.headers['webhook-timestamp']) - Number(first.headers['webhook-timestamp']),
		).toBeGreaterThanOrEqual(10);
		expect(server.deliveries).toMatchObject([{ verified: ['standardWebhooks'] }]);
		// The same alert again is the same message: the receiver knows it.
		await expect(send()).rejects.toThrow('The webhook answered 409');
		expect(server.deliveries).toHaveLength(1);
	});
});

describe('the receiver', () => {
	const run = async (
		server: { hookUrl: string },
		parameters: Fields = {},
		credential: Fields = {},
		alert = 'custom-new',
	) =>
		await runNode({
			registry,
			node: 'bugsinkWebhook',
			parameters: parameters as never,
			credentials: { webhookUrl: server.hookUrl, ...credential } as never,
			items: [sample(`captured/${alert}`) as never],
			continueOnFail: true,
		});

	it('verifies signatures over the exact bytes sent', async () => {
		const server = await standIn({ standardWebhooksSecret: SECRET });
		await run(
			server,
			{},
			{ signing: 'standardWebhooks', signingSecret: SECRET },
			'custom-new-markup',
		);
		expect(server.refused).toEqual([]);
		const hub = await standIn({
			hubSecret: 'hub secret',
			secretHeader: { name: 'X-Secret', value: 's3cret-value' },
		});
		await run(
			hub,
			{ httpMethod: 'PUT', customHeaders: '{ "X-Team": "checkout" }' },
			{
				signing: 'github',
				signingSecret: 'hub secret',
				secretHeader: 'X-Secret',
				secretValue: 's3cret-value',
			},
			'custom-new-markup',
		);
		expect(hub.refused).toEqual([]);
		expect(hub.deliveries).toMatchObject([
			{
				verified: ['secretHeader', 'hub'],
				request: { method: 'PUT', headers: { 'x-team': 'checkout' } },
			},
		]);
	});

	it.each([
		[
			{ authentication: 'basic', username: 'bugsink', password: 'pässword' },
			`Basic ${Buffer.from('bugsink:pässword').toString('base64')}`,
		],
		[{ authentication: 'bearer', bearerToken: 'to.ken-1' }, 'Bearer to.ken-1'],
		[{ authentication: 'bearer', bearerToken: ' Bearer to.ken-1 ' }, 'Bearer to.ken-1'],
		[{ secretHeader: 'Authorization', secretValue: 'Token abcdef' }, 'Token abcdef'],
		[{}, undefined],
	])('gets the header Authorization of %j', async (credential, authorization) => {
		const server = await standIn();
		const { items } = await run(server, {}, credential);
		expect(server.requests[0].headers.authorization).toBe(authorization);
		expect(items?.[0].json.action).toBe('sent');
	});

	it('gets CloudEvents in both modes, and its minimal form', async () => {
		const server = await standIn();
		await run(server, { options: { payloadFormat: 'cloudEvents' } });
		await run(server, {
			includeFullPayload: false,
			options: { payloadFormat: 'cloudEvents', cloudEventsMode: 'binary' },
		});
		const [structured, binary] = server.requests.map(
			({ headers, body }) => HTTP.toEvent({ headers, body }) as CloudEvent<Fields>,
		);
		expect(structured.id).toBe(binary.id);
		expect(structured.data).toMatchObject({ error_type: 'ValueError' });
		expect(Object.keys(binary.data ?? {})).toEqual([
			'issue_id',
			'issue_url',
			'summary',
			'alert_type',
		]);
		expect(server.requests[1].headers['ce-type']).toBe('com.bugsink.alert.new');
	});

	it.each([
		['text from an expression', '={{ $json.title }} is back', '', 'text/plain; charset=utf-8'],
		['an object from an expression', '={{ ({ text: $json.title }) }}', '', 'application/json'],
		['JSON text', '={{ JSON.stringify({ text: $json.title }) }}', '', 'application/json'],
		['XML', '<alert/>', 'application/xml', 'application/xml'],
	])('gets %s as a custom body', async (_, body, contentType, expected) => {
		const server = await standIn({ hubSecret: 'hub secret' });
		const { items } = await run(
			server,
			{ options: { payloadFormat: 'custom', body, contentType } },
			{ signing: 'github', signingSecret: 'hub secret' },
		);
		expect(items?.[0].json).toMatchObject({ action: 'sent', warnings: [] });
		const [{ request }] = server.deliveries;
		expect(request.headers['content-type']).toBe(expected);
		expect(request.body).toContain(body.startsWith('=') ? 'ValueError: invalid literal' : body);
	});

	it('is not asked again after 410, nor followed elsewhere', async () => {
		const elsewhere = await standIn();
		const server = await standIn();
		server.gone();
		const gone = await run(server);
		expect(gone.items?.[0].json).toMatchObject({
			error: 'The webhook answered 410: This webhook is gone.',
			details: { hint: expect.stringContaining('gone permanently') },
		});
		server.redirectTo(elsewhere.hookUrl, 307);
		const moved = await run(server, {}, { authentication: 'bearer', bearerToken: 'to.ken-1' });
		expect(moved.items?.[0].json).toMatchObject({
			details: { statusCode: 307, errorType: 'Redirect' },
		});
		expect([server.requests.length, elsewhere.requests.length]).toEqual([2, 0]);
	});

	it("'s answer is in the output, cut, or left out", async () => {
		const server = await standIn();
		server.answer = { status: 200, body: 'x'.repeat(30_000) };
		const long = await run(server);
		expect(String(long.items?.[0].json.response)).toHaveLength(10_000);
		const none = await run(server, { options: { responseBody: false } });
		expect(none.items?.[0].json).not.toHaveProperty('response');
	});

	it('never has a secret shown, even where it echoes them', async () => {
		const server = await standIn();
		const credential = {
			webhookUrl: `${server.hookUrl}?token=url-secret-1`,
			secretHeader: 'X-Secret',
			secretValue: 'header-secret-2',
			authentication: 'basic',
			username: 'bugsink',
			password: 'basic-secret-3',
			signing: 'standardWebhooks',
			signingSecret: `${SECRET} ${NEXT_SECRET}`,
		};
		const login = Buffer.from('bugsink:basic-secret-3').toString('base64');
		const echo = Object.values(credential).join(' ') + login;
		const preview = await run(server, { operation: 'preview' }, credential);
		expect(server.requests).toHaveLength(0);
		server.answer = { status: 200, body: { echo } };
		const sent = await run(server, {}, credential);
		expect(sent.items?.[0].json.response).toMatchObject({ echo: expect.stringContaining('***') });
		server.answer = { status: 400, body: { error: echo } };
		const failed = await run(server, {}, credential);
		const shown = JSON.stringify([preview.items, sent.items, failed.items]);
		const secrets = ['url-secret-1', 'header-secret-2', 'basic-secret-3', login];
		for (const secret of [...secrets, SECRET.slice(6), NEXT_SECRET.slice(6)]) {
			expect(shown).not.toContain(secret);
		}
		expect(preview.items?.[0].json).toMatchObject({
			action: 'previewed',
			request: { headers: { 'x-secret': '***', authorization: 'Basic ***' } },
		});
	});

	it('may share words with a secret of two words', async () => {
		const server = await standIn();
		const credential = { signing: 'github', signingSecret: 'received hub' };
		const { items } = await run(server, {}, credential);
		expect(items?.[0].json.response).toMatchObject({ received: true });
	});

	it('gets a marked test message, and a custom body that cannot say so is warned of', async () => {
		const server = await standIn();
		const plain = await run(server, { operation: 'sendTestMessage' });
		expect(server.requests[0].json).toMatchObject({ event_type: 'test' });
		expect(plain.items?.[0].json.warnings).toEqual([]);
		const custom = await run(server, {
			operation: 'sendTestMessage',
			options: { payloadFormat: 'custom', body: 'hello' },
		});
		expect(custom.items?.[0].json.warnings).toHaveLength(1);
	});

	it.each(WRONG)('gets nothing with %j %j', async (parameters, credential, message) => {
		const server = await standIn();
		const { items } = await run(server, parameters, credential);
		expect(items?.[0].json.error).toContain(message);
		expect(items?.[0].json).toMatchObject({ details: { errorType: 'InvalidSetting' } });
		expect(server.requests).toHaveLength(0);
	});
});

it('tests the credential by its format only', async () => {
	const check = new BugsinkWebhook().methods.credentialTest.webhookCredential;
	const test = async (data: object) =>
		await check.call({} as never, { id: '', name: '', type: '', data } as never);
	expect(await test({ webhookUrl: 'https://example.com/x' })).toMatchObject({ status: 'OK' });
	expect(await test({ webhookUrl: 'https://example.com/x', signing: 'github' })).toMatchObject({
		status: 'Error',
		message: expect.stringContaining("'Signing Secret' is empty"),
	});
});
