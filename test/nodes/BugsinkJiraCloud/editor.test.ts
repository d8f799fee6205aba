import { CredentialTestContext } from 'n8n-core';
import type { ICredentialTestFunctions, INodeListSearchResult } from 'n8n-workflow';

import { jiraProject, README_SCOPES, type JiraStandIn } from '../../standins/jira';
import { editorContext, node } from './editorContext';
import { aJira } from './support';

async function list(
	jira: JiraStandIn,
	method: keyof typeof node.methods.listSearch,
	filter?: string,
	from?: string,
	project = 'OPS',
): Promise<INodeListSearchResult> {
	const context = editorContext(jira, {
		projectKey: { __rl: true, mode: 'list', value: project },
	});
	return await node.methods.listSearch[method].call(context, filter, from);
}

describe('pickers', () => {
	it('list projects, searched and paged', async () => {
		const projects = Array.from({ length: 60 }, (_, index) =>
			jiraProject(String(index), `P${index}`, `Project ${index}`),
		);
		const jira = await aJira({ projects });
		const first = await list(jira, 'searchProjects');
		expect(first.results).toHaveLength(50);
		expect(first.results[0]).toEqual({
			name: 'Project 0 (P0)',
			value: 'P0',
			url: `${jira.url}/browse/P0`,
		});
		const second = await list(jira, 'searchProjects', undefined, String(first.paginationToken));
		expect(second.results).toHaveLength(10);
		expect(second.paginationToken).toBeUndefined();
		expect((await list(jira, 'searchProjects', 'project 42')).results).toHaveLength(1);
	});

	it('list issue types, priorities and people of the project, also for a token with scopes', async () => {
		const jira = await aJira({ scopes: README_SCOPES });
		expect((await list(jira, 'searchIssueTypes', 'sub')).results).toEqual([
			{ name: 'Sub-task', value: '10003' },
		]);
		expect((await list(jira, 'searchPriorities')).results).toHaveLength(5);
		expect((await list(jira, 'searchPriorities', 'highest')).results).toEqual([
			{ name: 'Highest', value: '1' },
		]);
		const people = (await list(jira, 'searchAssignees')).results.map(({ name }) => name);
		expect(people).toContain('Mia Krystof (mia@example.com)');
		expect(people.join()).not.toContain('Customer');
		expect((await list(jira, 'searchAssignees', undefined, undefined, '')).results).toEqual([]);
	});

	it.each([
		['no project', ''],
		['an issue type that the project does not have', 'SHOP'],
	])("list the site's priorities with %s", async (_, project) => {
		const jira = await aJira({ priorities: [{ id: '7', name: 'Now' }] });
		jira.fail({ path: /createmeta/, kind: { status: 404, body: {} }, times: Infinity });
		expect((await list(jira, 'searchPriorities', undefined, undefined, project)).results).toEqual([
			{ name: 'Now', value: '7' },
		]);
	});

	it("link to the site, also for a token that Atlassian's gateway answers", async () => {
		const jira = await aJira({ scopedTokens: true });
		const { results } = await list(jira, 'searchProjects', 'operations');
		expect(results).toEqual([
			{ name: 'Operations (OPS)', value: 'OPS', url: `${jira.url}/browse/OPS` },
		]);
	});

	it('say what is wrong and what to do, without the token that a proxy repeats', async () => {
		const jira = await aJira();
		const body = { errorMessages: [`You sent ${jira.apiToken}`] };
		jira.fail({ kind: { status: 403, body }, times: 9 });
		await expect(list(jira, 'searchProjects')).rejects.toMatchObject({
			message: 'Jira answered 403: You sent ***',
			description: expect.stringContaining('permissions to browse the project') as string,
		});
	});
});

describe('the credential test', () => {
	const test = async (jira: JiraStandIn, more = {}) => {
		const context = new CredentialTestContext({} as never) as unknown as ICredentialTestFunctions;
		const data = { jiraUrl: `${jira.url}/`, userEmail: jira.email, apiToken: jira.apiToken };
		return await node.methods.credentialTest.jiraCredential.call(context, {
			id: '',
			name: '',
			type: 'bugsinkJiraCloudApi',
			data: { ...data, ...more },
		});
	};

	it('takes tokens of both kinds', async () => {
		expect(await test(await aJira())).toEqual({
			status: 'OK',
			message: 'Signed in to Jira as Alert Bot.',
		});
		expect(await test(await aJira({ scopedTokens: true }))).toMatchObject({
			status: 'OK',
			message: expect.stringContaining('has scopes') as string,
		});
	});

	it.each([
		['a wrong token', { apiToken: 'planted-secret-token' }, /^Jira answered 401/],
		['no address', { jiraUrl: 'x' }, /'Jira URL' is not a URL/],
		['nobody there', { jiraUrl: 'http://127.0.0.1:9' }, /could not be reached/],
	])('refuses %s', async (_, more, message) => {
		const result = await test(await aJira(), more);
		expect(result).toMatchObject({ status: 'Error', message });
		expect(result.message).not.toContain('planted-secret-token');
	});

	it('takes a pasted credential with spaces and line breaks around it', async () => {
		const jira = await aJira();
		const more = { userEmail: ` ${jira.email}\n`, apiToken: `${jira.apiToken} \r\n` };
		expect(await test(jira, more)).toMatchObject({ status: 'OK' });
	});

	it('refuses a page that is no Jira', async () => {
		const jira = await aJira();
		jira.fail({ kind: { status: 200, body: '<html>hello</html>' } });
		expect((await test(jira)).message).toMatch(/^There is no Jira Cloud at 127/);
	});

	it.each<[string, number, unknown]>([
		['a site without Jira', 404, '<html>Your Atlassian site is unavailable</html>'],
		['a Jira Data Center', 404, { message: 'null for uri: /rest/api/3', 'status-code': 404 }],
	])('says of %s that it is no Jira Cloud', async (_, status, body) => {
		const jira = await aJira();
		jira.fail({ kind: { status, body: body as string } });
		expect((await test(jira)).message).toBe(
			`There is no Jira Cloud at ${new URL(jira.url).host}. Server and Data Center are not supported.`,
		);
	});
});
