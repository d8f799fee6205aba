/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { systemClock } from '../../../../nodes/shared/delivery/clock';
import {
	jsonOf,
	jsonRequest,
	NetworkFault,
	shownAnswer,
} from '../../../../nodes/shared/delivery/http';
import { status } from './support';

test('a JSON request says what it sends and what it wants', () => {
	expect(jsonRequest('PUT', 'https://service.example/', { a: [1, 'é'] })).toEqual({
		method: 'PUT',
		url: 'https://service.example/',
		headers: { 'content-type': 'application/json', accept: 'application/json' },
		body: '{"a":[1,"é"]}',
	});
});

test('headers of its own win', () => {
	const { headers } = jsonRequest('POST', 'https://service.example/', 1, {
		accept: 'application/vnd.github+json',
		'x-own': '1',
	});
	expect(headers).toEqual({
		'content-type': 'application/json',
		accept: 'application/vnd.github+json',
		'x-own': '1',
	});
});

test.each([
	['{"a":1}', { a: 1 }],
	['null', null],
	['<p>no</p>', undefined],
	['', undefined],
])('the JSON of %j is %j', (body, expected) => {
	expect(jsonOf(status(200, {}, body))).toEqual(expected);
});

test.each([
	['as JSON', '{"key":"OPS-1"}', { key: 'OPS-1' }],
	['as text where it is none', 'ok', 'ok'],
	['whole at its longest', 'x'.repeat(10_000), 'x'.repeat(10_000)],
	['cut where it is longer', 'x'.repeat(10_001), `${'x'.repeat(9_999)}…`],
	['cut, although it is JSON', JSON.stringify('x'.repeat(10_000)), `"${'x'.repeat(9_998)}…`],
])('an output shows an answer %s', (_, body, expected) => {
	expect(shownAnswer(status(200, {}, body))).toEqual(expected);
});

test('a network fault goes by its name', () => {
	expect(new NetworkFault('TIMEOUT', 'no answer')).toMatchObject({
		name: 'NetworkFault',
		code: 'TIMEOUT',
		message: 'no answer',
	});
});

describe("the system's clock", () => {
	beforeEach(() => {
		jest.useFakeTimers({ now: Date.parse('2026-08-03T09:14:23Z') });
	});
	afterEach(() => {
		jest.useRealTimers();
	});

	/** Whether a sleep has ended, after each of these milliseconds. */
	async function endedAfter(milliseconds: number, steps: number[], signal?: AbortSignal) {
		let hasEnded = false;
		void systemClock.sleep(milliseconds, signal).then(() => {
			hasEnded = true;
		});
		const ended: boolean[] = [];
		for (const step of steps) {
			await jest.advanceTimersByTimeAsync(step);
			ended.push(hasEnded);
		}
		return ended;
	}

	test('tells the time in milliseconds, and a chance below one', () => {
		expect(systemClock.now()).toBe(Date.parse('2026-08-03T09:14:23Z'));
		const chances = Array.from({ length: 100 }, () => systemClock.random());
		expect(Math.min(...chances)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...chances)).toBeLessThan(1);
		expect(new Set(chances).size).toBeGreaterThan(1);
	});

	test.each([[100], [250], [1_000]])('sleeps %d ms, no less and no more', async (milliseconds) => {
		expect(await endedAfter(milliseconds, [milliseconds - 1, 1])).toEqual([false, true]);
	});

	test('does not sleep for nothing', async () => {
		expect(await endedAfter(0, [0])).toEqual([true]);
		expect(jest.getTimerCount()).toBe(0);
	});

	test('wakes within a quarter of a second when the execution is cancelled', async () => {
		const controller = new AbortController();
		const steps = endedAfter(60_000, [1_100, 250], controller.signal);
		setTimeout(() => controller.abort(), 1_050);
		expect(await steps).toEqual([false, true]);
	});

	test('does not fall asleep in an execution that is cancelled', async () => {
		expect(await endedAfter(60_000, [0], AbortSignal.abort())).toEqual([true]);
	});
});
