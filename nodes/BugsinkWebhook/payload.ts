import type { Alert } from '../shared/alert/alert';
import type { JsonObject } from '../shared/alert/fields';
import { sourceOf } from '../shared/alert/source';

/** The generic webhook payload of the contract. */
export interface WebhookPayload {
	event_type: 'alert' | 'alerts' | 'test';
	/** When it was built, ISO 8601 UTC without fractions. */
	timestamp: string;
	source: 'bugsink';
	data: Record<string, unknown>;
}

/** The names in `data`, of one alert or of many: the user's own fields cannot have them. */
export const OWN_DATA = [
	'alert_reason',
	'alert_type',
	'alerts',
	'error_message',
	'error_type',
	'event',
	'event_count',
	'first_seen',
	'issue_id',
	'issue_url',
	'last_seen',
	'project',
	'source',
	'summary',
	'unmute_reason',
] as const;

/**
 * The payload of Bugsink's original generic webhook backend, with real values: `issue_id` is the
 * UUID, `alert_reason` the lower-case reason. Full: everything known; minimal: id, link, summary and
 * type, in the same envelope.
 *
 * @param dataFields the user's own, none of `OWN_DATA`.
 */
export function webhookPayload(
	alert: Alert,
	includeFullPayload: boolean,
	now: Date,
	dataFields: JsonObject = {},
): WebhookPayload {
	const source = sourceOf(alert.event);
	const summary = `[${alert.reason}] ${alert.title}`;
	const minimal = {
		issue_id: alert.issueId,
		issue_url: alert.issueUrl,
		summary,
		alert_type: alert.reason,
	};
	const full = {
		issue_id: alert.issueId,
		issue_url: alert.issueUrl,
		summary,
		error_type: alert.errorType,
		error_message: alert.errorMessage,
		project: alert.project.name,
		first_seen: alert.firstSeen,
		last_seen: alert.lastSeen,
		event_count: alert.eventCount,
		alert_type: alert.reason,
		alert_reason: alert.reason.toLowerCase(),
		...(alert.unmuteReason === null ? {} : { unmute_reason: alert.unmuteReason }),
		...(alert.event === null ? {} : { event: alert.event }),
		...(source === null ? {} : { source }),
	};
	return {
		event_type: alert.isTest ? 'test' : 'alert',
		timestamp: timestampOf(now),
		source: 'bugsink',
		data: { ...(includeFullPayload ? full : minimal), ...dataFields },
	};
}

/** Several alerts: `data.alerts` holds what `data` is for one. */
export function batchPayload(
	alerts: Alert[],
	includeFullPayload: boolean,
	now: Date,
	dataFields: JsonObject = {},
): WebhookPayload {
	return {
		event_type: 'alerts',
		timestamp: timestampOf(now),
		source: 'bugsink',
		data: {
			alerts: alerts.map(
				(alert) => webhookPayload(alert, includeFullPayload, now, dataFields).data,
			),
		},
	};
}

function timestampOf(now: Date): string {
	return now.toISOString().replace(/\.\d{3}Z/, 'Z');
}
