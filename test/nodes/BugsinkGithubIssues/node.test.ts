import type { IDataObject, INode } from 'n8n-workflow';

import { githubSecondaryLimit, type GithubStandIn } from '../../standins/github';
import { sample } from '../../support/samples';
import { NEW, startInEngine, TOKEN, type InEngine } from './inEngine';

let github: GithubStandIn;
let run: InEngine['run'];
beforeEach(async () => {
	({ github, run } = await startInEngine());
});
afterEach(async () => await github.close());

const jsonOf = ({ items }: Awaited<ReturnType<typeof run>>) => items?.map(({ json }) => json);

describe('in the engine', () => {
	it('takes the samples through the life of an issue, over executions', async () => {
		const staticData: IDataObject = {};
		const first = await run({ labels: 'bug, Bug, bugsink' }, [NEW], { staticData });
		expect(first.error).toBeUndefined();
		expect(jsonOf(first)).toEqual([
			{
				destination: 'githubIssues',
				action: 'created',
				reason: 'NEW',
				issueId: NEW.id,
				fingerprint: `bugsink-${String(NEW.id)}`,
				key: '1',
				url: 'https://github.com/acme/shop/issues/1',
				statusCode: 201,
				requests: 3,
				attempts: 1,
				truncated: [],
				skipReason: null,
				skipCode: null,
				warnings: [],
				response: { id: expect.any(Number) as number, repository: 'acme/shop' },
			},
		]);
		expect(github.issues[0].labels).toEqual(['bugsink', 'bug']);
		github.setState(1, 'closed');
		const regressed = await run({}, [sample('captured/custom-regressed') as IDataObject], {
			staticData,
		});
		expect(jsonOf(regressed)).toMatchObject([{ action: 'reopened', key: '1' }]);
		const resolved = await run({ operation: 'resolve' }, [NEW], { staticData });
		expect(jsonOf(resolved)).toMatchObject([{ action: 'resolved', key: '1' }]);
		expect(github.issues).toHaveLength(1);
	});

	it('shows what it would send, and sends nothing', async () => {
		const preview = await run({
			operation: 'preview',
			assignees: '@octocat',
			options: { milestone: 'v1.0' },
		});
		expect(jsonOf(preview)).toMatchObject([
			{
				action: 'previewed',
				warnings: ["The milestone 'v1.0' is looked up when the alert is sent"],
				request: {
					method: 'POST',
					url: `${github.url}/repos/acme/shop/issues`,
					body: { labels: ['bugsink'], assignees: ['octocat'] },
				},
			},
		]);
		expect(JSON.stringify(preview.items)).not.toContain(TOKEN);
		expect(github.requests).toEqual([]);
	});

	it('sends a test message, and takes a test alert for one', async () => {
		const test = await run({ operation: 'sendTestMessage', assignees: 'octocat' }, [{}]);
		expect(jsonOf(test)).toMatchObject([{ action: 'created', reason: 'TEST' }]);
		await run({ assignees: 'octocat' }, [sample('captured/custom-test') as IDataObject]);
		expect(github.issues).toMatchObject([
			{ title: '[Test] Test message from n8n', assignees: [] },
			{ title: expect.stringMatching(/^\[Test\] /) as string, assignees: [] },
		]);
	});

	it.each([
		['URL', { mode: 'url', value: 'https://github.com/acme/shop/issues/3' }],
		['list', { mode: 'list', value: 'acme/shop', cachedResultName: 'acme/shop' }],
	])('takes the repository by %s', async (_name, repository) => {
		const { items } = await run({ repository: { __rl: true, ...repository } });
		expect(items?.[0].json).toMatchObject({ action: 'created' });
	});

	it('takes milestone and type from their lists', async () => {
		await run({
			options: {
				milestone: { __rl: true, mode: 'list', value: '1', cachedResultName: 'v1.0' },
				issueType: { __rl: true, mode: 'name', value: 'Bug' },
			},
		});
		expect(github.issues).toMatchObject([{ milestone: 1, type: 'Bug' }]);
	});

	it('takes the repository from an expression', async () => {
		const { items } = await run(
			{ repository: '={{ $json.repository }}', alert: '={{ $json.alert }}' },
			[{ repository: 'acme/shop', alert: NEW }],
		);
		expect(items?.[0].json).toMatchObject({ action: 'created' });
	});

	it('cuts labels to 50 characters, and assignees to ten', async () => {
		github.repository().assignees.push(...'abcdefghijkl');
		const { items } = await run({
			labels: `${'l'.repeat(60)}`,
			assignees: 'a,b,c,d,e,f,g,h,i,j,k,l',
		});
		expect(items?.[0].json).toMatchObject({
			action: 'created',
			truncated: ['labels'],
			warnings: ['GitHub accepts at most 10 assignees; left out: k, l'],
		});
		expect(github.issues[0].labels[1]).toHaveLength(50);
		expect(github.issues[0].assignees).toHaveLength(10);
	});

	it.each<[string, INode['parameters'], IDataObject, RegExp]>([
		['a repository without an owner', { repository: 'shop' }, {}, /'Repository' is not an owner/],
		['no repository', { repository: '={{ "" }}' }, {}, /'Repository'/],
		['no token', {}, { accessToken: '' }, /no 'Access Token'/],
		['a token of two lines', {}, { accessToken: `${TOKEN}\n${TOKEN}` }, /'Access Token' is not/],
		['an open address', {}, { apiUrl: 'http://api.github.com' }, /unencrypted/],
		[
			'an unknown choice',
			{ options: { onRegression: 'explode' } },
			{},
			/'When the Error Comes Back'/,
		],
		['a window of no days', { options: { reopenWindowDays: -1 } }, {}, /'Reopen Window/],
	])('refuses %s before anything is sent', async (_name, parameters, credential, message) => {
		const { error } = await run(parameters, [NEW], {
			credentials: { accessToken: TOKEN, apiUrl: github.url, ...credential } as never,
		});
		expect(error?.message).toMatch(message);
		expect(github.requests).toEqual([]);
	});

	it('tells one bad item from the good ones', async () => {
		const { items } = await run({}, [{ nothing: 'here' }, NEW], { continueOnFail: true });
		expect(items?.[0].json).toMatchObject({
			error: expect.stringMatching(/not a Bugsink alert/) as string,
		});
		expect(items?.[1]).toMatchObject({ json: { action: 'created' }, pairedItem: { item: 1 } });
	});

	it.each<[string, () => void, RegExp, string]>([
		[
			'a wrong token',
			() =>
				github.fail({
					times: Infinity,
					kind: { status: 401, body: { message: `Bad credentials: ${TOKEN}` } },
				}),
			/answered 401: Bad credentials: \*\*\*/,
			'401',
		],
		['issues switched off', () => (github.repository().hasIssues = false), /answered 410/, '410'],
		['a hidden repository', () => (github.repository().visible = false), /answered 404/, '404'],
		['a limit', () => github.fail({ kind: githubSecondaryLimit(3_600) }), /answered 403/, '403'],
	])('explains %s without the token', async (_name, arrange, message, httpCode) => {
		arrange();
		const run1 = await run();
		expect(run1.error?.message).toMatch(message);
		expect(run1.error).toMatchObject({ httpCode });
		expect(JSON.stringify(run1.run)).not.toContain(TOKEN);
		expect(github.requests.length).toBeLessThanOrEqual(2);
		for (const { headers } of github.requests) {
			expect(headers).toMatchObject({
				authorization: `Bearer ${TOKEN}`,
				accept: 'application/vnd.github+json',
				'x-github-api-version': '2022-11-28',
				'user-agent': 'n8n-nodes-bugsink',
			});
		}
	});
});
