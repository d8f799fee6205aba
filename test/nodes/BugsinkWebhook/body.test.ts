import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import {
	batchBodyOf,
	bodyOf,
	readBodyFormat,
	type BodyFormat,
} from '../../../nodes/BugsinkWebhook/body';
import { Parameters } from '../../../nodes/shared/parameters';
import { alertOf, numbered } from '../../support/alerts';
import { refusal } from '../../support/refusal';

const NOW = new Date('2026-08-03T09:14:23.456Z');
const EXAMPLE = '{{ JSON.stringify({ text: $json.title }) }}';

function read(fields: Record<string, unknown>): BodyFormat {
	const context = {
		getNode: () => ({ parameters: {} }),
		getNodeParameter: (name: string, _: number, fallback: unknown) =>
			name in fields ? fields[name] : fallback,
	} as unknown as IExecuteFunctions;
	return readBodyFormat(new Parameters(context, 0));
}

const custom = (body: unknown, contentType = '') =>
	read({
		'options.payloadFormat': 'custom',
		'options.body': body,
		'options.contentType': contentType,
	});

describe('the format', () => {
	test.each<[IDataObject, BodyFormat]>([
		[{}, { format: 'bugsink' }],
		[{ 'options.payloadFormat': 'bugsink', 'options.body': '{' }, { format: 'bugsink' }],
		[{ 'options.payloadFormat': 'cloudEvents' }, { format: 'cloudEvents', mode: 'structured' }],
		[
			{ 'options.payloadFormat': 'cloudEvents', 'options.cloudEventsMode': 'binary' },
			{ format: 'cloudEvents', mode: 'binary' },
		],
	])('of %j', (fields, format) => {
		expect(read(fields)).toEqual(format);
	});

	test.each<[IDataObject, string]>([
		[
			{ 'options.payloadFormat': 'xml' },
			"'Payload Format' cannot be 'xml'. Choose one of bugsink, cloudEvents, custom.",
		],
		[
			{ 'options.payloadFormat': 'cloudEvents', 'options.cloudEventsMode': 'batch' },
			"'CloudEvents Mode' cannot be 'batch'. Choose one of structured, binary.",
		],
	])('%j is refused', (fields, expected) => {
		expect(refusal(() => read(fields))).toBe(expected);
	});
});

