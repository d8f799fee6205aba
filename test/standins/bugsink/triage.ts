import { asObject } from '../json';
import type { Answer } from '../server';
import { issueJson, type StoredIssue } from './model';
import { timeText, type Store } from './store';

const DAY = 86_400_000;
/** Milliseconds, months and years roughly. */
export const PERIODS: Record<string, number> = {
	year: 365 * DAY,
	month: 30 * DAY,
	week: 7 * DAY,
	day: DAY,
	hour: 3_600_000,
	minute: 60_000,
};

/** Changes an issue's state as a person does, or refuses with the words of Bugsink 2.6.2. */
export function triage(
	store: Store,
	issue: StoredIssue,
	action: string,
	body: unknown,
	by: string | null,
): Answer {
	const done = (
		kind: string,
		metadata: Record<string, unknown>,
		change: Partial<StoredIssue>,
	): Answer => {
		store.turn(issue, kind, { by, metadata });
		const open = { isResolved: false, isResolvedByNext: false, isResolvedByRelease: false };
		const loud = { isMuted: false, unmuteAfter: null, unmuteAt: null };
		Object.assign(issue, open, loud, change);
		return { status: 200, body: issueJson(issue) };
	};
	const isResolving = action.startsWith('resolve');
	const isMuting = action === 'mute' || action === 'mute-for' || action === 'mute-until';
	const invalid = action === 'mute' || !isMuting ? undefined : invalidPeriod(action, body);
	if (invalid !== undefined) return { status: 400, body: invalid };
	if ((isResolving || isMuting || action === 'unmute') && issue.isResolved) {
		return refuse('Issue is already resolved.');
	}
	if (isMuting && issue.isMuted) return refuse('Issue is already muted.');

	const versions = store.versions(issue.project);
	const { period_name: period, nr_of_periods: count, gte_threshold: volume } = asObject(body);
	const muting = { period_name: period, nr_of_periods: count };
	switch (action) {
		case 'resolve':
			return done('resolved', { resolved_unconditionally: true }, { isResolved: true });
		case 'resolve-next':
			// Also in a project without releases, where the next one may never come.
			return done(
				'resolved',
				{ resolve_by_next: true },
				{ isResolved: true, isResolvedByNext: true },
			);
		case 'resolve-latest': {
			const latest = versions.at(-1);
			if (latest === undefined) return refuse('Project has no releases.');
			const fixedAt = [...issue.fixedAt, latest];
			return done(
				'resolved',
				{ resolved_release: latest },
				{ isResolved: true, isResolvedByRelease: true, fixedAt },
			);
		}
		case 'reopen':
			if (!issue.isResolved) return refuse('Issue is not resolved.');
			return done('reopened', {}, {});
		case 'mute':
			return done('muted', { mute_unconditionally: true }, { isMuted: true });
		case 'mute-for': {
			const milliseconds = Number(count) * PERIODS[String(period)];
			const end = store.now() + milliseconds;
			// Python's dates end with the year 9999.
			if (end > Date.UTC(9999, 11, 31)) return { status: 500, body: '<h1>Server Error (500)</h1>' };
			const unmuteAfter = timeText(end);
			const metadata = { mute_for: { ...muting, unmute_after: unmuteAfter } };
			return done('muted', metadata, { isMuted: true, unmuteAfter });
		}
		case 'mute-until': {
			const unmuteAt = {
				period: String(period),
				nr_of_periods: Number(count),
				volume: Number(volume),
			};
			const metadata = { mute_until: { ...muting, gte_threshold: String(volume) } };
			return done('muted', metadata, { isMuted: true, unmuteAt });
		}
		case 'unmute':
			if (!issue.isMuted) return refuse('Issue is not muted.');
			return done('unmuted', {}, {});
		default:
			return { status: 404, body: 'Unimplemented API endpoint' };
	}
}

function refuse(detail: string): Answer {
	return { status: 400, body: { detail } };
}

function invalidPeriod(action: string, body: unknown): Record<string, string[]> | undefined {
	const { period_name: period, nr_of_periods: count, gte_threshold: events } = asObject(body);
	if (!Object.hasOwn(PERIODS, String(period))) {
		return { period_name: [`"${String(period)}" is not a valid choice.`] };
	}
	const numbers = {
		nr_of_periods: count,
		...(action === 'mute-until' ? { gte_threshold: events } : {}),
	};
	for (const [field, value] of Object.entries(numbers)) {
		if (value === undefined) return { [field]: ['This field is required.'] };
		if (!Number.isInteger(value)) return { [field]: ['A valid integer is required.'] };
		if (Number(value) < 1) {
			return { [field]: ['Ensure this value is greater than or equal to 1.'] };
		}
	}
	return undefined;
}
