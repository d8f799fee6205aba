import { randomUUID } from 'node:crypto';

import { asArray, asObject, asString, characters, isObject, type JsonObject } from './json';
import { SlidingWindow } from './laggingIndex';
import { startServer, type Answer, type RecordedRequest, type StandIn } from './server';

/** PagerDuty/developer-docs docs/events-API-v2/01-Overview.md */
export const MAX_EVENT_BYTES = 512 * 1024;
export const MAX_SUMMARY = 1024;
export const MAX_DEDUP_KEY = 255;

export interface PagerDutyOptions {
	now?: () => number;
	/** The keys that exist; one of 32 letters and digits unless told. */
	routingKeys?: string[];
	/** Events a key may send within 60 seconds; 120 unless told, `Infinity` is off. */
	perMinute?: number;
}

export interface PagerDutyIncident {
	number: number;
	routingKey: string;
	dedupKey: string;
	status: 'triggered' | 'acknowledged' | 'resolved';
	/** Of the last trigger: it overwrites. */
	summary: string;
	severity: string;
	/** How many triggers were folded into it. */
	triggers: number;
	/** How many times somebody was paged: at the opening, never while it is open. */
	notifications: number;
	createdAt: number;
	updatedAt: number;
	/** Every event in order of arrival; the last trigger has the present details. */
	events: JsonObject[];
}

export interface PagerDutyStandIn extends StandIn {
	/** A key that exists. */
	readonly routingKey: string;
	readonly incidents: PagerDutyIncident[];
	readonly changeEvents: JsonObject[];
	/** Events that were answered 202 and had no effect. */
	readonly dropped: JsonObject[];
	/** How many were refused by the rate. */
	readonly refused: { rate: number };
	/** The open incident of this key. */
	open(dedupKey: string): PagerDutyIncident | undefined;
	/** As a person does it in the browser. */
	setStatus(dedupKey: string, status: 'acknowledged' | 'resolved'): void;
}

const SEVERITIES = ['critical', 'error', 'warning', 'info'];
const ACTIONS = ['trigger', 'acknowledge', 'resolve'];

function invalidEvent(errors: string[]): Answer {
	return {
		status: 400,
		body: { status: 'invalid event', message: 'Event object is invalid', errors },
	};
}

function blank(value: unknown): boolean {
	return typeof value !== 'string' || value.trim() === '';
}

/** blockpane/tenderduty#10 shows both messages. */
function keyErrors(event: JsonObject): string[] {
	const key = event.routing_key;
	if (typeof key !== 'string' || key === '') return ["'routing_key' is missing or blank"];
	return [
		...(key.length === 32
			? []
			: ["Length of 'routing_key' is incorrect (should be 32 characters)"]),
		...(/^[0-9a-z]+$/i.test(key)
			? []
			: ["'routing_key' cannot contain non-alphanumeric characters."]),
	];
}

function payloadErrors(payload: unknown, isChange: boolean): string[] {
	if (!isObject(payload)) return ["'payload' is missing or blank"];
	const errors: string[] = [];
	if (blank(payload.summary)) errors.push("'payload.summary' is missing or blank");
	else if (characters(String(payload.summary)) > MAX_SUMMARY) {
		errors.push(`'payload.summary' is too long (maximum is ${MAX_SUMMARY} characters)`);
	}
	if (!isChange && blank(payload.source)) errors.push("'payload.source' is missing or blank");
	// SigNoz/signoz#9536
	if (!isChange && blank(payload.severity)) errors.push("'payload.severity' is missing or blank");
	else if (!isChange && !SEVERITIES.includes(String(payload.severity))) {
		errors.push(
			"'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
		);
	}
	const { timestamp, custom_details: details } = payload;
	if (timestamp !== undefined && Number.isNaN(Date.parse(asString(timestamp) ?? ''))) {
		errors.push("'payload.timestamp' is invalid (must be an ISO 8601 date)");
	}
	if (details !== undefined && !isObject(details)) {
		errors.push("'payload.custom_details' must be an object");
	}
	return errors;
}

/** Empty addresses are refused: prometheus/alertmanager TestPagerDutyEmptySrcHref. */
function listErrors(event: JsonObject): string[] {
	const links = asArray(event.links).map(asObject);
	const images = asArray(event.images).map(asObject);
	return [
		...links.filter((link) => blank(link.href)).map(() => "'links.href' is missing or blank"),
		...images
			.filter((image) => !/^https:/.test(asString(image.src) ?? ''))
			.map(() => "'images.src' must be an HTTPS address"),
	];
}

function eventErrors(event: JsonObject): string[] {
	const errors = keyErrors(event);
	const action = event.event_action;
	if (!ACTIONS.includes(String(action))) {
		return [
			...errors,
			"'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')",
		];
	}
	const key = event.dedup_key;
	if (key !== undefined && typeof key !== 'string') errors.push("'dedup_key' must be a string");
	if (typeof key === 'string' && characters(key) > MAX_DEDUP_KEY) {
		errors.push(`'dedup_key' is too long (maximum is ${MAX_DEDUP_KEY} characters)`);
	}
	if (action !== 'trigger') {
		return blank(key) ? [...errors, "'dedup_key' is missing or blank"] : errors;
	}
	return [...errors, ...payloadErrors(event.payload, false), ...listErrors(event)];
}

