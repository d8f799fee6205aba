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

/** HTTP status for a request that fails authentication. */
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
	const needsBasic = username !== '' || password !== '';
	if (needsBasic && !isLogin(`${username}:${password}`, proof.authorization)) return 401;
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

/**
 * Whether the header has this login. Letters beyond ASCII are encoded as UTF-8 by most clients
 * (https://www.rfc-editor.org/rfc/rfc7617#section-2.1), and as Latin-1 by Python's requests, with which
 * Bugsink sends.
 */
function isLogin(login: string, authorization: string | undefined): boolean {
	// The name of a scheme is the same in any case (https://www.rfc-editor.org/rfc/rfc9110#section-11.1).
	const given = authorization?.replace(/^basic +/i, 'Basic ');
	const isLatin1 = !/[^\0-\xff]/.test(login);
	const matches = (['utf8', isLatin1 ? 'latin1' : 'utf8'] as const).map((encoding) =>
		isSame(`Basic ${Buffer.from(login, encoding).toString('base64')}`, given),
	);
	return matches.includes(true);
}

/** Hashes first, so that neither content nor length can be measured. */
function isSame(expected: string, given: string | undefined): boolean {
	return given !== undefined && timingSafeEqual(digest(expected), digest(given));
}

function digest(value: string): Buffer {
	return createHash('sha256').update(value).digest();
}
