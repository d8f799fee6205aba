import { createHash, createHmac } from 'crypto';

import type { Alert } from '../shared/alert/alert';
import { InvalidSetting } from '../shared/delivery/failure';

/** How requests are signed; the keys as bytes. */
export type Signing =
	| { scheme: 'none' }
	| { scheme: 'standardWebhooks'; keys: Buffer[] }
	| { scheme: 'github'; secret: string };

/** Headers that carry a signature, whichever scheme is chosen: nobody else may set them. */
export const SIGNATURE_HEADERS = [
	'webhook-id',
	'webhook-timestamp',
	'webhook-signature',
	'x-hub-signature',
	'x-hub-signature-256',
];

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme, in bytes. */
const SHORTEST_KEY = 24;
const LONGEST_KEY = 64;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** @throws {InvalidSetting} if the secret does not fit the scheme. The message never shows it. */
export function readSigning(scheme: string, signingSecret: string): Signing {
	if (scheme === 'none') return { scheme };
	if (scheme !== 'standardWebhooks' && scheme !== 'github') {
		throw new InvalidSetting(
			`'Signing' cannot be '${scheme.slice(0, 60)}'`,
			'Choose one of none, standardWebhooks, github.',
		);
	}
	const secret = signingSecret.trim();
	const encoded = encodedKeys(secret);
	if (encoded.length === 0) {
		throw new InvalidSetting(
			"'Signing Secret' is empty",
			"Enter the secret that you share with the receiver, or set 'Signing' to None.",
		);
	}
	if (scheme === 'github') return { scheme, secret };
	return { scheme, keys: encoded.map(standardWebhooksKey) };
}

/**
 * The base64 of each secret: `whsec_` is left out, as the libraries of Standard Webhooks allow, and the
 * version that some services show before it (standard-webhooks/standard-webhooks#235). Several are
 * separated by spaces, commas or lines; quotes around one come from a file of settings.
 */
export function encodedKeys(secret: string): string[] {
	return (
		secret
			// A key may end in `v1` itself.
			.replace(/(?<![^\s,;"'`])v1,/g, '')
			.split(/[\s,;"'`]/)
			.filter((part) => part !== '')
			.map((part) => part.replace(/^whsec_/, ''))
	);
}

function standardWebhooksKey(encoded: string): Buffer {
	const key = Buffer.from(encoded, 'base64');
	if (!BASE64.test(encoded) || key.length < SHORTEST_KEY || key.length > LONGEST_KEY) {
		throw new InvalidSetting(
			"'Signing Secret' is not a secret of Standard Webhooks",
			`It is whsec_ followed by base64 of ${SHORTEST_KEY} to ${LONGEST_KEY} random bytes; several are separated by spaces or commas.`,
		);
	}
	return key;
}

/**
 * The id of a message: the receiver's key for duplicates. It is made of the issue, the reason and when
 * that happened (`change` of the polling trigger with its threshold, else the last event), so it is the same over all
 * attempts and executions, and another for the next alert of an issue. Alerts of chat services have no
 * time: there the title and the hour (UTC) stand in. A test is a new message whenever it is sent:
 * Bugsink's Test button always sends the same times.
 */
export function messageId(alert: Alert, now: Date): string {
	const sentAt = now.toISOString();
	const hour = `${alert.title} ${sentAt.slice(0, 13)}`;
	const time = alert.isTest ? sentAt : (alert.change?.at ?? alert.lastSeen ?? hour);
	// One event may reach several thresholds.
	const { count, days, hours }: Record<string, unknown> = alert.change ?? {};
	const identity = JSON.stringify([alert.fingerprint, alert.reason, time, count, days, hours]);
	return `msg_${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`;
}

/** The id of one message with several alerts: the same for the same alerts, in any order. */
export function batchId(ids: string[]): string {
	const identity = JSON.stringify([...ids].sort());
	return `msg_${createHash('sha256').update(identity).digest('hex').slice(0, 32)}`;
}

/**
 * The headers that prove where these exact bytes come from.
 *
 * @param now of this attempt, in ms since 1970: receivers refuse an old timestamp.
 */
export function signatureHeaders(
	signing: Signing,
	id: string,
	body: string,
	now: number,
): Record<string, string> {
	if (signing.scheme === 'none') return {};
	if (signing.scheme === 'github') {
		// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
		const digest = createHmac('sha256', signing.secret).update(body).digest('hex');
		return { 'x-hub-signature-256': `sha256=${digest}` };
	}
	const timestamp = String(Math.floor(now / 1000));
	const signed = `${id}.${timestamp}.${body}`;
	const signatures = signing.keys.map(
		(key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
	);
	return {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': signatures.join(' '),
	};
}
