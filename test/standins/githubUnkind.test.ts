import { allowMismatch } from '../conformance/watch';
import { call } from './client';
import {
	githubPrimaryLimit,
	githubRefusals,
	githubTooQuickly,
	startGithub,
	type GithubOptions,
} from './github';
import { clock, keep, now } from './harness';
import { asObject, type JsonObject } from './json';
import { notAnAnswer } from './unkind';

const MINUTE = 60_000;

async function start(options: GithubOptions = {}) {
	const github = keep(await startGithub({ now, ...options }));
	const api = (method: string, path: string, body?: unknown) =>
		call(method, github.url + path, body, { authorization: `Bearer ${github.token}` });
	const create = (repository = 'acme/shop') =>
		api('POST', `/repos/${repository}/issues`, { title: 'It broke' });
	const list = async (query = 'state=all') =>
		(await api('GET', `/repos/acme/shop/issues?${query}`)).list;
	return { github, api, create, list };
}

describe('GitHub and what it shows', () => {
	it('lags in its lists, while one issue by its number is current', async () => {
		const { github, api, create, list } = await start({ listLagMs: 8_000 });
		await create();
		expect(await list()).toEqual([]);
		expect((await api('GET', '/repos/acme/shop/issues/1')).json.number).toBe(1);
		clock.at += 8_000;
		expect(await list()).toHaveLength(1);
		github.closeIssue(1);
		expect(await list('state=open')).toHaveLength(1);
		expect((await api('GET', '/repos/acme/shop/issues/1')).json.state).toBe('closed');
		clock.at += 8_000;
		expect(await list('state=open')).toEqual([]);
		github.listLagMs = 0;
		await create();
		expect(await list()).toHaveLength(2);
	});

	it('says that a search is not complete', async () => {
		const { github, api } = await start();
		github.seed({ title: 'It broke' });
		github.incompleteResults = true;
		const found = await api('GET', '/search/issues?q=broke');
		expect(found.json).toMatchObject({ total_count: 1, incomplete_results: true });
	});

	it('tells who closed an issue for that issue alone, with the kind of account', async () => {
		const { github, api, list } = await start();
		github.seedIssues(3, () => ({}));
		github.closeIssue(1, { by: 'stale-helper[bot]', reason: 'not_planned' });
		github.closeIssue(2, { by: 'ada', reason: 'duplicate' });
		await api('PATCH', '/repos/acme/shop/issues/3', { state: 'closed' });
		const one = async (number: number) =>
			(await api('GET', `/repos/acme/shop/issues/${number}`)).json;
		expect(await one(1)).toMatchObject({
			state_reason: 'not_planned',
			closed_by: { login: 'stale-helper[bot]', type: 'Bot' },
		});
		expect(await one(2)).toMatchObject({ closed_by: { login: 'ada', type: 'User' } });
		expect(await one(3)).toMatchObject({ closed_by: { login: 'alert-bot', type: 'User' } });
		expect((await list()).some((issue) => 'closed_by' in issue)).toBe(false);
		github.reopenIssue(2, { by: 'ada' });
		expect(await one(2)).toMatchObject({ state_reason: 'reopened', closed_by: null });
		const events = await api('GET', '/repos/acme/shop/issues/2/events');
		expect(events.list).toMatchObject([
			{ event: 'closed', actor: { login: 'ada' }, state_reason: 'duplicate' },
			{ event: 'reopened', actor: { login: 'ada' } },
		]);
		github.comment(2, 'still there');
		const timeline = await api('GET', '/repos/acme/shop/issues/2/timeline');
		expect(timeline.list.map(({ event }) => event)).toEqual(['closed', 'reopened', 'commented']);
	});

	it('redirects a transferred issue, and says 410 of a deleted one', async () => {
		const { github, api, create, list } = await start({
			repositories: [
				{ fullName: 'acme/shop' },
				{ fullName: 'acme/tools', labels: ['bug'] },
				{ fullName: 'acme/secret', visible: false },
			],
		});
		github.seedIssues(3, () => ({ labels: ['bug', 'shop only'] }));
		expect(github.transferIssue(1, 'acme/tools')).toMatchObject({ number: 1, labels: ['bug'] });
		github.transferIssue(2, 'acme/secret');
		github.deleteIssue(3);
		const get = (number: number) => api('GET', `/repos/acme/shop/issues/${number}`);
		const moved = await get(1);
		expect(moved.status).toBe(301);
		const there = await api('GET', moved.headers.location.slice(github.url.length));
		expect(there.json.url).toMatch(/acme\/tools\/issues\/1$/);
		const comment = await api('POST', '/repos/acme/shop/issues/1/comments', { body: 'x' });
		expect([comment.status, comment.headers.location]).toEqual([
			307,
			expect.stringMatching(/\/issues\/1\/comments$/),
		]);
		expect([(await get(2)).status, (await get(3)).status]).toEqual([404, 410]);
		expect(await list()).toEqual([]);
		expect((await create()).json.number).toBe(4);
	});

	it('has issue types of the organisation and the repository, and none on Enterprise Server', async () => {
		allowMismatch(/issue-types: is not part of GitHub Enterprise Server/);
		const { github, api } = await start();
		for (const path of ['/orgs/acme/issue-types', '/repos/acme/shop/issue-types']) {
			const { list } = await api('GET', path);
			expect(list.map(({ name }) => name)).toEqual(['Bug', 'Feature', 'Task']);
			expect((await api('GET', `/api/v3${path}`)).status).toBe(404);
		}
		expect(github.calls('GET', /issue-types$/)).toBe(4);
	});

	it.each(Object.entries(notAnAnswer))('can answer 200 with %s', async (_name, kind) => {
		const { github, api } = await start();
		github.seed({});
		github.fail({ path: /issues$/, kind });
		const answer = await api('GET', '/repos/acme/shop/issues');
		expect([answer.status, answer.list]).toEqual([200, []]);
		expect((await api('GET', '/repos/acme/shop/issues')).list).toHaveLength(1);
	});
});

