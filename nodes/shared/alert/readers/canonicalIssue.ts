import { line } from '../fields';
import { issueFields } from './custom';
import type { AlertReader } from './reader';

/**
 * An issue of Bugsink's canonical API (`GET /api/canonical/0/issues/<id>/`). It is not an alert, so its
 * reason is its state: RESOLVED, MUTED, or OPEN.
 */
export const canonicalIssue: AlertReader = {
	source: 'canonicalIssue',
	label: "an issue of Bugsink's API",
	read(payload) {
		if (line(payload.id) === null || !('digested_event_count' in payload)) return null;
		if (!('calculated_type' in payload) && !('calculated_value' in payload)) return null;
		const reason =
			payload.is_resolved === true ? 'RESOLVED' : payload.is_muted === true ? 'MUTED' : 'OPEN';
		return { ...issueFields(payload), reason };
	},
};
