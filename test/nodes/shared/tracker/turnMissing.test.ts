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
		const { clock, log, work, records } = setting();
		records.faultOf = () => new Error('no such table: processed_data');
		await work('first', FIRST, 10);
		const { length } = records.calls;
		await work('second', FIRST, 10);
		expect(records.calls).toHaveLength(length);
		expect(log.filter((line) => line.includes('without'))).toHaveLength(2);

		records.faultOf = () => undefined;
		clock.at += 5 * MINUTE;
		await work('third', FIRST, 10);
		expect(log.at(-2)).toMatch(/^third in at/);
	});

	test('one that fails twice is asked again', async () => {
		const { log, work, records } = setting();
		records.faultOf = () => (records.calls.length < 3 ? new Error('connection reset') : undefined);
		await work('one', FIRST, 10);
		expect(log[0]).toMatch(/^one in at/);
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
});
