import { MINUTE, PROCESSES, setting } from './turnProcesses';

const [FIRST, SECOND, ...OTHERS] = PROCESSES;

/** Whether any two pieces of work were at it at the same time. */
function overlaps(log: string[]): boolean {
	let inside = 0;
	return log.some((line) => {
		inside += / in /.test(line) ? 1 : -1;
		return inside > 1;
	});
}

test('two processes that come at the same moment go one after the other', async () => {
	for (let race = 0; race < 20; race++) {
		const { log, work, records } = setting();
		await Promise.all([work('one', FIRST, 700), work('other', SECOND, 700)]);
		expect(log).toHaveLength(4);
		expect(overlaps(log)).toBe(false);
		expect(records.rows.size).toBe(0);
	}
});

test('nodes do not wait for one another', async () => {
	const { log, work } = setting();
	await Promise.all([work('one', FIRST, 700, 'a node'), work('other', SECOND, 700, 'another')]);
	expect(overlaps(log)).toBe(true);
});

test('a turn that nobody wants costs one look, one row and its removal', async () => {
	const { work, records } = setting();
	await work('one', FIRST, 10);
	expect(records.calls).toEqual(['count', 'add', 'clear']);
});

test('the executions of one process share a turn, and what is asked in it is asked once', async () => {
	const { clock, records, node } = setting();
	const { inTurn } = FIRST;
	let asked = 0;
	const answers = await Promise.all(
		[1, 2, 3].map((number) =>
			inTurn(records.of(node), clock, clock.sleep, async (hold) => {
				const question = number < 3 ? 'the same' : 'another';
				return await hold?.once(question, async () => ++asked);
			}),
		),
	);
	expect(answers).toEqual([1, 1, 2]);
	expect(records.calls).toEqual(['count', 'add', 'clear']);
});

test('a question that failed is asked again', async () => {
	const { clock, records, node } = setting();
	const answer = await FIRST.inTurn(records.of(node), clock, clock.sleep, async (hold) => {
		const fault = () => Promise.reject(new Error('reset'));
		await expect(hold?.once('question', fault)).rejects.toThrow('reset');
		return await hold?.once('question', async () => 'answer');
	});
	expect(answer).toBe('answer');
});

test('a new turn asks anew', async () => {
	const { clock, records, node } = setting();
	const { inTurn } = FIRST;
	const ask = async (answer: string) =>
		await inTurn(records.of(node), clock, clock.sleep, async (hold) =>
			hold?.once('question', async () => answer),
		);
	expect([await ask('first'), await ask('second')]).toEqual(['first', 'second']);
});

test('a process that creates for long lets others in after five seconds', async () => {
	const { clock, log, work } = setting();
	const all: Array<Promise<void>> = [];
	// A new alert each second, each of them a second at work.
	const stream = (async () => {
		for (let number = 0; number < 30; number++) {
			all.push(work(`busy ${number}`, FIRST, 1_000));
			await clock.sleep(900);
		}
	})();
	all.push(clock.sleep(500).then(() => work('other', SECOND, 10)));
	await stream;
	await Promise.all(all);
	const at = Number(/at (\d+)/.exec(log.find((line) => line.startsWith('other in')) ?? '')?.[1]);
	expect(at).toBeGreaterThanOrEqual(5_000);
	expect(at).toBeLessThan(9_000);
	expect(log).toHaveLength(62);
});

describe('a process that was killed in its turn', () => {
	test('holds up the others for less than a minute', async () => {
		const { clock, log, work, records, begin, node } = setting();
		// The row is all that is left of it.
		records.rows.set(node, ['turn', 'turn of the dead']);
		await Promise.all(
			[FIRST, SECOND, OTHERS[0]].map((one, name) => work(`process ${name}`, one, 10)),
		);
		expect(clock.at - begin).toBeLessThan(MINUTE);
		expect(clock.at - begin).toBeGreaterThan(30_000);
		expect(log.filter((line) => / in at /.test(line))).toHaveLength(3);
		expect(overlaps(log)).toBe(false);
		expect(records.rows.size).toBe(0);
	});

	test('with notes of its last minute in the row too', async () => {
		const { clock, work, records, begin, node } = setting();
		records.rows.set(node, [
			'turn',
			'turn of the dead',
			'waiting 1',
			'waiting 2',
			'waiting 3',
			'waiting 4',
		]);
		await work('one', FIRST, 10);
		expect(clock.at - begin).toBeLessThan(MINUTE);
	});

	test.each([400, 1_500, 2_500])(
		'of two that take over, one whose removal is under way for %d ms',
		async (milliseconds) => {
			const { clock, log, work, records, node } = setting();
			records.rows.set(node, ['turn', 'turn of the dead']);
			const clearing = (duration: number) => async (call: string) => {
				if (call === 'clear') await clock.sleep(duration);
			};
			await Promise.all([
				work('one', FIRST, 20_000, node, clearing(150)),
				work('slow', SECOND, 20_000, node, clearing(milliseconds)),
			]);
			expect(log).toHaveLength(4);
			expect(overlaps(log)).toBe(false);
			expect(log.join()).not.toContain('without');
		},
	);
});

test('a process that stood still leaves the row of the one that took over alone', async () => {
	const { clock, log, work, records, node } = setting();
	const old = work('old', FIRST, 60_000);
	await clock.sleep(12_000);
	clock.at += 45_000;
	records.rows.set(node, ['turn', 'turn of another']);
	await old;
	expect(log).toHaveLength(2);
	expect(records.rows.get(node)).toContain('turn of another');
});

test('a long turn whose sign was written over ends all the same', async () => {
	const { clock, log, work, records, begin, node } = setting();
	const long = work('long', FIRST, 60_000);
	await clock.sleep(12_000);
	// A process that waited had read the row before.
	records.rows.set(node, ['turn', 'turn of the one before', 'waiting 1']);
	await Promise.all([long, work('next', SECOND, 10)]);
	expect(overlaps(log)).toBe(false);
	expect(clock.at - begin).toBeLessThan(62_000);
});

test('a process that is slow but alive keeps its turn, however many wait', async () => {
	const { log, work } = setting();
	const slow = work('slow', FIRST, 170_000);
	await Promise.all([
		slow,
		...[SECOND, ...OTHERS].map((one, index) => work(`waiting ${index}`, one, 10)),
	]);
	expect(log.slice(0, 2)).toEqual(['slow in at 0', 'slow out at 170000']);
	expect(overlaps(log)).toBe(false);
});

test('who waited for three minutes goes on without a turn', async () => {
	const { log, work } = setting();
	const slow = work('slow', FIRST, 400_000);
	await Promise.all([slow, work('waiting', SECOND, 10)]);
	expect(log[1]).toMatch(/^waiting in without at 18\d{4}\b/);
});

test('work that fails ends its turn', async () => {
	const { clock, records, node } = setting();
	const failing = FIRST.inTurn(records.of(node), clock, clock.sleep, async () => {
		throw new Error('refused');
	});
	await expect(failing).rejects.toThrow('refused');
	expect(records.rows.size).toBe(0);
});
