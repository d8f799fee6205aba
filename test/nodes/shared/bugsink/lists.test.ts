/** The lists of the editor, of a scripted Bugsink. */
import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { searchIssues, searchProjects } from '../../../../nodes/shared/bugsink/pickers';
import { executeContext } from '../../../support/executeContext';
import { errorOf } from '../node/destination';
import { API } from './scripted';

type Search = typeof searchIssues;

/** What a list shows of these entries, and which address it asked. */
async function listed(
	search: Search,
	results: object[],
	more: { project?: unknown; filter?: string; cursor?: string; next?: string } = {},
): Promise<INodeListSearchResult & { asked: string[] }> {
	const body = JSON.stringify({ results, next: more.next ?? null });
	const { context, requests } = executeContext({
		credentials: (type) => {
			expect(type).toBe('bugsinkApi');
			return { bugsinkUrl: 'bugsink.example.com', apiToken: 'a'.repeat(40) };
		},
		answer: () => ({ statusCode: 200, body }),
	});
	const getCurrentNodeParameter = (name: string) => (name === 'project' ? more.project : undefined);
	const editor = { ...context, getCurrentNodeParameter } as unknown as ILoadOptionsFunctions;
	const found = await search.call(editor, more.filter, more.cursor);
	return { ...found, asked: requests.map(({ url }) => url.replace(API, '')) };
}

const names = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);

describe('the projects', () => {
	const all = [
		{ id: 1, name: 'Checkout API' },
		{ id: 2, name: 'Shop' },
	];

	test('are listed by name, page by page', async () => {
		const next = 'https://x/?cursor=two';
		expect(await listed(searchProjects, all, { cursor: 'one', next })).toEqual({
			results: [
				{ name: 'Checkout API', value: '1' },
				{ name: 'Shop', value: '2' },
			],
			paginationToken: 'two',
			asked: ['projects/?cursor=one'],
		});
		const last = await listed(searchProjects, all);
		expect(last).not.toHaveProperty('paginationToken');
		expect(last.asked).toEqual(['projects/']);
	});

	test('are filtered by any part of their name, however it is written', async () => {
		expect(names(await listed(searchProjects, all, { filter: ' kout ap' }))).toEqual([
			'Checkout API',
		]);
		expect(names(await listed(searchProjects, all, { filter: 'SHOP' }))).toEqual(['Shop']);
		expect(names(await listed(searchProjects, all, { filter: '  ' }))).toHaveLength(2);
	});
});

describe('the issues', () => {
	test.each([
		['7', '7'],
		[7, '7'],
		[{ value: ' 7 ' }, '7'],
		[{ value: 7 }, '7'],
		[{ value: 'https://bugsink.example.com/issues/7/' }, '7'],
		[{ value: 'http://localhost/tools/projects/12?x=1' }, '12'],
		['https://bugsink.example.com/issues/7#top', '7'],
	])('of the project %j are those of %s, the latest first', async (project, id) => {
		const { asked } = await listed(searchIssues, [], { project });
		expect(asked).toEqual([`issues/?project=${id}&sort=last_seen&order=desc`]);
	});

	test.each([undefined, '', { value: '' }, { value: 'shop' }, 'https://x/issues/issue/7/', '7a'])(
		'need a project, which %j does not name',
		async (project) => {
			const error = await errorOf(listed(searchIssues, [], { project }));
			expect(error).toMatchObject({
				message: "Choose a 'Project' first",
				description: "The list shows the issues of one project. 'By ID' works without one.",
			});
		},
	);

	const issue = (more: object) => ({ id: 'u-1', friendly_id: 'SHOP-1', ...more });
	const nameOf = async (more: object) =>
		names(await listed(searchIssues, [issue(more)], { project: 7, cursor: 'c' }))[0];

	test('have their page, and their ID as the value', async () => {
		const entry = issue({ calculated_type: 'ValueError', calculated_value: 'Bad' });
		const { asked, results } = await listed(searchIssues, [entry], { project: 7, cursor: 'c' });
		expect(results).toEqual([
			{
				name: 'SHOP-1 ValueError: Bad',
				value: 'u-1',
				url: 'https://bugsink.example.com/issues/issue/u-1/event/last/',
			},
		]);
		expect(asked).toEqual(['issues/?project=7&sort=last_seen&order=desc&cursor=c']);
	});

	test.each([
		['the first line of what they say', { calculated_type: 'E', calculated_value: 'a\nb' }, 'E: a'],
		['a type once', { calculated_type: 'E', calculated_value: 'E: a' }, 'E: a'],
		['another word before it', { calculated_type: 'E', calculated_value: 'F: a' }, 'E: F: a'],
	])('show %s', async (_, entry, title) => {
		expect(await nameOf(entry)).toBe(`SHOP-1 ${title}`);
	});

	test('have names of at most 120 characters', async () => {
		const long = await nameOf({ calculated_type: 'E', calculated_value: 'x'.repeat(200) });
		expect(long).toHaveLength(120);
		const bare = { friendly_id: null, calculated_type: 'E', calculated_value: 'a' };
		expect(await nameOf(bare)).toBe('E: a');
	});
});
