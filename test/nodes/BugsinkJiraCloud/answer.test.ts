import {
	asRefused,
	explain,
	fieldErrors,
	isNoJiraCloud,
	isSignedIn,
	judge,
	lacksScope,
	notAnAnswer,
	refusal,
} from '../../../nodes/BugsinkJiraCloud/answer';
import type { HttpResponse } from '../../../nodes/shared/delivery/http';

const NOW = Date.parse('2026-08-09T10:00:00Z');

const answer = (
	statusCode: number,
	body: unknown = {},
	headers: Record<string, string> = {},
): HttpResponse => ({
	statusCode,
	headers,
	body: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('a throttled request', () => {
	it.each([
		['the header for seconds', { 'retry-after': '7' }, 7_000],
		['the header for a time alone', { 'x-ratelimit-reset': '2026-08-09T10:00:30Z' }, 30_000],
		['the first of both', { 'retry-after': '7', 'x-ratelimit-reset': '2026-08-09T11:00Z' }, 7_000],
	])('waits for %s', (_, headers, wait) => {
		expect(judge(answer(429, {}, headers), NOW)).toMatchObject({
			kind: 'again',
			throttled: true,
			notBefore: NOW + wait,
		});
	});

	it.each([[{}], [{ 'x-ratelimit-reset': 'soon' }]])('has no time to wait for: %j', (headers) => {
		expect(judge(answer(429, {}, headers), NOW)).toMatchObject({ kind: 'again' });
		expect(judge(answer(429, {}, headers), NOW)).not.toHaveProperty('notBefore', expect.anything());
	});

	it('is not what a refusal is, whatever its headers', () => {
		const headers = { 'x-ratelimit-reset': '2026-08-09T10:00:30Z' };
		expect(judge(answer(400, {}, headers), NOW)).toEqual({ kind: 'refused' });
		expect(judge(answer(200, {}, headers), NOW)).toEqual({ kind: 'done' });
	});
});

describe("Jira's own words", () => {
	it.each([
		[
			{ errorMessages: ['One.', 'Two.'], errors: { summary: 'Three.' } },
			'One. Two. summary: Three.',
		],
		[{ errorMessages: [], errors: { labels: 'No.', x: 1 } }, 'labels: No. x: 1'],
		[{ code: 401, message: 'Unauthorized' }, 'Unauthorized'],
		[{ errorMessages: ['One.'], message: 'Other' }, 'One.'],
		[{ errorMessages: 'One.', errors: 'Two.' }, undefined],
		[[], undefined],
		['<html>', undefined],
	])('%j say %s', (body, message) => {
		expect(explain(answer(418, body))).toStrictEqual(message === undefined ? {} : { message });
	});

	it('are cut to 600 characters', () => {
		const { message } = explain(answer(400, { errorMessages: ['x'.repeat(700)] }));
		expect(message?.length).toBeLessThanOrEqual(600);
	});

	it.each([
		[401, /rejected this email and API token.*id\.atlassian\.com.*read:jira-work/],
		[403, /may not do this.*permissions.*read:jira-user/],
		[404, /does not know this/],
		[410, /Update this node/],
		[413, /too large.*limit of comments or links/],
	])('come with a hint for %d', (status, hint) => {
		expect(explain(answer(status)).hint).toMatch(hint);
		expect(refusal(answer(status))).toMatchObject({ hint: expect.stringMatching(hint) as string });
	});

	it('say which scopes a token needs, where one is missing', () => {
		const body = { code: 401, message: 'Unauthorized; scope does not match' };
		expect(explain(answer(401, body)).hint).toMatch(
			/^The token lacks a scope.*read:jira-work, write:jira-work and read:jira-user/,
		);
		expect(lacksScope(answer(403, body))).toBe(false);
		expect(lacksScope(answer(401, 'No telescopes here'))).toBe(false);
	});

	it('by field are what a field has against it', () => {
		const body = { errors: { priority: 'No.', customfield_1: { is: 'odd' } } };
		expect(fieldErrors(answer(400, body))).toEqual({
			priority: 'No.',
			customfield_1: '[object Object]',
		});
		expect(fieldErrors(answer(400, { errors: ['x'] }))).toEqual({});
	});
});

describe('errors', () => {
	it.each([
		[401, 'AuthError'],
		[403, 'AuthError'],
		[400, 'ClientError'],
		[409, 'ClientError'],
	])('for %d are of the type %s', (statusCode, errorType) => {
		const error = refusal(answer(statusCode, { errorMessages: ['No.'] }), 'Do this.');
		expect(error).toMatchObject({
			message: `Jira answered ${statusCode}: No.`,
			hint: 'Do this.',
			failure: { errorType, statusCode, responseText: '{"errorMessages":["No."]}' },
		});
	});

	it('without words and without a hint of their own say what to compare', () => {
		expect(refusal(answer(400))).toMatchObject({
			message: 'Jira answered 400',
			hint: 'Compare the fields of this node with what the project expects.',
		});
	});

	it('for a 2xx that is not an answer have the first of it', () => {
		expect(notAnAnswer(answer(203, '<html>'))).toMatchObject({
			message: 'Jira answered 203 with something else than what was asked for',
			failure: { errorType: 'UnexpectedError', statusCode: 203, responseText: '<html>' },
			hint: expect.stringContaining("'Jira URL'") as string,
		});
	});
});

it.each([
	[404, '<html>', true],
	[404, '', true],
	[404, '{"message":"HTTP 404 Not Found","status-code":404}', true],
	[404, '{"errorMessages":["No."],"errors":{}}', false],
	[404, '{"errorMessages": ["No."]}', false],
	[404, '{ "errorMessages" : [] }', false],
	[400, '<html>', false],
])('%d with %s is not from a Jira Cloud: %s', (status, body, isNone) => {
	expect(isNoJiraCloud(answer(status, body))).toBe(isNone);
});

describe('what the login says', () => {
	const said = (value: string, status = 200) =>
		answer(status, { issues: [] }, { 'x-seraph-loginreason': value });

	it.each([
		['AUTHENTICATED_FAILED', 401, false],
		['Authentication_Denied', 401, false],
		['OUT', 401, false],
		['OK', 200, true],
		['ok', 200, true],
		['OUT, OK', 200, true],
		[' ', 200, false],
		['', 200, false],
		['NOT OK', 401, false],
	])('"%s": as %d', (value, status, signedIn) => {
		expect(asRefused(said(value)).statusCode).toBe(status);
		expect(isSignedIn(said(value))).toBe(signedIn);
	});

	it('is told instead of an answer for visitors', () => {
		expect(asRefused(said('authenticated_failed,out')).body).toBe(
			'{"message":"The search was answered as to a visitor (AUTHENTICATED_FAILED, OUT)."}',
		);
	});

	it('changes nothing of a 401, nor of an answer without it', () => {
		const refused = said('AUTHENTICATED_FAILED', 401);
		expect(asRefused(refused)).toBe(refused);
		const bare = answer(200);
		expect(asRefused(bare)).toBe(bare);
		expect(isSignedIn(bare)).toBe(false);
	});
});
