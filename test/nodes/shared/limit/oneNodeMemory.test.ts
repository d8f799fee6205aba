import { mapMemory } from '../../../support/memory';
import {
	accountsOf,
	admit,
	clock,
	idOf,
	kept,
	limitsOf,
	memoryWith,
	NAME,
	titlesOf,
} from './oneNode';
import { held, MINUTE, NOON, windowOf } from './support';

describe('a process that begins', () => {
	const open = { name: NAME, since: NOON - MINUTE, until: NOON + 4 * MINUTE };

	test('goes on with the fullest window of the others, without what they hold', () => {
		const windows = [1, 2, 0].map((sent) =>
			windowOf({ ...open, sent, held: [held(10 + sent)], isSummarized: sent === 2 }),
		);
		const memory = memoryWith({ a: [windows[0]], b: [windows[1]], c: [windows[2]] });
		const limits = limitsOf(memory);
		expect(admit(limits, 1)).toEqual([{ do: 'hold', until: open.until, isTold: false }]);
		clock.at = open.until;
		expect(accountsOf(limits)).toEqual([[1, 11, 12, 10].map(idOf)]);
	});

	test('goes on with one window, and tells once what the others only counted', () => {
		const unlisted = [{ project: held(1).project, count: 3 }];
		const memory = memoryWith({
			a: [windowOf({ ...open, sent: 2, unlisted })],
			b: [windowOf({ ...open, sent: 1 })],
		});
		const limits = limitsOf(memory);
		limits.save();
		const own = [...kept(memory).processes.values()].at(-1);
		expect(own).toMatchObject([{ sent: 2, unlisted: [] }]);
		clock.at = open.until;
		expect(limits.due().map(({ summary }) => summary.limit?.count)).toEqual([3]);
	});

	test('goes on with the window of each project', () => {
		const other = windowOf({ ...open, name: 'other', sent: 1 });
		const memory = memoryWith({ a: [windowOf({ ...open, sent: 2 }), other] });
		limitsOf(memory).save();
		const own = [...kept(memory).processes.values()].at(-1);
		expect(own?.map(({ name }) => name)).toEqual([NAME, 'other']);
	});

	test('does not go on with a window that has ended', () => {
		const ended = windowOf({ name: NAME, sent: 2, since: NOON - 6 * MINUTE, until: NOON - MINUTE });
		expect(admit(limitsOf(memoryWith({ a: [ended] })), 1).map(titlesOf)).toEqual(['send']);
	});

	test('and is at work already, does not go on with that of another one', () => {
		limitsOf();
		const other = limitsOf(memoryWith({ a: [windowOf({ ...open, sent: 2 })] }));
		expect(admit(other, 9).map(titlesOf)).toEqual(['send']);
	});

	test('and has a window already, keeps that', () => {
		admit(limitsOf(), 1);
		const limits = limitsOf(memoryWith({ a: [windowOf({ ...open, sent: 2 })] }));
		expect(admit(limits, 2, 3).map(titlesOf)).toEqual(['send', ['Error 3']]);
	});
});

describe('what is written down', () => {
	test('is the same in the memories of all executions that are still running', () => {
		const memories = [mapMemory(), mapMemory()];
		const [first, second] = memories.map((memory) => limitsOf(memory));
		admit(first, 1, 2, 3, 4);
		second.save();
		for (const memory of memories) {
			const [windows] = [...kept(memory).processes.values()];
			expect(windows).toMatchObject([{ sent: 2, held: [{ title: 'Error 4' }] }]);
		}
	});

	test('is not written where it stands already', () => {
		const memory = mapMemory();
		const set = jest.spyOn(memory, 'set');
		const limits = limitsOf(memory);
		admit(limits, 1);
		limits.save();
		limits.save();
		expect(set).toHaveBeenCalledTimes(1);
	});

	test('keeps what the other processes hold, without what was told and what is over', () => {
		const open = { name: NAME, since: NOON - MINUTE, until: NOON + 4 * MINUTE };
		const past = { name: 'past', since: NOON - 9 * MINUTE, until: NOON - 4 * MINUTE, sent: 1 };
		const memory = memoryWith(
			{
				a: [windowOf({ ...open, sent: 1, held: [held(1), held(2)] }), windowOf(past)],
				b: [windowOf({ ...past, name: 'untold', held: [held(3)] })],
				c: [windowOf(past)],
			},
			[held(1).key],
		);
		limitsOf(memory).save();
		const { processes, told } = kept(memory);
		expect(processes.get('a')).toMatchObject([{ name: NAME, held: [{ title: 'Error 2' }] }]);
		expect(processes.get('b')).toMatchObject([{ name: 'untold' }]);
		expect(processes.has('c')).toBe(false);
		expect(told).toEqual([held(1).key]);
	});

	test('is nothing once all is over, and then the memories are let go', () => {
		const [memory, other] = [mapMemory(), mapMemory()];
		const limits = limitsOf(memory);
		admit(limits, 1, 2, 3);
		limits.save();
		expect(kept(memory).told).toEqual([held(3).key]);
		clock.at += 5 * MINUTE;
		limits.due();
		limits.save();
		expect(kept(memory)).toEqual({ processes: new Map(), told: [] });
		admit(limitsOf(other), 4);
		limits.save();
		expect(kept(memory).processes.size).toBe(0);
		expect(kept(other).processes.size).toBe(1);
	});

	test('reaches the memories of the latest hundred executions', () => {
		const memories = Array.from({ length: 101 }, () => mapMemory());
		const all = memories.map((memory) => limitsOf(memory));
		admit(all[0], 1);
		all[100].save();
		expect(memories.filter((memory) => memory.get('limit') === undefined)).toEqual([memories[0]]);
	});

	test('remembers the latest 3,000 that were told', () => {
		const keys = Array.from({ length: 3_001 }, (_, index) => `key ${index}`);
		const memory = memoryWith({ a: [windowOf({ sent: 1 })] }, keys);
		limitsOf(memory).save();
		const { told } = kept(memory);
		expect([told.length, told[0], told.at(-1)]).toEqual([3_000, 'key 1', 'key 3000']);
	});
});
