/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { Gate, gateOf, type Pace } from '../../../../nodes/shared/delivery/gate';
import { VirtualClock } from '../../../support/virtualClock';

/** Who entered has been given a start, and no time has passed. */
const settle = async () => await new Promise((done) => setImmediate(done));

const paceOf = (count: number, perMilliseconds: number, key = 'hook'): Pace => ({
	key,
	limits: [{ count, perMilliseconds }],
});

/** When each of `count` requests may start, in ms after the first. */
async function startsOf(count: number, pace: Pace): Promise<number[]> {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const begin = clock.at;
	const starts: number[] = [];
	await Promise.all(
		Array.from({ length: count }, async () => {
			await gate.enter([pace], Infinity);
			starts.push(clock.at - begin);
		}),
	);
	return starts;
}

test('lets as many start at once as the limit says, and the next when the first is old enough', async () => {
	expect(await startsOf(5, paceOf(2, 1_000))).toEqual([0, 0, 1_000, 1_000, 2_000]);
});

test('keeps every one of several limits', async () => {
	const limits = [
		{ count: 1, perMilliseconds: 100 },
		{ count: 3, perMilliseconds: 1_000 },
	];
	expect(await startsOf(5, { key: 'hook', limits })).toEqual([0, 100, 200, 1_000, 1_100]);
});

test('holds nobody back where there is no limit', async () => {
	expect(await startsOf(3, { key: 'hook', limits: [] })).toEqual([0, 0, 0]);
});

test('keeps the lanes apart', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	await gate.enter([paceOf(1, 1_000, 'one')], Infinity);
	await gate.enter([paceOf(1, 1_000, 'other')], Infinity);
	expect(clock.sleeps).toEqual([]);
});

test('a closed lane opens at its time, and an earlier time does not open it', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const pace = paceOf(5, 1_000);
	const begin = clock.at;
	gate.close([pace], { until: begin + 9_000, statusCode: 429, body: '' });
	gate.close([pace], { until: begin + 2_000, statusCode: 429, body: '' });
	await gate.enter([pace], Infinity);
	expect(clock.at - begin).toBe(9_000);
});

test('who waits when a lane closes starts at its opening, in its pace', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const pace = paceOf(1, 1_000);
	const begin = clock.at;
	const starts: number[] = [];
	const all = [0, 1, 2].map(async () => {
		await gate.enter([pace], Infinity);
		starts.push(clock.at - begin);
		if (starts.length === 1)
			gate.close([pace], { until: begin + 10_000, statusCode: 429, body: '' });
	});
	await Promise.all(all);
	expect(starts).toEqual([0, 10_000, 11_000]);
});

test('a start that was given back does not count against the pace', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const pace = paceOf(1, 60_000);
	const begin = clock.at;
	await gate.enter([pace], Infinity);
	// Waits for 60 s, and loses that start when the lane closes for 61.
	const waiting = gate.enter([pace], Infinity);
	await settle();
	gate.close([pace], { until: begin + 61_000, statusCode: 429, body: '' });
	await waiting;
	expect(clock.at - begin).toBe(61_000);
});

test('what started before a lane closed still counts against the pace', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const pace = paceOf(1, 60_000);
	const begin = clock.at;
	await gate.enter([pace], Infinity);
	gate.close([pace], { until: begin + 10_000, statusCode: 429, body: '' });
	await gate.enter([pace], Infinity);
	expect(clock.at - begin).toBe(60_000);
});

test('a cancelled request waits no longer', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const controller = new AbortController();
	const pace = paceOf(1, 1_000);
	await gate.enter([pace], Infinity, controller.signal);
	let given: AbortSignal | undefined;
	clock.sleep = async (_, signal) => {
		given = signal;
		controller.abort();
	};
	await gate.enter([pace], Infinity, controller.signal);
	expect(given).toBe(controller.signal);
	await gate.enter([pace], Infinity, controller.signal);
});

const ONE = paceOf(1, 1_000, 'a repository');

test('executions of one process share their rates', async () => {
	const clock = new VirtualClock();
	const start = clock.at;
	const times: number[] = [];
	// Each execution asks for the gate itself.
	for (let execution = 0; execution < 3; execution++) {
		await gateOf(clock).enter([ONE], Infinity);
		times.push(clock.at - start);
	}
	expect(times).toEqual([0, 1_000, 2_000]);
});

test('a lane that one execution closed is closed for the next', async () => {
	const clock = new VirtualClock();
	const start = clock.at;
	gateOf(clock).close([ONE], { until: start + 60_000, statusCode: 429, body: '' });
	await gateOf(clock).enter([{ ...ONE, key: 'another repository' }], Infinity);
	expect(clock.at).toBe(start);
	await gateOf(clock).enter([ONE], Infinity);
	expect(clock.at).toBe(start + 60_000);
});

