import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import {
	alertProperty,
	operationProperty,
	operationSubtitle,
	optionsProperty,
} from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { jiraCredential } from './credentialTest';
import { jiraCloud } from './jiraCloud';
import { searchAssignees, searchIssueTypes, searchPriorities, searchProjects } from './pickers';
import { jiraOptions, jiraProperties, resolveOperation } from './properties';

export class BugsinkJiraCloud implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink to Jira Cloud',
		name: 'bugsinkJiraCloud',
		icon: { light: 'file:bugsinkJiraCloud.svg', dark: 'file:bugsinkJiraCloud.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: operationSubtitle,
		description: 'Turn Bugsink alerts into Jira tickets, one for each issue',
		defaults: { name: 'Bugsink to Jira Cloud' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bugsinkJiraCloudApi', required: true, testedBy: 'jiraCredential' }],
		properties: [
			operationProperty([resolveOperation]),
			alertProperty,
			...jiraProperties,
			optionsProperty(jiraOptions, ['resolve']),
		],
	};

	methods = {
		credentialTest: { jiraCredential },
		listSearch: { searchAssignees, searchIssueTypes, searchPriorities, searchProjects },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDestination(this, jiraCloud)];
	}
}
