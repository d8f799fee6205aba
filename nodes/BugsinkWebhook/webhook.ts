import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from '../shared/alert/alert';
import { isObject, text } from '../shared/alert/fields';
import { secretAddress } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';
import { jsonOf, jsonRequest, type HttpResponse } from '../shared/delivery/http';
import { secretsInUrl } from '../shared/delivery/redact';
import type { Destination, Job, Outcome, Prepared } from '../shared/destination';
import type { Parameters } from '../shared/node/parameters';
import { cut } from '../shared/text/cut';
import { checkedHeaders } from './headers';
import { webhookPayload } from './payload';

/** Longest part of the receiver's answer that goes into the output. */
const MAX_ANSWER = 10_000;

export interface WebhookSettings {
	method: 'POST' | 'PUT' | 'PATCH';
	url: string;
	headers: Record<string, string>;
	includeFullPayload: boolean;
}

/** What the credential holds, checked. @throws {InvalidSetting} */
export function checkWebhookCredential(credential: ICredentialDataDecryptedObject): {
	url: string;
	headers: Record<string, string>;
} {
	const url = secretAddress(
		'Webhook URL',
		text(credential.webhookUrl),
		'https://example.com/hooks/bugsink',
	);
	const secretHeader = text(credential.secretHeader).trim();
	const secretValue = text(credential.secretValue);
	if ((secretHeader === '') !== (secretValue === '')) {
		throw new InvalidSetting(
			`The credential has a ${secretHeader === '' ? "'Secret Value' without a 'Secret Header'" : "'Secret Header' without a 'Secret Value'"}`,
			'Fill in both, or leave both empty.',
		);
	}
	return {
		url: url.href,
		headers:
			secretHeader === '' ? {} : checkedHeaders('Secret Header', { [secretHeader]: secretValue }),
	};
}

function readSettings(
	parameters: Parameters,
	credential: ICredentialDataDecryptedObject,
): WebhookSettings {
	const { url, headers } = checkWebhookCredential(credential);
	const customHeaders = checkedHeaders(
		'Custom Headers',
		parameters.jsonObject('customHeaders', 'Custom Headers', '{ "X-Team": "checkout" }'),
	);
	return {
		method: parameters.choice('httpMethod', 'HTTP Method', ['POST', 'PUT', 'PATCH'], 'POST'),
		url,
		headers: { 'user-agent': 'n8n-nodes-bugsink', ...customHeaders, ...headers },
		includeFullPayload: parameters.boolean('includeFullPayload', true),
	};
}

function prepare(alert: Alert, settings: WebhookSettings, now: Date): Prepared {
	const payload = webhookPayload(alert, settings.includeFullPayload, now);
	return {
		request: jsonRequest(settings.method, settings.url, payload, settings.headers),
		truncated: [],
		warnings: [],
	};
}

async function sendAlert({ alert, settings, delivery }: Job<WebhookSettings>): Promise<Outcome> {
	const { request, truncated } = prepare(alert, settings, new Date(delivery.clock.now()));
	const response = await delivery.request(request);
	return { action: 'sent', truncated, response: answer(response) };
}

function answer(response: HttpResponse): unknown {
	const short = cut(response.body, MAX_ANSWER);
	return short.wasCut ? short.text : (jsonOf(response) ?? response.body);
}

function explain(response: HttpResponse): { message?: string; hint?: string } {
	const body = jsonOf(response);
	const said = isObject(body) ? (body.message ?? body.error) : undefined;
	return {
		...(typeof said === 'string' ? { message: said.slice(0, 300) } : {}),
		...(response.statusCode === 410
			? { hint: 'The receiver says that this address is gone for good. Enter a new one.' }
			: {}),
	};
}

export const webhook: Destination<WebhookSettings> = {
	id: 'webhook',
	credentialType: 'bugsinkWebhookApi',
	isAuthenticatedByN8n: false,
	service: { name: 'The webhook', explain },
	concurrency: 20,
	secrets: (credential) => [
		text(credential.secretValue),
		text(credential.signingSecret),
		...secretsInUrl(text(credential.webhookUrl)),
	],
	readSettings,
	prepare,
	operations: { sendAlert },
};
