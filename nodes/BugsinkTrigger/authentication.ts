import { createHash, timingSafeEqual } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';

/** What a request brings along to prove who sent it. */
export interface Proof {
	/** The `Authorization` header. */
	authorization: string | undefined;
	/** The header `X-Bugsink-Token`. */
	tokenHeader: string | undefined;
	/** `?token=` of the address. */
	tokenQuery: string | undefined;
}

/** What is to be said to an impostor: the status, nothing else. */
export type Refusal = 401 | 403;

/**
 * Checks what the credential asks for: the token, user and password, or both. Everything is
 * compared in constant time.
 *
 * @returns undefined for a request that may pass.
 */
export function refusal(
	credential: ICredentialDataDecryptedObject,
	proof: Proof,
): Refusal | undefined {
	const { token, username, password } = fieldsOf(credential);
	// A credential that asks for nothing would let everybody in; so it lets nobody in.
	if (token === '' && username === '' && password === '') return 403;
	const basic = `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
	const needsBasic = username !== '' || password !== '';
	if (needsBasic && !isSame(basic, proof.authorization)) return 401;
	if (token !== '' && !isSame(token, proof.tokenQuery) && !isSame(token, proof.tokenHeader)) {
		return 403;
	}
	return undefined;
}

/** The credential's fields. @throws {InvalidSetting} if it asks for nothing, which would let everybody in. */
export function checkTriggerCredential(credential: ICredentialDataDecryptedObject): {
	token: string;
	username: string;
	password: string;
} {
	const fields = fieldsOf(credential);
	if (Object.values(fields).every((field) => field === '')) {
		throw new InvalidSetting(
			'The credential is empty',
			"Fill in a token, or user name and password. To let everybody in, set 'Authentication' to None.",
		);
	}
	return fields;
}

function fieldsOf(credential: ICredentialDataDecryptedObject): {
	token: string;
	username: string;
	password: string;
} {
	return {
		token: text(credential.token).trim(),
		username: text(credential.username).trim(),
		password: text(credential.password),
	};
}

/** Hashes first, so that neither content nor length can be measured. */
function isSame(expected: string, given: string | undefined): boolean {
	return timingSafeEqual(digest(expected), digest(given ?? '')) && given !== undefined;
}

function digest(value: string): Buffer {
	return createHash('sha256').update(value).digest();
}
