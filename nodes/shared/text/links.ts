/**
 * The URL in its canonical form if it is a plain http or https address that a person can open,
 * else null. Credentials in it (`user:password@host`) are dropped: links end up in tickets.
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
	url.username = '';
	url.password = '';
	return url.href;
}
