import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';

import { redactor, type Redactor } from '../delivery/redact';

/** What the handling of an item has of its credential. */
export interface Access {
	credential: ICredentialDataDecryptedObject;
	/** Every string of it that must never be seen. */
	secrets: string[];
	/** Masks the secrets. */
	redact: Redactor;
}

export interface CredentialUse {
	credentialType: string;
	/** Every string of the credential that must never be seen. */
	secrets(credential: ICredentialDataDecryptedObject): string[];
}

/**
 * Gives the credential of each item. n8n is asked each time, because a credential may hold
 * expressions. Items with the same credential get the same object.
 */
export function credentialReader(
	context: IExecuteFunctions,
	{ credentialType, secrets: secretsOf }: CredentialUse,
): (itemIndex: number) => Promise<Access> {
	let last: { text: string; access: Access } | undefined;
	return async (itemIndex) => {
		const credential = await context.getCredentials(credentialType, itemIndex);
		const text = JSON.stringify(credential);
		if (last?.text !== text) {
			const secrets = secretsOf(credential);
			last = { text, access: { credential, secrets, redact: redactor(secrets) } };
		}
		return last.access;
	};
}