/** A stateful stand-in of PagerDuty's Events API v2. */
export async function startPagerDuty(options: PagerDutyOptions = {}): Promise<PagerDutyStandIn> {
	const now = options.now ?? Date.now;
	const routingKeys = options.routingKeys ?? ['0123456789abcdef0123456789abcdef'];
	const incidents: PagerDutyIncident[] = [];
	const changeEvents: JsonObject[] = [];
	const dropped: JsonObject[] = [];
	const refused = { rate: 0 };
	const windows = new Map<string, SlidingWindow>();
	const opened = new Map<string, PagerDutyIncident>();

	/** About 120 a minute for each key, in a moving window (docs/events-API-v2/02). */
	function tooMany(key: string): boolean {
		const window = windows.get(key) ?? new SlidingWindow(60_000, now);
		windows.set(key, window);
		if (window.count >= (options.perMinute ?? 120)) {
			refused.rate++;
			return true;
		}
		window.add();
		return false;
	}

	function trigger(event: JsonObject, routingKey: string, dedupKey: string): void {
		const payload = asObject(event.payload);
		const summary = String(payload.summary);
		const severity = String(payload.severity);
		const open = opened.get(`${routingKey}/${dedupKey}`);
		if (open !== undefined) {
			Object.assign(open, { summary, severity, updatedAt: now(), triggers: open.triggers + 1 });
			open.events.push(event);
			return;
		}
		const incident: PagerDutyIncident = {
			number: incidents.length + 1,
			routingKey,
			dedupKey,
			status: 'triggered',
			summary,
			severity,
			triggers: 1,
			notifications: 1,
			createdAt: now(),
			updatedAt: now(),
			events: [event],
		};
		incidents.push(incident);
		opened.set(`${routingKey}/${dedupKey}`, incident);
	}

	function change(incident: PagerDutyIncident, status: 'acknowledged' | 'resolved'): void {
		incident.status = status;
		incident.updatedAt = now();
		if (status === 'resolved') opened.delete(`${incident.routingKey}/${incident.dedupKey}`);
	}

	function refuse(event: JsonObject, errors: string[]): Answer | undefined {
		const key = asString(event.routing_key) ?? '';
		if (errors.length > 0) return invalidEvent(errors);
		// robusta-dev/robusta#571
		if (!routingKeys.includes(key)) return invalidEvent(['Invalid routing key']);
		if (tooMany(key)) {
			return {
				status: 429,
				body: {
					status: 'throttle exceeded',
					message: 'Requests for this service are arriving too quickly. Please retry later.',
				},
			};
		}
		return undefined;
	}

	function enqueue(event: JsonObject): Answer {
		const answer = refuse(event, eventErrors(event));
		if (answer !== undefined) return answer;
		const routingKey = String(event.routing_key);
		const dedupKey = asString(event.dedup_key) ?? randomUUID().replaceAll('-', '');
		const open = opened.get(`${routingKey}/${dedupKey}`);
		if (event.event_action === 'trigger') trigger(event, routingKey, dedupKey);
		// Nothing open: dropped, and still 202 (docs/events-API-v2/03).
		else if (open === undefined) dropped.push(event);
		else {
			open.events.push(event);
			change(open, event.event_action === 'resolve' ? 'resolved' : 'acknowledged');
		}
		return {
			status: 202,
			body: { status: 'success', message: 'Event processed', dedup_key: dedupKey },
		};
	}

	function enqueueChange(event: JsonObject): Answer {
		const errors = [
			...keyErrors(event),
			// Keys of an orchestration take no change events (docs/events-API-v2/05).
			...(/^R/.test(asString(event.routing_key) ?? '')
				? ["'routing_key' of an event orchestration cannot be used for change events"]
				: []),
			...payloadErrors(event.payload, true),
			...listErrors(event),
		];
		const answer = refuse(event, errors);
		if (answer !== undefined) return answer;
		changeEvents.push(event);
		return { status: 202, body: { status: 'success', message: 'Change event processed' } };
	}

	function handle(request: RecordedRequest): Answer {
		const isChange = request.path === '/v2/change/enqueue';
		if (!isChange && request.path !== '/v2/enqueue') return { status: 404, body: 'Not Found' };
		if (request.method !== 'POST') return { status: 405, body: 'Method Not Allowed' };
		if (request.bytes.length > MAX_EVENT_BYTES) {
			return invalidEvent(['Event is larger than 512 KB']);
		}
		if (!isObject(request.json)) return invalidEvent(['The body is no JSON object']);
		return isChange ? enqueueChange(request.json) : enqueue(request.json);
	}

	const server = await startServer(handle, { now });
	const find = (dedupKey: string) =>
		[...opened.values()].find((incident) => incident.dedupKey === dedupKey);
	return Object.assign(server, {
		routingKey: routingKeys[0],
		incidents,
		changeEvents,
		dropped,
		refused,
		open: find,
		setStatus: (dedupKey: string, status: 'acknowledged' | 'resolved') => {
			const incident = find(dedupKey);
			if (incident === undefined) throw new Error(`No open incident ${dedupKey} in the stand-in`);
			change(incident, status);
		},
	});
}
