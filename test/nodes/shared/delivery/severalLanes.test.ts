/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
/** Requests that share some lanes and not others, and lanes that close meanwhile. */
import { Gate, type Pace } from '../../../../nodes/shared/delivery/gate';
import { VirtualClock } from '../../../support/virtualClock';

const MINUTE = 60_000;
const paceOf = (key: string, count: number, perMilliseconds: number): Pace => ({
	key,
	limits: [{ count, perMilliseconds }],
});
/** Who entered has been given a start, and no time has passed. */
const settle = async () => await new Promise((done) => setImmediate(done));
const closing = (until: number) => ({ until, statusCode: 429, body: '' });

let clock: VirtualClock;
let gate: Gate;
let begin: number;
beforeEach(() => {
	clock = new VirtualClock();
	gate = new Gate(clock);
	begin = clock.at;
});
const enter = async (...paces: Pace[]): Promise<number> => {
	await gate.enter(paces, Infinity);
	return clock.at - begin;
};

test('who waits for several lanes waits anew when one of them closes', async () => {
	const [one, other] = [paceOf('one', 1, 1_000), paceOf('other', 9, 1_000)];
	await enter(one, other);
	const waiting = enter(one, other);
	await settle();
	gate.close([other], closing(begin + 9_000));
	expect(await waiting).toBe(9_000);
});

test('a start that is still to come does not hold back who may start before it', async () => {
	const [seldom, shared] = [paceOf('seldom', 1, MINUTE), paceOf('shared', 2, 1_000)];
	gate.close([seldom], closing(begin + MINUTE));
	const late = enter(seldom, shared);
	await settle();
	const starts = await Promise.all([enter(shared), enter(shared), late]);
	expect(starts).toEqual([0, 1_000, MINUTE]);
});

test('who is ready to wait exactly as long as a lane stays closed waits', async () => {
	const pace = paceOf('one', 9, 1_000);
	gate.close([pace], closing(begin + MINUTE));
	expect(await gate.enter([pace], MINUTE - 1)).toMatchObject({ until: begin + MINUTE });
	expect(await gate.enter([pace], MINUTE)).toBeUndefined();
	expect(clock.at - begin).toBe(MINUTE);
});

test('those that were sent count after a closing, though more were waiting than a limit looks back', async () => {
	const pace = paceOf('one', 2, 10_000);
	await enter(pace);
	clock.at += 1_000;
	await enter(pace);
	const waiting = [enter(pace), enter(pace), enter(pace)];
	await settle();
	gate.close([pace], closing(clock.at + 1));
	expect(await Promise.all(waiting)).toEqual([10_000, 11_000, 20_000]);
});
