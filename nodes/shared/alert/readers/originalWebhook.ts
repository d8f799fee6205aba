import { count, isObject, issueAddress, line, text, typeAndMessage, utcTime } from '../fields';
import type { AlertReader } from './reader';

/** The state descriptions that Bugsink puts in front of a summary, by reason. */
const REASON_BY_DESCRIPTION: Record<string, string> = {
	'NEW ISSUE': 'NEW',
	REGRESSION: 'REGRESSED',
	'UNMUTED ISSUE': 'UNMUTED',
};

function splitSummary(summary: string): { reason: string | null; title: string } {
	const match = /^\[([^\]]+)\]\s*(.*)/s.exec(summary);
	if (match === null) return { reason: null, title: summary };
	return { reason: asReason(match[1]), title: match[2] };
}

function asReason(description: string): string {
	const upperCase = description.trim().toUpperCase();
	return REASON_BY_DESCRIPTION[upperCase] ?? upperCase;
}

/**
 * The generic webhook of the five original backends (bugsink/bugsink#311), full and minimal, and
 * the payload that this package's own Webhook node sends. The minimal form of the original has its
 * fields at the top level instead of under `data`.
 */
export const originalWebhook: AlertReader = {
	source: 'originalWebhook',
	label: 'the webhook JSON of the original Bugsink backends',
	read(payload) {
		if (payload.source !== 'bugsink' || line(payload.event_type) === null) return null;
		const data = isObject(payload.data) ? payload.data : payload;
		const summary = line(data.summary);
		if (summary === null) return null;
		const { reason, title } = splitSummary(summary);
		const address = issueAddress(data.issue_url);
		const parsed = typeAndMessage(title);
		const isTest = payload.event_type === 'test' || data.test === true;
		const described = line(data.alert_reason) ?? line(data.alert_type);
		return {
			reason: isTest ? 'TEST' : described === null ? (reason ?? 'NEW') : asReason(described),
			issueId: line(data.issue_id)?.toLowerCase() ?? address.issueId,
			title,
			errorType: line(data.error_type) ?? parsed.errorType,
			errorMessage: text(data.error_message) || parsed.errorMessage,
			project: { id: null, name: line(data.project) },
			firstSeen: utcTime(data.first_seen),
			lastSeen: utcTime(data.last_seen) ?? utcTime(payload.timestamp),
			eventCount: count(data.event_count),
			issueUrl: address.issueUrl,
			bugsinkUrl: address.bugsinkUrl,
			unmuteReason: line(data.unmute_reason),
		};
	},
};
