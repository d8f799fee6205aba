import type { IDataObject, ILoadOptionsFunctions, INode } from 'n8n-workflow';

import {
	getAssignees,
	getLabels,
	searchIssueTypes,
	searchMilestones,
	searchRepositories,
} from '../../../nodes/BugsinkGithubIssues/pickers';
import { githubSecondaryLimit, startGithub, type GithubStandIn } from '../../standins/github';
import { runNode } from '../../support/engine';
import { sample } from '../../support/samples';

const TOKEN = ['ghp', 'plantedtoken0plantedtoken0planted00'].join('_');
const NEW: IDataObject = {
	...(sample('captured/custom-new') as IDataObject),
	first_seen: new Date().toISOString(),
};

let github: GithubStandIn;
beforeEach(async () => {
	github = await startGithub({ token: TOKEN, searchLagMs: 60_000 });
});
afterEach(async () => await github.close());

function run(
	parameters: INode['parameters'] = {},
	items: IDataObject[] = [NEW],
	more: Partial<Parameters<typeof runNode>[0]> = {},
) {
	return runNode({
		node: 'bugsinkGithubIssues',
		parameters: { repository: { __rl: true, mode: 'name', value: 'acme/shop' }, ...parameters },
		credentials: { accessToken: TOKEN, apiUrl: `${github.url}/` },
		items,
		...more,
	});
}

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
				attempts: 3,
				truncated: [],
				skipReason: null,
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
			warnings: ['GitHub takes 10 assignees at most; left out: k, l'],
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

describe('the pickers', () => {
	const search = (
		filter?: string,
		token?: string,
		picker: typeof searchRepositories = searchRepositories,
	) => {
		return picker.call(context(), filter, token);
	};
	const context = () => {
		const functions = {
			getCredentials: async () => ({ accessToken: TOKEN, apiUrl: github.url }),
			getNode: () => ({ name: 'Node' }),
			getCurrentNodeParameter: () => 'acme/shop',
			helpers: {
				async httpRequestWithAuthentication(
					_type: string,
					{ url, headers }: { url: string; headers: Record<string, string> },
				) {
					const response = await fetch(url, {
						headers: { ...headers, authorization: `Bearer ${TOKEN}` },
					});
					return {
						statusCode: response.status,
						headers: Object.fromEntries(response.headers as unknown as Iterable<[string, string]>),
						body: await response.text(),
					};
				},
			},
		};
		return functions as unknown as ILoadOptionsFunctions;
	};

	it('lists, searches and pages repositories', async () => {
		await github.close();
		github = await startGithub({
			token: TOKEN,
			repositories: [
				...Array.from({ length: 250 }, (_, index) => ({ fullName: `acme/r${index}` })),
				{ fullName: 'acme/old', archived: true },
				{ fullName: 'acme/no-issues', hasIssues: false },
				{ fullName: 'acme/Shop' },
			],
		});
		const first = await search();
		expect(first.results).toHaveLength(100);
		expect(first.results[0]).toEqual({
			name: 'acme/r0',
			value: 'acme/r0',
			url: 'https://github.com/acme/r0',
		});
		expect(first.paginationToken).toBe('2');
		expect((await search(undefined, '3')).results).toHaveLength(51);
		expect(await search(' shop ')).toEqual({
			results: [{ name: 'acme/Shop', value: 'acme/Shop', url: 'https://github.com/acme/Shop' }],
		});
		expect((await search('old')).results).toEqual([]);
	});

	it('lists labels and assignees, and adds the chosen ones to the typed', async () => {
		await github.close();
		github = await startGithub({
			token: TOKEN,
			repositories: [
				{
					fullName: 'acme/shop',
					labels: Array.from({ length: 120 }, (_, index) => `label-${index}`),
					assignees: ['ada', 'bob'],
				},
			],
		});
		expect(await getLabels.call(context())).toHaveLength(120);
		expect(await getAssignees.call(context())).toEqual([
			{ name: 'ada', value: 'ada' },
			{ name: 'bob', value: 'bob' },
		]);
		await run({
			labels: 'label-1',
			assignees: 'ada',
			options: { labelsFromList: ['label-1', 'label-2'], assigneesFromList: ['ada', 'bob'] },
		});
		expect(github.issues[0].labels).toEqual(['bugsink', 'label-1', 'label-2']);
		expect(github.issues[0].assignees).toEqual(['ada', 'bob']);
	});

	it('lists milestones and issue types', async () => {
		expect((await search('V1', undefined, searchMilestones)).results).toMatchObject([
			{ name: 'v1.0', value: '1' },
		]);
		expect((await search('', undefined, searchIssueTypes)).results).toHaveLength(3);
		expect((await search('bug', undefined, searchIssueTypes)).results).toEqual([
			{ name: 'Bug', value: 'Bug' },
		]);
	});

	it('says what is wrong', async () => {
		github.fail({ kind: { status: 401, body: { message: 'Bad credentials' } } });
		await expect(search()).rejects.toMatchObject({
			message: 'GitHub answered 401: Bad credentials',
			description: expect.stringContaining('wrong or expired') as string,
		});
		github.fail({ kind: { status: 403, body: { message: `You sent ${TOKEN}` } } });
		await expect(search()).rejects.toMatchObject({ message: 'GitHub answered 403: You sent ***' });
	});
});
