import type { ILoadOptionsFunctions } from 'n8n-workflow';

import {
	getAssignees,
	getLabels,
	searchIssueTypes,
	searchMilestones,
	searchRepositories,
} from '../../../nodes/BugsinkGithubIssues/pickers';
import { type GithubStandIn } from '../../standins/github';
import { startInEngine, TOKEN, type InEngine } from './inEngine';

let github: GithubStandIn;
let run: InEngine['run'];
beforeEach(async () => {
	({ github, run } = await startInEngine());
});
afterEach(async () => await github.close());

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
		({ github, run } = await startInEngine({
			repositories: [
				...Array.from({ length: 250 }, (_, index) => ({ fullName: `acme/r${index}` })),
				{ fullName: 'acme/old', archived: true },
				{ fullName: 'acme/no-issues', hasIssues: false },
				{ fullName: 'acme/Shop' },
			],
		}));
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
		({ github, run } = await startInEngine({
			repositories: [
				{
					fullName: 'acme/shop',
					labels: Array.from({ length: 120 }, (_, index) => `label-${index}`),
					assignees: ['ada', 'bob'],
				},
			],
		}));
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
