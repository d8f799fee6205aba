import { allowMismatch } from '../conformance/watch';
import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

import { call } from './client';
import { clock, keep, now } from './harness';
import { startAll, startMicrosoftTeams, startPagerDuty, startWebhook } from './index';
import { asObject } from './json';

describe('Microsoft Teams', () => {
	const message = (card: Record<string, unknown> = {}) => ({
		type: 'message',
		attachments: [
			{
				contentType: 'application/vnd.microsoft.card.adaptive',
				contentUrl: null,
				content: { type: 'AdaptiveCard', version: '1.5', body: [], ...card },
			},
		],
	});

	it('accepts what it then loses', async () => {
		const teams = keep(await startMicrosoftTeams({ now }));
		const post = (body: unknown, url = teams.workflowUrl) => call('POST', url, body);
		const mention = {
			type: 'mention',
			text: '<at>Ann</at>',
			mentioned: { id: 'ann@x.y', name: 'Ann' },
		};
		const body = [{ type: 'TextBlock', text: 'Hi <at>Ann</at>' }];
		expect((await post(message({ body, msteams: { entities: [mention] } }))).status).toBe(202);
		expect((await post(message(), teams.workflowUrlWithUnit)).text).toBe('');
		allowMismatch(/\/ lacks attachments, type/, /unknown text/, /actions must be array/);
		for (const wrong of [
			{ text: 'no message' },
			message({ body }),
			message({ actions: null }),
			message({ actions: [{ type: 'Action.OpenUrl', title: 'View', url: '' }] }),
			message({ body: [{ type: 'TextBlock', text: 'x'.repeat(24_300) }] }),
		]) {
			expect((await post(wrong)).status).toBe(202);
		}
		expect(teams.messages).toHaveLength(2);
		expect(teams.lost.map((one) => one.reason)).toEqual([
			'type is not message',
			'<at>Ann</at> has no entity',
			'card.actions is null',
			expect.stringContaining('Action.OpenUrl without a url'),
			'MessageSizeExceeded',
		]);
		const unsigned = await post(message(), teams.unsignedUrl);
		expect([unsigned.status, asObject(unsigned.json.error).code]).toEqual([
			401,
			'DirectApiAuthorizationRequired',
		]);
	});

	it('tells of errors inside a 200, and throttles', async () => {
		const teams = keep(await startMicrosoftTeams({ now, throttle: true }));
		const post = () => call('POST', teams.connectorUrl, message());
		for (let count = 0; count < 4; count++) expect((await post()).text).toBe('1');
		const failed = await post();
		expect([failed.status, failed.text]).toEqual([200, expect.stringContaining('HTTP error 429')]);
		const throttled = await call('POST', teams.workflowUrl, message());
		expect([throttled.status, throttled.headers['retry-after']]).toEqual([429, '1']);
		clock.at += 1001;
		const card = {
			'@context': 'https://schema.org/extensions',
			'@type': 'MessageCard',
			summary: 'x',
			text: 'y',
		};
		expect((await call('POST', teams.connectorUrl, card)).text).toBe('1');
		allowMismatch(/is over 28672 bytes/, /unknown big/, /\/ lacks @context, @type/);
		expect((await call('POST', teams.connectorUrl, { big: 'x'.repeat(30_000) })).status).toBe(413);
	});
});

