import { allowMismatch } from '../conformance/watch';
import { call } from './client';
import { githubSecondaryLimit, startGithub, type GithubOptions } from './github';
import { clock, keep, now } from './harness';

describe('GitHub', () => {
	async function start(options: GithubOptions = {}) {
		const github = keep(await startGithub({ now, ...options }));
		const api = (method: string, path: string, body?: unknown, base = github.url) =>
			call(method, base + path, body, { authorization: `Bearer ${github.token}` });
		const create = (fields: Record<string, unknown> = {}, repository = 'acme/shop') =>
			api('POST', `/repos/${repository}/issues`, { title: 'It broke', ...fields });
		return { github, api, create };
	}

	it('lists pull requests among the issues at once, while search lags', async () => {
		const { github, api, create } = await start({ searchLagMs: 60_000 });
		github.addPullRequest({ title: 'Fix', labels: ['bugsink'] });
		await create({ labels: ['bugsink'], body: '<!-- bugsink-0b1c4a52-6c0e -->' });
		const listed = await api('GET', '/repos/acme/shop/issues?labels=bugsink&state=all');
		expect(listed.list.map((issue) => 'pull_request' in issue)).toEqual([false, true]);
		const q = encodeURIComponent('repo:acme/shop "bugsink-0b1c4a52-6c0e" in:body is:issue');
		expect((await api('GET', `/search/issues?q=${q}`)).json.total_count).toBe(0);
		clock.at += 60_000;
		expect((await api('GET', `/search/issues?q=${q}`)).json.total_count).toBe(1);
		allowMismatch(/q is over 256/);
		expect((await api('GET', `/search/issues?q=${'x'.repeat(257)}`)).status).toBe(422);
	});

	it('drops labels without a word where the token may not push', async () => {
		const { api, create, github } = await start({
			repositories: [
				{ fullName: 'acme/shop' },
				{ fullName: 'acme/public', push: false },
				{ fullName: 'acme/off', hasIssues: false },
				{ fullName: 'acme/secret', visible: false },
			],
		});
		const dropped = await create(
			{ labels: ['a'], assignees: ['octocat'], type: 'Bug' },
			'acme/public',
		);
		expect(dropped.json).toMatchObject({ labels: [], assignees: [], type: null });
		expect((await create({ labels: ['brand new'] })).json.labels).toMatchObject([
			{ name: 'brand new' },
		]);
		expect(github.repository().labels).toHaveLength(1);
		expect((await create({}, 'acme/off')).status).toBe(410);
		expect((await create({}, 'acme/secret')).status).toBe(404);
		expect((await api('POST', '/repos/acme/public/labels', { name: 'x' })).status).toBe(403);
		expect((await api('GET', '/repos/acme/shop/assignees/octocat')).status).toBe(204);
		expect((await api('GET', '/repos/acme/shop/assignees/nobody')).status).toBe(404);
	});

	it('refuses what is too long or unknown, and replaces lists', async () => {
		const { api, create } = await start();
		for (const wrong of [
			{ title: 'x'.repeat(257) },
			{ body: 'x'.repeat(65_537) },
			{ labels: ['x'.repeat(51)] },
			{ assignees: ['nobody'] },
			{ milestone: 9 },
			{ type: 'Nope' },
		]) {
			const answer = await create(wrong);
			expect([answer.status, answer.json.errors]).toEqual([422, [expect.any(Object)]]);
		}
		expect((await create({ labels: ['a', 'b'], milestone: 1, type: 'Bug' })).status).toBe(201);
		await api('PATCH', '/repos/acme/shop/issues/1', { labels: ['c'], state: 'closed' });
		const { list } = await api('POST', '/repos/acme/shop/issues/1/labels', { labels: ['d'] });
		expect(list.map((label) => label.name)).toEqual(['c', 'd']);
		const reopened = await api('PATCH', '/repos/acme/shop/issues/1', { state: 'open' });
		expect(reopened.json).toMatchObject({ state_reason: 'reopened', closed_at: null });
	});

	it('pages, redirects a renamed repository, serves Enterprise and 5,000 issues', async () => {
		const { github, api } = await start();
		github.seedIssues(5000, (index) => ({
			title: `Old ${index}`,
			createdAt: clock.at - 1e9 + index,
		}));
		allowMismatch(/per_page is over 100/);
		const page = await api(
			'GET',
			'/repos/acme/shop/issues?per_page=200&page=2',
			undefined,
			github.enterpriseUrl,
		);
		expect(page.list).toHaveLength(100);
		expect(page.headers.link).toMatch(/api\/v3\/repos.*page=3>; rel="next"/);
		expect(
			(await api('GET', `/repos/acme/shop/issues?since=${new Date(clock.at).toISOString()}`)).list,
		).toEqual([]);
		github.rename('acme/shop', 'acme/store');
		const moved = await api('GET', '/repos/acme/shop/issues/7');
		expect(moved.status).toBe(301);
		expect((await api('GET', moved.headers.location.slice(github.url.length))).json.title).toBe(
			'Old 6',
		);
		expect((await api('POST', '/repos/acme/shop/issues', { title: 'x' })).status).toBe(307);
	});

	it('limits searches, contents a minute and writes in a row', async () => {
		const { github, api, create } = await start({ searchPerMinute: 1, contentPerMinute: 2 });
		await api('GET', '/search/issues?q=x');
		const search = await api('GET', '/search/issues?q=x');
		expect([search.status, search.headers['x-ratelimit-remaining']]).toEqual([403, '0']);
		await create();
		await create();
		const third = await create();
		expect([third.status, third.headers['retry-after']]).toEqual([403, undefined]);
		clock.at += 60_001;
		expect((await create()).status).toBe(201);
		expect(github.refused).toEqual({ primary: 0, search: 1, secondary: 1 });
		github.fail({ kind: githubSecondaryLimit(3, 429) });
		expect((await create()).status).toBe(429);

		const paced = await start({ minWriteIntervalMs: 1000 });
		await paced.create();
		expect((await paced.create()).status).toBe(403);
		clock.at += 1000;
		expect((await paced.create()).status).toBe(201);

		const readOnly = await start({ fineGrained: true, issuesPermission: 'read' });
		expect((await readOnly.create()).json.message).toMatch(/not accessible by personal access/);
		expect((await call('GET', `${github.url}/user`)).json.message).toBe('Bad credentials');
	});
});
