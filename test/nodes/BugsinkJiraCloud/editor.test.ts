import { CredentialTestContext, LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type ICredentialTestFunctions,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type INodeTypes,
} from 'n8n-workflow';

import { BugsinkJiraCloud } from '../../../nodes/BugsinkJiraCloud/BugsinkJiraCloud.node';
import { BugsinkJiraCloudApi } from '../../../credentials/BugsinkJiraCloudApi.credentials';
import { jiraProject, type JiraStandIn } from '../../standins/jira';
import { CredentialsInMemory } from '../../support/credentials';
import { aJira } from './support';

const node = new BugsinkJiraCloud();

async function list(
	jira: JiraStandIn,
	method: keyof typeof node.methods.listSearch,
	filter?: string,
	from?: string,
	project = 'OPS',
): Promise<INodeListSearchResult> {
	const nodeTypes = { getByName: () => node, getByNameAndVersion: () => node };
	const workflowNode = {
		id: '1',
		name: 'Node',
		type: 'bugsinkJiraCloud',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: { projectKey: { __rl: true, mode: 'list', value: project } },
		credentials: { bugsinkJiraCloudApi: { id: 'one', name: 'one' } },
	};
	const workflow = new Workflow({
		nodes: [workflowNode],
		connections: {},
		active: false,
		nodeTypes: { ...nodeTypes, getKnownTypes: () => ({}) } as unknown as INodeTypes,
	});
	const data = { jiraUrl: jira.url, userEmail: jira.email, apiToken: jira.apiToken };
	const additionalData = {
		credentialsHelper: new CredentialsInMemory(
			{ bugsinkJiraCloudApi: new BugsinkJiraCloudApi() },
			{ one: data },
		),
		restApiUrl: 'http://127.0.0.1/rest',
		instanceBaseUrl: 'http://127.0.0.1',
		webhookBaseUrl: 'http://127.0.0.1/webhook',
		webhookWaitingBaseUrl: 'http://127.0.0.1/w',
		webhookTestBaseUrl: 'http://127.0.0.1/t',
		formBaseUrl: 'http://127.0.0.1/f',
		formWaitingBaseUrl: 'http://127.0.0.1/fw',
		formTestBaseUrl: 'http://127.0.0.1/ft',
		variables: {},
		currentNodeParameters: workflowNode.parameters,
	};
	const context = new LoadOptionsContext(workflow, workflowNode, additionalData as never, '');
	const search = node.methods.listSearch[method];
	return await search.call(context as unknown as ILoadOptionsFunctions, filter, from);
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
		const jira = await aJira({ scopedTokens: true });
		expect((await list(jira, 'searchIssueTypes', 'sub')).results).toEqual([
			{ name: 'Sub-task', value: '10003' },
		]);
		expect((await list(jira, 'searchPriorities')).results).toHaveLength(5);
		const people = (await list(jira, 'searchAssignees')).results.map(({ name }) => name);
		expect(people).toContain('Mia Krystof (mia@example.com)');
		expect(people.join()).not.toContain('Customer');
		expect((await list(jira, 'searchAssignees', undefined, undefined, '')).results).toEqual([]);
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

	it('refuses a page that is no Jira', async () => {
		const jira = await aJira();
		jira.fail({ kind: { status: 200, body: '<html>hello</html>' } });
		expect((await test(jira)).message).toMatch(/is no Jira site/);
	});
});
