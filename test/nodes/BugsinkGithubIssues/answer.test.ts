import {
	fieldErrors,
	issueIn,
	issuesIn,
	judge,
	listOf,
	notAnAnswer,
	objectOf,
	service,
} from '../../../nodes/BugsinkGithubIssues/answer';
import type { HttpResponse } from '../../../nodes/shared/delivery/http';
import { asObject } from '../../standins/json';
import { githubRefusals, githubTooQuickly } from '../../standins/github';

const NOW = Date.parse('2026-08-09T10:00:00Z');
const MINUTE = 60_000;

const answer = (
	statusCode: number,
	body: unknown = {},
	headers: Record<string, string> = {},
): HttpResponse => ({
	statusCode,
	headers,
	body: typeof body === 'string' ? body : JSON.stringify(body),
});
const saying = (message: string, headers = {}) => answer(403, { message }, headers);
const invalid = (...errors: unknown[]) => answer(422, { message: 'Validation Failed', errors });
const messageOf = (name: keyof typeof githubRefusals) =>
	String(asObject(githubRefusals[name].body).message);
const hintOf = (response: HttpResponse) => service.explain(response).hint;

describe('a throttle', () => {
	const usedUp = (reset: string | number, more = {}) => ({
		'x-ratelimit-remaining': '0',
		'x-ratelimit-reset': String(reset),
		...more,
	});

	it.each<[string, HttpResponse, number]>([
		['429 without a word', answer(429), MINUTE],
		['429 with a time', answer(429, {}, { 'retry-after': '7' }), 7_000],
		['403 with a time', answer(403, {}, { 'retry-after': '9' }), 9_000],
		['403 that speaks of a rate limit', saying('You have exceeded a secondary rate limit'), MINUTE],
		['403 that speaks of abuse', saying('You have triggered an abuse detection mechanism'), MINUTE],
		['a used-up limit', answer(403, {}, usedUp(NOW / 1000 + 90)), 90_000],
		['a used-up limit with 429', answer(429, {}, usedUp(NOW / 1000 + 90)), 90_000],
		['a used-up limit and a time', answer(429, {}, usedUp(1, { 'retry-after': '5' })), 5_000],
		['a used-up limit that is reset by now', answer(403, {}, usedUp(NOW / 1000 - 5)), 0],
		['a used-up limit without its reset', answer(403, {}, usedUp('soon')), MINUTE],
		['a used-up limit with a reset of zero', answer(403, {}, usedUp(0)), MINUTE],
		['an issue made too quickly', answer(422, githubTooQuickly('Issue').body), MINUTE],
		['a comment made too quickly', answer(422, githubTooQuickly().body), MINUTE],
		[
			'one made too quickly, in other words',
			invalid({ message: 'Was Submitted Too Quickly.' }),
			MINUTE,
		],
	])('%s', (_, response, wait) => {
		expect(judge(response, NOW)).toMatchObject({
			kind: 'again',
			throttled: true,
			notBefore: NOW + wait,
		});
		expect(hintOf(response)).toMatch(/^GitHub limits how much one token may do/);
	});

	it.each<[string, HttpResponse]>([
		['403 with requests left', saying('No', { 'x-ratelimit-remaining': '10' })],
		['404 with none left', answer(404, {}, usedUp(NOW / 1000 + 90))],
		['422 about a rate limit field', invalid({ field: 'title', message: 'rate limit' })],
		['422 with a time', answer(422, {}, { 'retry-after': '5' })],
	])('%s is none', (_, response) => {
		expect(judge(response, NOW)).toEqual({ kind: 'refused' });
		expect(hintOf(response) ?? '').not.toMatch(/^GitHub limits/);
	});

	it.each<[string, number, unknown]>([
		['403', 403, { message: 'You have exceeded a secondary rate limit' }],
		['429', 429, {}],
		['422', 422, githubTooQuickly().body],
	])(
		'that is secondary closes all for a minute, whenever the limit of an hour ends: %s',
		(_, status, body) => {
			const headers = {
				'x-ratelimit-remaining': '4000',
				'x-ratelimit-reset': String(NOW / 1000 + 1_800),
				'x-ratelimit-resource': 'search',
			};
			expect(judge(answer(status, body, headers), NOW)).toEqual({
				kind: 'again',
				throttled: true,
				uncertain: false,
				notBefore: NOW + MINUTE,
			});
		},
	);

	it('of the search closes the searches alone, with and without its reset', () => {
		for (const reset of [NOW / 1000 + 30, 'soon']) {
			const headers = usedUp(reset, { 'x-ratelimit-resource': 'search' });
			expect(judge(answer(403, {}, headers), NOW)).toHaveProperty('closesFirst', true);
			const core = usedUp(reset, { 'x-ratelimit-resource': 'core' });
			expect(judge(answer(403, {}, core), NOW)).toHaveProperty('closesFirst', false);
		}
		expect(judge(answer(200), NOW)).toEqual({ kind: 'done' });
	});
});

