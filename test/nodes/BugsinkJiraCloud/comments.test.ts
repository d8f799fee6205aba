import { noteOf, richText } from '../../../nodes/BugsinkJiraCloud/adf';
import { comment, link } from '../../../nodes/BugsinkJiraCloud/comments';
import { NOW, scripted, type Scripted } from './scripted';

const MINUTE = 60_000;
const BODY = richText('The error came back.');

const at = (time: number) => new Date(time).toISOString().replace('Z', '+0000');
const said = (text: string, time = NOW) => ({ id: '1', body: richText(text), created: at(time) });
const others = (count: number, time = NOW) =>
	Array.from({ length: count }, (_, index) => said(`word ${index}`, time));

/** A ticket with these comments, the newest first, in pages as Jira gives them. */
function ticket(comments: object[], posts: Scripted[] = [], largestPage = 100) {
	return scripted(({ method, path }) => {
		if (method === 'POST') return posts.shift() ?? { status: 201 };
		const startAt = Number(/startAt=(\d+)/.exec(path)?.[1]);
		const page = comments.slice(startAt, startAt + largestPage);
		return { body: { comments: page, total: comments.length } };
	});
}

const posted = (requests: Array<{ method: string }>) =>
	requests.filter(({ method }) => method === 'POST').length;

describe('a comment', () => {
	it('is posted without a look if none is wanted', async () => {
		const { api, requests } = ticket([said('The error came back.')]);
		expect(await comment(api, '10012', BODY, undefined, NOW)).toBe(true);
		expect(requests).toEqual([
			{ method: 'POST', path: '/issue/10012/comment', at: 'site', json: { body: BODY } },
		]);
	});

	it('is looked for among the newest first', async () => {
		const { api, requests } = ticket([]);
		expect(await comment(api, '10012', BODY, NOW, NOW)).toBe(true);
		expect(requests[0]).toMatchObject({
			method: 'GET',
			path: '/issue/10012/comment?orderBy=-created&maxResults=100&startAt=0',
		});
		expect(requests).toHaveLength(2);
	});

	it.each([
		['reads the same', [said('The error came back.')], false],
		['reads the same but for spaces', [said('The  error\ncame back. ')], false],
		['is as old as that', [said('The error came back.', NOW - MINUTE)], false],
		['is older', [said('The error came back.', NOW - MINUTE - 1)], true],
		['has no time', [{ id: '1', body: BODY }], false],
		['reads otherwise', [said('The error came back!')], true],
		['is behind other ones', [...others(30), said('The error came back.')], false],
		['is behind one that is older', [said('x', 0), said('The error came back.')], false],
	])('counts as posted if one that is a minute old %s', async (_, comments, isPosted) => {
		const { api, requests } = ticket(comments);
		expect(await comment(api, '1', BODY, NOW - MINUTE, NOW)).toBe(isPosted);
		expect(posted(requests)).toBe(isPosted ? 1 : 0);
	});

	it.each([100, 20])('is found behind 250 others, in pages of %d', async (largestPage) => {
		const comments = [...others(250), said('The error came back.'), ...others(100, 0)];
		const { api, requests } = ticket(comments, [], largestPage);
		expect(await comment(api, '1', BODY, NOW - MINUTE, NOW)).toBe(false);
		expect(requests).toHaveLength(Math.ceil(251 / largestPage));
	});

	it.each([
		['older ones begin', [...others(120), ...others(200, 0)], 2],
		['all were read', others(200), 2],
		['two thousand were read', others(2_100), 20],
	])('is looked for until %s', async (_, comments, looks) => {
		const { api, requests } = ticket(comments);
		expect(await comment(api, '1', BODY, NOW - MINUTE, NOW)).toBe(true);
		expect(requests).toHaveLength(looks + 1);
	});

	it('is looked for until a page is empty where Jira does not say how many there are', async () => {
		const { api, requests } = scripted(({ method, path }) =>
			method === 'POST'
				? { status: 201 }
				: { body: { comments: path.endsWith('startAt=0') ? others(2) : [] } },
		);
		expect(await comment(api, '1', BODY, NOW - MINUTE, NOW)).toBe(true);
		expect(requests).toHaveLength(3);
	});

	it.each([
		['went through', [said('The error came back.', NOW - MINUTE)], 1],
		[
			'went through, says a clock that is more than a minute behind',
			[said('The error came back.', NOW - MINUTE - 1)],
			2,
		],
		['did not go through', [], 2],
	])('whose answer is lost and which %s', async (_, comments, times) => {
		const { api, requests } = ticket(comments, ['lost']);
		expect(await comment(api, '1', BODY, undefined, NOW)).toBe(true);
		expect(posted(requests)).toBe(times);
	});

	it.each([[{}], [{ comments: {} }], ['<html>']])('is not posted after %j', async (body) => {
		const { api, requests } = scripted(() => ({ body }));
		await expect(comment(api, '1', BODY, NOW, NOW)).rejects.toThrow('with something else');
		expect(requests).toHaveLength(1);
	});
});

it('a note names the other ticket by a link', () => {
	const note = noteOf('Closed as a duplicate of ', { key: 'OPS-1', url: 'https://x' }, '.');
	expect(JSON.stringify(note)).toContain('"text":"OPS-1","marks":[{"type":"link"');
});

it.each(['Duplicate', 'Relates'] as const)('a link says "from %s to"', async (type) => {
	const { api, requests } = scripted(() => ({ status: 201 }));
	await link(api, type, '2', '1');
	expect(requests).toEqual([
		{
			method: 'POST',
			path: '/issueLink',
			at: 'site',
			json: { type: { name: type }, inwardIssue: { id: '2' }, outwardIssue: { id: '1' } },
		},
	]);
});
