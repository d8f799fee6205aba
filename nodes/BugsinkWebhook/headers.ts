import { InvalidSetting } from '../shared/delivery/failure';
import { isObject, text, type JsonObject } from '../shared/alert/fields';
import type { Parameters } from '../shared/parameters';

/**
 * Headers that belong to the connection or to the coding of the body, with grafana/alerting's
 * webhook receiver (`restrictedHeaders` in receivers/webhook/v1/config.go) as the list.
 */
const OF_THE_CONNECTION = new Set([
	'accept-charset',
	'accept-encoding',
	'connection',
	'content-encoding',
	'content-length',
	'cookie',
	'date',
	'expect',
	'forwarded',
	'host',
	'keep-alive',
	'max-forwards',
	'origin',
	'referer',
	'set-cookie',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
	'user-agent',
	'via',
	'x-real-ip',
]);
const OF_A_PROXY = /^(proxy|x-forwarded)-/;
/** A token of https://www.rfc-editor.org/rfc/rfc9110#name-tokens. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Headers as they may go out, names in lower case.
 *
 * @param taken headers that this request has already, in lower case, each with what sets it.
 * @throws {InvalidSetting} for an invalid, repeated, reserved or already set header name, and for a
 * value that is not one line of text. The message names the header, never its value.
 */
export function checkedHeaders(
	fieldLabel: string,
	headers: JsonObject | Array<[string, unknown]>,
	taken: Record<string, string> = {},
): Record<string, string> {
	const checked = new Map<string, string>();
	const entries = Array.isArray(headers) ? headers : Object.entries(headers);
	for (const [name, value] of entries) {
		if (!HEADER_NAME.test(name)) {
			throw new InvalidSetting(
				`'${fieldLabel}' has a header name that is not allowed: ${JSON.stringify(name.slice(0, 60))}`,
				'Header names have letters, digits and hyphens, for example X-Team.',
			);
		}
		const lowerCase = name.toLowerCase();
		const hint = whyNot(lowerCase, taken);
		if (hint !== undefined) {
			throw new InvalidSetting(`'${fieldLabel}' cannot set the header ${name}`, hint);
		}
		if (checked.has(lowerCase)) {
			throw new InvalidSetting(
				`'${fieldLabel}' has the header ${name} twice`,
				'Upper and lower case make no difference in header names. Keep one.',
			);
		}
		const isScalar = ['string', 'number', 'boolean'].includes(typeof value);
		const sent = isScalar ? headerText(String(value).trim()) : undefined;
		if (sent === undefined) {
			throw new InvalidSetting(
				`'${fieldLabel}' has a value for ${name} that cannot be sent`,
				'A header value is one line of text, a number, or true or false.',
			);
		}
		checked.set(lowerCase, sent);
	}
	return Object.fromEntries(checked);
}

/**
 * The headers of the field's rows; an empty row counts for nothing.
 *
 * @param taken as in `checkedHeaders`.
 * @throws {InvalidSetting} as `checkedHeaders`, and for anything that is not a list of rows.
 */
export function readHeaderRows(
	parameters: Parameters,
	taken: Record<string, string>,
): Record<string, string> {
	const raw = parameters.raw('options.headers', {});
	// As the editor keeps them, or as an expression gives them.
	const rows = isObject(raw) ? (raw.rows ?? []) : (raw ?? []);
	if (!Array.isArray(rows) || !rows.every(isObject)) {
		throw new InvalidSetting("'Headers' is not a list of names and values", 'Add each as a row.');
	}
	const filled = rows
		.map(({ name, value }): [string, unknown] => [text(name).trim(), value ?? ''])
		.filter(([name, value]) => name !== '' || value !== '');
	return checkedHeaders('Headers', filled, taken);
}

/** Bytes of UTF-8 whose base64 fits into one encoded word of at most 75 characters. */
const WORD_BYTES = 45;

/**
 * The value as a header can carry it: ASCII as it is, anything else as encoded words
 * (https://www.rfc-editor.org/rfc/rfc2047#section-2) of whole characters; undefined if it has line
 * breaks or other control characters.
 */
export function headerText(value: string): string | undefined {
	if (/(?!\t)[\p{Cc}]/u.test(value)) return undefined;
	if (/^[\t\x20-\x7e]*$/.test(value)) return value;
	const words: string[] = [];
	let word = '';
	for (const character of value) {
		if (Buffer.byteLength(word + character) > WORD_BYTES) {
			words.push(word);
			word = '';
		}
		word += character;
	}
	return [...words, word]
		.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`)
		.join(' ');
}

function whyNot(name: string, taken: Record<string, string>): string | undefined {
	if (OF_THE_CONNECTION.has(name) || OF_A_PROXY.test(name)) {
		return 'This header belongs to the connection itself, and receivers trust it. Remove it.';
	}
	return Object.hasOwn(taken, name) ? taken[name] : undefined;
}
