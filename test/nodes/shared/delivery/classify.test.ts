import { classify, retryAfter, throttled } from '../../../../nodes/shared/delivery/classify';
import { status } from './support';

const NOW = Date.parse('2026-08-03T09:14:23Z');
const SECONDS = { 'retry-after': '7' };

test.each([200, 201, 204, 299])('%d is done', (code) => {
	expect(classify(status(code), NOW)).toEqual({ kind: 'done' });
});

test.each([199, 300, 302, 399, 400, 404, 407, 409, 428, 430, 499, 501, 505])(
	'%d is refused, whatever it says about waiting',
	(code) => {
		expect(classify(status(code, SECONDS), NOW)).toEqual({ kind: 'refused' });
	},
);

test.each([408, 500, 502, 503, 504, 506, 529])('%d may have taken effect', (code) => {
	expect(classify(status(code, SECONDS), NOW)).toEqual({
		kind: 'again',
		notBefore: NOW + 7_000,
		throttled: false,
		uncertain: true,
	});
});

test('a throttled request took no effect', () => {
	const expected = { kind: 'again', notBefore: NOW + 7_000, throttled: true, uncertain: false };
	expect(classify(status(429, SECONDS), NOW)).toEqual(expected);
	expect(throttled(status(403, SECONDS), NOW)).toEqual(expected);
});

test.each([
	['0', NOW],
	['120', NOW + 120_000],
	['1.25', NOW + 1_250],
	[' 7 ', NOW + 7_000],
	['Mon, 03 Aug 2026 09:15:00 GMT', Date.parse('2026-08-03T09:15:00Z')],
	['Monday, 03-Aug-26 09:15:00 GMT', Date.parse('2026-08-03T09:15:00Z')],
	['99999999999', NOW + 365 * 24 * 60 * 60 * 1000],
	['', undefined],
	['  ', undefined],
	['later', undefined],
	['-7', undefined],
	['7,5', undefined],
	['about 7', undefined],
	['7 or 8', undefined],
	['99:99:99', undefined],
])('Retry-After %j is %j', (value, expected) => {
	expect(retryAfter(status(429, { 'retry-after': value }), NOW)).toBe(expected);
});

test('without Retry-After there is no time', () => {
	expect(retryAfter(status(429), NOW)).toBeUndefined();
});
