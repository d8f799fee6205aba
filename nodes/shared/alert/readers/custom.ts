import { count, isObject, issueAddress, line, text, utcTime, type JsonObject } from '../fields';
import type { AlertParts } from '../alert';
import type { AlertReader } from './reader';

/** The fields that Bugsink's Custom webhook and its issue API have in common (bugsink/bugsink#433). */
export function issueFields(payload: JsonObject): Omit<AlertParts, 'reason'> {
	const address = issueAddress(payload.url);
	const errorType = line(payload.calculated_type) ?? '';
	const errorMessage = text(payload.calculated_value);
	const isLogMessage = errorType === '' || errorType === 'Log Message';
	const firstLine = errorMessage.split('\n', 1)[0];
	const derivedTitle = isLogMessage
		? firstLine
		: firstLine === ''
			? errorType
			: `${errorType}: ${firstLine}`;
	return {
		issueId: line(payload.id)?.toLowerCase() ?? address.issueId,
		friendlyId: line(payload.friendly_id),
		title: line(payload.title) ?? derivedTitle,
		errorType,
		errorMessage,
		transaction: line(payload.transaction),
		project: {
			id: isObject(payload.project) ? count(payload.project.id) : count(payload.project),
			name: line(isObject(payload.project) ? payload.project.name : payload.project_name),
		},
		firstSeen: utcTime(payload.first_seen),
		lastSeen: utcTime(payload.last_seen),
		eventCount: count(payload.digested_event_count),
		storedEventCount: count(payload.stored_event_count),
		issueUrl: address.issueUrl,
		bugsinkUrl: address.bugsinkUrl,
	};
}

/** Bugsink's Custom webhook, https://www.bugsink.com/docs/alerts-custom-webhook/. */
export const custom: AlertReader = {
	source: 'custom',
	label: "Bugsink's Custom webhook",
	read(payload) {
		const reason = line(payload.alert_reason);
		if (reason === null || line(payload.id ?? payload.friendly_id ?? payload.title) === null) {
			return null;
		}
		return { ...issueFields(payload), reason, unmuteReason: line(payload.unmute_reason) };
	},
};
