import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { InvalidSetting } from '../delivery/failure';
import type { HttpResponse, Transport } from '../delivery/http';
import { redactor } from '../delivery/redact';

/** Milliseconds for one request: a person waits for it. */
const TIMEOUT = 15_000;

/**
 * A credential test for a service without a harmless call: checks the format with the function that
 * the node itself uses, and says that nothing was sent.
 *
 * @param check may return a text that is shown besides.
 */
export function checkCredential(
	check: (data: ICredentialDataDecryptedObject) => unknown,
	message = 'Only the format was checked, nothing was sent. The operation Send Test Message shows whether it arrives.',
) {
	return async function (
		this: ICredentialTestFunctions,
		credential: ICredentialsDecrypted,
	): Promise<INodeCredentialTestResult> {
		let besides: unknown;
		try {
			besides = check(credential.data ?? {});
		} catch (error) {
			if (!(error instanceof InvalidSetting)) return { status: 'Error', message: String(error) };
			return { status: 'Error', message: `${error.message}. ${error.hint}` };
		}
		return {
			status: 'OK',
			message: typeof besides === 'string' && besides !== '' ? `${message} ${besides}` : message,
		};
	};
}

/** Sends with the one helper that n8n gives to a credential test; redirects are answers. */
function testTransport({ helpers }: ICredentialTestFunctions): Transport {
	return async ({ method, url, headers, body }): Promise<HttpResponse> => {
		const answer = (await helpers.request({
			method,
			uri: url,
			headers,
			...(body === undefined ? {} : { body }),
			followRedirect: false,
			resolveWithFullResponse: true,
			simple: false,
			timeout: TIMEOUT,
		})) as { statusCode: number; headers: IDataObject; body: unknown };
		const fields = Object.entries(answer.headers).map(([name, value]) => [
			name.toLowerCase(),
			String(value),
		]);
		return {
			statusCode: answer.statusCode,
			headers: Object.fromEntries(fields) as HttpResponse['headers'],
			body: typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? ''),
		};
	};
}

/** How a test ended: what to say, and whether the credential is good. */
export interface Verdict {
	isGood: boolean;
	message: string;
}

/**
 * A credential test that asks the service. A declarative one would say no more than the status: what
 * is wrong and what to do next only the service's answer tells.
 *
 * @param ask says how it went; what it throws never got an answer, unless it is an `InvalidSetting`.
 * @param secrets of the credential, kept out of the message.
 */
export function askService(
	service: string,
	secrets: (data: ICredentialDataDecryptedObject) => string[],
	ask: (data: ICredentialDataDecryptedObject, send: Transport) => Promise<Verdict>,
) {
	return async function (
		this: ICredentialTestFunctions,
		credential: ICredentialsDecrypted,
	): Promise<INodeCredentialTestResult> {
		const data = credential.data ?? {};
		const redact = redactor(secrets(data));
		try {
			const { isGood, message } = await ask(data, testTransport(this));
			return { status: isGood ? 'OK' : 'Error', message: redact.text(message) };
		} catch (error) {
			const message =
				error instanceof InvalidSetting
					? `${error.message}. ${error.hint}`
					: `${service} could not be reached: ${error instanceof Error ? error.message : String(error)}. Check the address, and whether n8n may connect to it.`;
			return { status: 'Error', message: redact.text(message) };
		}
	};
}

/** The credential is good. */
export function good(message: string): Verdict {
	return { isGood: true, message };
}

/** It is not, and this is what to do. */
export function bad(message: string): Verdict {
	return { isGood: false, message };
}

/** What a service answered in place of what was asked for, and what to do. */
export function badAnswer(
	service: string,
	statusCode: number,
	{ message = '', hint = 'Check the address.' }: { message?: string; hint?: string },
): Verdict {
	const said = message === '' ? '' : `: ${message.replace(/\.$/, '')}`;
	return bad(`${service} answered ${statusCode}${said}. ${hint}`);
}
