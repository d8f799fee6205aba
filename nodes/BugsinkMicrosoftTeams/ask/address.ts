import { createHash, timingSafeEqual } from 'crypto';

import type { Alert } from '../../shared/alert/alert';

/** The part of n8n's contexts that signs; executions and webhooks have it alike. */
interface Signer {
	/** The address at which the execution goes on, signed with a secret of this n8n. */
	getSignedResumeUrl(parameters?: Record<string, string>): string;
}

/** What a page of choices may be asked with, as n8n hands it over. */
export type Query = Record<string, unknown>;

/** n8n's name for the signature in the address. */
const SIGNATURE = 'signature';
/** How long a page that was opened can be used. */
const PAGE_LIFETIME = 3_600_000;

/**
 * What a card is about. Within one execution the address of a node is always the same, so in a loop an
 * older card could answer for the alert that is waiting now.
 */
export function subjectOf({ fingerprint, reason, lastSeen }: Alert): string {
	const text = [fingerprint, reason, lastSeen].join('|');
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Where a card's button leads: n8n's signed address for this choice and no other. */
export function buttonUrl(signer: Signer, choice: string, subject: string): string {
	return signer.getSignedResumeUrl({ choice, subject });
}

/** Whether n8n signed this address for a button of this card. n8n checks too, but older ones not always. */
export function isButtonUrl(signer: Signer, query: Query, subject: string): boolean {
	const { choice, [SIGNATURE]: given } = query;
	if (typeof choice !== 'string' || typeof given !== 'string') return false;
	return (
		query.subject === subject && isSame(given, signatureOf(buttonUrl(signer, choice, subject)))
	);
}

/**
 * What only a page that was just rendered holds: the time, signed by this n8n for nothing else. It works
 * in every process of n8n, and after a restart.
 */
export function pageToken(signer: Signer, subject: string, now: number): string {
	return `${now}.${signatureOf(signer.getSignedResumeUrl({ page: String(now), subject }))}`;
}

export function isPageToken(signer: Signer, subject: string, token: unknown, now: number): boolean {
	if (typeof token !== 'string') return false;
	const time = Number(token.split('.', 1)[0]);
	const isOfNow = time <= now && now - time <= PAGE_LIFETIME;
	return isOfNow && isSame(token, pageToken(signer, subject, time));
}

function signatureOf(url: string): string {
	return new URL(url).searchParams.get(SIGNATURE) ?? '';
}

/** Hashes first, so that neither content nor length can be measured. */
function isSame(given: string, expected: string): boolean {
	const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
	return timingSafeEqual(digest(given), digest(expected));
}
