import type { IDataObject } from 'n8n-workflow';

import type { Alert, AlertEvent } from '../../shared/alert/alert';
import { isObject, line, type JsonObject } from '../../shared/alert/fields';
import { readAlert } from '../../shared/alert/readAlert';
import { DeliveryFailure, InvalidSetting } from '../../shared/delivery/failure';
import type { BugsinkClient } from '../api';
import { EVENT_PARTS, eventDetails, type DetailSettings, type EventPart } from '../eventDetails';
import type { Call } from './operation';

/** Parts without what may hold secrets that nobody can recognise. */
export const DEFAULT_PARTS: EventPart[] = ['breadcrumbs', 'request', 'stacktrace', 'tags', 'user'];

/** How the attempt went, for an alert that goes on without its event. */
interface Enrichment {
	status: 'done' | 'failed';
	reason: string | null;
	hint: string | null;
}

/**
 * The alert with `event` filled, by two requests: the issue's events, and the one that raised the
 * alert. A test alert belongs to no issue and passes as it is.
 */
export async function addEventDetails(call: Call): Promise<IDataObject[]> {
	const { parameters } = call;
	const input = parameters.alert();
	const alert = readAlert(input);
	if (alert.isTest) return [outputOf(input, alert)];
	const settings = settingsOf(parameters);
	const mayPassOn =
		parameters.choice(
			'onFailure',
			'When Bugsink Cannot Be Reached',
			['fail', 'passOn'],
			'passOn',
		) === 'passOn';

	let failure: unknown;
	try {
		const event = await eventOf(call.client, alert, settings);
		return [outputOf(input, { ...alert, event }, { status: 'done', reason: null, hint: null })];
	} catch (error) {
		failure = error;
	}
	if (!mayPassOn || isCancelled(failure)) throw failure;
	return [passedOn(input, alert, failure)];
}

/** The alert as it came, and why it has no event. An alert is never lost for want of decoration. */
function passedOn(input: unknown, alert: Alert, failure: unknown): IDataObject {
	const hint =
		failure instanceof DeliveryFailure || failure instanceof InvalidSetting ? failure.hint : null;
	return outputOf(input, alert, {
		status: 'failed',
		reason: failure instanceof Error ? failure.message : String(failure),
		hint,
	});
}

function settingsOf(parameters: Call['parameters']): DetailSettings {
	const chosen = parameters.raw('details', DEFAULT_PARTS);
	const names = Array.isArray(chosen) ? chosen.map(String) : parameters.list('details');
	return {
		parts: new Set(EVENT_PARTS.filter((part) => names.includes(part))),
		breadcrumbs: parameters.wholeNumber('options.breadcrumbs', 'Breadcrumbs', 10, 0, 100),
	};
}

async function eventOf(
	client: BugsinkClient,
	alert: Alert,
	settings: DetailSettings,
): Promise<AlertEvent> {
	const issue = alert.issueId ?? alert.friendlyId;
	if (issue === null) throw unknown('The alert does not say which issue it is about');
	const { results } = await client.page('events/', { issue, order: 'desc' });
	if (results.length === 0) throw unknown('Bugsink stores no event of this issue any more');
	const id = String(causeOf(results, alert).id);
	return eventDetails(await client.get(`events/${id}/`), client.address.base, settings);
}

/** Between the alert and this request more events may have come; Bugsink's `last_seen` is the time of its event. */
function causeOf(events: JsonObject[], { lastSeen }: Alert): JsonObject {
	return (
		events.find((event) => lastSeen !== null && line(event.ingested_at) === lastSeen) ?? events[0]
	);
}

function unknown(message: string): DeliveryFailure {
	return new DeliveryFailure(message, {
		errorType: 'ClientError',
		hint: "Check that 'Alert' is the alert as the Bugsink Trigger gave it.",
	});
}

function isCancelled(failure: unknown): boolean {
	return failure instanceof DeliveryFailure && failure.failure.errorType === 'Cancelled';
}

/** What else a normalized alert carried, such as the trigger's `raw`, stays. */
function outputOf(input: unknown, alert: Alert, enrichment?: Enrichment): IDataObject {
	const rest = isObject(input) && input.fingerprint === alert.fingerprint ? input : {};
	const output = { ...rest, ...alert, ...(enrichment === undefined ? {} : { enrichment }) };
	return output as unknown as IDataObject;
}
