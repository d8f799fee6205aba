import type { Alert, AlertEvent } from '../shared/alert/alert';
import { stackTraceText, whatHappened } from '../shared/alert/describe';
import { NO_WORDS, plainText, type Words } from '../shared/alert/words';
import { isObject, type JsonObject } from '../shared/alert/fields';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';

/** A text that has to lose more than what would leave this much is dropped instead of cut. */
const SHORTEST_REST = 200;

/** The names at the top of the details of an alert or of many: the user's own fields cannot have them. */
export const OWN_DETAILS = [
	'additional_text',
	'error',
	'event',
	'event_count',
	'first_seen',
	'issue',
	'last_seen',
	'note',
	'project',
	'projects',
	'reason',
	'stack_trace',
	'stored_event_count',
	'transaction',
	'unmute_reason',
	'what_happened',
] as const;

/** What the user adds to the details. */
export interface OwnDetails {
	words?: Words;
	dataFields?: JsonObject;
}

/**
 * Everything known about the alert, as PagerDuty shows it in "Custom Details"; nothing empty. The
 * latest text stands here, because the summary stays the same over the life of an issue.
 */
export function customDetails(
	alert: Alert,
	{ dataFields, includeLink, words = NO_WORDS }: OwnDetails & { includeLink: boolean },
): JsonObject {
	const { event } = alert;
	const known = withoutEmpty({
		additional_text: plainText(words.additionalText),
		what_happened: whatHappened(alert),
		reason: alert.reason,
		unmute_reason: alert.unmuteReason,
		error: { type: alert.errorType, message: alert.errorMessage },
		issue: {
			id: alert.issueId,
			friendly_id: alert.friendlyId,
			title: alert.title,
			url: includeLink ? alert.issueUrl : null,
		},
		project: { id: alert.project.id, name: alert.project.name },
		transaction: alert.transaction,
		first_seen: alert.firstSeen,
		last_seen: alert.lastSeen,
		event_count: alert.eventCount,
		stored_event_count: alert.storedEventCount,
		stack_trace: stackTraceText(event),
		event: event && {
			id: event.id,
			url: includeLink ? event.url : null,
			timestamp: event.timestamp,
			level: event.level,
			platform: event.platform,
			environment: event.environment,
			release: event.release,
			server_name: event.serverName,
			transaction: event.transaction,
			logger: event.logger,
			tags: event.tags,
			user: event.user,
			request: event.request,
			breadcrumbs: event.breadcrumbs.map(breadcrumbLine),
		},
	} satisfies Partial<Record<(typeof OWN_DETAILS)[number], unknown>>);
	return { ...known, ...dataFields };
}

/** `2026-08-03T09:14:20Z http (warning): GET /orders`: PagerDuty shows lists of objects as raw JSON. */
function breadcrumbLine({
	timestamp,
	category,
	level,
	message,
}: AlertEvent['breadcrumbs'][number]): string {
	const isUsual = level === null || level === 'info';
	const about = [category, isUsual ? null : `(${level})`].filter(Boolean).join(' ');
	const head = [timestamp, about].filter(Boolean).join(' ');
	return oneLine([head, message].filter(Boolean).join(': '));
}

/**
 * A copy without null, empty texts, empty lists and empty objects, at any depth of objects; what is
 * not plain in a list becomes one line of text.
 */
function withoutEmpty(object: object): JsonObject {
	const entries = Object.entries(object)
		.map(([key, value]): [string, unknown] => [key, plain(value)])
		.filter(([, value]) => !isEmpty(value));
	return Object.fromEntries(entries);
}

function plain(value: unknown): unknown {
	if (isObject(value)) return withoutEmpty(value);
	if (!Array.isArray(value)) return value;
	return value.map((entry: unknown) =>
		typeof entry === 'object' && entry !== null ? JSON.stringify(entry) : entry,
	);
}

function isEmpty(value: unknown): boolean {
	if (value === null || value === undefined || value === '') return true;
	if (Array.isArray(value)) return value.length === 0;
	return isObject(value) && Object.keys(value).length === 0;
}

/**
 * Takes the largest part of the details away, or cuts it if it is a text, until they are smaller by
 * `excess` bytes of JSON. Changes `details`; returns the names of what was cut.
 */
export function shrinkDetails(details: JsonObject, excess: number): string[] {
	const names: string[] = [];
	for (let left = excess; left > 0;) {
		const largest = partsOf(details).reduce<Part | undefined>(
			(a, b) => (a === undefined || b.bytes > a.bytes ? b : a),
			undefined,
		);
		if (largest === undefined) break;
		const { holder, key, name, bytes } = largest;
		const value = holder[key];
		// Each UTF-16 unit is at least one byte of JSON; three more for the mark of the cut.
		const rest = typeof value === 'string' ? value.length - left - 3 : 0;
		if (typeof value === 'string' && rest >= SHORTEST_REST) holder[key] = cut(value, rest).text;
		else delete holder[key];
		// A name such as `constructor` still gives something when it is gone.
		left -= bytes - (Object.hasOwn(holder, key) ? bytesOf(holder[key]) : 0);
		if (!names.includes(name)) names.push(name);
	}
	return names;
}

interface Part {
	holder: JsonObject;
	key: string;
	/** As `truncated` names it. */
	name: string;
	bytes: number;
}

/** The details' parts; those of a nested object each for itself, so that small ones survive. */
function partsOf(holder: JsonObject, path = 'custom_details'): Part[] {
	return Object.entries(holder).flatMap(([key, value]) => {
		const name = `${path}.${key}`;
		return isObject(value) && path === 'custom_details'
			? partsOf(value, name)
			: [{ holder, key, name, bytes: bytesOf(value) }];
	});
}

function bytesOf(value: unknown): number {
	return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value), 'utf8');
}
