import type { AlertEvent } from '../../shared/alert/alert';
import { isObject, line, text, utcTime, count, type JsonObject } from '../../shared/alert/fields';
import { MASK } from '../../shared/delivery/redact';
import { cut } from '../../shared/text/cut';
import { parseJson } from '../../shared/text/json';
import { maskQuery, maskText, maskValue } from './mask';
import { sourceLinker, type SourceSettings } from './sourceLinks';
import { exceptionsOf, type FrameLimits } from './stackTrace';
import { bounded, entriesOf, listOf, secretless } from './texts';

/** The parts of an event that a user can ask for beside the plain fields. */
export const EVENT_PARTS = [
	'breadcrumbs',
	'localVariables',
	'request',
	'requestBody',
	'stacktrace',
	'tags',
	'user',
] as const;
export type EventPart = (typeof EVENT_PARTS)[number];

export interface DetailSettings {
	parts: ReadonlySet<EventPart>;
	/** How many of the last breadcrumbs. */
	breadcrumbs: number;
	/** For links of frames to their code; without, there are none. */
	source?: SourceSettings | null;
}

/** An alert goes through other services' APIs and n8n's database: it has to stay small. */
const MAX_TEXT = 1_000;
const MAX_BODY = 2_000;
const MAX_ENTRIES = 50;
const LEVELS = ['fatal', 'error', 'warning', 'info', 'debug', 'log', 'sample'];

/** Headers that say how, not who: the values of all others are masked, whatever their name is. */
const HARMLESS_HEADER =
	/^(?:accept(?:-[a-z]+)?|cache-control|connection|content-(?:type|length|encoding|language)|date|dnt|host|origin|pragma|priority|referer|sec-(?:ch|fetch)-[a-z-]+|te|upgrade-insecure-requests|user-agent|via|x-correlation-id|x-forwarded-(?:host|port|proto)|x-request-id|x-requested-with)$/;

/**
 * What is worth knowing of an event for somebody who reads the alert elsewhere, from an answer of
 * `GET /events/<id>/` (its `data` is the event as the SDK sent it,
 * https://develop.sentry.dev/sdk/data-model/event-payloads/). Anything may be missing or odd.
 *
 * Secrets are masked: headers that are not known to be harmless, cookies, keys and parameters whose
 * name says so, and in every text what has the form of a token, a password or a card number.
 */
export function eventDetails(
	event: JsonObject,
	base: string,
	{ parts, breadcrumbs, source = null }: DetailSettings,
): AlertEvent {
	const data = isObject(event.data) ? event.data : {};
	const level = (line(data.level) ?? '').toLowerCase();
	const limits: FrameLimits = {
		withLocals: parts.has('localVariables'),
		...(source === null ? {} : { linkOf: sourceLinker(source, data) }),
	};
	return {
		id: line(event.id),
		url: eventPage(base, event),
		timestamp: timeOf(data.timestamp) ?? utcTime(event.timestamp),
		level: LEVELS.includes(level) ? level : null,
		platform: word(data.platform),
		environment: word(data.environment),
		release: word(data.release),
		serverName: word(data.server_name),
		transaction: word(data.transaction),
		logger: word(data.logger),
		tags: parts.has('tags') ? secretless(data.tags, MAX_ENTRIES) : {},
		user: parts.has('user') && isObject(data.user) ? userOf(data.user) : null,
		request:
			parts.has('request') && isObject(data.request)
				? requestOf(data.request, parts.has('requestBody'))
				: null,
		breadcrumbs: parts.has('breadcrumbs') ? lastBreadcrumbs(data.breadcrumbs, breadcrumbs) : [],
		stacktrace: parts.has('stacktrace') ? exceptionsOf(data, limits) : [],
	};
}

function eventPage(base: string, event: JsonObject): string | null {
	const [issue, id] = [line(event.issue), line(event.id)];
	return issue === null || id === null ? null : `${base}/issues/issue/${issue}/event/${id}/`;
}

function word(value: unknown): string | null {
	const found = line(value);
	return found === null ? null : bounded(found, 200);
}

/** Seconds since 1970 or ISO 8601; SDKs send both. */
function timeOf(value: unknown): string | null {
	const seconds = count(value);
	if (seconds === null) return utcTime(value);
	const date = new Date(seconds * 1000);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function userOf(user: JsonObject): Record<string, string> | null {
	const { geo, data, ...plain } = user;
	const known = secretless({ ...(isObject(data) ? data : {}), ...plain }, 20);
	if (isObject(geo) && line(geo.country_code) !== null)
		known.country = word(geo.country_code) ?? '';
	return Object.keys(known).length === 0 ? null : known;
}

function requestOf(request: JsonObject, withBody: boolean): NonNullable<AlertEvent['request']> {
	const headers = entriesOf(request.headers).slice(0, MAX_ENTRIES);
	const body = withBody ? bodyOf(request.data) : '';
	return {
		method: word(request.method),
		url: urlOf(request),
		headers: Object.fromEntries(
			headers.map(([name, value]) => [
				bounded(name, 100),
				HARMLESS_HEADER.test(name.toLowerCase()) ? bounded(value, MAX_TEXT) : MASK,
			]),
		),
		...(body === '' ? {} : { body }),
	};
}

/** The address with its query, which most SDKs send apart. */
function urlOf(request: JsonObject): string | null {
	const url = line(request.url);
	if (url === null) return null;
	const query = request.query_string;
	const apart =
		typeof query === 'string'
			? maskQuery(query.slice(0, MAX_TEXT * 4))
			: maskQuery(new URLSearchParams(entriesOf(query)).toString().slice(0, MAX_TEXT * 4));
	const whole = bounded(url.replace(/#.*$/, ''), MAX_TEXT);
	return whole.includes('?') || apart === '' ? whole : cut(`${whole}?${apart}`, MAX_TEXT).text;
}

/** A JSON or form body with its secrets masked, as text. */
function bodyOf(body: unknown): string {
	if (typeof body !== 'string') {
		return body === undefined || body === null
			? ''
			: cut(JSON.stringify(maskValue(body)), MAX_BODY).text;
	}
	const json = parseJson(body);
	if (typeof json === 'object' && json !== null) {
		return cut(JSON.stringify(maskValue(json)), MAX_BODY).text;
	}
	const start = text(body).slice(0, MAX_BODY * 4);
	const isForm = /^[^\s=&]+=[^\s]*$/.test(start);
	return cut(isForm ? maskQuery(start) : maskText(start), MAX_BODY).text;
}

function lastBreadcrumbs(value: unknown, wanted: number): AlertEvent['breadcrumbs'] {
	if (wanted < 1) return [];
	return listOf(value)
		.slice(-wanted)
		.map((crumb) => ({
			timestamp: timeOf(crumb.timestamp),
			category: word(crumb.category ?? crumb.type),
			level: word(crumb.level),
			message: bounded(text(crumb.message) || crumbData(crumb.data), MAX_TEXT),
		}))
		.filter(({ message, category }) => message !== '' || category !== null);
}

/** HTTP and console breadcrumbs say it in `data` instead of `message`. */
function crumbData(data: unknown): string {
	if (!isObject(data)) return '';
	const parts = [data.method, data.url, data.status_code ?? data.reason, data.to ?? data.from];
	return parts
		.map(text)
		.filter((part) => part !== '')
		.join(' ');
}
