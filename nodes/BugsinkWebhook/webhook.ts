import type { Alert } from '../shared/alert/alert';
import { isObject } from '../shared/alert/fields';
import type { Pace } from '../shared/delivery/gate';
import { jsonOf, shownAnswer, type HttpRequest, type HttpResponse } from '../shared/delivery/http';
import type { Destination, Job, Outcome, Prepared } from '../shared/destination';
import { cut } from '../shared/text/cut';
import { bodyOf } from './body';
import { readSettings, secretsOf, type WebhookSettings } from './settings';
import { messageId, signatureHeaders } from './signature';

/** What all attempts of a message share, and the request of one attempt. */
interface Message {
	requestAt: (now: number) => HttpRequest;
	warnings: string[];
}

/** The body is made once: a repeated attempt sends the same bytes, with a signature of its own time. */
function messageOf(alert: Alert, settings: WebhookSettings, now: Date): Message {
	const id = messageId(alert, now);
	const { bodyFormat, includeFullPayload, signing } = settings;
	const { body, headers, warnings } = bodyOf(alert, bodyFormat, includeFullPayload, id, now);
	return {
		requestAt: (attemptAt) => ({
			method: settings.method,
			url: settings.url.href,
			headers: {
				accept: 'application/json',
				'user-agent': 'n8n-nodes-bugsink',
				...headers,
				...settings.customHeaders,
				...settings.secretHeaders,
				...signatureHeaders(signing, id, body, attemptAt),
			},
			body,
		}),
		warnings,
	};
}

function prepare(alert: Alert, settings: WebhookSettings, now: Date): Prepared {
	const { requestAt, warnings } = messageOf(alert, settings, now);
	return { request: requestAt(now.getTime()), truncated: [], warnings };
}

async function sendAlert({ alert, settings, delivery }: Job<WebhookSettings>): Promise<Outcome> {
	const now = new Date(delivery.clock.now());
	const { requestAt, warnings } = messageOf(alert, settings, now);
	const response = await delivery.request(requestAt, { pace: paceOf(settings) });
	return {
		action: 'sent',
		warnings,
		...(settings.responseBody ? { response: shownAnswer(response) } : {}),
	};
}

/**
 * The receiver's own rate is not known: when it throttles one request, the others to this address wait
 * too. On hosts that many share, each address has a rate of its own.
 */
function paceOf(settings: WebhookSettings): Pace {
	return { key: settings.url.href, limits: [] };
}

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
	405: "The receiver does not take this 'HTTP Method'. Almost all take POST.",
	409: 'The receiver says that it has this message already, or that something else is in the way. If an earlier attempt got no answer, it may have arrived all the same.',
	410: 'The receiver says that this address is gone for good. Enter a new one in the credential.',
	415: "The receiver does not take this kind of body: choose another 'Payload Format' or 'Content Type' under Options.",
};

export const webhook: Destination<WebhookSettings> = {
	id: 'webhook',
	credentialType: 'bugsinkWebhookApi',
	isAuthenticatedByN8n: false,
	service: { name: 'The webhook', explain },
	concurrency: 50,
	secrets: secretsOf,
	readSettings,
	prepare,
	operations: { sendAlert },
};