describe('the reason of a 403', () => {
	const TOKEN = /permission Issues: Read and write/;

	it.each<[string, RegExp]>([
		[messageOf('sso'), /Configure SSO/],
		['Single sign-on is required here', /Configure SSO/],
		[messageOf('tokenLifetime'), /policy of the organization/],
		[messageOf('classicForbidden'), /policy of the organization/],
		[
			"The 'initech' organization forbids access via a personal access token (classic) if the token's lifetime is greater than 90 days.",
			/policy of the organization/,
		],
		[
			'Your organization has a policy against personal access tokens without an end',
			/policy of the organization/,
		],
		[messageOf('ipAllowList'), /policy of the organization/],
		[messageOf('suspended'), /GitHub support about the account/],
		['Your account has been flagged.', /GitHub support about the account/],
		['Repository access blocked', /GitHub support about the account/],
		[messageOf('archived'), /Unarchive/],
		[messageOf('locked'), /Unlock the conversation/],
		[messageOf('tooManyComments'), /as many comments as GitHub allows/],
		['This issue has too many comments', /as many comments as GitHub allows/],
		[
			'Request forbidden by administrative rules. Please make sure your request has a User-Agent header.',
			/for the reason that it gives/,
		],
		['You cannot do this today', /for the reason that it gives/],
	])('"%s" gets a hint that fits, and none about permissions', (message, hint) => {
		expect(hintOf(saying(message))).toMatch(hint);
		expect(hintOf(saying(message))).not.toMatch(TOKEN);
	});

	it.each([
		messageOf('notAccessible'),
		'Resource not accessible by integration',
		'Must have admin rights to Repository.',
		'You do not have permission to create labels on this repository.',
		'User is not authorized to do that',
		'Write access to repository not granted.',
		'',
	])('"%s" is about the token', (message) => {
		expect(hintOf(message === '' ? answer(403, '') : saying(message))).toMatch(TOKEN);
	});

	it('may stand in the header for single sign-on alone', () => {
		const headers = { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?x=1' };
		expect(hintOf(saying('Forbidden', headers))).toMatch(/Configure SSO/);
	});
});

describe("GitHub's own words", () => {
	it('are the message and what is wrong with each field', () => {
		const response = invalid(
			{ resource: 'Issue', field: 'assignees', code: 'invalid', value: 'nobody' },
			{ field: 'milestone', code: 'missing', value: 9 },
			{ field: 'title', code: 'missing_field', value: { an: 'object' } },
			{ field: 'name', code: 'already_exists' },
			{ field: 'data', code: 'unprocessable' },
			{ field: 'body', code: 'custom', message: 'body is too long', value: 'x' },
			{ code: 'strange' },
			'a sentence',
		);
		expect(service.explain(response).message).toBe(
			'Validation Failed; assignees (nobody) is not valid; milestone (9) does not exist; title is missing; name exists already; data is not valid; body is too long (x); strange; a sentence',
		);
	});

	it('are what is wrong with the fields alone where nothing else is said', () => {
		const errors = [{}, { field: 'title', code: 'missing_field' }, {}];
		expect(service.explain(answer(422, { errors })).message).toBe('title is missing');
	});

	it('are cut to 500 characters', () => {
		expect(service.explain(saying('x'.repeat(600))).message).toHaveLength(500);
	});

	it.each(['<html>', '[]', '{}', '{"message":7}'])('are none in %s', (body) => {
		expect(service.explain(answer(400, body))).toEqual({});
	});

	it('name the fields that are wrong', () => {
		expect(
			fieldErrors(invalid({ resource: 'w', field: 'x', code: 'y', value: 1, message: 3 })),
		).toEqual([{ resource: 'w', field: 'x', code: 'y', message: '', value: 1 }]);
		expect(fieldErrors(invalid({}))).toEqual([
			{ resource: '', field: '', code: '', message: '', value: undefined },
		]);
		expect(fieldErrors(invalid('z'))).toEqual([
			{ resource: '', field: '', code: '', message: 'z', value: undefined },
		]);
		expect(fieldErrors(answer(422, { errors: 'none' }))).toEqual([]);
		expect(fieldErrors(answer(422, []))).toEqual([]);
	});
});

describe('the hint', () => {
	it.each<[string, HttpResponse, RegExp]>([
		['401', answer(401), /wrong or expired/],
		['404', answer(404), /no such repository, or the token does not see it/],
		['410', answer(410), /Issues are switched off/],
	])('for %s', (_, response, hint) => {
		expect(hintOf(response)).toMatch(hint);
	});

	it.each<[string, RegExp]>([
		['title', /title, which comes from the alert/],
		['body', /text, which comes from the alert/],
		['labels', /^Check 'Labels'\.$/],
		['milestone', /^Check 'Milestone' under Options/],
		['type', /^Check 'Issue Type' under Options/],
		['issue_type', /^Check 'Issue Type' under Options/],
		['assignee', /^Check 'Assignees'/],
		['assignees', /^Check 'Assignees'/],
		// The node has no such fields.
		['q', /^Check 'Repository'/],
		['base', /^Check 'Repository'/],
		['default_assignee', /^Check 'Repository'/],
		['constructor', /^Check 'Repository'/],
		['', /^Check 'Repository'/],
	])('for a 422 about the field %j speaks of a field of the node', (field, hint) => {
		expect(hintOf(invalid({ field, code: 'invalid' }))).toMatch(hint);
		expect(hintOf(invalid({ field: 'sort', code: 'invalid' }, { field, code: 'invalid' }))).toMatch(
			hint,
		);
	});

	it('is left to the status where no field is named', () => {
		expect(hintOf(answer(422, { message: 'Invalid request.' }))).toBeUndefined();
		expect(hintOf(answer(400))).toBeUndefined();
	});
});

describe('an answer', () => {
	const wrong = { message: 'GitHub answered 200 with something else than what was asked for' };

	it('is what was asked for, or an error', () => {
		expect(objectOf(answer(200, { a: 1 }))).toEqual({ a: 1 });
		expect(() => objectOf(answer(200, []))).toThrow(expect.objectContaining(wrong) as Error);
		expect(listOf(answer(200, [{ a: 1 }]))).toEqual([{ a: 1 }]);
		expect(listOf(answer(200, '[]'))).toEqual([]);
		for (const body of [{}, '', [{}, 1], [null]]) {
			expect(() => listOf(answer(200, body))).toThrow(expect.objectContaining(wrong) as Error);
		}
		expect(issueIn(answer(200, { number: 1 }))).toEqual({ number: 1 });
		expect(() => issueIn(answer(200, { number: '1' }))).toThrow();
		expect(issuesIn(answer(200, [{ number: 1 }]))).toEqual([{ number: 1 }]);
		expect(() => issuesIn(answer(200, [{ number: 1 }, { id: 2 }]))).toThrow();
		expect(issuesIn(answer(200, { items: [] }), [])).toEqual([]);
	});

	it('that is none is given with its status, its body and a hint', () => {
		expect(notAnAnswer(answer(203, '<html>'))).toMatchObject({
			hint: expect.stringContaining("Check 'API URL' in the credential") as string,
			failure: { errorType: 'UnexpectedError', statusCode: 203, responseText: '<html>' },
		});
	});
});
