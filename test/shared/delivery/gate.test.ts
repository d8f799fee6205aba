import { Gate, gateOf, type Pace } from '../../../nodes/shared/delivery/gate';
import { fakeClock } from '../../support/fakeClock';

const paceOf = (count: number, perMilliseconds: number, key = 'hook'): Pace => ({
	key,
	limits: [{ count, perMilliseconds }],
});

/** When each of `count` requests may start, in ms after the first. */
async function startsOf(count: number, pace: Pace): Promise<number[]> {
	const clock = fakeClock();
	const gate = new Gate(clock);
	const begin = clock.at;
	const starts: number[] = [];
	await Promise.all(
		Array.from({ length: count }, async () => {
			await gate.enter(pace);
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
	const clock = fakeClock();
	const gate = new Gate(clock);
	await gate.enter(paceOf(1, 1_000, 'one'));
	await gate.enter(paceOf(1, 1_000, 'other'));
	expect(clock.sleeps).toEqual([]);
});

test('a closed lane opens at its time, and an earlier time does not open it', async () => {
	const clock = fakeClock();
	const gate = new Gate(clock);
	const pace = paceOf(5, 1_000);
	const begin = clock.at;
	gate.close(pace, begin + 9_000);
	gate.close(pace, begin + 2_000);
	await gate.enter(pace);
	expect(clock.at - begin).toBe(9_000);
});

test('who waits when a lane closes starts at its opening, in its pace', async () => {
	const clock = fakeClock();
	const gate = new Gate(clock);
	const pace = paceOf(1, 1_000);
	const begin = clock.at;
	const starts: number[] = [];
	const all = [0, 1, 2].map(async () => {
		await gate.enter(pace);
		starts.push(clock.at - begin);
		if (starts.length === 1) gate.close(pace, begin + 10_000);
	});
	await Promise.all(all);
	expect(starts).toEqual([0, 10_000, 11_000]);
});

test('a start that was given back does not count against the pace', async () => {
	const clock = fakeClock();
	const gate = new Gate(clock);
	const pace = paceOf(1, 60_000);
	const begin = clock.at;
	await gate.enter(pace);
	// Waits for 60 s, and loses that start when the lane closes for 61.
	const waiting = gate.enter(pace);
	gate.close(pace, begin + 61_000);
	await waiting;
	expect(clock.at - begin).toBe(61_000);
});

test('what started before a lane closed still counts against the pace', async () => {
	const clock = fakeClock();
	const gate = new Gate(clock);
	const pace = paceOf(1, 60_000);
	const begin = clock.at;
	await gate.enter(pace);
	gate.close(pace, begin + 10_000);
	await gate.enter(pace);
	expect(clock.at - begin).toBe(60_000);
});

test('a cancelled request waits no longer', async () => {
	const clock = fakeClock();
	const gate = new Gate(clock);
	const controller = new AbortController();
	const pace = paceOf(1, 1_000);
	await gate.enter(pace, controller.signal);
	let given: AbortSignal | undefined;
	clock.sleep = async (_, signal) => {
		given = signal;
		controller.abort();
	};
	await gate.enter(pace, controller.signal);
	expect(given).toBe(controller.signal);
	await gate.enter(pace, controller.signal);
});

const ONE = paceOf(1, 1_000, 'a repository');

test('executions of one process share their rates', async () => {
	const clock = fakeClock();
	const start = clock.at;
	const times: number[] = [];
	// Each execution asks for the gate itself.
	for (let execution = 0; execution < 3; execution++) {
		await gateOf(clock).enter(ONE);
		times.push(clock.at - start);
	}
	expect(times).toEqual([0, 1_000, 2_000]);
});

test('a lane that one execution closed is closed for the next', async () => {
	const clock = fakeClock();
	const start = clock.at;
	gateOf(clock).close(ONE, start + 60_000);
	await gateOf(clock).enter({ ...ONE, key: 'another repository' });
	expect(clock.at).toBe(start);
	await gateOf(clock).enter(ONE);
	expect(clock.at).toBe(start + 60_000);
});

test('another clock has another gate', () => {
	expect(gateOf(fakeClock())).toBeInstanceOf(Gate);
	expect(gateOf(fakeClock())).not.toBe(gateOf(fakeClock()));
});

test('what was sent counts after a closing too, however many were waiting', async () => {
	const clock = fakeClock();
	const start = clock.at;
	const pace = { key: 'a channel', limits: [{ count: 2, perMilliseconds: 10_000 }] };
	const gate = new Gate(clock);
	const times: number[] = [];
	const enter = async () => {
		await gate.enter(pace);
		times.push(clock.at - start);
	};
	await Promise.all([enter(), enter()]);
	// More wait than the limit looks back.
	const waiting = [enter(), enter(), enter()];
	gate.close(pace, start + 1_000);
	await Promise.all([...waiting, enter()]);
	expect(times).toEqual([0, 0, 10_000, 10_000, 20_000, 20_000]);
});
