import { MINUTE, PROCESSES, setting } from './turnProcesses';

const [FIRST, SECOND] = PROCESSES;

describe('without the helper of n8n', () => {
	test('work goes on without a turn', async () => {
		const { clock } = setting();
		const holds: unknown[] = [];
		await FIRST.inTurn(undefined, clock, clock.sleep, async (hold) => holds.push(hold));
		expect(holds).toEqual([undefined]);
		expect(clock.sleeps).toEqual([]);
	});

	test('one that fails is asked three times, and then left alone for five minutes', async () => {
		const { clock, log, work, records, begin } = setting();
		records.faultOf = () => new Error('no such table: processed_data');
		await work('first', FIRST, 10);
		expect(records.calls).toEqual(['count', 'count', 'count']);
		const failedAt = Number(/^first in without at ([\d.]+)/.exec(log[0])?.[1]);

		records.faultOf = () => undefined;
		clock.at = begin + failedAt + 5 * MINUTE - 1;
		await work('second', FIRST, 0);
		expect(log[2]).toMatch(/^second in without at/);
		clock.at = begin + failedAt + 5 * MINUTE;
		await work('third', FIRST, 0);
		expect(log[4]).toMatch(/^third in at/);
	});

	test('one that fails twice is asked again', async () => {
		const { log, work, records } = setting();
		records.faultOf = () => (records.calls.length < 3 ? new Error('connection reset') : undefined);
		await work('one', FIRST, 10);
		expect(log[0]).toMatch(/^one in at/);
	});

	test('one that cannot make a row, though there is none, is given up as soon', async () => {
		const { clock, log, work, records, begin } = setting();
		records.faultOf = (call) => (call === 'add' ? new Error('database is read-only') : undefined);
		await work('one', FIRST, 10);
		expect(log[0]).toMatch(/^one in without at/);
		expect(clock.at - begin).toBeLessThan(1_000);
	});

	test('to be the slower one each time is no fault of it', async () => {
		const { clock, records, node } = setting();
		let races = 0;
		records.faultOf = (call) => {
			if (call !== 'add' || ++races > 4) return undefined;
			records.rows.set(node, ['turn', 'turn of another']);
			return new Error('UNIQUE constraint failed: processed_data');
		};
		const sleep = async (milliseconds: number) => {
			await clock.sleep(milliseconds);
			records.rows.delete(node);
		};
		const hasTurn = FIRST.inTurn(
			records.of(node),
			clock,
			sleep,
			async (hold) => hold !== undefined,
		);
		expect(await hasTurn).toBe(true);
		expect(races).toBe(5);
	});

	test('a row that could not be removed at once is removed again', async () => {
		const { log, work, records } = setting();
		let faults = 1;
		records.faultOf = (call) => (call === 'clear' && faults-- > 0 ? new Error('reset') : undefined);
		await work('one', FIRST, 1_000);
		expect(log).toEqual(['one in at 0', 'one out at 1000']);
		expect(records.rows.size).toBe(0);
	});

	test('a row that cannot be removed fails nothing', async () => {
		const { log, work, records } = setting();
		records.faultOf = (call) => (call === 'clear' ? new Error('reset') : undefined);
		await work('one', FIRST, 1_000);
		expect(log).toEqual(['one in at 0', 'one out at 1000']);
	});
});

describe('an execution that is cancelled while it waits', () => {
	test('ends as cancelled, and the next one of its process takes the turn', async () => {
		const { clock, log, work, records, node } = setting();
		const cancelledError = new FIRST.DeliveryFailure('Cancelled', {
			errorType: 'Cancelled',
			hint: '',
		});
		const busy = work('other', SECOND, 3_000);
		await clock.sleep(10);
		const cancelled = FIRST.inTurn(
			records.of(node),
			clock,
			async () => await Promise.reject(cancelledError),
			async () => log.push('never'),
		);
		const next = work('next', FIRST, 10);
		await expect(cancelled).rejects.toThrow('Cancelled');
		await Promise.all([busy, next]);
		expect(log.map((line) => line.replace(/ at .*/, ''))).toEqual([
			'other in',
			'other out',
			'next in',
			'next out',
		]);
	});

	test('ends as cancelled while it takes over too, however often the helper failed before', async () => {
		const { clock, records, node } = setting();
		records.rows.set(node, [
			'turn',
			'turn of the dead',
			...['1', '2', '3', '4'].map((slot) => `waiting ${slot}`),
		]);
		records.faultOf = () => (records.calls.length < 3 ? new Error('connection reset') : undefined);
		const cancelledError = new FIRST.DeliveryFailure('Cancelled', {
			errorType: 'Cancelled',
			hint: '',
		});
		let sleeps = 0;
		const sleep = async (milliseconds: number) => {
			if (++sleeps > 2) throw cancelledError;
			await clock.sleep(milliseconds);
		};
		const work = jest.fn();
		await expect(FIRST.inTurn(records.of(node), clock, sleep, work)).rejects.toThrow('Cancelled');
		expect(work).not.toHaveBeenCalled();
	});
});

test('a process keeps the state of a thousand nodes, and of all whose turn is under way', async () => {
	const { clock, records, node, work, log } = setting();
	records.faultOf = () => new Error('no such table: processed_data');
	await work('broken', FIRST, 0, 'a broken node');
	records.faultOf = () => undefined;
	const never = { ...clock, sleep: () => new Promise<void>(() => undefined) };
	const instant = (number: number) => ({
		node: `other node ${number}`,
		add: async (values: string[]) => values,
		count: async () => 0,
		remove: async () => undefined,
		clear: async () => undefined,
	});
	let asked = 0;
	const ask = () =>
		FIRST.inTurn(records.of(node), clock, clock.sleep, async (hold) => {
			const answer = await hold?.once('question', async () => ++asked);
			await clock.sleep(1_000);
			return answer;
		});
	const first = ask();
	for (let number = 0; number < 1_001; number++) {
		await FIRST.inTurn(instant(number), never, never.sleep, async () => undefined);
	}
	expect(await Promise.all([first, ask()])).toEqual([1, 1]);
	// Nothing is known any more of the one that failed.
	await work('again', FIRST, 0, 'a broken node');
	expect(log.at(-2)).toMatch(/^again in at/);
});
