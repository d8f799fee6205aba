import { hasComment, historyOf, turnsWhile } from '../../../../nodes/shared/bugsink/history';
import { page, scripted, type Scripted } from './scripted';

const turnOf = async (entry: object) => {
	const [turn] = (await historyOf(scripted(page([entry])).client, 'one')) ?? [];
	return turn;
};

describe('the history of an issue', () => {
	test('is asked for with the newest first', async () => {
		const { client, asked } = scripted(page([{ id: 9 }, 'odd', { id: 8 }]));
		const turns = await historyOf(client, 'one');
		expect(turns?.map(({ id }) => id)).toEqual([9, 8]);
		expect(asked()).toEqual(['GET issue-history/?issue=one&order=desc']);
	});

	test('is null if this Bugsink has no history, or answers otherwise', async () => {
		const none: Scripted[] = [{ status: 404 }, { status: 403 }, { body: {} }, { body: { x: 1 } }];
		for (const answer of none) expect(await historyOf(scripted(answer).client, 'one')).toBeNull();
	});

	test('tells who did what and when', async () => {
		const entry = {
			id: '12',
			kind: ' resolved ',
			timestamp: '2026-08-03T11:00:00+02:00',
			user_display_name: 'Ada',
			comment: 'Fixed\nin 1.2',
			triggering_event: null,
			metadata: {},
		};
		expect(await turnOf(entry)).toEqual({
			id: 12,
			kind: 'resolved',
			at: '2026-08-03T09:00:00.000Z',
			by: 'Ada',
			comment: 'Fixed\nin 1.2',
			isAutomatic: false,
			unmuteReason: null,
		});
	});

	test('of an entry that says nothing is empty', async () => {
		expect(await turnOf({})).toEqual({
			id: 0,
			kind: '',
			at: null,
			by: null,
			comment: '',
			isAutomatic: false,
			unmuteReason: null,
		});
	});

	test.each([
		[{ triggering_event: 'e1' }, true],
		[{ metadata: { mute_for: null } }, true],
		[{ metadata: { mute_until: null } }, true],
		[{ triggering_event: '' }, false],
		[{ metadata: { other: 1 } }, false],
		[{ metadata: 'mute_for' }, false],
	])('%j was done by an event or a deadline: %s', async (entry, isAutomatic) => {
		expect((await turnOf(entry)).isAutomatic).toBe(isAutomatic);
	});

	const until = (volume: number, number: number, period: string) => ({
		mute_until: { volume, nr_of_periods: number, period },
	});
	const after = (unmute_after: unknown) => ({ mute_for: { unmute_after } });

	test.each([
		[until(5, 1, 'hour'), 'More than 5 events per 1 hour occurred, unmuting the issue.'],
		[until(5, 2, 'day'), 'More than 5 events per 2 days occurred, unmuting the issue.'],
		[
			after('2026-08-03T11:14:22+02:00'),
			'An event was observed after the mute-deadline of 2026-08-03 09:14 UTC and the issue was unmuted.',
		],
		[after('soon'), 'An event was observed after the mute-deadline and the issue was unmuted.'],
		[{ mute_for: 'a day' }, null],
	])('the reason of an unmuting with %j reads: %s', async (metadata, reason) => {
		expect((await turnOf({ metadata })).unmuteReason).toBe(reason);
	});
});

describe('the entries as long as some are wanted', () => {
	const read = async (...answers: Scripted[]) => {
		const { client, asked } = scripted(...answers);
		const turns = await turnsWhile(client, 'one', ({ id }) => id > 5);
		return { asked: asked(), turns: Array.isArray(turns) ? turns.map(({ id }) => id) : turns };
	};
	const next = (cursor: string) => `https://x/?cursor=${cursor}`;

	test('go on to the first page without one', async () => {
		const pages = [
			page([{ id: 9 }, { id: 2 }], next('b')),
			page([{ id: 3 }], next('c')),
			page([{ id: 8 }]),
		];
		expect(await read(...pages)).toEqual({
			turns: [9, 2, 3],
			asked: [
				'GET issue-history/?issue=one&order=desc',
				'GET issue-history/?issue=one&order=desc&cursor=b',
			],
		});
	});

	test('end with the last page', async () => {
		const { turns, asked } = await read(page([{ id: 9 }], next('b')), page([{ id: 8 }]));
		expect(turns).toEqual([9, 8]);
		expect(asked).toHaveLength(2);
	});

	test('are gone with the issue, and none before Bugsink 2.6', async () => {
		expect((await read({ status: 404, body: { detail: 'Not found.' } })).turns).toBe('gone');
		expect((await read({ status: 404, body: 'Unimplemented API endpoint' })).turns).toBeNull();
	});

	test('are an error if Bugsink cannot tell', async () => {
		await expect(read({ status: 403 })).rejects.toThrow('Bugsink answered 403');
	});
});

test.each([
	['It is all said', true],
	['https://x.example/1', true],
	['said', true],
	['It is', false],
	['', false],
	['https://x.example/', false],
])('whether %j is among the comments: %s', async (textOrWord, expected) => {
	const comments = [
		{ comment: 'It is all said' },
		{ comment: 'See\t https://x.example/1\nplease' },
	];
	expect(await hasComment(scripted(page(comments)).client, 'one', textOrWord)).toBe(expected);
});

test('where no history can be read no comment is there', async () => {
	expect(await hasComment(scripted({ status: 404 }).client, 'one', 'x')).toBe(false);
});
