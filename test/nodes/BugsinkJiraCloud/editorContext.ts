import { LoadOptionsContext } from 'n8n-core';
import {
	Workflow,
	type IDataObject,
	type ILoadOptionsFunctions,
	type INodeParameters,
	type INodeTypes,
} from 'n8n-workflow';

import { BugsinkJiraCloudApi } from '../../../credentials/BugsinkJiraCloudApi.credentials';
import { BugsinkJiraCloud } from '../../../nodes/BugsinkJiraCloud/BugsinkJiraCloud.node';
import type { JiraStandIn } from '../../standins/jira';
import { CredentialsInMemory } from '../../support/credentials';

export const node = new BugsinkJiraCloud();

/** What n8n gives to a method that the editor calls, the node having these parameters. */
export function editorContext(
	jira: JiraStandIn,
	more: INodeParameters = {},
	credential: IDataObject = {},
): ILoadOptionsFunctions {
	const nodeTypes = { getByName: () => node, getByNameAndVersion: () => node };
	const parameters: INodeParameters = {
		projectKey: { __rl: true, mode: 'list', value: 'OPS' },
		issueType: { __rl: true, mode: 'name', value: 'Bug' },
		...more,
	};
	const workflowNode = {
		id: '1',
		name: 'Node',
		type: 'bugsinkJiraCloud',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters,
		credentials: { bugsinkJiraCloudApi: { id: 'one', name: 'one' } },
	};
	const workflow = new Workflow({
		nodes: [workflowNode],
		connections: {},
		active: false,
		nodeTypes: { ...nodeTypes, getKnownTypes: () => ({}) } as unknown as INodeTypes,
	});
	const data = { jiraUrl: jira.url, userEmail: jira.email, apiToken: jira.apiToken, ...credential };
	const additionalData = {
		credentialsHelper: new CredentialsInMemory(
			{ bugsinkJiraCloudApi: new BugsinkJiraCloudApi() },
			{ one: data as never },
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
		currentNodeParameters: parameters,
	};
	const context = new LoadOptionsContext(workflow, workflowNode, additionalData as never, '');
	return context as unknown as ILoadOptionsFunctions;
}
