/** How often and how long one waits for a turn, asks and looks, to the millisecond. */
import type { Clock } from '../../../../nodes/shared/delivery/clock';
import { MINUTE, PROCESSES, setting } from './turnProcesses';

const [FIRST, SECOND] = PROCESSES;
const TAKEN = ['turn', 'turn of another'];
const SLOT = 10_000;

/** Waits for a turn, with numbers drawn as given. @returns when the work began, in ms since `begin`. */
function waiting(
	{ clock, records, node, begin }: ReturnType<typeof setting>,
	{ chance = 0.5, sleep = clock.sleep }: { chance?: number; sleep?: Clock['sleep'] } = {},
) {
	const own = { now: clock.now, sleep: clock.sleep, random: () => chance };
	return SECOND.inTurn(records.of(node), own, sleep, async (hold) => ({
		hasTurn: hold !== undefined,
		at: clock.at - begin,
		row: records.rows.get(node),
	}));
}

describe('a turn of a process', () => {
	test.each([
		['joined until five seconds after its begin', 4_999, 4_999],
		['over for those who come at five seconds', 5_000, 20_400],
	])('is %s', async (_, comes, begins) => {
		const { clock, log, work } = setting();
		const first = work('first', FIRST, 20_000);
		await clock.sleep(comes);
		await Promise.all([first, work('second', FIRST, 10)]);
		expect(log.find((line) => line.startsWith('second in'))).toBe(`second in at ${begins}`);
	});

	test('that others wait for is not joined any more, even if the clock is set back', async () => {
		const { clock, log, work } = setting();
		const first = work('first', FIRST, 20_000);
		await clock.sleep(6_000);
		const second = work('second', FIRST, 10);
		await clock.sleep(10);
		clock.at -= 4_000;
		await Promise.all([first, second, work('third', FIRST, 10)]);
		expect(log.indexOf('first out at 20000')).toBe(1);
	});
});

describe('who waits', () => {
	test.each([
		[0, 100],
		[0.5, 200],
	])('asks again after half the time at least: chance %d, %d ms', async (chance, milliseconds) => {
		const all = setting();
		all.records.rows.set(all.node, TAKEN);
		const waited = waiting(all, { chance });
		await all.clock.sleep(50);
		all.records.rows.delete(all.node);
		expect(await waited).toMatchObject({ hasTurn: true, at: milliseconds });
	});

	test('leaves one note every ten seconds', async () => {
		const all = setting();
		const { clock, records, node } = all;
		records.rows.set(node, TAKEN);
		const waited = waiting(all);
		await clock.sleep(25_000);
		expect(records.rows.get(node)).toHaveLength(TAKEN.length + 2);
		records.rows.delete(node);
		await waited;
		expect(records.calls.filter((call) => call === 'add')).toHaveLength(2 + 1);
	});

	test('has the turn if its note made the row anew, and signs it', async () => {
		const all = setting();
		const { records, node } = all;
		records.rows.set(node, TAKEN);
		records.faultOf = (call) => {
			// The turn of the other one ends between the look and the note.
			if (call === 'add' && records.rows.get(node) === TAKEN) records.rows.delete(node);
			return undefined;
		};
		const { hasTurn, at, row } = await waiting(all);
		expect({ hasTurn, at }).toEqual({ hasTurn: true, at: SLOT });
		expect(row).toEqual([
			'turn',
			expect.stringMatching(/^waiting /),
			expect.stringMatching(/^turn of /),
		]);
	});

	test('goes on without a turn after three minutes, which says nothing about the helper', async () => {
		const all = setting();
		const { clock, log, work, records } = all;
		const slow = work('slow', FIRST, 3 * MINUTE + 1_000);
		await clock.sleep(0);
		expect(await waiting(all)).toMatchObject({ hasTurn: false, at: 3 * MINUTE });
		await slow;
		await work('next', SECOND, 10);
		expect(log.at(-2)).toMatch(/^next in at/);
		expect(records.rows.size).toBe(0);
	});
});

describe('a row that nobody looks after', () => {
	const notes = (count: number) => Array.from({ length: count }, (_, index) => `waiting ${index}`);

	test.each([
		['three notes may yet be removed', 3, SLOT],
		['four notes are taken over at once', 4, 0],
	])('%s', async (_, count, after) => {
		const all = setting();
		all.records.rows.set(all.node, [...TAKEN, ...notes(count)]);
		const { hasTurn, at } = await waiting(all);
		expect(hasTurn).toBe(true);
		expect(at).toBeGreaterThanOrEqual(after + 3_000);
		expect(at).toBeLessThan(after + 4_000);
	});

	test('is looked at again, at most a fifth of a second later, before it is removed', async () => {
		const all = setting();
		const { clock, records, node } = all;
		records.rows.set(node, [...TAKEN, ...notes(4)]);
		const waits: Array<number | undefined> = [];
		records.faultOf = (call) => {
			if (call === 'clear' && waits.length === 0) waits.push(clock.sleeps.at(-1));
			return undefined;
		};
		await waiting(all, { chance: 0.25 });
		expect(waits).toEqual([50]);
	});

	test('is left alone if another one took over meanwhile', async () => {
		const all = setting();
		const { clock, records, node } = all;
		records.rows.set(node, [...TAKEN, ...notes(4)]);
		const waited = waiting(all, {
			sleep: async (milliseconds) => {
				if (records.rows.get(node)?.length === 6)
					records.rows.set(node, ['turn', 'turn of a third']);
				await clock.sleep(milliseconds);
			},
		});
		await clock.sleep(8_000);
		expect(records.rows.get(node)).toEqual(['turn', 'turn of a third']);
		expect(records.calls).not.toContain('clear');
		records.rows.delete(node);
		expect(await waited).toMatchObject({ hasTurn: true });
	});
});

describe('who has the turn', () => {
	test.each([
		['20 seconds ahead', 2],
		['of its own time', 0],
		['of a minute ago', -6],
	])('removes notes by clocks %s', async (_, ahead) => {
		const { clock, work, records, node, begin } = setting();
		const busy = work('busy', FIRST, 8_000);
		await clock.sleep(1_000);
		records.rows.get(node)?.push(`waiting ${begin / SLOT + ahead}`);
		await clock.sleep(5_000);
		expect(records.rows.get(node)).toHaveLength(2);
		await busy;
	});

	test.each([
		['for 20 seconds', 20_000, ['remove', 'clear']],
		['for longer', 20_001, ['add', 'clear']],
	])(
		'and stood still %s: looks whose the row is only if it may be lost',
		async (_, still, calls) => {
			const { clock, work, records, begin } = setting();
			const old = work('old', FIRST, 60_000);
			await clock.sleep(12_000);
			// It looked after its row at ten seconds.
			clock.at = begin + SLOT + still;
			await old;
			expect(records.calls.slice(-2)).toEqual(calls);
			expect(records.rows.size).toBe(0);
		},
	);

	test('and lost it to one that is done leaves no row behind', async () => {
		const { clock, work, records, node } = setting();
		const old = work('old', FIRST, 60_000);
		await clock.sleep(12_000);
		clock.at += 45_000;
		records.rows.delete(node);
		await old;
		expect(records.rows.size).toBe(0);
	});
});
