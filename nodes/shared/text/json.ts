const BYTE_ORDER_MARK = '\ufeff';

/** What a text says as JSON, a byte order mark ignored; undefined if it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text) as unknown;
	} catch {
		return undefined;
	}
}
