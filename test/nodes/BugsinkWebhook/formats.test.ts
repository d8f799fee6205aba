import { createHmac } from 'crypto';
import { CloudEvent, HTTP } from 'cloudevents';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';

import {
	binaryEvent,
	cloudEventContext,
	structuredEvent,
} from '../../../nodes/BugsinkWebhook/cloudEvents';
import { checkedHeaders } from '../../../nodes/BugsinkWebhook/headers';
import { webhookPayload } from '../../../nodes/BugsinkWebhook/payload';
import { messageId, readSigning, signatureHeaders } from '../../../nodes/BugsinkWebhook/signature';
import type { Alert } from '../../../nodes/shared/alert/alert';
import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { cleanText } from '../../../nodes/shared/text/clean';
import { sample } from '../../support/samples';

const NOW = new Date('2026-08-03T09:14:23Z');
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

const alertOf = (name: string, more: Partial<Alert> = {}): Alert => ({
	...readAlert(sample(`captured/${name}`)),
	...more,
});

describe('signatures', () => {
	it('are those of the published vectors', () => {
		// The test vector of the Standard Webhooks libraries.
		const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
		const body = '{"test": 2432232314}';
		const signing = readSigning('standardWebhooks', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
		expect(signatureHeaders(signing, id, body, 1614265330_999)).toEqual({
			'webhook-id': id,
			'webhook-timestamp': '1614265330',
			'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
		});
		// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
		const github = readSigning('github', "It's a Secret to Everybody");
		expect(signatureHeaders(github, id, 'Hello, World!', 0)).toEqual({
			'x-hub-signature-256':
				'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17',
		});
		expect(signatureHeaders({ scheme: 'none' }, id, body, 0)).toEqual({});
	});

	it('of any body are verified with each secret by standardwebhooks, and by node:crypto', () => {
		const signing = readSigning('standardWebhooks', ` ${SECRET}  ${OTHER} `);
		const hub = readSigning('github', 'hub secret');
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				const body = JSON.stringify({ text: cleanText(text) });
				const headers = signatureHeaders(signing, 'msg_1', body, Date.now());
				for (const secret of [SECRET, OTHER]) {
					expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
				}
				expect(headers['webhook-signature'].split(' ')).toHaveLength(2);
				const stranger = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
				expect(() => new Webhook(stranger).verify(body, headers)).toThrow('No matching signature');
				const digest = createHmac('sha256', 'hub secret').update(Buffer.from(body)).digest('hex');
				expect(signatureHeaders(hub, '', body, 0)['x-hub-signature-256']).toBe(`sha256=${digest}`);
			}),
		);
	});

	it.each([
		['standardWebhooks', '', "'Signing Secret' is empty"],
		['github', '  ', "'Signing Secret' is empty"],
		['standardWebhooks', 'whsec_short', "'Signing Secret' is not a secret of Standard Webhooks"],
		['standardWebhooks', 'not base64!', "'Signing Secret' is not a secret of Standard Webhooks"],
		[
			'standardWebhooks',
			`${SECRET} whsec_${Buffer.alloc(65).toString('base64')}`,
			"'Signing Secret' is not a secret of Standard Webhooks",
		],
		['md5', 'x', "'Signing' cannot be 'md5'"],
	])('%s with the secret %j is refused', (scheme, secret, message) => {
		expect(() => readSigning(scheme, secret)).toThrow(message);
	});
});

describe('the id of a message', () => {
	it('follows from fingerprint, reason and last seen', () => {
		const alert = alertOf('custom-new');
		const later = new Date(NOW.getTime() + 60_000);
		const id = messageId(alert, NOW);
		expect(id).toMatch(/^msg_[0-9a-f]{32}$/);
		expect(messageId({ ...alert, title: 'other' }, later)).toBe(id);
		const others = [
			messageId({ ...alert, reason: 'REGRESSED' }, NOW),
			messageId({ ...alert, lastSeen: '2026-11-25T00:00:00Z' }, NOW),
			messageId({ ...alert, fingerprint: 'bugsink-other' }, NOW),
		];
		expect(new Set([id, ...others]).size).toBe(4);
	});

	it('is a new one for each test and for each alert without a time', () => {
		const later = new Date(NOW.getTime() + 1);
		for (const alert of [alertOf('custom-test'), alertOf('custom-new', { lastSeen: null })]) {
			expect(messageId(alert, later)).not.toBe(messageId(alert, NOW));
		}
	});
});

