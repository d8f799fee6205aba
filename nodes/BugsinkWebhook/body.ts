import type { Alert } from '../shared/alert/alert';
import type { JsonObject } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Parameters } from '../shared/parameters';
import { parseJson } from '../shared/text/json';
import {
	binaryEvent,
	cloudEventContext,
	MAX_EVENT_BYTES,
	structuredEvent,
	type CloudEventContext,
} from './cloudEvents';
import { checkedHeaders } from './headers';
import { batchPayload, webhookPayload } from './payload';

/** What is sent as the body. */
export type BodyFormat =
	| { format: 'bugsink' }
	| { format: 'cloudEvents'; mode: 'structured' | 'binary' }
	| { format: 'custom'; text: string; headers: Record<string, string> };

/** What is said of an alert. */
export interface DataChoice {
	includeFullPayload: boolean;
	/** The user's own fields. */
	dataFields: JsonObject;
}

export interface Body {
	body: string;
	/** Those that the format needs, names in lower case. */
	headers: Record<string, string>;
	warnings: string[];
}

const LARGE_EVENT =
	"The event has more than 64 KiB, which not every CloudEvents receiver accepts. Switch 'Include Full Payload' off if it does not arrive.";
const EXAMPLE = '{{ JSON.stringify({ text: $json.title }) }}';

/** Several documents in one body (https://github.com/ndjson/ndjson-spec). */
const ONE_A_LINE = /ndjson|jsonl|json-lines/i;

/** @throws {InvalidSetting} for a custom body that is empty, or is not JSON although it should be. */
export function readBodyFormat(parameters: Parameters): BodyFormat {
	const format = parameters.choice(
		'options.payloadFormat',
		'Payload Format',
		['bugsink', 'cloudEvents', 'custom'],
		'bugsink',
	);
	if (format === 'bugsink') return { format };
	if (format === 'cloudEvents') {
		const modes = ['structured', 'binary'] as const;
		const label = 'CloudEvents Mode';
		return {
			format,
			mode: parameters.choice('options.cloudEventsMode', label, modes, 'structured'),
		};
	}
	return customBody(parameters.raw('options.body', ''), parameters.text('options.contentType'));
}

function customBody(value: unknown, contentType: string): BodyFormat {
	const isText = typeof value === 'string';
	const text = isText ? value : (JSON.stringify(value) ?? '');
	if (text.trim() === '' || text === 'null') {
		throw new InvalidSetting(
			"'Body' is empty",
			`'Payload Format' is Custom: enter what to send, for example ${EXAMPLE}.`,
		);
	}
	const documents = ONE_A_LINE.test(contentType) ? text.split('\n').filter(isFilled) : [text];
	const isJson = documents.every((document) => parseJson(document) !== undefined);
	if (/json/i.test(contentType) && !isJson) {
		throw new InvalidSetting(
			`'Body' is not JSON although 'Content Type' is ${contentType.slice(0, 60)}`,
			`Let an expression build it, so that quotes and line breaks are escaped, for example ${EXAMPLE}.`,
		);
	}
	if (!isJson && contentType === '' && looksLikeJson(text)) {
		throw new InvalidSetting(
			"'Body' looks like JSON and is not",
			`A quote, a line break or an object in a value may have broken it. Let an expression build it, for example ${EXAMPLE}. To send it as text, set 'Content Type' to text/plain.`,
		);
	}
	const guessed = isJson ? 'application/json' : 'text/plain; charset=utf-8';
	const headers = checkedHeaders('Content Type', { 'content-type': contentType || guessed });
	return { format: 'custom', text, headers };
}

function isFilled(line: string): boolean {
	return line.trim() !== '';
}

/** Text that was meant as JSON; `[Billing] declined` is not. */
function looksLikeJson(text: string): boolean {
	const trimmed = text.trim();
	return (
		/^\{\s*["}]/.test(trimmed) ||
		/^\{\s*['\w$]+\s*:[^]*\}$/.test(trimmed) ||
		/^\[\s*[[{]/.test(trimmed) ||
		/^\[\s*["\d'][^]*\]$/.test(trimmed) ||
		trimmed === '[object Object]'
	);
}

/** Several alerts in one body. A custom body is the text of one item and cannot hold them. */
export function batchBodyOf(
	alerts: Alert[],
	format: Exclude<BodyFormat, { format: 'custom' }>,
	{ dataFields, includeFullPayload }: DataChoice,
	ids: string[],
	now: Date,
): Body {
	if (format.format === 'bugsink') {
		return {
			body: JSON.stringify(batchPayload(alerts, includeFullPayload, now, dataFields)),
			headers: { 'content-type': 'application/json' },
			warnings: [],
		};
	}
	const events = alerts.map((alert, index) => {
		const { data } = webhookPayload(alert, includeFullPayload, now, dataFields);
		return structuredEvent(cloudEventContext(alert, ids[index], now), data).body;
	});
	return {
		// https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md#33-batched-content-mode
		body: `[${events.join(',')}]`,
		headers: { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
		warnings: events.some((event) => Buffer.byteLength(event) > MAX_EVENT_BYTES)
			? [LARGE_EVENT]
			: [],
	};
}

/** The alert in the format that was chosen; `id` is the message's. */
export function bodyOf(
	alert: Alert,
	format: BodyFormat,
	{ dataFields, includeFullPayload }: DataChoice,
	id: string,
	now: Date,
): Body {
	if (format.format === 'custom') {
		const warning =
			'A custom body does not say by itself that this is a test: its text is what the expression gives.';
		return {
			body: format.text,
			headers: format.headers,
			warnings: alert.isTest ? [warning] : [],
		};
	}
	const payload = webhookPayload(alert, includeFullPayload, now, dataFields);
	if (format.format === 'bugsink') {
		return {
			body: JSON.stringify(payload),
			headers: { 'content-type': 'application/json' },
			warnings: [],
		};
	}
	const context: CloudEventContext = cloudEventContext(alert, id, now);
	const event =
		format.mode === 'binary'
			? binaryEvent(context, payload.data)
			: structuredEvent(context, payload.data);
	const isLarge = Buffer.byteLength(event.body) > MAX_EVENT_BYTES;
	return {
		...event,
		warnings: isLarge ? [LARGE_EVENT] : [],
	};
}
