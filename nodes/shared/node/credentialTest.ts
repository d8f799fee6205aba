import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { InvalidSetting } from '../delivery/failure';

/**
 * A credential test for a service without a harmless call: checks the format with the function that
 * the node itself uses, and says that nothing was sent.
 */
export function checkCredential(
	check: (data: ICredentialDataDecryptedObject) => unknown,
	message = 'The format is right. Nothing was sent: use the operation Send Test Message to see it arrive.',
) {
	return async function (
		this: ICredentialTestFunctions,
		credential: ICredentialsDecrypted,
	): Promise<INodeCredentialTestResult> {
		try {
			check(credential.data ?? {});
		} catch (error) {
			if (!(error instanceof InvalidSetting)) return { status: 'Error', message: String(error) };
			return { status: 'Error', message: `${error.message}. ${error.hint}` };
		}
		return { status: 'OK', message };
	};
}
