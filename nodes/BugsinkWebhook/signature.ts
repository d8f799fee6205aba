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
	if (secret === '') {
		throw new InvalidSetting(
			"'Signing Secret' is empty",
			"Enter the secret that you share with the receiver, or set 'Signing' to None.",
		);
	}
	if (scheme === 'github') return { scheme, secret };
	return { scheme, keys: secret.split(/\s+/).map(standardWebhooksKey) };
}

/** `whsec_` and base64; the libraries of Standard Webhooks take it without the prefix too. */
function standardWebhooksKey(secret: string): Buffer {
	const encoded = secret.replace(/^whsec_/, '');
	const key = Buffer.from(encoded, 'base64');
	if (!BASE64.test(encoded) || key.length < SHORTEST_KEY || key.length > LONGEST_KEY) {
		throw new InvalidSetting(
			"'Signing Secret' is not a secret of Standard Webhooks",
			`It is whsec_ followed by base64 of ${SHORTEST_KEY} to ${LONGEST_KEY} random bytes; several are separated by spaces.`,
		);
	}
	return key;
}

/**
 * The id of a message: the receiver's key for duplicates. The same over all attempts and for the
 * same alert, another for the next alert of an issue. `now` stands in where the alert has no time of
 * its own, and for tests: Bugsink's Test button sends the same times whenever it is pressed.
 */
export function messageId(alert: Alert, now: Date): string {
	const time = alert.isTest ? now.toISOString() : (alert.lastSeen ?? now.toISOString());
	const identity = JSON.stringify([alert.fingerprint, alert.reason, time]);
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
		const digest = createHmac('sha256', signing.secret).update(body, 'utf8').digest('hex');
		return { 'x-hub-signature-256': `sha256=${digest}` };
	}
	const timestamp = String(Math.floor(now / 1000));
	const signed = `${id}.${timestamp}.${body}`;
	const signatures = signing.keys.map(
		(key) => `v1,${createHmac('sha256', key).update(signed, 'utf8').digest('base64')}`,
	);
	return {
		'webhook-id': id,
		'webhook-timestamp': timestamp,
		'webhook-signature': signatures.join(' '),
	};
}