test('another clock has another gate', () => {
	expect(gateOf(new VirtualClock())).toBeInstanceOf(Gate);
	expect(gateOf(new VirtualClock())).not.toBe(gateOf(new VirtualClock()));
});

test('what was sent counts after a closing too, however many were waiting', async () => {
	const clock = new VirtualClock();
	const start = clock.at;
	const pace = { key: 'a channel', limits: [{ count: 2, perMilliseconds: 10_000 }] };
	const gate = new Gate(clock);
	const times: number[] = [];
	const enter = async () => {
		await gate.enter([pace], Infinity);
		times.push(clock.at - start);
	};
	await Promise.all([enter(), enter()]);
	// More wait than the limit looks back.
	const waiting = [enter(), enter(), enter()];
	await settle();
	gate.close([pace], { until: start + 1_000, statusCode: 429, body: '' });
	await Promise.all([...waiting, enter()]);
	expect(times).toEqual([0, 0, 10_000, 10_000, 20_000, 20_000]);
});

test('a start keeps the limits of all lanes of the request', async () => {
	const clock = new VirtualClock();
	const start = clock.at;
	const gate = new Gate(clock);
	const often = paceOf(1, 1_000, 'often');
	const seldom = paceOf(2, 60_000, 'seldom');
	const times: number[] = [];
	for (let request = 0; request < 4; request++) {
		await gate.enter([often, seldom], Infinity);
		times.push(clock.at - start);
	}
	expect(times).toEqual([0, 1_000, 60_000, 61_000]);
});

test('a heavy request uses up as much of the limit as it weighs', async () => {
	const light = paceOf(6, 60_000);
	const heavy = { ...light, weight: 5 };
	const clock = new VirtualClock();
	const start = clock.at;
	const gate = new Gate(clock);
	const times: number[] = [];
	for (const pace of [heavy, light, light, heavy]) {
		await gate.enter([pace], Infinity);
		times.push(clock.at - start);
	}
	expect(times).toEqual([0, 0, 60_000, 60_000]);
});

test('no more than so many are under way at the same time, in the order in which they came', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const pace = { key: 'reads', limits: [], concurrent: 2 };
	const seen: string[] = [];
	const request = async (name: string) => {
		await gate.enter([pace], Infinity);
		seen.push(`${name} begins`);
		await clock.sleep(1_000);
		seen.push(`${name} ends`);
		gate.leave([pace]);
	};
	await Promise.all(['a', 'b', 'c'].map(request));
	expect(seen).toEqual(['a begins', 'b begins', 'a ends', 'c begins', 'b ends', 'c ends']);
});

describe('a lane that stays closed for longer than one is ready to wait', () => {
	const pace = paceOf(5, 1_000);
	const closing = (until: number) => ({ until, statusCode: 403, body: 'used up' });

	test('lets nobody in, and says why and until when', async () => {
		const clock = new VirtualClock();
		const gate = new Gate(clock);
		const until = clock.at + 1_500_000;
		gate.close([pace], closing(until));
		expect(await gate.enter([pace], 120_000)).toEqual(closing(until));
		expect(clock.sleeps).toEqual([]);
	});

	test('opens again at its time', async () => {
		const clock = new VirtualClock();
		const gate = new Gate(clock);
		gate.close([pace], closing(clock.at + 1_500_000));
		clock.at += 1_500_000;
		expect(await gate.enter([pace], 120_000)).toBeUndefined();
		expect(clock.sleeps).toEqual([]);
	});

	test('gives back the place of whoever was not let in', async () => {
		const clock = new VirtualClock();
		const gate = new Gate(clock);
		const narrow = { ...pace, concurrent: 1 };
		gate.close([narrow], closing(clock.at + 1_500_000));
		await gate.enter([narrow], 120_000);
		clock.at += 1_500_000;
		expect(await gate.enter([narrow], 120_000)).toBeUndefined();
	});

	test('is asked again after an hour, whatever the service said', async () => {
		const clock = new VirtualClock();
		const gate = new Gate(clock);
		gate.close([pace], closing(clock.at + 86_400_000));
		expect((await gate.enter([pace], 120_000))?.until).toBe(clock.at + 3_600_000);
	});
});

test('keeps a thousand lanes, and of those at rest drops the one used longest ago', async () => {
	const clock = new VirtualClock();
	const gate = new Gate(clock);
	const day = (key: string) => paceOf(1, 86_400_000, key);
	await gate.enter([day('first')], Infinity);
	gate.leave([day('first')]);
	clock.at += 3_600_001;
	for (let lane = 0; lane < 1_000; lane++)
		gate.close([day(`lane ${lane}`)], {
			until: 0,
			statusCode: 429,
			body: '',
		});
	const before = clock.at;
	await gate.enter([day('first')], Infinity);
	expect(clock.at).toBe(before);
});
