import type { Alert } from '../shared/alert/alert';
import { shownTitle } from '../shared/alert/describe';
import { isObject } from '../shared/alert/fields';
import { jsonOf, shownAnswer, type HttpRequest, type HttpResponse } from '../shared/delivery/http';
import { MASK } from '../shared/delivery/redact';
import type { Destination, Job, Outcome, Prepared, Together } from '../shared/destination';
import { cut } from '../shared/text/cut';
import { batchBodyOf, bodyOf, type Body } from './body';
import { readSettings, secretsOf, type WebhookSettings } from './settings';
import { batchId, messageId, signatureHeaders } from './signature';

/** What all attempts of a message share, and the request of one attempt. */
interface Message {
	requestAt: (now: number) => HttpRequest;
	warnings: string[];
}

/** The body is made once: a repeated attempt sends the same bytes, with a signature of its own time. */
function messageOf(alert: Alert, settings: WebhookSettings, now: Date): Message {
	const id = messageId(alert, now);
	return messageWith(bodyOf(alert, settings.bodyFormat, settings, id, now), id, settings);
}

/** Several alerts in one message. */
function batchOf(alerts: Alert[], settings: WebhookSettings, now: Date): Message {
	const { bodyFormat } = settings;
	const ids = alerts.map((alert) => messageId(alert, now));
	// `groupOf` keeps alerts with a custom body apart.
	const format = bodyFormat.format === 'custom' ? { format: 'bugsink' as const } : bodyFormat;
	const body = batchBodyOf(alerts, format, settings, ids, now);
	return messageWith(body, batchId(ids), settings);
}

function messageWith(
	{ body, headers, warnings }: Body,
	id: string,
	settings: WebhookSettings,
): Message {
	return {
		requestAt: (attemptAt) => ({
			method: settings.method,
			url: settings.url.href,
			headers: {
				accept: 'application/json',
				'user-agent': 'n8n-nodes-bugsink',
				...headers,
				...settings.customHeaders,
				...settings.rowHeaders,
				...settings.secretHeaders,
				...signatureHeaders(settings.signing, id, body, attemptAt),
			},
			body,
		}),
		warnings: [...settings.warnings, ...warnings],
	};
}

function prepare(alert: Alert, settings: WebhookSettings, now: Date): Prepared {
	const { requestAt, warnings } = messageOf(alert, settings, now);
	const { method, url } = settings;
	return {
		// The rest of the address may be a secret.
		summary: `${method} to ${url.host}: ${shownTitle(alert)}`,
		request: masked(requestAt(now.getTime()), settings),
		truncated: [],
		warnings,
	};
}

/** The request as a preview shows it: the values of the user's rows are nobody's business. */
function masked(request: HttpRequest, { rowHeaders }: WebhookSettings): HttpRequest {
	const hidden = Object.keys(rowHeaders).map((name) => [name, MASK]);
	return { ...request, headers: { ...request.headers, ...Object.fromEntries(hidden) } };
}

async function sendAlert(job: Job<WebhookSettings>): Promise<Outcome> {
	const now = new Date(job.delivery.clock.now());
	return await send(messageOf(job.alert, job.settings, now), job);
}

async function send(
	{ requestAt, warnings }: Message,
	{ delivery, settings }: Job<WebhookSettings>,
): Promise<Outcome> {
	const response = await delivery.request(requestAt, { pace: settings.pace });
	return {
		action: 'sent',
		warnings,
		...(settings.responseBody ? { response: shownAnswer(response) } : {}),
	};
}

const together: Together<WebhookSettings> = {
	groupOf(_, settings) {
		const { bodyFormat, dataFields, includeFullPayload, method, signing, url } = settings;
		if (bodyFormat.format === 'custom') return null;
		const { customHeaders, rowHeaders, secretHeaders } = settings;
		const headers = [customHeaders, rowHeaders, secretHeaders];
		const request = [method, url.href, bodyFormat, ...headers, signing];
		return JSON.stringify([includeFullPayload, dataFields, ...request]);
	},
	prepare(alerts, settings, now) {
		const { requestAt, warnings } = batchOf(alerts, settings, now);
		const { method, url } = settings;
		return {
			summary: `${method} to ${url.host}: ${alerts.length} alerts`,
			request: masked(requestAt(now.getTime()), settings),
			truncated: [],
			warnings,
		};
	},
	async sendTogether(jobs) {
		const [job] = jobs;
		const now = new Date(job.delivery.clock.now());
		const alerts = jobs.map(({ alert }) => alert);
		const outcome = await send(batchOf(alerts, job.settings, now), job);
		return jobs.map(() => outcome);
	},
};

function explain(response: HttpResponse): { message?: string; hint?: string } {
	const body = jsonOf(response);
	const said = isObject(body) ? (body.message ?? body.error) : undefined;
	const hint = HINTS[response.statusCode];
	return {
		...(typeof said === 'string' ? { message: cut(said, 300).text } : {}),
		...(hint === undefined ? {} : { hint }),
	};
}

const HINTS: Partial<Record<number, string>> = {
	401: 'Check the secret header, the authentication and the signing in the credential.',
	405: "The receiver rejected this 'HTTP Method'. Almost all accept POST.",
	409: 'The receiver already has this message, or another conflict exists. If an earlier attempt got no answer, it may still have arrived.',
	410: 'The receiver says that this address is gone permanently. Enter a new one in the credential.',
	415: "The receiver rejected this kind of body: choose another 'Payload Format' or 'Content Type' under Options.",
};

export const webhook: Destination<WebhookSettings> = {
	id: 'webhook',
	credentialType: 'bugsinkWebhookApi',
	isAuthenticatedByN8n: false,
	service: { name: 'The webhook', explain, statusIsEnough: true },
	concurrency: 50,
	secrets: secretsOf,
	secretsOfSettings: ({ rowHeaders }) => Object.values(rowHeaders),
	readSettings,
	prepare,
	operations: { sendAlert },
	together,
};
