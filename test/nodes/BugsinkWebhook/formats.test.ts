import { createHmac } from 'crypto';
import { CloudEvent, HTTP } from 'cloudevents';
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
import { cleanText } from '../../../nodes/shared/text/clean';
import fc from '../../support/fastCheck';
import { sampleAlert as alertOf } from '../../support/alerts';

const NOW = new Date('2026-08-03T09:14:23Z');
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(24, 9).toString('base64')}`;

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

	it.each([
		[`"${SECRET}"`, 1],
		[`'${SECRET}', '${OTHER}'`, 2],
		[`v1,${SECRET}`, 1],
		[`v1,${SECRET},v1,${OTHER}`, 2],
		[`${OTHER};${SECRET}`, 2],
		[`["${SECRET}", "${OTHER}"]`.replace(/[[\]]/g, ''), 2],
	])('the secret %j is %d', (secret, keys) => {
		const signing = readSigning('standardWebhooks', secret);
		const headers = signatureHeaders(signing, 'msg_1', '{}', Date.now());
		expect(headers['webhook-signature'].split(' ')).toHaveLength(keys);
		expect(new Webhook(SECRET).verify('{}', headers)).toEqual({});
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
		['standardWebhooks', `"${SECRET}`.slice(0, 20), 'is not a secret of Standard Webhooks'],
		['standardWebhooks', '""', "'Signing Secret' is empty"],
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

	it('differs for each threshold that one event reaches, and for each reminder without an event', () => {
		const told = (reason: string, change: NonNullable<Alert['change']>) =>
			messageId({ ...alertOf('custom-new'), reason, change }, NOW);
		const ids = [
			told('EVENT_COUNT', { at: '2026-11-08T10:00:00Z', by: null, count: 10 }),
			told('EVENT_COUNT', { at: '2026-11-08T10:00:00Z', by: null, count: 100 }),
			told('STILL_OPEN', { at: '2026-11-08T10:00:00Z', by: null, days: 7 }),
			told('STILL_OPEN', { at: '2026-11-15T10:00:00Z', by: null, days: 7 }),
		];
		expect(new Set(ids).size).toBe(4);
		expect(told('STILL_OPEN', { at: '2026-11-15T10:00:00Z', by: null, days: 7 })).toBe(ids[3]);
	});

	it('is a new one for each test', () => {
		const later = new Date(NOW.getTime() + 1);
		const alert = alertOf('custom-test');
		expect(messageId(alert, later)).not.toBe(messageId(alert, NOW));
	});

	it('of an alert without times is the same within an hour', () => {
		const timeless = alertOf('custom-new', { lastSeen: null, firstSeen: null });
		const noon = new Date('2026-10-01T12:00:00Z');
		const at = (minute: number) => new Date(noon.getTime() + minute * 60_000);
		expect(messageId(timeless, at(59))).toBe(messageId(timeless, at(0)));
		expect(messageId(timeless, at(60))).not.toBe(messageId(timeless, at(0)));
		expect(messageId({ ...timeless, title: 'other' }, noon)).not.toBe(messageId(timeless, noon));
	});

	it('differs for each turn of an issue without an event in between, and is kept by a repeat', () => {
		const turn = (reason: string, time: string) =>
			alertOf('custom-new', { reason, change: { at: time } });
		const turns = [
			turn('RESOLVED', '2026-10-01T08:00:00Z'),
			turn('REOPENED', '2026-10-01T08:30:00Z'),
			turn('RESOLVED', '2026-10-01T09:10:00Z'),
		];
		const ids = turns.map((alert) => messageId(alert, NOW));
		expect(new Set(ids).size).toBe(3);
		const later = new Date(NOW.getTime() + 86_400_000);
		expect(turns.map((alert) => messageId(alert, later))).toEqual(ids);
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
		[{ 'X-A': 'tab\u0000null' }, "'H' has a value for X-A that cannot be sent"],
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

describe('a header value beyond ASCII goes out as encoded words of whole characters', () => {
	const decode = (value: string) =>
		value
			.split(' ')
			.map((word) => /^=\?UTF-8\?B\?([A-Za-z0-9+/=]*)\?=$/.exec(word)?.[1])
			.map((encoded) => Buffer.from(encoded ?? '', 'base64').toString('utf8'));

	it.each(['Zürich – Raum 7', 'データ', '🚨', `${'é'.repeat(200)} end`, '👩‍👩‍👧'.repeat(30)])(
		'%s',
		(value) => {
			const sent = checkedHeaders('H', { 'X-A': value })['x-a'];
			expect(sent).toMatch(/^[\x20-\x7e]+$/);
			expect(sent.split(' ').every((word) => word.length <= 75)).toBe(true);
			expect(decode(sent).join('')).toBe(value);
			for (const part of decode(sent)) expect(part).not.toContain('\ufffd');
		},
	);

	it('ASCII stays as it is', () => {
		expect(checkedHeaders('H', { 'X-A': 'a,b;c=d' })).toEqual({ 'x-a': 'a,b;c=d' });
	});
});

it.each(['v1,', ''])('a signing secret with the version %j in front is the same key', (version) => {
	const secret = `whsec_${Buffer.alloc(24, 3).toString('base64')}`;
	expect(readSigning('standardWebhooks', version + secret)).toEqual(
		readSigning('standardWebhooks', secret),
	);
});
