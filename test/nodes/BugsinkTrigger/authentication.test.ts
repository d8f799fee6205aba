import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import {
	checkTriggerCredential,
	refusal,
	type Proof,
	type Refusal,
} from '../../../nodes/BugsinkTrigger/authentication';
import { refusal as told } from '../../support/refusal';

const NOTHING: Proof = {
	authorization: undefined,
	tokenHeader: undefined,
	tokenQuery: undefined,
};
const login = (text: string): Proof => ({
	...NOTHING,
	authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe('a request', () => {
	test.each<[string, ICredentialDataDecryptedObject, Proof, Refusal | undefined]>([
		['without a login where a user name is set', { username: 'bugsink' }, NOTHING, 401],
		['with the user name alone', { username: 'bugsink' }, login('bugsink:'), undefined],
		['without a login where a password is set', { password: 'pa:ss' }, NOTHING, 401],
		['with the password alone', { password: 'pa:ss' }, login(':pa:ss'), undefined],
		['with another scheme', { username: 'a' }, { ...NOTHING, authorization: 'Bearer YTo=' }, 401],
		['with a token and an empty credential', {}, { ...NOTHING, tokenQuery: '' }, 403],
		[
			'with a token and a credential of white space',
			{ token: ' \n', username: ' ' },
			{ ...NOTHING, tokenQuery: '', tokenHeader: '' },
			403,
		],
		['with an empty token', { token: 't0ken' }, { ...NOTHING, tokenQuery: '' }, 403],
		[
			'with the token that was pasted with white space around it',
			{ token: ' t0ken\n' },
			{ ...NOTHING, tokenQuery: 't0ken' },
			undefined,
		],
		[
			'with the user name that was pasted with white space around it',
			{ username: ' bugsink ', password: 'pa:ss' },
			login('bugsink:pa:ss'),
			undefined,
		],
		[
			'whose password lacks the white space of the right one',
			{ username: 'bugsink', password: ' pa:ss ' },
			login('bugsink:pa:ss'),
			401,
		],
		[
			'with the right token in one place and a wrong one in the other',
			{ token: 't0ken' },
			{ ...NOTHING, tokenQuery: 'old', tokenHeader: 't0ken' },
			undefined,
		],
	])('%s', (_, credential, proof, expected) => {
		expect(refusal(credential, proof)).toBe(expected);
	});
});

describe('the credential in its form', () => {
	test.each<[ICredentialDataDecryptedObject]>([
		[{ token: 't0ken' }],
		[{ username: 'bugsink' }],
		[{ password: 'pa:ss' }],
		[{ token: 't0ken', username: 'bugsink', password: 'pa:ss' }],
	])('%j is complete', (credential) => {
		expect(checkTriggerCredential(credential)).toEqual({
			token: '',
			username: '',
			password: '',
			...credential,
		});
	});

	test.each<[ICredentialDataDecryptedObject]>([[{}], [{ token: ' ', username: '\t' }]])(
		'%j would let everybody in',
		(credential) => {
			expect(told(() => checkTriggerCredential(credential))).toBe(
				"The credential is empty. Fill in a token, or user name and password. To let everybody in, set 'Authentication' to None.",
			);
		},
	);
});