describe('CloudEvents', () => {
	const contextOf = (alert: Alert) => cloudEventContext(alert, messageId(alert, NOW), NOW);

	function parsed(message: { headers: Record<string, string>; body: string }) {
		const event = HTTP.toEvent(message) as CloudEvent<unknown>;
		expect(event.validate()).toBe(true);
		return event;
	}

	it.each(['custom-new', 'custom-regressed', 'custom-unmuted', 'custom-test', 'slack-new'])(
		'of %s are read by the SDK in both modes alike',
		(name) => {
			const alert = alertOf(name);
			const { data } = webhookPayload(alert, true, NOW);
			const structured = parsed(structuredEvent(contextOf(alert), data));
			const binary = parsed(binaryEvent(contextOf(alert), data));
			expect(binary.toJSON()).toEqual(structured.toJSON());
			expect(structured).toMatchObject({
				specversion: '1.0',
				id: messageId(alert, NOW),
				source: 'https://bugsink.example.com',
				type: `com.bugsink.alert.${alert.reason.toLowerCase()}`,
				subject: alert.issueId,
				data,
			});
		},
	);

	it('are valid for any reason, subject and installation', () => {
		const text = fc.string({ unit: 'grapheme', minLength: 1 }).map(cleanText);
		fc.assert(
			fc.property(text, text, text, (reason, issueId, bugsinkUrl) => {
				const alert = alertOf('custom-new', { reason, issueId, bugsinkUrl });
				const { data } = webhookPayload(alert, true, NOW);
				if (issueId === '') return;
				parsed(structuredEvent(contextOf(alert), data));
				const { headers, body } = binaryEvent(contextOf(alert), data);
				parsed({ headers, body });
				for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]+$/);
				expect(decodeURIComponent(headers['ce-subject'])).toBe(issueId);
			}),
		);
	});
});

describe('custom headers', () => {
	it('go out in lower case, scalars as text', () => {
		expect(checkedHeaders('H', { 'X-Team': ' a ', 'X-Count': 3, 'X-On': true })).toEqual({
			'x-team': 'a',
			'x-count': '3',
			'x-on': 'true',
		});
	});

	it.each([
		'Host',
		'Accept-Encoding',
		'Accept-Charset',
		'Content-Encoding',
		'Content-Length',
		'User-Agent',
		'Transfer-Encoding',
		'Connection',
		'Upgrade',
		'Trailer',
		'TE',
		'Proxy-Authorization',
		'Proxy-Authenticate',
		'Cookie',
		'Set-Cookie',
		'Referer',
		'Origin',
		'X-Forwarded-For',
		'X-Real-IP',
		'Via',
		'Forwarded',
		'Expect',
		'Keep-Alive',
		'Date',
		'Max-Forwards',
	])('cannot be %s, as in grafana/alerting', (name) => {
		expect(() => checkedHeaders('Custom Headers', { [name]: 'x' })).toThrow(
			`'Custom Headers' cannot set the header ${name}`,
		);
	});

	it.each([
		[{ 'X-A': 'one\r\nX-B: two' }, "'H' has a value for X-A that cannot be sent"],
		[{ 'X-A': '日本' }, "'H' has a value for X-A that cannot be sent"],
		[{ 'X-A': null }, "'H' has a value for X-A that cannot be sent"],
		[{ 'X-A': ['a'] }, "'H' has a value for X-A that cannot be sent"],
		[{ 'X A': 'a' }, `'H' has a header name that is not allowed: "X A"`],
		[{ 'X-A\r\nX-B': 'a' }, "'H' has a header name that is not allowed"],
		[{ '': 'a' }, "'H' has a header name that is not allowed"],
		[{ 'X-A': 'a', 'x-a': 'b' }, "'H' has the header x-a twice"],
	])('%j are refused', (headers, message) => {
		expect(() => checkedHeaders('H', headers)).toThrow(message);
	});
});
