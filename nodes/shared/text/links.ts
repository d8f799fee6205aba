/** A name or address of a host with its port, as a URI may have it (https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2). */
const HOST = /^(?:\[[0-9a-f:.]+\]|[\w.~!$&'()*+,;=-]+)(?::\d+)?$/i;
/** What browsers let stand after the host, and a URI must not have; a percent sign without its two digits, too. */
const NOT_IN_A_URI = /[^\w.~!$&'()*+,;=:@/?%-]|%(?![0-9a-f]{2})/gi;

/**
 * The URL in its canonical form if it is a plain http or https address that a person can open,
 * else null. Credentials in it (`user:password@host`) are dropped: links end up in tickets. What browsers
 * forgive and services that check for a URI (RFC 3986) refuse, such as `|`, is percent-encoded.
 */
export function webLink(value: unknown): string | null {
	if (typeof value !== 'string') return null;
	let url: URL;
	try {
		url = new URL(value.trim());
	} catch {
		return null;
	}
	if (url.protocol !== 'http:' && url.protocol !== 'https:') return null;
	if (!HOST.test(url.host)) return null;
	const fragment = url.hash === '' ? '' : `#${uriPart(url.hash.slice(1))}`;
	return `${url.origin}${uriPart(url.pathname + url.search)}${fragment}`;
}

function uriPart(part: string): string {
	return part.replace(NOT_IN_A_URI, (character) => encodeURIComponent(character));
}

/** An address as the target of a link in Markdown: nothing in it ends the link. */
export function linkDestination(url: string): string {
	return url.replace(/[()<>\\`|\s]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}
