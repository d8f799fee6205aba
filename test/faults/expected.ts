import type { FailureType } from '../../nodes/shared/delivery/failure';

/** What has to come of an answer where three attempts are allowed. */
export interface Expected {
	/** `done`: it is no failure. */
	errorType: FailureType | 'done';
	/** How often the request is sent. */
	attempts: number;
	/** Seconds waited in all, at least and at most; the pace of GitHub's writes comes on top. */
	waits: [number, number];
	hint: RegExp;
}

const once = (errorType: Expected['errorType'], hint: RegExp): Expected => ({
	errorType,
	attempts: 1,
	waits: [0, 0],
	hint,
});
/** Backoff with full jitter: up to 1 s, then up to 2 s. */
const thrice = (errorType: FailureType, hint: RegExp, waits: [number, number] = [0, 3]) => ({
	errorType,
	attempts: 3,
	waits,
	hint,
});

const DONE = once('done', /^$/);
const COMPARE = /Compare the fields/;
const MOVED = /The address moved to elsewhere\.example\.com\. Redirects are not followed/;
const TRY_LATER = /try again later/;

/** Every status from 100 to 599, whichever service answers it. A later row goes before an earlier one. */
export const STATUSES: Array<[statuses: string, Expected]> = [
	// A final answer never has one of these; a proxy that thinks so is not understood.
	['100-199', once('ClientError', COMPARE)],
	['200-299', DONE],
	['300-399', once('Redirect', MOVED)],
	['400-499', once('ClientError', COMPARE)],
	['401', once('AuthError', /credential|token/i)],
	['403', once('AuthError', /credential|token|account/i)],
	['404', once('ClientError', /Check the address|There is no such|does not know|was removed/)],
	['408', thrice('ClientError', COMPARE)],
	['410', once('ClientError', /Compare|switched off|removed|gone permanently/)],
	['413', once('ClientError', /too large/)],
	['429', thrice('RateLimited', TRY_LATER)],
	['500-599', thrice('ServerError', TRY_LATER)],
	// The server says that it will never do this.
	['501, 505', once('ServerError', TRY_LATER)],
];

/** Where a service or an operation has habits of its own, and why. `operation` is its name's beginning. */
export const EXCEPTIONS: Array<{
	operation: string;
	statuses: string;
	because: string;
	expected: Expected;
}> = [
	{
		operation: 'PagerDuty',
		statuses: '200-201, 203-299',
		because: 'an event is accepted with 202 alone',
		expected: once('ClientError', /did not confirm|about 120 events/),
	},
	{
		operation: 'PagerDuty',
		statuses: '429',
		because: "PagerDuty's advice: three tries, 30 seconds apart",
		expected: thrice('RateLimited', /about 120 events a minute/, [60, 61]),
	},
	{
		operation: 'GitHub',
		statuses: '429',
		because: 'a secondary limit without a time asks for a minute at least',
		expected: thrice('RateLimited', TRY_LATER, [120, 121]),
	},
	{
		operation: 'GitHub: look-up',
		statuses: '301, 302, 307, 308',
		because: 'a renamed repository is followed on the same host, never to another',
		expected: once('Redirect', /^The token is sent to no other host/),
	},
	{
		operation: 'GitHub: reopen',
		statuses: '400-407, 409-428, 430-499',
		because: 'an issue that may not be reopened still gets the comment, with a warning',
		expected: DONE,
	},
	{
		operation: 'Jira: reopen',
		statuses: '400-407, 409-428, 430-499',
		because: 'a workflow that refuses the transition leaves a comment and a warning',
		expected: DONE,
	},
	{
		operation: 'Jira: resolve',
		statuses: '400-407, 409-428, 430-499',
		because: 'a workflow that refuses the transition leaves a comment and a warning',
		expected: DONE,
	},
	{
		operation: 'GitHub: resolve',
		statuses: '400-407, 409-428, 430-499',
		because: 'an issue that may not be closed gets the comment, with a warning',
		expected: DONE,
	},
	{
		operation: 'Webhook',
		statuses: '405, 409, 415',
		because: 'a receiver of webhooks says more by these',
		expected: once('ClientError', /HTTP Method|already has this message|kind of body/),
	},
];

