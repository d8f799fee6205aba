/** Which lanes a process keeps: more of them than a thousand only while they count. */
import { Gate, type Pace } from '../../../../nodes/shared/delivery/gate';
import { VirtualClock } from '../../../support/virtualClock';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const first: Pace = { key: 'first', limits: [{ count: 1, perMilliseconds: DAY }], concurrent: 1 };

let clock: VirtualClock;
let gate: Gate;
beforeEach(() => {
	clock = new VirtualClock();
	gate = new Gate(clock);
});

/** A thousand more lanes, all at rest. */
function moreLanes(): void {
	for (let lane = 0; lane < 1_000; lane++) {
		const pace = { key: `lane ${lane}`, limits: [] };
		gate.close([pace], { until: 0, statusCode: 429, body: '' });
	}
}
/** How long a request on the first lane has to wait. */
async function wait(): Promise<number> {
	const begin = clock.at;
	await gate.enter([first], Infinity);
	return clock.at - begin;
}
async function send(): Promise<void> {
	await gate.enter([first], Infinity);
	gate.leave([first]);
}

test('a lane on which something started within the hour is kept', async () => {
	await send();
	clock.at += HOUR - 1;
	moreLanes();
	expect(await wait()).toBe(DAY - HOUR + 1);
});

test('after an hour at rest it is forgotten', async () => {
	await send();
	clock.at += HOUR;
	moreLanes();
	expect(await wait()).toBe(0);
});

test('a lane that is closed is kept until it opens', async () => {
	gate.close([first], { until: clock.at + HOUR, statusCode: 429, body: '' });
	clock.at += 1;
	moreLanes();
	expect(await wait()).toBe(HOUR - 1);
});

test('a lane that has opened is forgotten', async () => {
	await send();
	clock.at += HOUR;
	gate.close([first], { until: clock.at, statusCode: 429, body: '' });
	moreLanes();
	expect(await wait()).toBe(0);
});

test('a lane on which a request is under way is kept, however long that takes', async () => {
	await gate.enter([first], Infinity);
	clock.at += 2 * DAY;
	moreLanes();
	const log: string[] = [];
	const waiting = gate.enter([first], Infinity).then(() => log.push('second'));
	await clock.sleep(1_000);
	log.push('first');
	gate.leave([first]);
	await waiting;
	expect(log).toEqual(['first', 'second']);
});

test('a request leaves its lane by the key, whichever object names the pace', async () => {
	const paces = [first];
	await gate.enter(paces, Infinity);
	gate.leave(paces);
	clock.at += DAY;
	await gate.enter([{ ...first }], Infinity);
	gate.leave([{ ...first }]);
	clock.at += DAY;
	expect(await wait()).toBe(0);
});
