import type { Alert, AlertParts } from './alert';
import { fingerprintOf } from './fingerprint';
import { oneLine } from '../text/clean';

/** The id that Bugsink's Test button always sends, whatever the installation. */
export const TEST_ISSUE_ID = '497f6eca-6276-4993-bfeb-53cbbbba6f08';

/** Completes what a reader found to a whole alert. */
export function toAlert(source: string, parts: AlertParts): Alert {
	const reason = parts.reason.trim().toUpperCase();
	const errorMessage = parts.errorMessage ?? '';
	const errorType = parts.errorType ?? '';
	const withoutFingerprint = {
		reason,
		issueId: parts.issueId ?? null,
		friendlyId: parts.friendlyId ?? null,
		title: oneLine(parts.title) || oneLine(errorMessage) || errorType || 'Untitled issue',
		errorType,
		errorMessage,
		transaction: parts.transaction ?? null,
		project: parts.project ?? { id: null, name: null },
		firstSeen: parts.firstSeen ?? null,
		lastSeen: parts.lastSeen ?? null,
		eventCount: parts.eventCount ?? null,
		storedEventCount: parts.storedEventCount ?? null,
		issueUrl: parts.issueUrl ?? null,
		bugsinkUrl: parts.bugsinkUrl ?? null,
		unmuteReason: parts.unmuteReason ?? null,
		isTest: reason === 'TEST' || parts.issueId === TEST_ISSUE_ID,
	};
	return {
		...withoutFingerprint,
		fingerprint: fingerprintOf(withoutFingerprint),
		event: parts.event ?? null,
		source,
	};
}

/** The alert behind the operation Send Test Message: marked as a test, belongs to no issue. */
export function testMessageAlert(now: Date): Alert {
	return toAlert('testMessage', {
		reason: 'TEST',
		title: 'Test message from n8n',
		errorType: 'Test',
		errorMessage: 'The connection between Bugsink, n8n and this destination works.',
		issueId: null,
		firstSeen: now.toISOString(),
		lastSeen: now.toISOString(),
	});
}
