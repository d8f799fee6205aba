import { explain, judge } from '../../../nodes/BugsinkMicrosoftTeams/answer';
import { connectorFailure } from '../../standins/microsoftTeams';

const answer = (statusCode: number, body = '', headers: Record<string, string> = {}) => ({
	statusCode,
	headers,
	body,
});
const NOW = 1_000_000;

test.each([
	answer(200, '1'),
	answer(202),
	answer(200),
	answer(200, '{"ok":true,"description":"rate limit: none"}'),
	answer(202, 'Accepted'),
	answer(200, 'ok, rate limit remaining: 3'),
	answer(200, '{"error":null}'),
	answer(200, '<response>ok</response>'),
])('%j is delivered', (response) => {
	expect(judge(response, NOW)).toEqual({ kind: 'done' });
});

test.each([
	answer(200, connectorFailure(400)),
	answer(200, connectorFailure(404)),
	answer(200, connectorFailure(413)),
	answer(200, 'Webhook Bad Request - Null or empty event'),
	answer(200, 'Summary or Text is required.'),
	answer(200, '{"error":{"code":"Wrong","message":"no"}}'),
	answer(200, '{"error":"no"}'),
	answer(200, '<!DOCTYPE html><title>Sign in</title>'),
	answer(400),
	answer(401),
	answer(404),
	answer(413),
	answer(302),
])('%j is refused', (response) => {
	expect(judge(response, NOW)).toEqual({ kind: 'refused' });
});

test.each([
	answer(200, connectorFailure(429)),
	answer(200, 'Microsoft Teams endpoint is throttling this webhook'),
	answer(200, '{"error":{"code":"TooManyRequests","message":"Rate limit is exceeded."}}'),
])('%j is throttled, and tried again after a pause', (response) => {
	expect(judge(response, NOW)).toEqual({
		kind: 'again',
		notBefore: NOW + 2_000,
		throttled: true,
		uncertain: false,
	});
});

test('a 429 says itself when to come again', () => {
	expect(judge(answer(429, '', { 'retry-after': '7' }), NOW)).toMatchObject({
		kind: 'again',
		notBefore: NOW + 7_000,
		throttled: true,
	});
});

test.each([answer(200, connectorFailure(502)), answer(503), answer(408)])(
	'%j is tried again',
	(response) => {
		expect(judge(response, NOW)).toMatchObject({
			kind: 'again',
			throttled: false,
			uncertain: true,
		});
	},
);

test.each([
	['DirectApiAuthorizationRequired', 'Who can trigger the flow'],
	['AuthorizationFailed', 'not valid any more'],
	['WorkflowNotFound', 'deleted or moved'],
	['WorkflowTriggerIsNotEnabled', 'switched off'],
	['MessageSizeExceeded', 'too large'],
])('%s is explained', (code, hint) => {
	const said = explain(answer(401, JSON.stringify({ error: { code, message: 'Words.' } })));
	expect(said).toEqual({ message: 'Words.', hint: expect.stringContaining(hint) as string });
});

test('failures inside a 200 are shown in their own words', () => {
	expect(explain(answer(200, connectorFailure(404)))).toMatchObject({
		message: expect.stringContaining('HTTP error 404') as string,
		hint: expect.stringContaining('removed') as string,
	});
	expect(explain(answer(200, '<html>')).message).toBe('a web page instead of a confirmation');
	expect(explain(answer(200, 'Bad payload received')).hint).toContain('not posted');
	expect(explain(answer(404)).hint).toContain('removed');
	expect(explain(answer(500))).toEqual({});
});
