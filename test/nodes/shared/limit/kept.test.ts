import { readKept, writeKept } from '../../../../nodes/shared/limit/kept';
import { heldOf, type Window } from '../../../../nodes/shared/limit/window';
import { bareAlert } from '../../../support/alerts';
import { held, MINUTE, NOON, windowOf } from './support';

/** What is read of a node's memory after it was written. */
function again(windows: Window[], told: string[] = []) {
	const text = writeKept({ processes: new Map([['p', windows]]), told }, 'node');
	return readKept(text, 'node');
}
/** What is read of a window that was written as this differs from a good one. */
function read(more: object): Window | undefined {
	const [window] = JSON.parse(
		JSON.stringify([{ ...windowOf({ sent: 1 }), held: [], projects: [], links: [], ...more }]),
	) as unknown[];
	const text = JSON.stringify({ of: 'node', processes: { p: [window] }, told: [] });
	return readKept(text, 'node').processes.get('p')?.[0];
}

describe('what was written is read again', () => {
	test('with every window and every alert of it', () => {
		const other = { project: { id: 2, name: 'Shop' } };
		const windows = [
			windowOf({
				sent: 2,
				isSummarized: true,
				summaryRef: 'card 7',
				held: [
					held(1),
					held(2, { ...other, eventCount: null }),
					held(3, { issueUrl: null }),
					held(4, { fingerprint: 'mine' }),
					heldOf(bareAlert({ issueUrl: 'https://bugsink.example.com/null/' })),
				],
				unlisted: [{ project: held(1).project, count: 7 }],
			}),
			windowOf({ name: 'other', sent: 1, since: NOON + 1, until: NOON + 9 * MINUTE + 1 }),
		];
		windows[1].rules = { ...windows[1].rules, minutes: 9 };
		expect(again(windows, ['a', 'b'])).toEqual({
			processes: new Map([['p', windows]]),
			told: ['a', 'b'],
		});
	});

	test('for each process, of the last twenty that have something', () => {
		const processes = new Map<string, Window[]>([['empty', []]]);
		for (let id = 1; id <= 21; id++) processes.set(`p${id}`, [windowOf({ sent: id })]);
		processes.set('also empty', []);
		const found = readKept(writeKept({ processes, told: [] }, 'node'), 'node').processes;
		const ids = Array.from({ length: 20 }, (_, index) => `p${index + 2}`);
		expect([...found.keys()]).toEqual(ids);
		expect(found.get('p21')).toMatchObject([{ sent: 21 }]);
	});

	test('though projects and addresses are written once', () => {
		const size = (count: number) =>
			writeKept(
				{
					processes: new Map([
						['p', [windowOf({ held: Array.from({ length: count }, (_, id) => held(id)) })]],
					]),
					told: [],
				},
				'node',
			).length;
		const each = (size(30) - size(20)) / 10;
		expect(each).toBeLessThan(100);
	});

	test('without a window in which nothing was sent or held', () => {
		expect(again([windowOf(), windowOf({ name: 'b', sent: 1 })]).processes.get('p')).toEqual([
			windowOf({ name: 'b', sent: 1 }),
		]);
		const unlisted = [{ project: held(1).project, count: 1 }];
		expect(again([windowOf({ unlisted })]).processes.get('p')).toHaveLength(1);
	});
});

describe('as nothing is read', () => {
	test.each([undefined, '', '{', '7', '[]', 'null', '{}', '{"told":["a"],"processes":{}}'])(
		'%j',
		(text) => {
			expect(readKept(text, 'node')).toEqual({ processes: new Map(), told: [] });
		},
	);

	test('an invalid list of processes', () => {
		const text = '{"of":"node","processes":7,"told":[]}';
		expect(readKept(text, 'node').processes.size).toBe(0);
	});

	test('the memory of another node', () => {
		const text = writeKept(
			{ processes: new Map([['p', [windowOf({ sent: 1 })]]]), told: ['a'] },
			'a',
		);
		expect(readKept(text, 'a').told).toEqual(['a']);
		expect(readKept(text, 'b')).toEqual({ processes: new Map(), told: [] });
	});

	test.each([
		['{"of":"node","processes":7,"told":7}', []],
		['{"of":"node","processes":{"p":7},"told":[7,"a"]}', ['7', 'a']],
		['{"of":"node","processes":{"p":[7,null,[]]}}', []],
	])('the invalid parts of %s', (text, told) => {
		const kept = readKept(text, 'node');
		expect([...kept.processes.values()].flat()).toEqual([]);
		expect(kept.told).toEqual(told);
	});

	test.each([
		{ name: 7 },
		{ since: 'noon' },
		{ until: null },
		{ sent: '1' },
		{ rules: 7 },
		{ rules: null },
	])('a window with %j', (more) => {
		expect(read(more)).toBeUndefined();
	});
});

test.each([
	[{}, {}],
	[{ isSummarized: 'yes' }, { isSummarized: false }],
	[{ summaryRef: 7 }, { summaryRef: null }],
	[
		{ held: 7, unlisted: 7 },
		{ held: [], unlisted: [] },
	],
	[{ rules: {} }, { rules: { max: 1, minutes: 5, per: 'project' } }],
	[{ rules: { max: '3' } }, { rules: { max: 1, minutes: 5, per: 'project' } }],
	[{ until: NOON + 7 * MINUTE + 29_000 }, { rules: { max: 2, minutes: 7, per: 'project' } }],
])('a window with %j is still one', (more, expected) => {
	expect(read(more)).toMatchObject({ name: 'checkout', sent: 1, ...expected });
});

test('of what is only counted, what is odd is left out', () => {
	const project = { name: 'Shop', url: null };
	const unlisted = [7, { project, count: '1' }, { project: {}, count: 1 }, { project, count: 1 }];
	expect(read({ unlisted })?.unlisted).toEqual([{ project, count: 1 }]);
});

describe('a row of a held alert', () => {
	const project = { name: 'Shop', url: null };
	const projects = [{}, project];
	const links = [['https://x/issues/', '/event/']];
	const row = ['key', 'print', 'id', 'Title', 'NEW', 3, 0, 1];
	const heldIn = (changes: Record<number, unknown>) => {
		const changed = row.map((value, place) => (place in changes ? changes[place] : value));
		return read({ held: [changed], projects, links })?.held;
	};

	test('has its parts in order', () => {
		expect(heldIn({})).toEqual([
			{
				key: 'key',
				fingerprint: 'print',
				issueId: 'id',
				title: 'Title',
				reason: 'NEW',
				events: 3,
				url: 'https://x/issues/id/event/',
				project,
			},
		]);
	});

	test.each([{ 0: 7 }, { 3: null }, { 7: 0 }, { 7: 9 }, { 7: null }])(
		'with %j is left out',
		(changes) => {
			expect(heldIn(changes)).toEqual([]);
		},
	);

	test.each([
		[{ 1: null }, { fingerprint: 'bugsink-id' }],
		[{ 2: 7 }, { issueId: null, url: 'https://x/issues//event/' }],
		[{ 4: 7 }, { reason: '7' }],
		[{ 5: '3' }, { events: null }],
		[{ 6: 'https://y/' }, { url: 'https://y/' }],
		[{ 6: 9 }, { url: null }],
		[{ 6: null }, { url: null }],
		[{ 6: true }, { url: null }],
		[{ 6: '' }, { url: null }],
	])('with %j is read as far as it goes', (changes, expected) => {
		expect(heldIn(changes)).toMatchObject([expected]);
	});

	test('that is invalid is left out', () => {
		expect(read({ held: [7, null, 'row'], projects, links })?.held).toEqual([]);
	});
});
