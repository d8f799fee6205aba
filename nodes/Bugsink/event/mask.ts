import { isObject } from '../../shared/alert/fields';
import { MASK } from '../../shared/delivery/redact';

/**
 * Parts of names that stand for a secret, letters and digits only; the list that Sentry's SDKs and
 * servers scrub by default (https://docs.sentry.io/security-legal-pii/scrubbing/server-side-scrubbing/),
 * and some more. `author` and `authority` are not secrets.
 */
const SECRET_NAME =
	/passw|passphrase|passcode|^pass$|pwd|secret|token|apikey|privatekey|accesskey|signingkey|encryptionkey|masterkey|auth(?!or(?!iz|is))|credential|cookie|session(?!count)|csrf|xsrf|bearer|^jwt|jwt$|signature|creditcard|cardn|ccnumber|^pan$|^cc$|cvv|cvc|^ssn$|socialsecurity|^iban$|^otp$|^pin$|^sid$|^dsn$|connectionstring|databaseurl/;
/** Names that are a secret only in the query of a URL. */
const SECRET_PARAMETER = /^(?:key|code|sig|hash|state|ticket|assertion|nonce|x-amz-.*|sv|se|sp)$/i;

/** Whether a header, key, variable or parameter of this name holds a secret. */
export function isSecretName(name: string): boolean {
	return SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

type Pattern = [RegExp, string];

/** Secrets that are recognized by their form, in any text. */
const BY_FORM: Pattern[] = [
	// -----BEGIN … PRIVATE KEY-----, also where its end was cut off
	[/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, MASK],
	// https://user:password@host
	[/(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@'"]{0,200}:)[^\s/@'"]{1,500}@/gi, `$1${MASK}@`],
	// Bearer abc, Basic abc
	[/\b(Bearer|Basic|Digest|Negotiate|ApiKey)\s+[A-Za-z0-9._~+/=-]{6,}/gi, `$1 ${MASK}`],
	// JSON Web Tokens; GitHub, GitLab, Slack, Stripe, Google, OpenAI, npm, SendGrid; AWS
	[/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]*)?/g, MASK],
	[
		/\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|sk-|[sr]k_(?:live|test)_|whsec_|npm_|SG\.|AIza|hf_|dop_v1_)[A-Za-z0-9_.-]{10,}/g,
		MASK,
	],
	[/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, MASK],
];
/** `Cookie: a=b; c=d` is a secret to the end of the line. */
const HEADER_LINE: Pattern = [
	/((?:^|[\s"'([{])(?:proxy-)?(?:authorization|set-cookie|cookie)["']?\s{0,3}[:=]\s{0,3})[^\n]+/gi,
	`$1${MASK}`,
];
/** `name=`, `name: `, `"name": `, `'name' => `, also within an escaped string. */
const NAME_IN_TEXT = /(?<![\w.-])([\w.-]{1,80})\\*["']?\s{0,3}(?:=>|[:=])\s{0,3}/g;
/** What is assigned to it: quoted, also where the end was cut off, or up to what ends a word. */
const VALUE_IN_TEXT = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|\\+["'][^"'\\]*|[^\s&;,'"<>)\]}]+/y;
/** 13 to 19 digits, with single spaces or hyphens between them; no card begins with 1, but times do. */
const CARD = /(?<![\d.])[2-6](?:[ -]?\d){12,18}(?!\d)/g;
const QUERY = /([?&;])([^=&;#?\s"'<>]{1,100})=([^&;#\s"'<>]*)/g;

/** Text without what looks like a secret in it: parameters of URLs, `password=…`, tokens, card numbers. */
export function maskText(value: string): string {
	return masked(value, [...BY_FORM, HEADER_LINE], () => true);
}

/** The same for a line of source code, where `token = read()` is not a secret, but a literal is. */
export function maskCode(value: string): string {
	return masked(value, BY_FORM, (assigned) => /^\\*["']/.test(assigned));
}

function masked(
	value: string,
	patterns: Pattern[],
	isLiteral: (assigned: string) => boolean,
): string {
	let text = value.replace(QUERY, (whole, sign: string, name: string, content: string) =>
		content !== '' && isSecretParameter(name, content) ? `${sign}${name}=${MASK}` : whole,
	);
	for (const [pattern, replacement] of patterns) text = text.replace(pattern, replacement);
	text = maskAssigned(text, isLiteral);
	return text.replace(CARD, (digits) => (isCardNumber(digits) ? MASK : digits));
}

/** Masks what stands behind the names of secrets. */
function maskAssigned(text: string, isMasked: (assigned: string) => boolean): string {
	let result = '';
	let done = 0;
	for (const match of text.matchAll(NAME_IN_TEXT)) {
		const start = match.index + match[0].length;
		if (match.index < done || !isSecretName(match[1])) continue;
		VALUE_IN_TEXT.lastIndex = start;
		const assigned = VALUE_IN_TEXT.exec(text)?.[0];
		if (assigned === undefined || !isMasked(assigned)) continue;
		result += text.slice(done, start) + MASK;
		done = start + assigned.length;
	}
	return result + text.slice(done);
}

/** A query string, without `?` in front: `a=1&token=***`. */
export function maskQuery(value: string): string {
	const query = value.replace(/^\?/, '');
	return query === '' ? '' : maskText(`?${query}`).slice(1);
}

/** A copy of any JSON with secrets masked, by the names of keys and by the form of texts. */
export function maskValue(value: unknown, depth = 0): unknown {
	if (typeof value === 'string') return maskText(value);
	if (typeof value === 'number') return isCardNumber(String(value)) ? MASK : value;
	if (depth > 20) return MASK;
	if (Array.isArray(value)) {
		return isSecretPair(value)
			? [value[0], MASK]
			: value.map((entry) => maskValue(entry, depth + 1));
	}
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, entry]) => [
			maskText(key),
			isSecretName(key) && entry !== null && entry !== '' ? MASK : maskValue(entry, depth + 1),
		]),
	);
}

/** `["password", "abc"]`, as headers, tags and form fields are also sent. */
function isSecretPair(value: unknown[]): boolean {
	return value.length === 2 && typeof value[0] === 'string' && isSecretName(value[0]);
}

function isSecretParameter(name: string, content: string): boolean {
	const decoded = decode(name);
	return isSecretName(decoded) || SECRET_PARAMETER.test(decoded) || looksLikeToken(decode(content));
}

function decode(value: string): string {
	try {
		return decodeURIComponent(value.replace(/\+/g, ' '));
	} catch {
		return value;
	}
}

/** Long, of one piece, letters and digits mixed; an UUID is an identifier. */
function looksLikeToken(value: string): boolean {
	if (!/^[A-Za-z0-9._~+/=-]{20,}$/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value)) {
		return false;
	}
	return !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
}

/** The checksum of card numbers (ISO/IEC 7812-1 annex B), for 13 to 19 digits from 2 to 6 on. */
export function isCardNumber(value: string): boolean {
	const digits = value.replace(/[ -]/g, '');
	if (!/^[2-6]\d{12,18}$/.test(digits) || /^(\d)\1+$/.test(digits)) return false;
	let sum = 0;
	for (let place = 0; place < digits.length; place++) {
		const digit = Number(digits[digits.length - 1 - place]);
		const doubled = place % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}
