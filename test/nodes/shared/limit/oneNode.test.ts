import type { Alert } from '../../../../nodes/shared/alert/alert';
import { afterLimit, limiterOf } from '../../../../nodes/shared/limit/limited';
import { heldBackBy } from '../../../../nodes/shared/limit/limits';
import { heldOf } from '../../../../nodes/shared/limit/window';
import { numbered } from '../../../support/alerts';
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
	node,
	none,
	titlesOf,
} from './oneNode';
import { held, MINUTE, NOON, RULES, windowOf } from './support';

describe('in a window', () => {
	test('so many are sent, one sums up, the others wait until its end', () => {
		const admissions = admit(limitsOf(), 1, 2, 3, 4);
		expect(admissions.map(titlesOf)).toEqual(['send', 'send', ['Error 3'], 'hold']);
		expect(admissions[3]).toEqual({ do: 'hold', until: NOON + 5 * MINUTE, isTold: false });
		expect(heldBackBy(node)).toBe(true);
		expect(heldBackBy('another')).toBe(false);
	});

	test('of another project there is room, whatever the first one has', () => {
		const limits = limitsOf();
		admit(limits, 1, 2, 3);
		const other = numbered(9, { project: { id: 9, name: 'Shop' } });
		expect(limits.admit(RULES, [other], none).do).toBe('send');
	});

	test('one that did not go out makes room, and may be named in the summary', () => {
		const limits = limitsOf();
		const [first] = admit(limits, 1, 2);
		if (first.do === 'send') first.undo();
		expect(admit(limits, 5).map(titlesOf)).toEqual(['send']);
		const ahead = () => [1, 2, 5, 6].map((number) => numbered(number));
		const admission = limits.admit(RULES, [numbered(3)], ahead);
		// Those that were sent need no line in it.
		expect(titlesOf(admission)).toEqual(['Error 1', 'Error 3', 'Error 6']);
	});

	test('the summary names those of its project that follow, at most a thousand, and each once', () => {
		const limits = limitsOf();
		admit(limits, 1, 2);
		const ahead = jest.fn((): Alert[] => [
			numbered(4),
			numbered(4),
			numbered(3),
			numbered(5, { project: { id: 9, name: 'Shop' } }),
		]);
		const admission = limits.admit(RULES, [numbered(3)], ahead);
		expect(titlesOf(admission)).toEqual(['Error 3', 'Error 4']);
		expect(admission).toMatchObject({ summary: { limit: { count: 2 } } });
		expect(ahead).toHaveBeenCalledWith(1_000);
		const told = { do: 'hold', until: NOON + 5 * MINUTE, isTold: true };
		expect(admit(limits, 4)).toEqual([told]);
		expect(heldBackBy(node)).toBe(false);
	});

	test('a summary that fails is tried again, with what came meanwhile', () => {
		const limits = limitsOf();
		admit(limits, 1, 2);
		const failing = limits.admit(RULES, [numbered(3)], () => [numbered(4)]);
		admit(limits, 5);
		if (failing.do === 'summarize') failing.undo();
		const [again] = admit(limits, 3);
		expect(titlesOf(again)).toEqual(['Error 3', 'Error 4', 'Error 5']);
		expect(heldBackBy(node)).toBe(false);
	});

	test('of a workflow that polls each execution tells its own, what was told being held', () => {
		const limits = limitsOf(mapMemory(), false);
		const admissions = admit(limits, 1, 2, 3, 4, 4);
		expect(admissions.map(titlesOf)).toEqual(['send', 'send', ['Error 3'], ['Error 4'], 'hold']);
		expect(heldBackBy(node)).toBe(false);
	});

	test('whose rules change ends as they say now', () => {
		const limits = limitsOf();
		admit(limits, 1, 2, 3);
		clock.at += 2 * MINUTE;
		const longer = { ...RULES, minutes: 9 };
		expect(limits.admit(longer, [numbered(4)], none)).toMatchObject({
			do: 'hold',
			until: NOON + 9 * MINUTE,
		});
		const shorter = { ...RULES, minutes: 2 };
		expect(limits.admit(shorter, [numbered(5)], none).do).toBe('send');
		expect(limits.admit({ ...shorter, max: 1 }, [numbered(6)], none)).toMatchObject({
			do: 'summarize',
			summary: { heading: 'More than 1 alert in 2 minutes from Checkout API' },
		});
	});
});

