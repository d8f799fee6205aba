import { InvalidSetting } from '../shared/delivery/failure';
import type { JsonObject } from '../shared/alert/fields';

/** Headers that belong to the connection or to the body, not to the user (as in grafana/alerting's webhook receiver). */
const RESERVED = new Set([
	'host',
	'content-length',
	'transfer-encoding',
	'connection',
	'keep-alive',
	'upgrade',
	'te',
	'trailer',
	'expect',
	'via',
	'forwarded',
	'cookie',
]);
/** A token of https://www.rfc-editor.org/rfc/rfc9110#name-tokens. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Headers as they may go out, names in lower case.
 *
 * @throws {InvalidSetting} for a name that is none, a reserved name, or a value that is no single
 * line of text. The message names the header, never its value.
 */
export function checkedHeaders(fieldLabel: string, headers: JsonObject): Record<string, string> {
	const checked: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (!HEADER_NAME.test(name)) {
			throw new InvalidSetting(
				`'${fieldLabel}' has a header name that is not allowed: ${JSON.stringify(name.slice(0, 60))}`,
				'Header names have letters, digits and hyphens, for example X-Team.',
			);
		}
		const lowerCase = name.toLowerCase();
		if (RESERVED.has(lowerCase) || lowerCase.startsWith('proxy-')) {
			throw new InvalidSetting(
				`'${fieldLabel}' cannot set the header ${name}`,
				'This header belongs to the connection itself. Remove it.',
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
		checked[lowerCase] = String(value).trim();
	}
	return checked;
}