describe('PagerDuty', () => {
	it('folds by key, drops a resolve of nothing, opens anew, limits a minute', async () => {
		const pagerDuty = keep(await startPagerDuty({ now, perMinute: 7 }));
		const send = (event: Record<string, unknown>, path = '/v2/enqueue') =>
			call('POST', pagerDuty.url + path, { routing_key: pagerDuty.routingKey, ...event });
		const payload = { summary: 'It broke', source: 'Bugsink', severity: 'error' };
		const trigger = { event_action: 'trigger', dedup_key: 'k', payload };
		expect((await send(trigger)).json).toEqual({
			status: 'success',
			message: 'Event processed',
			dedup_key: 'k',
		});
		await send({ ...trigger, payload: { ...payload, summary: 'Again' } });
		expect(pagerDuty.incidents).toMatchObject([
			{ triggers: 2, summary: 'Again', notifications: 1 },
		]);
		await send({ event_action: 'resolve', dedup_key: 'k' });
		expect((await send({ event_action: 'resolve', dedup_key: 'k' })).status).toBe(202);
		expect(pagerDuty.dropped).toHaveLength(1);
		await send(trigger);
		await send({ event_action: 'acknowledge', dedup_key: 'k' });
		expect(pagerDuty.incidents.map((one) => one.status)).toEqual(['resolved', 'acknowledged']);
		expect((await send({ payload: { summary: 'Deployed' } }, '/v2/change/enqueue')).status).toBe(
			202,
		);
		expect((await send(trigger)).status).toBe(429);
		clock.at += 60_001;
		expect((await send(trigger)).status).toBe(202);
		allowMismatch(/severity must be one of/, /routing_key must match/);
		const wrong = await send({
			...trigger,
			routing_key: 'short',
			payload: { ...payload, severity: 'x' },
		});
		expect([wrong.status, wrong.json.errors]).toEqual([
			400,
			[expect.any(String), expect.any(String)],
		]);
		expect((await send({ ...trigger, routing_key: 'x'.repeat(32) })).json.errors).toEqual([
			'Invalid routing key',
		]);
		allowMismatch(/is over 524288 bytes/);
		const large = { ...payload, custom_details: { x: 'x'.repeat(530_000) } };
		expect((await send({ ...trigger, payload: large })).status).toBe(400);
	});
});

describe('Webhook', () => {
	it('verifies, refuses replays, and stops, throttles or redirects', async () => {
		const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
		const webhook = keep(
			await startWebhook({
				secretHeader: { name: 'X-Secret', value: 's' },
				standardWebhooksSecret: secret,
				hubSecret: 'hub',
				refuseReplays: true,
			}),
		);
		const body = JSON.stringify({ a: 'é' });
		const at = new Date();
		const good = {
			'x-secret': 's',
			'webhook-id': 'id-1',
			'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
			'webhook-signature': new Webhook(secret).sign('id-1', at, body),
			'x-hub-signature-256': `sha256=${createHmac('sha256', 'hub').update(body).digest('hex')}`,
		};
		const send = (headers: Record<string, string>, text = body) =>
			call('POST', webhook.hookUrl, text, headers);
		expect((await send(good)).json).toEqual({ received: true, id: 'id-1' });
		expect((await send(good)).status).toBe(409);
		expect((await send({ ...good, 'x-secret': 't' })).status).toBe(401);
		expect((await send(good, '{"a":"e"}')).status).toBe(401);
		expect((await send({ ...good, 'x-hub-signature-256': '' })).status).toBe(401);
		expect(webhook.deliveries[0].verified).toEqual(['secretHeader', 'standardWebhooks', 'hub']);
		webhook.redirectTo('http://127.0.0.1:9/elsewhere');
		expect((await send(good)).headers.location).toBe('http://127.0.0.1:9/elsewhere');
		webhook.gone();
		expect((await send(good)).status).toBe(410);
		webhook.throttle(7);
		expect((await send(good)).headers['retry-after']).toBe('7');
		webhook.accept();
		expect((await send(good)).status).toBe(409);
	});
});

it('starts and ends all five', async () => {
	const all = await startAll();
	all.delay(20);
	const from = Date.now();
	expect((await call('POST', all.webhook.hookUrl, {})).json).toEqual({
		received: true,
		id: 'delivery-1',
	});
	expect(Date.now() - from).toBeGreaterThanOrEqual(18);
	await all.close();
	await expect(call('GET', all.jira.url)).rejects.toThrow(/ECONNREFUSED/);
});
