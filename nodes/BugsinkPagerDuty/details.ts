import type { Alert } from '../shared/alert/alert';
import { stackTraceText, whatHappened } from '../shared/alert/describe';
import { isObject, type JsonObject } from '../shared/alert/fields';
import { cut } from '../shared/text/cut';

/** A text that has to lose more than what would leave this much is dropped instead of cut. */
const SHORTEST_REST = 200;

/**
 * Everything known about the alert, as PagerDuty shows it in "Custom Details"; nothing empty. The
 * latest text stands here, because the summary stays the same over the life of an issue.
 */
export function customDetails(alert: Alert, includeLink: boolean): JsonObject {
	const { event } = alert;
	return withoutEmpty({
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
			breadcrumbs: event.breadcrumbs.map(withoutEmpty),
		},
	});
}

/** A copy without null, empty texts, empty lists and empty objects, at any depth of objects. */
function withoutEmpty(object: object): JsonObject {
	const entries = Object.entries(object)
		.map(([key, value]): [string, unknown] => [key, isObject(value) ? withoutEmpty(value) : value])
		.filter(([, value]) => !isEmpty(value));
	return Object.fromEntries(entries);
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
		left -= bytes - bytesOf(holder[key]);
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
