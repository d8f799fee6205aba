import {
	movesOf,
	moversOf,
	wasClosed,
	type JiraMove,
} from '../../../nodes/BugsinkJiraCloud/search';
import { scripted } from './scripted';

describe('who moved a ticket', () => {
	const change = (accountId: string, accountType: string, ...fields: string[]) => ({
		id: '1',
		author: { accountId, accountType },
		items: fields.map((field) => ({ field })),
	});

	it('is who changed status or resolution, in order', async () => {
		const values = [
			change('ada', 'atlassian', 'status'),
			change('bot', 'app', 'labels', 'resolution'),
			change('mia', 'customer', 'assignee'),
			{ id: '2', items: [{ field: 'status' }] },
			{ id: '3', author: { accountId: 'nobody' } },
		];
		const { api, requests } = scripted(() => ({ body: { values, total: 5 } }));
		expect(await moversOf(api, '10012')).toEqual([
			{ accountId: 'ada', isApp: false },
			{ accountId: 'bot', isApp: true },
			{ accountId: '', isApp: false },
		]);
		expect(requests).toMatchObject([
			{ method: 'GET', path: '/issue/10012/changelog?startAt=0&maxResults=100' },
		]);
	});

	it('is told with the time, and with what was before', async () => {
		const values = [
			{
				id: '1',
				created: '2026-08-03T09:14:22.481+0200',
				author: { accountId: 'ada', displayName: 'Ada', accountType: 'atlassian' },
				items: [
					null,
					{ field: 'assignee', fromString: 'Mia' },
					{ field: 'resolution', fromString: 'Fixed' },
					{ field: 'status', fromString: 'Done' },
				],
			},
			{ id: '2', items: [{ field: 'resolution', fromString: null }] },
			{ id: '3', items: [{ field: 'status', fromString: 'To Do' }] },
			{ id: '4', items: 'status' },
		];
		const { api } = scripted(() => ({ body: { values, total: 4 } }));
		const nobody = { accountId: '', name: '', isApp: false };
		expect(await movesOf(api, '1')).toEqual([
			{
				by: { accountId: 'ada', name: 'Ada', isApp: false },
				at: Date.parse('2026-08-03T07:14:22.481Z'),
				before: { status: 'Done', resolution: 'Fixed' },
			},
			{ by: nobody, at: NaN, before: { status: '', resolution: '' } },
			{ by: nobody, at: NaN, before: { status: 'To Do', resolution: '' } },
		]);
	});

	it.each([
		[100, 1, undefined],
		[101, 2, 1],
		[250, 2, 150],
	])('of %d changes is on the last page', async (total, count, startAt) => {
		const { api, requests } = scripted((_, number) => ({
			body: { total, values: [change(`page ${number}`, 'app', 'status')] },
		}));
		expect(await moversOf(api, '1')).toMatchObject([{ accountId: `page ${count}` }]);
		expect(requests).toHaveLength(count);
		if (startAt !== undefined) expect(requests[1].path).toContain(`startAt=${startAt}&`);
	});

	it.each([[{}], [{ values: {} }], ['<html>']])('is not told by %j', async (body) => {
		const { api } = scripted(() => ({ body }));
		await expect(moversOf(api, '1')).rejects.toThrow('with something else');
	});
});

describe('a ticket was closed before a move', () => {
	it.each([
		['with any resolution', '', 'Fixed', true],
		['with a resolution, whatever the status', 'To Do', 'Fixed', true],
		['from a status that means done', 'Done', '', true],
		['from one that means a duplicate', 'Duplicate', '', true],
		["from one that means won't do", 'Cancelled', '', true],
		["from one that the user calls won't do", 'PARKED', '', true],
		['not from an open status', 'In Progress', '', false],
		['not if only the resolution was set', '', '', false],
	])('%s', (_, status, resolution, isClosed) => {
		const move = { before: { status, resolution } } as JiraMove;
		expect(wasClosed(move, ['Parked'])).toBe(isClosed);
	});
});