describe('GitHub and what it refuses', () => {
	it('takes no comment on a locked issue, nor after 2,500', async () => {
		const { github, api } = await start();
		github.seed({ locked: true });
		github.seed({ olderComments: 2_499 });
		const comment = (number: number) =>
			api('POST', `/repos/acme/shop/issues/${number}/comments`, { body: 'hello' });
		const locked = await comment(1);
		expect([locked.status, locked.json.message]).toEqual([
			403,
			'Unable to create comment because issue is locked.',
		]);
		github.lockIssue(1, false);
		expect((await comment(1)).status).toBe(201);
		expect((await comment(2)).status).toBe(201);
		const tooMany = await comment(2);
		expect([tooMany.status, tooMany.json.message]).toEqual([
			403,
			'Commenting is disabled on issues with more than 2500 comments.',
		]);
		expect((await api('PATCH', '/repos/acme/shop/issues/2', { state: 'closed' })).status).toBe(200);
		expect((await api('GET', '/repos/acme/shop/issues/2')).json.comments).toBe(2_500);
		const lock = '/repos/acme/shop/issues/2/lock';
		expect((await api('PUT', lock, { lock_reason: 'resolved' })).status).toBe(204);
		expect(github.issues[1].locked).toBe(true);
		expect((await api('DELETE', lock)).status).toBe(204);
		allowMismatch(/lock_reason must be one of/);
		expect((await api('PUT', lock, { lock_reason: 'stale' })).status).toBe(422);
	});

	it('names its reason in the message alone', async () => {
		const { github, api } = await start();
		for (const kind of Object.values(githubRefusals)) {
			github.fail({ kind });
			const answer = await api('GET', '/user');
			expect([answer.status, answer.json.message]).toEqual([403, asObject(kind.body).message]);
			expect(Number(answer.headers['x-ratelimit-remaining'] ?? 1)).toBeGreaterThan(0);
		}
	});

	it('calls the refused issue type by either name', async () => {
		const { github, api } = await start();
		const create = () => api('POST', '/repos/acme/shop/issues', { title: 'x', type: 'Nope' });
		expect((await create()).json.errors).toMatchObject([{ field: 'type' }]);
		github.issueTypeField = 'issue_type';
		expect((await create()).json.errors).toMatchObject([{ field: 'issue_type' }]);
	});
});

