import type { Answer } from '../server';
import { invalid, refusal } from './model';

/** A secondary limit as GitHub answers it, for `fail({ kind: githubSecondaryLimit(3) })`. */
export function githubSecondaryLimit(retryAfter?: number, status: 403 | 429 = 403): Answer {
	return refusal(
		status,
		'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
		retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) },
	);
}

/** A used-up primary limit that is reset at this time (milliseconds). */
export function githubPrimaryLimit(resetAt: number, status: 403 | 429 = 403): Answer {
	return refusal(status, 'API rate limit exceeded for user ID 1.', {
		'x-ratelimit-limit': '5000',
		'x-ratelimit-remaining': '0',
		'x-ratelimit-reset': String(Math.ceil(resetAt / 1000)),
	});
}

/** Content made too fast for GitHub's taste: a validation error that is a throttle. */
export function githubTooQuickly(resource = 'IssueComment'): Answer {
	return invalid([
		{ resource, code: 'unprocessable', field: 'data', message: 'was submitted too quickly' },
	]);
}

/** Refusals that say their reason in `message` alone, for `fail({ kind: githubRefusals.suspended })`. */
export const githubRefusals = {
	tokenLifetime: refusal(
		403,
		"The 'acme' organization forbids access via a fine-grained personal access token if the token's lifetime is greater than 366 days.",
	),
	classicForbidden: refusal(
		403,
		'`acme` forbids access via a personal access token (classic). Please use a GitHub App, OAuth App, or a personal access token with fine-grained permissions.',
	),
	suspended: refusal(403, 'Sorry. Your account was suspended.'),
	sso: refusal(
		403,
		'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
		{ 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=x' },
	),
	ipAllowList: refusal(
		403,
		'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
	),
	archived: refusal(403, 'Repository was archived so is read-only.'),
	notAccessible: refusal(403, 'Resource not accessible by personal access token'),
	locked: refusal(403, 'Unable to create comment because issue is locked.'),
	tooManyComments: refusal(403, 'Commenting is disabled on issues with more than 2500 comments.'),
} satisfies Record<string, Answer>;
