import { webLink } from '../text/links';
import { cleanText, oneLine } from '../text/clean';

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; none of anything else. */
export function objects(value: unknown): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

/** Clean text of a string or number; empty for everything else. */
export function text(value: unknown): string {
	if (Number.isFinite(value)) return String(value);
	return typeof value === 'string' ? cleanText(value) : '';
}

/** One line of text, or null if it is empty. */
export function line(value: unknown): string | null {
	return oneLine(text(value)) || null;
}

/** Number from a number or a numeric string, or null. */
export function count(value: unknown): number | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return Number.isFinite(number) ? (number as number) : null;
}

const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const ISO = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * ISO 8601 with `Z` as Bugsink sends it (its microseconds kept), other offsets turned to UTC, none
 * taken for UTC; null for anything else, however much JavaScript's own parser makes of it.
 */
export function utcTime(value: unknown): string | null {
	if (typeof value !== 'string') return null;
	if (ISO_UTC.test(value)) return Number.isNaN(Date.parse(value)) ? null : value;
	const match = ISO.exec(value);
	if (match === null) return null;
	const hasOffset = match[3] !== undefined;
	const milliseconds = Date.parse(hasOffset ? value : `${value}Z`);
	if (Number.isNaN(milliseconds)) return null;
	const time = new Date(milliseconds).toISOString();
	return ISO_UTC.test(time) ? time : null;
}

const ISSUE_PATH =
	/\/issues\/(?:issue\/)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d+)(?:\/|$)/i;

/**
 * What the address of an issue's page tells: `<base>/issues/issue/<uuid>/event/last/` (the Test
 * button's static sample leaves out the second `issue`). The base may have a path of its own.
 */
export function issueAddress(value: unknown): {
	issueUrl: string | null;
	issueId: string | null;
	bugsinkUrl: string | null;
} {
	const issueUrl = webLink(value);
	const match = ISSUE_PATH.exec(issueUrl ?? '');
	if (match === null) return { issueUrl, issueId: null, bugsinkUrl: null };
	return {
		issueUrl,
		issueId: match[1].toLowerCase(),
		bugsinkUrl: match.input.slice(0, match.index),
	};
}

/** Bugsink's titles are `<type>: <first line of the message>`, or the message alone for a log message. */
export function typeAndMessage(title: string): { errorType: string; errorMessage: string } {
	const match = /^([^\s:][^:]{0,127}?): (.+)/s.exec(title);
	if (match === null || /\s/.test(match[1])) return { errorType: '', errorMessage: title };
	return { errorType: match[1], errorMessage: match[2] };
}

/** `NEW issue` (the chat backends' wording) → `NEW`; anything else → null. */
export function reasonOfHeading(value: unknown): string | null {
	const match = /^(\S+) issue\b/.exec(text(value).trim());
	return match === null ? null : match[1].toUpperCase();
}
