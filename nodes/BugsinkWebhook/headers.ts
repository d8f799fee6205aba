import { InvalidSetting } from '../shared/delivery/failure';
import type { JsonObject } from '../shared/alert/fields';

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
 * @throws {InvalidSetting} for a name that is none, is given twice, is reserved or is taken, and for a
 * value that is no single line of text. The message names the header, never its value.
 */
export function checkedHeaders(
	fieldLabel: string,
	headers: JsonObject,
	taken: Record<string, string> = {},
): Record<string, string> {
	const checked = new Map<string, string>();
	for (const [name, value] of Object.entries(headers)) {
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
		// Tab and visible Latin-1: what Node can put into a header.
		if (!isScalar || !/^[\t\x20-\x7e\x80-\xff]*$/.test(String(value))) {
			throw new InvalidSetting(
				`'${fieldLabel}' has a value for ${name} that cannot be sent`,
				'A header value is one line of text, a number, or true or false.',
			);
		}
		checked.set(lowerCase, String(value).trim());
	}
	return Object.fromEntries(checked);
}

function whyNot(name: string, taken: Record<string, string>): string | undefined {
	if (OF_THE_CONNECTION.has(name) || OF_A_PROXY.test(name)) {
		return 'This header belongs to the connection itself, and receivers trust it. Remove it.';
	}
	return Object.hasOwn(taken, name) ? taken[name] : undefined;
}
