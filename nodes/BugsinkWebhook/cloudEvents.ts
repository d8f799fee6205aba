import type { Alert } from '../shared/alert/alert';
import { cleanText } from '../shared/text/clean';
import { webLink } from '../shared/text/links';
import type { WebhookPayload } from './payload';

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#size-limits: more need not be passed on. */
export const MAX_EVENT_BYTES = 64 * 1024;

/** The context attributes of https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md. */
export interface CloudEventContext {
	specversion: '1.0';
	/** With `source`, unique for each event. */
	id: string;
	/** The Bugsink installation; a relative reference where it is not known. */
	source: string;
	/** `com.bugsink.alert.<reason>`. */
	type: string;
	/** What it is about: the issue. */
	subject: string;
	time: string;
}

export function cloudEventContext(alert: Alert, id: string, now: Date): CloudEventContext {
	const reason = alert.isTest ? 'test' : alert.reason.toLowerCase().replace(/[^a-z0-9]+/g, '_');
	return {
		specversion: '1.0',
		id,
		source: webLink(alert.bugsinkUrl)?.replace(/\/$/, '') ?? '/bugsink',
		type: `com.bugsink.alert.${reason}`,
		subject: alert.issueId ?? alert.fingerprint,
		time: alert.change?.at ?? alert.lastSeen ?? now.toISOString(),
	};
}

/** One JSON document with the attributes and the alert under `data`. */
export function structuredEvent(
	context: CloudEventContext,
	data: WebhookPayload['data'],
): { body: string; headers: Record<string, string> } {
	return {
		body: JSON.stringify({ ...context, datacontenttype: 'application/json', data }),
		headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
	};
}

/** The attributes as `ce-` headers, the alert as the body. */
export function binaryEvent(
	context: CloudEventContext,
	data: WebhookPayload['data'],
): { body: string; headers: Record<string, string> } {
	const headers = Object.entries(context).map(([name, value]) => [
		`ce-${name}`,
		headerValue(String(value)),
	]);
	return {
		body: JSON.stringify(data),
		headers: {
			...(Object.fromEntries(headers) as Record<string, string>),
			'content-type': 'application/json',
		},
	};
}

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#3132-http-header-values */
function headerValue(value: string): string {
	return cleanText(value).replace(/[^\x21\x23\x24\x26-\x7e]+/g, encodeURIComponent);
}
