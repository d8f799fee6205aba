import { Gate, gateOf } from '../../../nodes/shared/delivery/gate';
import { fakeClock } from '../../support/fakeClock';

const PACE = { key: 'a repository', limits: [{ count: 1, perMilliseconds: 1_000 }] };

test('executions of one process share their rates', async () => {
	const clock = fakeClock();
	const start = clock.at;
	const times: number[] = [];
	// Each execution asks for the gate itself.
	for (let execution = 0; execution < 3; execution++) {
		await gateOf(clock).enter(PACE);
		times.push(clock.at - start);
	}
	expect(times).toEqual([0, 1_000, 2_000]);
});

test('a lane that one execution closed is closed for the next', async () => {
	const clock = fakeClock();
	const start = clock.at;
	gateOf(clock).close(PACE, start + 60_000);
	await gateOf(clock).enter({ ...PACE, key: 'another repository' });
	expect(clock.at).toBe(start);
	await gateOf(clock).enter(PACE);
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