describe('a custom body', () => {
	test.each<[unknown, string, string, string]>([
		['{"a":1}', '', '{"a":1}', 'application/json'],
		[{ a: [1] }, '', '{"a":[1]}', 'application/json'],
		[7, '', '7', 'application/json'],
		[false, '', 'false', 'application/json'],
		[' hello ', '', ' hello ', 'text/plain; charset=utf-8'],
		['{"a":1}', 'application/vnd.api+json', '{"a":1}', 'application/vnd.api+json'],
		[
			'{"a":1}\r\n\r\n{"b":2}\n',
			'application/x-ndjson',
			'{"a":1}\r\n\r\n{"b":2}\n',
			'application/x-ndjson',
		],
		['{"half', 'text/plain', '{"half', 'text/plain'],
		['null and void', '', 'null and void', 'text/plain; charset=utf-8'],
	])('%j of the type %j goes out', (body, type, text, contentType) => {
		const headers = { 'content-type': contentType };
		expect(custom(body, type)).toEqual({ format: 'custom', text, headers });
	});

	test.each([[''], [' \n'], [null], [undefined], ['null']])('%j is empty', (body) => {
		expect(refusal(() => custom(body))).toBe(
			`'Body' is empty. 'Payload Format' is Custom: enter what to send, for example ${EXAMPLE}.`,
		);
	});

	test('that was never entered is empty', () => {
		expect(refusal(() => read({ 'options.payloadFormat': 'custom' }))).toContain("'Body' is empty");
	});

	test.each<[string, string, string]>([
		['hello', 'application/json', 'application/json'],
		['{"a":1}\n{"b":2}', 'application/json', 'application/json'],
		['{"a":1}\n{"b":', 'application/x-ndjson', 'application/x-ndjson'],
		[
			'hello',
			`application/json; profile=${'x'.repeat(60)}`,
			`application/json; profile=${'x'.repeat(34)}`,
		],
	])('%j is not JSON as the type %s says', (body, type, shown) => {
		expect(refusal(() => custom(body, type))).toBe(
			`'Body' is not JSON although 'Content Type' is ${shown}. Let an expression build it, so that quotes and line breaks are escaped, for example ${EXAMPLE}.`,
		);
	});

	test.each([
		'\n {"half": 1',
		'{ "half": 1',
		'[{a: 1}]',
		'{ text: unquoted }',
		'{text : unquoted}',
		"{ 'text' : 1}",
		'{$id: 1}',
		'{}}',
		'[ {a: 1}]',
		'[ [1, ]',
		'[1, ]',
		'[ "a", ]',
		"['a']",
		' [object Object] ',
	])('%j was meant as JSON', (body) => {
		expect(refusal(() => custom(body))).toBe(
			`'Body' looks like JSON and is not. A quote, a line break or an object in a value may have broken it. Let an expression build it, for example ${EXAMPLE}. To send it as text, set 'Content Type' to text/plain.`,
		);
	});

	test.each([
		'The answer was {"code": 5',
		'The answer was {code: 5}',
		'{user: admin} logged in',
		'Lists: [[1, 2]',
		'Missing: ["a", b]',
		'[Billing]',
		'["a", "b"] is missing',
		'[]]',
	])('%j was meant as text', (body) => {
		expect(custom(body)).toMatchObject({
			headers: { 'content-type': 'text/plain; charset=utf-8' },
		});
	});

	test('with a type of two lines is refused', () => {
		expect(refusal(() => custom('hello', 'text/plain\nX-Other: a'))).toBe(
			"'Content Type' has a value for content-type that cannot be sent. A header value is one line of text, a number, or true or false.",
		);
	});
});

const ALL = { includeFullPayload: true, dataFields: { team: 'checkout' } };
const MINIMAL = { includeFullPayload: false, dataFields: {} };
const dataOf = (number: number) => ({
	issue_id: `00000000-0000-4000-8000-00000000000${number}`,
	issue_url: `https://bugsink.example.com/issues/issue/00000000-0000-4000-8000-00000000000${number}/event/last/`,
	summary: `[NEW] Error ${number}`,
	alert_type: 'NEW',
});
const contextOf = (number: number) => ({
	specversion: '1.0',
	id: `msg_${number}`,
	source: 'https://bugsink.example.com',
	type: 'com.bugsink.alert.new',
	subject: `00000000-0000-4000-8000-00000000000${number}`,
	time: '2026-08-03T09:14:22.481903Z',
});
const eventOf = (number: number) => ({
	...contextOf(number),
	datacontenttype: 'application/json',
	data: dataOf(number),
});
const TOO_LARGE =
	"The event has more than 64 KiB, which not every CloudEvents receiver accepts. Switch 'Include Full Payload' off if it does not arrive.";

/** The user's field that fills the event up to this many bytes, most of them in letters of two. */
function filling(bytes: number, sizeWith: (filler: string) => number) {
	const rest = bytes - sizeWith('');
	return { filler: 'é'.repeat(Math.floor(rest / 2)) + 'x'.repeat(rest % 2) };
}

