export const CAPABILITIES = [
	'issues:read',
	'events:read',
	'issues:comment',
	'issues:triage',
	'issues:delete',
	'releases:read',
	'releases:create',
	'projects:read',
	'projects:manage',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

export interface Token {
	capabilities: readonly Capability[];
	/** A token that is bound to one project. */
	project?: number;
}

export interface Project {
	id: number;
	team: string;
	name: string;
	slug: string;
	dsn: string;
	alert_on_new_issue: boolean;
	alert_on_regression: boolean;
	alert_on_unmute: boolean;
	digested_event_count: number;
	stored_event_count: number;
	visibility: 'joinable' | 'discoverable' | 'team_members';
}

export interface Release {
	id: string;
	project: number;
	/** Empty for what events without a release belong to: Bugsink lists that one too. */
	version: string;
	date_released: string;
}

export interface HistoryEntry {
	/** One sequence for the whole installation. */
	id: number;
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
	/** Resolved "by the next release": until there is one, no event is a regression. */
	isResolvedByNext: boolean;
	/** Resolved in certain releases, `fixedAt`. Without both, any event is a regression. */
	isResolvedByRelease: boolean;
	/** Releases in which it was marked as fixed, and in which it was seen. */
	fixedAt: string[];
	eventsAt: string[];
	isMuted: boolean;
	unmuteAfter: string | null;
	unmuteAt: { period: string; nr_of_periods: number; volume: number } | null;
	isDeleted: boolean;
	history: HistoryEntry[];
}

export interface StoredEvent {
	id: string;
	ingested_at: string;
	digested_at: string;
	issue: string;
	/** The number of its grouping; one for each issue here. */
	grouping: number;
	event_id: string;
	project: number;
	timestamp: string;
	digest_order: number;
	data: Record<string, unknown>;
	stacktrace_md: string;
}

/** An alert that Bugsink raised: what its webhook brings. */
export interface RaisedAlert {
	reason: 'NEW' | 'REGRESSED' | 'UNMUTED';
	issueId: string;
	/** `last_seen` in the payload. */
	at: string;
	unmuteReason: string | null;
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
		is_resolved_unconditionally:
			issue.isResolved && !issue.isResolvedByNext && !issue.isResolvedByRelease,
		is_resolved_by_next_release: issue.isResolvedByNext,
		fixed_at: issue.fixedAt,
		events_at: issue.eventsAt,
		is_muted: issue.isMuted,
		unmute_after: issue.unmuteAfter,
		unmute_on_volume_based_conditions: issue.unmuteAt === null ? [] : [issue.unmuteAt],
	};
}
