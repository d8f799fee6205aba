import type { JsonObject } from '../shared/alert/fields';
import { TEST_ISSUE_ID } from '../shared/alert/toAlert';

/** What a manual run shows for a project without any issue; like Bugsink's own sample, it counts as a test. */
export function exampleIssue(project: string): JsonObject {
	return {
		id: TEST_ISSUE_ID,
		friendly_id: 'EXAMPLE-1',
		project: Number(project) || 1,
		digest_order: 1,
		first_seen: '2026-01-01T00:00:00.000000Z',
		last_seen: '2026-01-01T00:00:00.000000Z',
		digested_event_count: 1,
		stored_event_count: 1,
		calculated_type: 'ExampleError',
		calculated_value: 'This project has no issue yet',
		transaction: '',
		is_resolved: true,
		is_muted: false,
	};
}
