/** What a node knows to be told already, so that nothing is told twice and nothing is lost. */
import { readKept, writeKept } from '../../../../nodes/shared/limit/kept';
import { Limits } from '../../../../nodes/shared/limit/limits';
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
	titlesOf,
} from './oneNode';
import { held, MINUTE, NOON, RULES, windowOf } from './support';

const past = { name: NAME, sent: 2, since: NOON - 9 * MINUTE, until: NOON - 4 * MINUTE };
const keys = (count: number, name = 'key') =>
	Array.from({ length: count }, (_, index) => `${name} ${index}`);

test('what a failed summary named is lost neither to it nor to the next execution', () => {
	const limits = limitsOf();
	admit(limits, 1, 2);
	const failing = limits.admit(RULES, [numbered(3)], () => [numbered(4)]);
	if (failing.do === 'summarize') failing.undo();
	clock.at += 5 * MINUTE;
	expect(accountsOf(limitsOf())).toEqual([[idOf(4)]]);
});

test('what another process held back is told once', () => {
	const unlisted = [{ project: held(1).project, count: 3 }];
	const limits = limitsOf(memoryWith({ a: [windowOf({ ...past, held: [held(1)], unlisted })] }));
	expect(limits.due().map(({ summary }) => summary.limit?.count)).toEqual([4]);
	expect(limits.due()).toEqual([]);
});

test('what another process still holds back is told when its window has ended', () => {
	const open = { name: NAME, sent: 2, since: NOON, until: NOON + 5 * MINUTE };
	const limits = limitsOf(memoryWith({ a: [windowOf({ ...open, held: [held(1)] })] }));
	expect(limits.due()).toEqual([]);
	clock.at = open.until;
	expect(accountsOf(limits)).toEqual([[idOf(1)]]);
});

test('what this process wrote down itself does not count twice', () => {
	const memory = mapMemory();
	const limits = limitsOf(memory);
	admit(limits, 1, 2, 3);
	const many = Array.from({ length: 1_005 }, (_, index) => 10 + index);
	admit(limits, ...many);
	limits.save();
	clock.at += 5 * MINUTE;
	const due = limitsOf(memory).due();
	expect(due.map(({ summary }) => summary.limit?.count)).toEqual([1_005]);
});

test('this process is the newest in its memory, however many others there are', () => {
	const memory = mapMemory();
	const limits = limitsOf(memory);
	admit(limits, 1);
	limits.save();
	const { processes, told } = kept(memory);
	for (const id of keys(20)) processes.set(id, [windowOf({ sent: 1, held: [held(9)] })]);
	const text = JSON.parse(writeKept({ processes: new Map(), told }, node)) as object;
	const written = [...processes].map(([id, windows]) => [
		id,
		windows.map((window) => ({ ...window, held: [], unlisted: [], links: [], projects: [] })),
	]);
	memory.set(
		'limit',
		JSON.stringify({ ...text, processes: Object.fromEntries(written) as object }),
	);
	limits.save();
	const found = kept(memory).processes;
	expect(found.size).toBe(20);
	expect([...found.values()].flat().filter(({ name }) => name === NAME)).toHaveLength(1);
});

test('what another process told of this one is not told again, but for what it could not know', () => {
	const project = held(1).project;
	const open = windowOf({ name: NAME, sent: 1 });
	const memoryOf = (name: string) =>
		mapMemory({
			limit: writeKept(
				{
					processes: new Map([
						['a', [windowOf({ name: NAME, sent: 2, unlisted: [{ project, count: 1 }] })]],
						[
							'b',
							[
								windowOf({
									name: 'still open',
									since: NOON + MINUTE,
									until: NOON + 99 * MINUTE,
									sent: 1,
								}),
							],
						],
					]),
					told: [],
				},
				name,
			),
		});
	const limits = limitsOf();
	admit(limits, 1, 2, 3, 4, ...Array.from({ length: 1_001 }, (_, index) => 10 + index));
	clock.at += 5 * MINUTE;
	// Another node with the same window, to have its name as it is written down.
	const other = memoryOf('another');
	const elsewhere = new Limits('another', other, clock, true);
	expect(elsewhere.due()).toHaveLength(1);
	elsewhere.save();
	const { told } = readKept(other.get('limit'), 'another');
	expect(told).toHaveLength(1);
	const after = limitsOf(memoryWith({ b: [open] }, [...told, held(4).key]));
	const [account] = after.due();
	expect(account.summary.limit?.issueIds).not.toContain(idOf(4));
	expect(account.summary.limit?.count).toBe(1_001);
});

describe('of what was told', () => {
	test('the oldest is forgotten after 3,000', () => {
		const told = [held(1).key, held(2).key, ...keys(2_999)];
		const processes = { a: [windowOf({ ...past, held: [held(1), held(2)] })] };
		expect(accountsOf(limitsOf(memoryWith(processes, told)))).toEqual([[idOf(1)]]);
	});

	test('the newest 3,000 are written down, those of this process last', () => {
		const memory = mapMemory();
		const limits = limitsOf(memory);
		admit(limits, 1, 2, 3);
		memory.set('limit', writeKept({ processes: new Map(), told: keys(3_000) }, node));
		limits.save();
		const { told } = readKept(memory.get('limit'), node);
		expect([told.length, told[0], told.at(-1)]).toEqual([3_000, 'key 1', held(3).key]);
	});

	test('each is written down once', () => {
		const memory = mapMemory();
		const limits = limitsOf(memory);
		admit(limits, 1, 2, 3);
		limits.save();
		limits.save();
		expect(kept(memory).told).toEqual([held(3).key]);
	});
});

test('an alert that was sent and comes again is held like any other', () => {
	const limits = limitsOf();
	admit(limits, 1, 2, 3);
	expect(admit(limits, 1).map(titlesOf)).toEqual(['hold']);
	expect(admit(limits, 3)).toMatchObject([{ isTold: true }]);
	clock.at += 5 * MINUTE;
	expect(accountsOf(limits)).toEqual([[idOf(1)]]);
});

test('an account names what its window held, whatever comes into a new one', () => {
	const limits = limitsOf();
	admit(limits, 1, 2, 3, 4);
	clock.at += 5 * MINUTE;
	admit(limits, 5, 6, 7, 8);
	expect(accountsOf(limits)).toEqual([[idOf(4)]]);
	clock.at += 5 * MINUTE;
	expect(accountsOf(limits)).toEqual([[idOf(8)]]);
});
