import { comment } from '../../../nodes/BugsinkGithubIssues/comments';
import { commentMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import { alertOf } from '../../support/alerts';
import { iso, MINUTE, NOW, scripted, throttle, ticket, type Scripted, type Seen } from './scripted';

const alert = alertOf();
const HEADING = 'The error came back';
const MARKER = commentMarker(alert, HEADING);
const posted = { status: 201, body: { id: 1 } };
const page = (count: number, last?: string) =>
	Array.from({ length: count }, (_, index) => ({
		id: index,
		body: index === count - 1 && last !== undefined ? last : `Comment ${index}`,
	}));

function setting(answer: (request: Seen, number: number) => Scripted) {
	const all = scripted(answer);
	const on = ticket(7, all.repository);
	const send = async (since?: number, about: typeof alert | undefined = alert) =>
		await comment(all.github, on, about, HEADING, since);
	return { ...all, send };
}

describe('a comment', () => {
	it('is posted without a look if none is wanted', async () => {
		const { at, requests, send } = setting(() => posted);
		expect(await send()).toBe(true);
		expect(requests).toMatchObject([{ method: 'POST', path: `${at}/issues/7/comments` }]);
		expect((requests[0].json as { body: string }).body).toMatch(
			/^### The error came back: `CHECKOUT-API-17` in Checkout API\n/,
		);
		expect((requests[0].json as { body: string }).body).toContain(MARKER);
	});

	it('that is about no alert says its heading alone', async () => {
		const { github, repository, requests } = setting(() => posted);
		await comment(github, ticket(7, repository), undefined, 'Duplicate of #1', undefined);
		expect(requests[0].json).toEqual({ body: 'Duplicate of #1' });
	});

	it('is looked for among those since then, and not posted twice', async () => {
		const { at, requests, send } = setting(() => ({ body: page(3, `x ${MARKER} y`) }));
		expect(await send(NOW - MINUTE)).toBe(false);
		expect(requests).toEqual([
			{
				method: 'GET',
				path: `${at}/issues/7/comments`,
				query: { since: iso(NOW - MINUTE), per_page: '100', page: '1' },
				json: undefined,
			},
		]);
	});

	it('is looked for when the token may read again', async () => {
		const { github, send, times } = setting(() => ({ body: page(1, MARKER) }));
		throttle(github, 'read');
		expect(await send(NOW)).toBe(false);
		expect(times).toEqual([MINUTE]);
	});

	it('is posted after a look at comments of which none is the same', async () => {
		const odd = [{ id: 1, body: null }, { id: 2 }, { id: 3, body: 'x' }];
		const { requests, send } = setting(({ method }) => (method === 'GET' ? { body: odd } : posted));
		expect(await send(NOW - MINUTE)).toBe(true);
		expect(requests).toHaveLength(2);
	});

	it.each([
		[250, 3],
		[200, 3],
		[2_500, 25],
	])('is found at the end of %d comments, up to %d pages', async (count, pages) => {
		const { requests, send } = setting(({ method, query }) => {
			if (method === 'POST') return posted;
			const left = Math.max(0, count - 100 * (Number(query.page) - 1));
			return { body: page(Math.min(100, left), left > 0 && left <= 100 ? MARKER : undefined) };
		});
		expect(await send(NOW)).toBe(false);
		expect(requests).toHaveLength(count % 100 === 0 ? count / 100 : pages);
	});

	it('is looked for on 25 pages at most: GitHub has no more', async () => {
		const { requests, send } = setting(({ method }) =>
			method === 'POST' ? posted : { body: page(100) },
		);
		expect(await send(NOW)).toBe(true);
		expect(requests.filter(({ method }) => method === 'GET')).toHaveLength(25);
	});

	it.each<[string, Scripted]>([
		['is lost', 'lost'],
		['is something else', { status: 200, body: '<html>' }],
		['has no id', { status: 200, body: { id: '1' } }],
		['is a list', { status: 200, body: [] }],
	])('whose answer %s is looked for among those of the last minute', async (_, answer) => {
		const { clock, requests, send } = setting(({ method }) =>
			method === 'POST' ? answer : { body: page(1, MARKER) },
		);
		expect(await send()).toBe(true);
		expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
		expect(requests[1].query.since).toBe(iso(NOW - MINUTE));
		expect(clock.at).toBeGreaterThanOrEqual(NOW);
	});

	it('whose answer is lost is posted again if it is not there', async () => {
		const { requests, send } = setting(({ method }, number) =>
			method === 'GET' ? { body: [] } : number === 1 ? 'lost' : posted,
		);
		expect(await send()).toBe(true);
		expect(requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST']);
	});

	it('whose answer is something else is an error if it is not there', async () => {
		const { requests, send } = setting(({ method }) =>
			method === 'GET' ? { body: [] } : { status: 200, body: '<html>' },
		);
		await expect(send()).rejects.toThrow('something else than what was asked for');
		expect(requests).toHaveLength(2);
	});
});
