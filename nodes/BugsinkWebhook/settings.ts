import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text } from '../shared/alert/fields';
import { secretAddress } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';
import { secretsInUrl } from '../shared/delivery/redact';
import type { Parameters } from '../shared/node/parameters';
import { readBodyFormat, type BodyFormat } from './body';
import { checkedHeaders } from './headers';
import { readSigning, SIGNATURE_HEADERS, type Signing } from './signature';

/** What the credential holds, checked. */
export interface Receiver {
	url: URL;
	/** The secret header and `authorization`, names in lower case. */
	secretHeaders: Record<string, string>;
	signing: Signing;
}

export interface WebhookSettings extends Receiver {
	method: 'POST' | 'PUT' | 'PATCH';
	customHeaders: Record<string, string>;
	includeFullPayload: boolean;
	bodyFormat: BodyFormat;
	responseBody: boolean;
}

const IN_THE_CREDENTIAL =
	"Secrets belong in the credential, where they are encrypted: set 'Authentication' or 'Secret Header' there.";
const OF_THE_SIGNATURE = "This header carries a signature: choose 'Signing' in the credential.";

/** @throws {InvalidSetting} */
export function checkWebhookCredential(credential: ICredentialDataDecryptedObject): Receiver {
	const url = secretAddress(
		'Webhook URL',
		text(credential.webhookUrl),
		'https://example.com/hooks/bugsink',
	);
	const signing = readSigning(choiceOf(credential.signing), text(credential.signingSecret));
	const authorization = authorizationOf(credential);
	if (authorization !== undefined && (url.username !== '' || url.password !== '')) {
		throw new InvalidSetting(
			"'Webhook URL' has a user and password, and 'Authentication' is set too",
			"Take them out of the URL, or set 'Authentication' to None.",
		);
	}
	const authorizationHeaders: Record<string, string> =
		authorization === undefined ? {} : { authorization };
	return {
		url,
		signing,
		secretHeaders: { ...secretHeaderOf(credential, authorizationHeaders), ...authorizationHeaders },
	};
}

function choiceOf(value: unknown): string {
	return text(value).trim() || 'none';
}

function secretHeaderOf(
	credential: ICredentialDataDecryptedObject,
	authorizationHeaders: Record<string, string>,
): Record<string, string> {
	const name = text(credential.secretHeader).trim();
	const value = text(credential.secretValue);
	if (name === '' && value === '') return {};
	if (name === '' || value === '') {
		throw new InvalidSetting(
			`The credential has a ${name === '' ? "'Secret Value' without a 'Secret Header'" : "'Secret Header' without a 'Secret Value'"}`,
			'Fill in both, or leave both empty.',
		);
	}
	return checkedHeaders(
		'Secret Header',
		{ [name]: value },
		{
			...Object.fromEntries(SIGNATURE_HEADERS.map((header) => [header, OF_THE_SIGNATURE])),
			...Object.fromEntries(
				Object.keys(authorizationHeaders).map((header) => [
					header,
					"'Authentication' sets it already. Use one of the two.",
				]),
			),
		},
	);
}

/** https://www.rfc-editor.org/rfc/rfc7617 and https://www.rfc-editor.org/rfc/rfc6750 */
function authorizationOf(credential: ICredentialDataDecryptedObject): string | undefined {
	const authentication = choiceOf(credential.authentication);
	if (authentication === 'none') return undefined;
	if (authentication === 'basic') {
		const username = text(credential.username);
		if (username === '' || username.includes(':')) {
			throw new InvalidSetting(
				username === '' ? "'User Name' is empty" : "'User Name' has a colon",
				"Basic authentication needs a user name, without a colon. Or set 'Authentication' to None.",
			);
		}
		return `Basic ${basicLogin(credential)}`;
	}
	if (authentication === 'bearer') {
		const token = text(credential.bearerToken)
			.trim()
			.replace(/^Bearer\s+/i, '');
		if (!/^[\x21-\x7e]+$/.test(token)) {
			throw new InvalidSetting(
				token === ''
					? "'Bearer Token' is empty"
					: "'Bearer Token' has a space or a special character",
				"Enter the token alone. Or set 'Authentication' to None.",
			);
		}
		return `Bearer ${token}`;
	}
	throw new InvalidSetting(
		`'Authentication' cannot be '${authentication.slice(0, 60)}'`,
		'Choose one of none, basic, bearer.',
	);
}

function basicLogin(credential: ICredentialDataDecryptedObject): string {
	const login = `${text(credential.username)}:${text(credential.password)}`;
	return Buffer.from(login, 'utf8').toString('base64');
}

/** Everything of the credential that must never be seen, also as it goes out. */
export function secretsOf(credential: ICredentialDataDecryptedObject): string[] {
	const signingSecret = text(credential.signingSecret).trim();
	const hasSeveral = choiceOf(credential.signing) === 'standardWebhooks';
	const signingSecrets = hasSeveral ? signingSecret.split(/\s+/) : [];
	return [
		text(credential.secretValue).trim(),
		signingSecret,
		...signingSecrets.map((secret) => secret.replace(/^whsec_/, '')),
		text(credential.password),
		...(text(credential.password) === '' ? [] : [basicLogin(credential)]),
		text(credential.bearerToken)
			.trim()
			.replace(/^Bearer\s+/i, ''),
		...secretsInUrl(text(credential.webhookUrl).trim()),
	];
}

/** The node's fields and its credential. @throws {InvalidSetting} */
export function readSettings(
	parameters: Parameters,
	credential: ICredentialDataDecryptedObject,
): WebhookSettings {
	const receiver = checkWebhookCredential(credential);
	const bodyFormat = readBodyFormat(parameters);
	const customHeaders = checkedHeaders(
		'Custom Headers',
		parameters.jsonObject('customHeaders', 'Custom Headers', '{ "X-Team": "checkout" }'),
		takenHeaders(receiver, bodyFormat),
	);
	return {
		...receiver,
		method: parameters.choice('httpMethod', 'HTTP Method', ['POST', 'PUT', 'PATCH'], 'POST'),
		customHeaders,
		includeFullPayload: parameters.boolean('includeFullPayload', true),
		bodyFormat,
		responseBody: parameters.boolean('options.responseBody', true),
	};
}

/** What a custom header may not replace, each with the reason. */
function takenHeaders(receiver: Receiver, { format }: BodyFormat): Record<string, string> {
	const ofTheCredential = Object.keys(receiver.secretHeaders).map((name) => [
		name,
		'The credential sets it already. Remove it here.',
	]);
	const ofTheFormat = {
		bugsink: [],
		cloudEvents: [
			'content-type',
			'ce-specversion',
			'ce-id',
			'ce-source',
			'ce-type',
			'ce-subject',
			'ce-time',
		],
		custom: ['content-type'],
	}[format].map((name) => [
		name,
		format === 'custom'
			? "Set 'Content Type' under Options instead."
			: "'Payload Format' sets it. Remove it here.",
	]);
	return Object.fromEntries([
		['authorization', IN_THE_CREDENTIAL],
		...SIGNATURE_HEADERS.map((name) => [name, OF_THE_SIGNATURE]),
		...ofTheFormat,
		...ofTheCredential,
	]) as Record<string, string>;
}