describe('what is due', () => {
	test('is what was held back in a window that has ended, once, with what its summary is called', () => {
		const limits = limitsOf();
		const [, , summary] = admit(limits, 1, 2, 3, 4, 5);
		if (summary.do === 'summarize') summary.done('card 7');
		clock.at = NOON + 5 * MINUTE - 1;
		expect(limits.due()).toEqual([]);
		clock.at += 1;
		const due = limits.due();
		expect(due).toMatchObject([
			{ summary: { kind: 'account', ref: 'card 7', limit: { issueIds: [idOf(4), idOf(5)] } } },
		]);
		expect(limits.due()).toEqual([]);
		expect(heldBackBy(node)).toBe(false);
	});

	test('and could not be told is due again', () => {
		const memory = mapMemory();
		const limits = limitsOf(memory);
		admit(limits, 1, 2, 3, 4);
		clock.at += 5 * MINUTE;
		const [{ undo }] = limits.due();
		undo();
		limits.save();
		expect(kept(memory).told).toEqual([heldOf(numbered(3)).key]);
		expect(accountsOf(limitsOf(memory))).toEqual([[idOf(4)]]);
	});

	test('is nothing where all was told', () => {
		const limits = limitsOf();
		admit(limits, 1, 2, 3);
		clock.at += 5 * MINUTE;
		expect(limits.due()).toEqual([]);
	});

	test('comes in one account for one window of several processes', () => {
		const project = held(1).project;
		const one = { name: NAME, sent: 2, since: NOON - 9 * MINUTE, until: NOON - 4 * MINUTE };
		const memory = memoryWith({
			a: [windowOf({ ...one, held: [held(1), held(2)], unlisted: [{ project, count: 3 }] })],
			b: [windowOf({ ...one, held: [held(2), held(3)], unlisted: [{ project, count: 4 }] })],
			c: [windowOf({ ...one, held: [held(4)], summaryRef: 'card 7' })],
			d: [windowOf({ ...one, held: [held(5)], summaryRef: 'card 8' })],
			e: [windowOf({ ...one, name: 'other', held: [held(6)] })],
			f: [windowOf({ ...one, since: one.since + 1, held: [held(7)] })],
		});
		const due = limitsOf(memory).due();
		expect(due.map(({ summary }) => [summary.ref, summary.limit?.count])).toEqual([
			['card 7', 5 + 7],
			[null, 1],
			[null, 1],
		]);
		expect(due[0].summary.limit?.issueIds).toEqual([1, 2, 3, 4, 5].map(idOf));
	});

	test('is not what was told, though the memory of another process still has it', () => {
		const past = { name: NAME, sent: 2, since: NOON - 9 * MINUTE, until: NOON - 4 * MINUTE };
		const unlisted = [{ project: held(1).project, count: 3 }];
		const memory = memoryWith({ a: [windowOf({ ...past, held: [held(1), held(2)], unlisted })] });
		const limits = limitsOf(memory);
		expect(limits.due()).toHaveLength(1);
		expect(limitsOf(memory).due()).toEqual([]);
		limits.save();
		expect(kept(memory)).toEqual({ processes: new Map(), told: [] });
	});

	test('is not what another process says that it has told', () => {
		const past = { name: NAME, sent: 2, since: NOON - 9 * MINUTE, until: NOON - 4 * MINUTE };
		const processes = { a: [windowOf({ ...past, held: [held(1), held(2)] })] };
		expect(accountsOf(limitsOf(memoryWith(processes, [held(1).key])))).toEqual([[idOf(2)]]);
	});
});

test('the limit of an item is asked by its rules, and one that was switched off holds nothing back', () => {
	const limits = limitsOf();
	const ahead = () => [numbered(8)];
	const limiter = limiterOf(limits, { ...RULES, max: 1 }, ahead);
	expect(limiter.rules).toEqual({ ...RULES, max: 1 });
	expect(limiter.admit([numbered(1)]).do).toBe('send');
	expect(titlesOf(limiter.admit([numbered(2)]))).toEqual(['Error 2', 'Error 8']);
	limiter.admit([numbered(3)]);
	clock.at += 5 * MINUTE;
	const off = afterLimit(limits);
	expect(off.rules.max).toBe(Infinity);
	expect([off.admit([numbered(4)]), off.admit([numbered(5)])]).toMatchObject([
		{ do: 'send' },
		{ do: 'send' },
	]);
	expect(off.due().map(({ summary }) => summary.limit?.issueIds)).toEqual([[idOf(3)]]);
	expect(limiter.due()).toEqual([]);
});
