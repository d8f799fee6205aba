import type { Answer } from '../server';
import { NOT_FOUND, problem } from './store';

/** A 429 as Jira sends it, for `fail({ kind: jiraRateLimit(5) })`
 * (developer.atlassian.com/cloud/jira/platform/rate-limiting); `at` is the stand-in's time. */
export function jiraRateLimit(
	seconds: number,
	reason: 'jira-burst-based' | 'jira-per-issue-on-write' | 'quota-based' = 'jira-burst-based',
	at = Date.now(),
): Answer {
	return {
		status: 429,
		headers: {
			'retry-after': String(seconds),
			'x-ratelimit-reset': new Date(at + seconds * 1000).toISOString(),
			'ratelimit-reason': reason,
		},
		body: { errorMessages: ['Rate limit exceeded.'], errors: {} },
	};
}

const MESSAGES: Record<number, string> = {
	400: 'The request is not valid for this issue.',
	403: 'You do not have permission to do this.',
	404: NOT_FOUND,
	409: 'The ticket is being changed.',
	410: 'The requested API has been removed.',
	413: 'The limit of links is reached.',
	422: 'The configuration does not allow this.',
};

/**
 * How Jira refuses a step with this status, for `fail({ path: /transitions$/, kind: jiraRefusal(409) })`;
 * 401 is the gateway's refusal of a token that lacks a scope.
 */
export function jiraRefusal(status: number, message = MESSAGES[status] ?? 'Refused.'): Answer {
	return status === 401
		? { status, body: { code: 401, message: 'Unauthorized; scope does not match' } }
		: problem(status, [message]);
}