/** Answers that ask for another time: what is waited for, and what is too long. */
export const WAITS: Array<{
	operation: string;
	status: number;
	headers: Record<string, string>;
	errorType: FailureType;
	attempts: number;
	waits: [number, number];
	/** The stand-in's time is 2026-08-03T09:14:23Z. */
	because: string;
}> = (
	[
		['', 429, { 'retry-after': '0' }, 'RateLimited', 3, [0, 1], 'at once is soon enough'],
		['', 429, { 'retry-after': '7' }, 'RateLimited', 3, [14, 15], 'seconds'],
		['', 503, { 'retry-after': '7' }, 'ServerError', 3, [14, 15], 'a 5xx may name a time too'],
		['', 429, { 'retry-after': '1.5' }, 'RateLimited', 3, [3, 4], 'fractions'],
		['', 429, { 'retry-after': '119' }, 'RateLimited', 3, [238, 239], 'just below the limit'],
		['', 429, { 'retry-after': '121' }, 'RateLimited', 1, [0, 0], 'longer than two minutes'],
		['', 429, { 'retry-after': '86400' }, 'RateLimited', 1, [0, 0], 'a day'],
		[
			'',
			429,
			{ 'retry-after': '9'.repeat(400) },
			'RateLimited',
			1,
			[0, 0],
			'no number that is one',
		],
		[
			'',
			503,
			{ 'retry-after': 'Mon, 03 Aug 2026 09:14:33 GMT' },
			'ServerError',
			3,
			[10, 11],
			'a date: once it is past, at once',
		],
		[
			'',
			503,
			{ 'retry-after': 'Fri, 03 Aug 2035 09:14:33 GMT' },
			'ServerError',
			1,
			[0, 0],
			'a date in years',
		],
		[
			'',
			503,
			{ 'retry-after': 'Sat, 03 Aug 2024 09:14:33 GMT' },
			'ServerError',
			3,
			[0, 1],
			'a date in the past',
		],
		['Webhook', 503, { 'retry-after': 'soon' }, 'ServerError', 3, [0, 3], 'nonsense: backoff'],
		['Webhook', 503, { 'retry-after': '-5' }, 'ServerError', 3, [0, 3], 'a time in the past'],
		[
			'GitHub: create',
			403,
			{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1785748513' },
			'RateLimited',
			3,
			[50, 52],
			'a used-up limit is reset at 09:15:13',
		],
		[
			'GitHub: create',
			403,
			{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1785752063' },
			'RateLimited',
			1,
			[0, 0],
			'a used-up limit is reset in an hour',
		],
		[
			'GitHub: create',
			403,
			{ 'retry-after': '20' },
			'RateLimited',
			3,
			[40, 42],
			'a secondary limit',
		],
		[
			'Jira: create',
			429,
			{ 'x-ratelimit-reset': '2026-08-03T09:14:43Z' },
			'RateLimited',
			3,
			[20, 22],
			'Jira says when by a header of its own',
		],
	] as Array<
		[string, number, Record<string, string>, FailureType, number, [number, number], string]
	>
).map(([operation, status, headers, errorType, attempts, waits, because]) => ({
	operation,
	status,
	headers,
	errorType,
	attempts,
	waits,
	because,
}));

function isIn(ranges: string, status: number): boolean {
	return ranges.split(',').some((range) => {
		const [first, last = first] = range.split('-').map(Number);
		return status >= first && status <= last;
	});
}

/** The numbers in `100-199, 204`. */
export function numbersIn(ranges: string): number[] {
	return ranges.split(',').flatMap((range) => {
		const [first, last = first] = range.split('-').map(Number);
		return Array.from({ length: last - first + 1 }, (_, index) => first + index);
	});
}

/** What has to come of this status for this operation. */
export function expectedFor(operation: string, status: number): Expected {
	const exception = EXCEPTIONS.find(
		(row) => operation.startsWith(row.operation) && isIn(row.statuses, status),
	);
	const row = STATUSES.findLast(([statuses]) => isIn(statuses, status));
	if (row === undefined) throw new Error(`The table says nothing of ${status}`);
	return exception?.expected ?? row[1];
}
