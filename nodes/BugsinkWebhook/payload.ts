import type { Alert } from '../shared/alert/alert';

/** The generic webhook payload of the contract. */
export interface WebhookPayload {
	event_type: 'alert' | 'test';
	/** When it was built, ISO 8601 UTC without fractions. */
	timestamp: string;
	source: 'bugsink';
	data: Record<string, unknown>;
}

/**
 * The payload of Bugsink's original generic webhook backend, with real values: `issue_id` is the
 * UUID, `alert_reason` the lower-case reason. Full: everything known; minimal: id, link, summary and
 * type, in the same envelope.
 */
export function webhookPayload(
	alert: Alert,
	includeFullPayload: boolean,
	now: Date,
): WebhookPayload {
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
	};
	return {
		event_type: alert.isTest ? 'test' : 'alert',
		timestamp: now.toISOString().replace(/\.\d{3}Z/, 'Z'),
		source: 'bugsink',
		data: includeFullPayload ? full : minimal,
	};
}