describe('the body of an alert', () => {
	const structured = { format: 'cloudEvents', mode: 'structured' } as const;
	const binary = { format: 'cloudEvents', mode: 'binary' } as const;

	test("in Bugsink's format is JSON", () => {
		const { body, ...rest } = bodyOf(numbered(1), { format: 'bugsink' }, MINIMAL, 'msg_1', NOW);
		expect(JSON.parse(body)).toEqual({
			event_type: 'alert',
			timestamp: '2026-08-03T09:14:23Z',
			source: 'bugsink',
			data: dataOf(1),
		});
		expect(rest).toEqual({ headers: { 'content-type': 'application/json' }, warnings: [] });
	});

	test('has everything that is known and the user’s own fields', () => {
		const { body } = bodyOf(alertOf(), { format: 'bugsink' }, ALL, 'msg_1', NOW);
		expect(JSON.parse(body)).toMatchObject({
			data: { error_type: 'ValueError', team: 'checkout' },
		});
	});

	test('is one structured CloudEvent', () => {
		const { body, ...rest } = bodyOf(numbered(1), structured, MINIMAL, 'msg_1', NOW);
		expect(JSON.parse(body)).toEqual(eventOf(1));
		expect(rest).toEqual({
			headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
			warnings: [],
		});
	});

	test('is the data of a binary CloudEvent', () => {
		const { body, ...rest } = bodyOf(numbered(1), binary, MINIMAL, 'msg_1', NOW);
		expect(JSON.parse(body)).toEqual(dataOf(1));
		const context = Object.entries(contextOf(1)).map(([name, value]) => [`ce-${name}`, value]);
		expect(rest).toEqual({
			headers: { ...Object.fromEntries(context), 'content-type': 'application/json' },
			warnings: [],
		});
	});

	test.each([structured, binary])('of more than 64 KiB is warned of: %j', (format) => {
		const made = (dataFields: { filler: string }) =>
			bodyOf(numbered(1), format, { ...MINIMAL, dataFields }, 'msg_1', NOW);
		const sizeWith = (filler: string) => Buffer.byteLength(made({ filler }).body);
		expect(made(filling(65_536, sizeWith)).warnings).toEqual([]);
		expect(made(filling(65_537, sizeWith)).warnings).toEqual([TOO_LARGE]);
	});

	test('is the custom text, whose test does not say by itself that it is one', () => {
		const format = { format: 'custom', text: 'hello', headers: { 'content-type': 'a/b' } } as const;
		const sent = { body: 'hello', headers: { 'content-type': 'a/b' } };
		const alert = alertOf();
		expect(bodyOf(alert, format, ALL, 'msg_1', NOW)).toEqual({ ...sent, warnings: [] });
		expect(bodyOf({ ...alert, isTest: true }, format, ALL, 'msg_1', NOW)).toEqual({
			...sent,
			warnings: [
				'A custom body does not say by itself that this is a test: its text is what the expression gives.',
			],
		});
	});
});

describe('the body of several alerts', () => {
	const alerts = [numbered(1), numbered(2)];
	const ids = ['msg_1', 'msg_2'];

	test("in Bugsink's format is one JSON document", () => {
		const { body, ...rest } = batchBodyOf(alerts, { format: 'bugsink' }, MINIMAL, ids, NOW);
		expect(JSON.parse(body)).toEqual({
			event_type: 'alerts',
			timestamp: '2026-08-03T09:14:23Z',
			source: 'bugsink',
			data: { alerts: [dataOf(1), dataOf(2)] },
		});
		expect(rest).toEqual({ headers: { 'content-type': 'application/json' }, warnings: [] });
	});

	test.each(['structured', 'binary'] as const)('is a batch of CloudEvents, also if %s', (mode) => {
		const format = { format: 'cloudEvents', mode } as const;
		const { body, ...rest } = batchBodyOf(alerts, format, MINIMAL, ids, NOW);
		expect(JSON.parse(body)).toEqual([eventOf(1), eventOf(2)]);
		expect(rest).toEqual({
			headers: { 'content-type': 'application/cloudevents-batch+json; charset=utf-8' },
			warnings: [],
		});
	});

	test('with one event of more than 64 KiB is warned of', () => {
		const format = { format: 'cloudEvents', mode: 'structured' } as const;
		const made = (filler: string) =>
			batchBodyOf([numbered(1), alertOf({ errorMessage: filler })], format, ALL, ids, NOW);
		const sizeWith = (filler: string) => {
			const [, event] = JSON.parse(made(filler).body) as [unknown, unknown];
			return Buffer.byteLength(JSON.stringify(event));
		};
		expect(made(filling(65_536, sizeWith).filler).warnings).toEqual([]);
		expect(made(filling(65_537, sizeWith).filler).warnings).toEqual([TOO_LARGE]);
	});
});
