import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text } from '../shared/alert/fields';
import { readDataFields } from '../shared/dataFields';
import { secretAddress } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Pace } from '../shared/delivery/gate';
import { serviceAt, type KnownService } from '../shared/delivery/otherServices';
import { secretsInUrl } from '../shared/delivery/redact';
import type { Parameters } from '../shared/parameters';
import { readBodyFormat, type BodyFormat, type DataChoice } from './body';
import { checkedHeaders, headerText, readHeaderRows } from './headers';
import { OWN_DATA } from './payload';
import { encodedKeys, readSigning, SIGNATURE_HEADERS, type Signing } from './signature';

/** What the credential holds, checked. */
export interface Receiver {
	url: URL;
	/** The secret header and `authorization`, names in lower case. */
	secretHeaders: Record<string, string>;
	signing: Signing;
}

export interface WebhookSettings extends Receiver, DataChoice {
	/**
	 * The receiver's own rate is not known: when it throttles one request, the others to this address
	 * wait too. On hosts that many share, each address has a rate of its own.
	 */
	pace: Pace;
	method: 'POST' | 'PUT' | 'PATCH';
	customHeaders: Record<string, string>;
	/** Of the rows; their values are not shown. */
	rowHeaders: Record<string, string>;
	bodyFormat: BodyFormat;
	responseBody: boolean;
	/** What the settings themselves give reason to say. */
	warnings: string[];
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
		const token = bearerTokenOf(credential);
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

/** Without the scheme, which people copy along. */
function bearerTokenOf(credential: ICredentialDataDecryptedObject): string {
	return text(credential.bearerToken)
		.trim()
		.replace(/^Bearer(\s+|$)/i, '');
}

function basicLogin(credential: ICredentialDataDecryptedObject): string {
	const login = `${text(credential.username)}:${text(credential.password)}`;
	return Buffer.from(login).toString('base64');
}

/** Everything of the credential that must never be seen, also as it goes out. */
export function secretsOf(credential: ICredentialDataDecryptedObject): string[] {
	const signingSecret = text(credential.signingSecret).trim();
	const hasSeveral = choiceOf(credential.signing) === 'standardWebhooks';
	return [
		text(credential.secretValue).trim(),
		...encodedSecret(text(credential.secretValue).trim()),
		signingSecret,
		...(hasSeveral ? encodedKeys(signingSecret) : []),
		text(credential.password),
		...(text(credential.password) === '' ? [] : [basicLogin(credential)]),
		bearerTokenOf(credential),
		...secretsInUrl(text(credential.webhookUrl).trim()),
	];
}

/** As a header carries a secret that has letters beyond ASCII. */
function encodedSecret(secret: string): string[] {
	const encoded = headerText(secret) ?? secret;
	return encoded === secret ? [] : [encoded, ...encoded.split(' ')];
}

/**
 * For the person who enters the credential: the address of a service that reads no JSON but its own is
 * refused, though a custom body may suit it.
 */
export function checkWebhookCredentialInForm(credential: ICredentialDataDecryptedObject): string {
	const { url } = checkWebhookCredential(credential);
	const service = serviceAt(url);
	if (service === undefined) return '';
	if (service.wantsItsOwnFormat) throw wrongService(service);
	return anotherNode(service);
}

function wrongService({ name, node }: KnownService): InvalidSetting {
	return new InvalidSetting(
		`'Webhook URL' is an address of ${name}, which refuses Bugsink's JSON`,
		`Use ${node} instead, or set 'Payload Format' to Custom and send what ${name} expects.`,
	);
}

function anotherNode({ name, node }: KnownService): string {
	return `'Webhook URL' is an address of ${name}: use the node ${node} for cards that people can read.`;
}

/** The node's fields and its credential. @throws {InvalidSetting} */
export function readSettings(
	parameters: Parameters,
	credential: ICredentialDataDecryptedObject,
): WebhookSettings {
	const receiver = checkWebhookCredential(credential);
	const bodyFormat = readBodyFormat(parameters);
	const service = bodyFormat.format === 'custom' ? undefined : serviceAt(receiver.url);
	if (service?.wantsItsOwnFormat === true) throw wrongService(service);
	const taken = takenHeaders(receiver, bodyFormat);
	const customHeaders = checkedHeaders(
		'Custom Headers',
		parameters.jsonObject('customHeaders', 'Custom Headers', '{ "X-Team": "checkout" }'),
		taken,
	);
	const ofCustomHeaders = Object.keys(customHeaders).map((name) => [
		name,
		"'Custom Headers' sets it already. Keep one of the two.",
	]);
	const rowHeaders = readHeaderRows(parameters, {
		...(Object.fromEntries(ofCustomHeaders) as Record<string, string>),
		...taken,
	});
	// A custom body is what its expression gives.
	const own = bodyFormat.format === 'custom' ? parameters.only() : parameters;
	const { fields, warnings } = readDataFields(own, OWN_DATA);
	return {
		...receiver,
		pace: { key: receiver.url.href, limits: [] },
		warnings: [...(service === undefined ? [] : [anotherNode(service)]), ...warnings],
		method: parameters.choice('httpMethod', 'HTTP Method', ['POST', 'PUT', 'PATCH'], 'POST'),
		customHeaders,
		rowHeaders,
		dataFields: fields,
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