describe('GitHub and its limits', () => {
	it('counts contents per token, in whatever repository, and names no time', async () => {
		const { github, create } = await start();
		for (let count = 0; count < 80; count++) {
			expect((await create(count % 2 === 0 ? 'acme/shop' : 'acme/tools')).status).toBe(201);
		}
		const refused = await create('acme/tools');
		expect(refused.status).toBe(403);
		expect(refused.headers).not.toHaveProperty('retry-after');
		expect(Number(refused.headers['x-ratelimit-remaining'])).toBeGreaterThan(0);
		for (let count = 80; count < 500; count++) {
			if (count % 80 === 0) clock.at += MINUTE;
			expect((await create()).status).toBe(201);
		}
		clock.at += MINUTE;
		expect((await create()).status).toBe(403);
		clock.at += 60 * MINUTE;
		expect((await create()).status).toBe(201);
		expect(github.refused.secondary).toBe(2);
	});

	it('counts 900 points a minute: one for reading, five for writing', async () => {
		const { api, create } = await start({ pointsPerMinute: 12 });
		await create();
		await create();
		expect((await create()).status).toBe(403);
		expect((await api('GET', '/user')).status).toBe(200);
		expect((await api('GET', '/user')).status).toBe(200);
		expect((await api('GET', '/user')).status).toBe(403);
		clock.at += MINUTE;
		expect((await create()).status).toBe(201);
		const usual = await start();
		for (let count = 0; count < 900; count++) await usual.api('GET', '/user');
		expect((await usual.api('GET', '/user')).json.message).toMatch(/secondary rate limit/);
	});

	it('has no more than so many requests under way', async () => {
		const { github, api } = await start({ maxConcurrent: 3 });
		github.delayMs = 500;
		const answers = await Promise.all(Array.from({ length: 5 }, () => api('GET', '/user')));
		expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 403, 403]);
		expect((await api('GET', '/user')).status).toBe(200);
		expect(github.refused.secondary).toBe(2);
	});

	it('finds contents made within moments too quick: 422', async () => {
		const { github, api, create } = await start({ tooQuicklyMs: 1_000 });
		expect((await create()).status).toBe(201);
		const quick = await create();
		const body = githubTooQuickly('Issue').body as JsonObject;
		expect([quick.status, quick.json]).toEqual([422, body]);
		const comment = await api('POST', '/repos/acme/shop/issues/1/comments', { body: 'x' });
		expect(comment.json.errors).toMatchObject([
			{ resource: 'IssueComment', message: 'was submitted too quickly' },
		]);
		clock.at += 1_000;
		expect((await create()).status).toBe(201);
		expect(github.refused.secondary).toBe(2);
	});

	it.each([403, 429] as const)('is used up until its reset (%s)', async (limitStatus) => {
		const { github, api } = await start({ limitStatus });
		github.exhaust(25 * MINUTE);
		const refused = await api('GET', '/user');
		expect([refused.status, refused.json.message]).toEqual([
			limitStatus,
			expect.stringMatching(/^API rate limit exceeded/),
		]);
		expect(refused.headers).toMatchObject({
			'x-ratelimit-remaining': '0',
			'x-ratelimit-reset': String((clock.at + 25 * MINUTE) / 1000),
		});
		expect(refused.headers).not.toHaveProperty('retry-after');
		const same = githubPrimaryLimit(clock.at + 25 * MINUTE, limitStatus);
		expect(refused.headers).toMatchObject(same.headers ?? {});
		clock.at += 25 * MINUTE;
		expect((await api('GET', '/user')).status).toBe(200);
		expect(github.refused.primary).toBe(1);
	});
});
