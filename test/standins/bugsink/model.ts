export type Capability =
	| 'issues:read'
	| 'events:read'
	| 'issues:comment'
	| 'issues:triage'
	| 'issues:delete'
	| 'projects:read';

export interface Token {
	capabilities: Capability[];
	/** A token that is bound to one project. */
	project?: number;
}

export interface Project {
	id: number;
	team: string;
	name: string;
	slug: string;
	dsn: string;
}

export interface HistoryEntry {
	kind: string;
	timestamp: string;
	comment: string;
	by: string | null;
	metadata: Record<string, unknown>;
	event?: string;
}

export interface StoredIssue {
	id: string;
	friendlyId: string;
	project: number;
	digestOrder: number;
	firstSeen: string;
	lastSeen: string;
	eventCount: number;
	type: string;
	value: string;
	isResolved: boolean;
	isMuted: boolean;
	isDeleted: boolean;
	/** Of its project: without releases nothing can be resolved in the latest. */
	hasReleases: boolean;
	history: HistoryEntry[];
}

export interface StoredEvent {
	id: string;
	ingested_at: string;
	digested_at: string;
	issue: string;
	event_id: string;
	project: number;
	timestamp: string;
	digest_order: number;
	data: Record<string, unknown>;
	stacktrace_md: string;
}

/** As `GET /issues/<id>/` of 2.6.2 gives it (`test/alerts/captured/api-issue.json`). */
export function issueJson(issue: StoredIssue): Record<string, unknown> {
	return {
		id: issue.id,
		friendly_id: issue.friendlyId,
		project: issue.project,
		digest_order: issue.digestOrder,
		last_seen: issue.lastSeen,
		first_seen: issue.firstSeen,
		digested_event_count: issue.eventCount,
		stored_event_count: issue.eventCount,
		calculated_type: issue.type,
		calculated_value: issue.value,
		transaction: '',
		is_resolved: issue.isResolved,
		is_resolved_unconditionally: issue.isResolved,
		is_resolved_by_next_release: false,
		fixed_at: [],
		events_at: [],
		is_muted: issue.isMuted,
		unmute_after: null,
		unmute_on_volume_based_conditions: [],
	};
}
