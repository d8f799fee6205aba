import { asObject } from '../json';
import type { Answer } from '../server';
import { issueJson, type StoredIssue } from './model';

const PERIODS = ['year', 'month', 'week', 'day', 'hour', 'minute'];

/** Changes an issue's state, or refuses with the words of Bugsink 2.6.2. */
export function transition(
	issue: StoredIssue,
	action: string,
	body: unknown,
	timestamp: string,
	by: string | null,
	event?: string,
): Answer {
	const refuse = (detail: string): Answer => ({ status: 400, body: { detail } });
	const done = (kind: string, state: { resolved: boolean; muted: boolean }): Answer => {
		issue.isResolved = state.resolved;
		issue.isMuted = state.muted;
		issue.history.push({ kind, timestamp, comment: '', by, metadata: {}, event });
		return { status: 200, body: issueJson(issue) };
	};
	switch (action) {
		case 'resolve':
		case 'resolve-next':
		case 'resolve-latest':
			if (issue.isResolved) return refuse('Issue is already resolved.');
			if (action === 'resolve-latest' && !issue.hasReleases) {
				return refuse('Project has no releases.');
			}
			return done('resolved', { resolved: true, muted: false });
		case 'reopen':
			if (!issue.isResolved) return refuse('Issue is not resolved.');
			return done('reopened', { resolved: false, muted: false });
		case 'regress':
			return done('regressed', { resolved: false, muted: false });
		case 'mute':
		case 'mute-for':
		case 'mute-until': {
			const { period_name: period, nr_of_periods: count, gte_threshold: events } = asObject(body);
			if (action !== 'mute' && !PERIODS.includes(String(period))) {
				return {
					status: 400,
					body: { period_name: [`"${String(period)}" is not a valid choice.`] },
				};
			}
			if (action !== 'mute' && !(Number(count) >= 1)) {
				return { status: 400, body: { nr_of_periods: ['This field is required.'] } };
			}
			if (action === 'mute-until' && !(Number(events) >= 1)) {
				return { status: 400, body: { gte_threshold: ['This field is required.'] } };
			}
			if (issue.isResolved) return refuse('Issue is already resolved.');
			if (issue.isMuted) return refuse('Issue is already muted.');
			return done('muted', { resolved: false, muted: true });
		}
		case 'unmute':
			if (issue.isResolved) return refuse('Issue is already resolved.');
			if (!issue.isMuted) return refuse('Issue is not muted.');
			return done('unmuted', { resolved: false, muted: false });
		default:
			return { status: 404, body: 'Unimplemented API endpoint' };
	}
}
