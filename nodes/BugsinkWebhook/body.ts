import type { Alert } from '../shared/alert/alert';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Parameters } from '../shared/node/parameters';
import { parseJson } from '../shared/text/json';
import {
	binaryEvent,
	cloudEventContext,
	MAX_EVENT_BYTES,
	structuredEvent,
	type CloudEventContext,
} from './cloudEvents';
import { checkedHeaders } from './headers';
import { webhookPayload } from './payload';

/** What is sent as the body. */
export type BodyFormat =
	| { format: 'bugsink' }
	| { format: 'cloudEvents'; mode: 'structured' | 'binary' }
	| { format: 'custom'; text: string; headers: Record<string, string> };

export interface Body {
	body: string;
	/** Those that the format needs, names in lower case. */
	headers: Record<string, string>;
	warnings: string[];
}

const EXAMPLE = '{{ JSON.stringify({ text: $json.title }) }}';

/** @throws {InvalidSetting} for a custom body that is empty, or no JSON although it is to be. */
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
	const isJson = parseJson(text) !== undefined;
	if (/json/i.test(contentType) && !isJson) {
		throw new InvalidSetting(
			`'Body' is not JSON although 'Content Type' is ${contentType.slice(0, 60)}`,
			`Let an expression build it, so that quotes and line breaks are escaped, for example ${EXAMPLE}.`,
		);
	}
	const guessed = isJson ? 'application/json' : 'text/plain; charset=utf-8';
	const headers = checkedHeaders('Content Type', { 'content-type': contentType || guessed });
	return { format: 'custom', text, headers };
}

/** The alert in the format that was chosen; `id` is the message's. */
export function bodyOf(
	alert: Alert,
	format: BodyFormat,
	includeFullPayload: boolean,
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
	const payload = webhookPayload(alert, includeFullPayload, now);
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
	const isLarge = Buffer.byteLength(event.body, 'utf8') > MAX_EVENT_BYTES;
	return {
		...event,
		warnings: isLarge
			? [
					"The event has more than 64 KiB, which not every CloudEvents receiver takes. Switch 'Include Full Payload' off if it does not arrive.",
				]
			: [],
	};
}
