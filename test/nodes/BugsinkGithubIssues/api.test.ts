import { getFollowing, githubRequest, pacesOf } from '../../../nodes/BugsinkGithubIssues/api';
import { Gate, type Pace } from '../../../nodes/shared/delivery/gate';
import { VirtualClock } from '../../support/virtualClock';
import { API, NOW, scripted } from './scripted';

const MINUTE = 60_000;

test('a request names the version of the API and this package, and has a body only if it has one', () => {
	const headers = {
		accept: 'application/vnd.github+json',
		'x-github-api-version': '2022-11-28',
		'user-agent': 'n8n-nodes-bugsink',
	};
	expect(githubRequest(API, 'GET', '/user')).toEqual({
		method: 'GET',
		url: 'https://api.github.com/user',
		headers,
	});
	expect(githubRequest(API, 'GET', '/x', { query: { q: 'a "b"', page: '2' } }).url).toBe(
		'https://api.github.com/x?q=a+%22b%22&page=2',
	);
	expect(githubRequest('https://ghe.example/api/v3', 'POST', '/x', { body: { a: 1 } })).toEqual({
		method: 'POST',
		url: 'https://ghe.example/api/v3/x',
		headers: { ...headers, 'content-type': 'application/json' },
		body: '{"a":1}',
	});
});

describe('the lanes of a token', () => {
	/** When each of so many requests may start, in ms from the first. */
	async function starts(count: number, pace: Pace[], others: Pace[] = []): Promise<number[]> {
		const clock = new VirtualClock(NOW);
		const gate = new Gate(clock);
		const begun: number[] = [];
		for (let index = 0; index < count; index++) {
			if (others.length > 0) {
				await gate.enter(others, 0);
				gate.leave(others);
			}
			await gate.enter(pace, 0);
			begun.push(clock.at - NOW);
			gate.leave(pace);
		}
		return begun;
	}
	const lanes = () => pacesOf(API, 'token');

	it('let 80 issues and comments a minute start, a second apart', async () => {
		const { create } = lanes();
		const begun = await starts(3, create);
		expect(begun).toEqual([0, 1_000, 2_000]);
		// A second apart is 60 a minute, so the 80 hold only where the second does not.
		const [content] = create;
		const all = await starts(81, [content]);
		expect([all[79], all[80]]).toEqual([0, MINUTE]);
	});

	it('let 500 issues and comments an hour start', async () => {
		const [content] = lanes().create;
		const begun = await starts(501, [content]);
		expect(begun[499]).toBe(6 * MINUTE);
		expect(begun[500]).toBe(60 * MINUTE);
	});

	it('let 30 searches a minute start', async () => {
		const begun = await starts(31, lanes().search);
		expect([begun[29], begun[30]]).toEqual([0, MINUTE]);
	});

	it('have 900 points a minute, of which a read takes one, a write five', async () => {
		const { create, read, search, write } = lanes();
		const reads = await starts(901, read);
		expect([reads[899], reads[900]]).toEqual([0, MINUTE]);
		const points = write.filter(({ key }) => key === read[1].key);
		expect(points).toEqual([
			{ ...read[1], weight: 5, limits: [{ count: 900, perMilliseconds: MINUTE }] },
		]);
		const writes = await starts(181, points);
		expect([writes[179], writes[180]]).toEqual([0, MINUTE]);
		const inCreate = create.filter(({ key }) => key === read[1].key);
		expect(inCreate).toEqual(points);
		expect(search).toContainEqual(read[1]);
	});

	it('let four reads be under way, and as many searches and writes as their rates allow', () => {
		const { create, read, search, write } = lanes();
		expect(read.map(({ concurrent }) => concurrent)).toEqual([4, undefined]);
		expect([...search, ...write, ...create].every((lane) => lane.concurrent === undefined)).toBe(
			true,
		);
	});

	it('share what belongs together: each write is a second after any other', async () => {
		const { create, write } = lanes();
		expect(await starts(2, create, write)).toEqual([1_000, 3_000]);
	});

	it('belong to the token on its host, whatever the path, and each has a name of its own', () => {
		const keys = (apiUrl: string, token: string) =>
			Object.values(pacesOf(apiUrl, token)).flatMap((lanes) => lanes.map(({ key }) => key));
		expect(keys('https://ghe.example/api/v3', 'a')).toEqual(keys('https://ghe.example', 'a'));
		expect(keys(API, 'a')).not.toEqual(keys(API, 'b'));
		expect(keys(API, 'a')).not.toEqual(keys('https://ghe.example', 'a'));
		expect(new Set(keys(API, 'a')).size).toBe(5);
		// What is throttled of a search closes the first lane alone.
		const { read, search } = lanes();
		expect(search[0].key).not.toBe(read[0].key);
	});
});

describe('a redirect', () => {
	const get = githubRequest(API, 'GET', '/repos/acme/shop');
	const { read } = pacesOf(API, 'token');

	it.each([301, 302, 307, 308])('with %d is followed once on the same host', async (status) => {
		const { github, requests } = scripted(({ path }) =>
			path === '/repositories/5'
				? { body: { id: 5 } }
				: { status, headers: { location: '/repositories/5?x=1' } },
		);
		expect(await getFollowing(github.delivery, get, read)).toMatchObject({
			response: { statusCode: 200, body: '{"id":5}' },
			url: 'https://api.github.com/repositories/5?x=1',
			wasRedirected: true,
		});
		expect(requests).toHaveLength(2);
	});

	it('that is none gives the answer', async () => {
		const { github } = scripted(() => ({ body: 1 }));
		expect(await getFollowing(github.delivery, get, read)).toMatchObject({
			response: { statusCode: 200 },
			url: get.url,
			wasRedirected: false,
		});
	});

	it('to a status that is an answer too', async () => {
		const { github } = scripted((_, number) =>
			number === 1 ? { status: 301, headers: { location: '/x' } } : { status: 404 },
		);
		const followed = await getFollowing(github.delivery, get, read, [404]);
		expect(followed.response.statusCode).toBe(404);
	});

	it('to another redirect is an error, and so is a 303', async () => {
		const twice = scripted(() => ({ status: 301, headers: { location: '/x' } }));
		await expect(getFollowing(twice.github.delivery, get, read)).rejects.toThrow('301');
		expect(twice.requests).toHaveLength(2);
		const other = scripted(() => ({ status: 303, headers: { location: '/x' } }));
		await expect(getFollowing(other.github.delivery, get, read)).rejects.toThrow('303');
		expect(other.requests).toHaveLength(1);
	});

	it.each<[string, Record<string, string>, string]>([
		['another host', { location: 'https://evil.example/x' }, 'evil.example'],
		['another port', { location: 'https://api.github.com:8443/x' }, 'api.github.com:8443'],
		['plain http', { location: 'http://api.github.com/x' }, 'api.github.com'],
		['nowhere', {}, 'an unknown place'],
		['something that is no address', { location: 'https://[x' }, 'an unknown place'],
	])('to %s is an error that names it: the token goes nowhere else', async (_, headers, place) => {
		const { github, requests } = scripted(() => ({ status: 301, headers, body: 'Moved' }));
		await expect(getFollowing(github.delivery, get, read)).rejects.toMatchObject({
			message: `GitHub answered 301: the repository moved to ${place}`,
			hint: expect.stringMatching(/^The token is sent to no other host/) as string,
			failure: { errorType: 'Redirect', statusCode: 301, responseText: '"Moved"'.slice(1, -1) },
		});
		expect(requests).toHaveLength(1);
	});
});
