import { InvalidSetting } from './failure';

/**
 * The address that a user typed, checked before a secret goes there.
 *
 * @throws {InvalidSetting} if it is not an http(s) URL, or plain http to a host that is neither loopback
 * nor private. The message names the field, never the value, which may be a secret itself.
 */
export function secretAddress(fieldLabel: string, value: string, example: string): URL {
	const url = parsed(value.trim());
	if (url === null) {
		throw new InvalidSetting(
			`'${fieldLabel}' is not a URL`,
			`Enter the whole address including https://, for example ${example}.`,
		);
	}
	if (url.protocol !== 'https:' && url.protocol !== 'http:') {
		throw new InvalidSetting(
			`'${fieldLabel}' must begin with https://`,
			`Enter the whole address, for example ${example}.`,
		);
	}
	if (url.protocol === 'http:' && !isPrivateHost(url.hostname)) {
		throw new InvalidSetting(
			`'${fieldLabel}' would send a secret unencrypted to ${url.hostname}`,
			'Use https://. Plain http:// is accepted only for this machine and for private networks.',
		);
	}
	return url;
}

/** A typed address; one without https:// in front, as browsers show it, gets that. */
export function withScheme(value: string): string {
	const address = value.trim();
	const isBare = /^(?:[\w-]+\.)+[a-z][\w-]+(?::\d+)?(?:[/?#]|$)/i.test(address);
	return isBare ? `https://${address}` : address;
}

function parsed(value: string): URL | null {
	try {
		return new URL(value);
	} catch {
		return null;
	}
}

/** Loopback, private and link-local addresses, and names that no public DNS answers. */
export function isPrivateHost(hostname: string): boolean {
	const host = hostname.toLowerCase().replace(/[[\]]/g, '').replace(/\.$/, '');
	if (host.includes(':')) return host === '::1' || /^f[cd]|^fe[89ab]/.test(host);
	const octets = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host);
	if (octets !== null) {
		const [first, second] = [Number(octets[1]), Number(octets[2])];
		return (
			first === 127 ||
			first === 10 ||
			(first === 172 && second >= 16 && second <= 31) ||
			(first === 192 && second === 168) ||
			(first === 169 && second === 254) ||
			(first === 100 && second >= 64 && second <= 127)
		);
	}
	// Names without a dot are those of containers and of a LAN; the rest is reserved for private use
	// (https://www.iana.org/assignments/special-use-domain-names/).
	return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa|test)$/.test(host);
}
