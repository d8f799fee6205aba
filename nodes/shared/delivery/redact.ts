import { isObject, type JsonObject } from '../alert/fields';

/** What stands where a secret was. */
export const MASK = '***';
/** Shorter strings would turn up by chance in every text. */
const SHORTEST_SECRET = 4;
/** Keys that are words of ours or of a service, whatever a password is. */
const ORDINARY_KEY = /^[A-Za-z_]{1,20}$/;
/** A user name this long is rather a token. */
const SHORTEST_TOKEN = 16;

/** Replaces secrets in whatever leaves a node: outputs, error messages, previews. */
export interface Redactor {
	text(value: string): string;
	/** A copy with every string redacted, keys included unless they are plain words. */
	json<T>(value: T): T;
}

/**
 * A redactor for these secrets, also in the forms in which a service may echo them: URL-encoded and
 * inside a JSON string. What is derived from a secret, such as a Basic login, is a secret to name too.
 */
export function redactor(secrets: string[]): Redactor {
	const forms = new Set<string>();
	for (const secret of secrets) {
		if (secret.length < SHORTEST_SECRET) continue;
		forms.add(secret);
		forms.add(encodeURIComponent(secret));
		forms.add(encodeURI(secret));
		forms.add(JSON.stringify(secret).slice(1, -1));
	}
	// The longest first: a secret may contain another.
	const ordered = [...forms].sort((a, b) => b.length - a.length);
	const text = (value: string): string =>
		ordered.reduce(
			(result, form) => (result.includes(form) ? result.split(form).join(MASK) : result),
			value,
		);
	const json = (value: unknown): unknown => {
		if (typeof value === 'string') return text(value);
		if (Array.isArray(value)) return value.map(json);
		return isObject(value) ? objectOf(value) : value;
	};
	/** Changing a copy takes half the time of building an object from its entries. */
	const objectOf = (value: JsonObject): JsonObject => {
		const copy = { ...value };
		for (const key of Object.keys(copy)) {
			const entry = json(copy[key]);
			const masked = ORDINARY_KEY.test(key) ? key : text(key);
			if (masked !== key) delete copy[key];
			copy[masked] = entry;
		}
		return copy;
	};
	return { text, json: <T>(value: T): T => (ordered.length === 0 ? value : (json(value) as T)) };
}

/**
 * The parts of a URL that may be its secret: the password, a user name that stands alone, the query's
 * values, the path and its longer segments. The host is not secret, so errors may name it.
 */
export function secretsInUrl(value: string): string[] {
	let url: URL;
	try {
		url = new URL(value);
	} catch {
		return [value];
	}
	const path = url.pathname;
	const [username, password] = [url.username, url.password].map(decoded);
	return [
		// Some services take a token in place of a user; a plain word is not a token.
		...(password === ''
			? /^[a-z]+$/i.test(username)
				? []
				: [username]
			: [password, base64(`${username}:${password}`)]),
		...(username.length >= SHORTEST_TOKEN ? [username] : []),
		...[...url.searchParams.values()].filter((entry) => entry.length >= 8),
		...(path.length >= 8 ? [path + url.search, path] : []),
		...path.split('/').filter((segment) => segment.length >= 16),
	];
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function base64(value: string): string {
	return Buffer.from(value, 'utf8').toString('base64');
}
