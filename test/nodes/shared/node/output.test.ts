import { outputOf, readable } from '../../../../nodes/shared/node/output';
import { alertOf } from '../../../support/alerts';

const alert = alertOf();

test('an output has what was done, also where the last request had no answer', () => {
	const limit = { since: 'a', until: 'b', count: 1, issueIds: ['x'] };
	const done = {
		action: 'created' as const,
		key: 'OPS-1',
		url: 'https://x/',
		statusCode: null,
		requests: 3,
		attempts: 2,
		truncated: ['title'],
		skipReason: 'why',
		skipCode: 'limit' as const,
		warnings: ['w'],
		combined: 2,
		limit,
		summary: 's',
		request: { a: 1 },
		response: { b: 2 },
	};
	const output = outputOf('jira', alert, done);
	const { reason, issueId, fingerprint } = alert;
	expect(output).toStrictEqual({ destination: 'jira', reason, issueId, fingerprint, ...done });
	expect(output.limit).not.toBe(limit);
});

test('a message of one alert combines nothing', () => {
	expect(outputOf('jira', alert, { action: 'sent', combined: 1 })).not.toHaveProperty('combined');
});

test.each([
	['application/json', '{"a":1}', { a: 1 }],
	['application/vnd.x+json; charset=utf-8', '{"a":1}', { a: 1 }],
	['text/plain', '{"a":1}', '{"a":1}'],
	[undefined, '{"a":1}', '{"a":1}'],
	['application/json', undefined, null],
])('of %s a body %j is shown as %j', (type, body, shown) => {
	const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
	const request = { method: 'POST' as const, url: 'https://x/', headers };
	expect(readable(body === undefined ? request : { ...request, body })).toEqual({
		...request,
		body: shown,
	});
});
