import { randomUUID } from 'node:crypto';

import type { Release, StoredEvent, StoredIssue } from './model';
import { timeText, type Store } from './store';
import { PERIODS } from './triage';

/**
 * Stores an event as Bugsink does on digesting it: a resolved issue regresses, a muted one wakes up
 * when its condition is met.
 *
 * @param ingestedAt when it came in, if that was earlier: Bugsink's queue may be long, and all times
 * that people see are those of coming in.
 */
export function digest(
	store: Store,
	issue: StoredIssue,
	data: Record<string, unknown>,
	ingestedAt?: number,
): StoredEvent {
	const digested = store.time();
	const timestamp = ingestedAt === undefined ? digested : timeText(ingestedAt);
	const version = typeof data.release === 'string' ? sanitized(data.release) : '';
	issue.lastSeen = timestamp;
	issue.eventCount++;
	const event: StoredEvent = {
		id: randomUUID(),
		ingested_at: timestamp,
		digested_at: digested,
		issue: issue.id,
		grouping: store.issues.indexOf(issue) + 1,
		event_id: randomUUID(),
		project: issue.project,
		timestamp,
		digest_order: issue.eventCount,
		data,
		stacktrace_md: '',
	};
	store.events.push(event);
	addRelease(store, issue.project, version, timestamp);
	if (isRegression(store, issue, version)) {
		store.turn(issue, 'regressed', { timestamp, event: event.id });
		store.raise(issue, 'REGRESSED');
		Object.assign(issue, {
			isResolved: false,
			isResolvedByNext: false,
			isResolvedByRelease: false,
		});
	}
	unmuteIfDue(store, issue, event);
	if (!issue.eventsAt.includes(version)) issue.eventsAt.push(version);
	return event;
}

/** A new release fulfils what was resolved "by the next". Undefined if it is there already. */
export function addRelease(
	store: Store,
	project: number,
	version: string,
	timestamp: string,
): Release | undefined {
	const isThere = store.releases.some(
		(release) => release.project === project && release.version === version,
	);
	if (isThere) return undefined;
	const release = { id: randomUUID(), project, version, date_released: timestamp };
	store.releases.push(release);
	if (version === '') return release;
	for (const issue of store.issues) {
		if (issue.project !== project || !issue.isResolvedByNext) continue;
		store.turn(issue, 'next_materialized', { timestamp, metadata: { actual_release: version } });
		const fixedAt = [...issue.fixedAt, version];
		Object.assign(issue, { isResolvedByNext: false, isResolvedByRelease: true, fixedAt });
	}
	return release;
}

/** Sentry's rules for names of releases, which Bugsink applies without a word. */
export function sanitized(version: string): string {
	const plain = version.replace(/[\n\t/\\]/g, '');
	return (['.', '..', ' '].includes(plain) ? 'sanitized' : plain).slice(0, 200);
}

function isRegression(store: Store, issue: StoredIssue, version: string): boolean {
	if (!issue.isResolved || issue.isResolvedByNext) return false;
	if (!issue.isResolvedByRelease || store.versions(issue.project).length === 0) return true;
	let isFixed = false;
	const own = store.releases.filter(({ project }) => project === issue.project);
	for (const release of own) {
		if (issue.fixedAt.includes(release.version)) isFixed = true;
		else if (issue.eventsAt.includes(release.version)) isFixed = false;
		if (release.version === version) return isFixed;
	}
	return isFixed;
}

function unmuteIfDue(store: Store, issue: StoredIssue, event: StoredEvent): void {
	if (!issue.isMuted) return;
	const { unmuteAfter, unmuteAt } = issue;
	const unmute = (metadata: Record<string, unknown>, reason: string): void => {
		Object.assign(issue, { isMuted: false, unmuteAfter: null, unmuteAt: null });
		store.turn(issue, 'unmuted', { timestamp: event.ingested_at, event: event.id, metadata });
		store.raise(issue, 'UNMUTED', reason);
	};
	if (unmuteAfter !== null && event.digested_at > unmuteAfter) {
		unmute(
			{ mute_for: { unmute_after: unmuteAfter } },
			'An event was observed after the mute-deadline and the issue was unmuted.',
		);
	} else if (unmuteAt !== null) {
		const { period, nr_of_periods: count, volume } = unmuteAt;
		const since = timeText(Date.parse(event.digested_at) - count * PERIODS[period]);
		const stored = store.events.filter(
			(one) => one.issue === issue.id && one.digested_at > since,
		).length;
		// The event that made the issue counts as well, although this stand-in does not store it.
		const events = stored + (issue.firstSeen > since ? 1 : 0);
		if (events < volume) return;
		const plural = count === 1 ? '' : 's';
		unmute(
			{ mute_until: unmuteAt },
			`More than ${volume} events per ${count} ${period}${plural} occurred, unmuting the issue.`,
		);
	}
}
