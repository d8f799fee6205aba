import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { destinationNode, destinationProperties, subtitle } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { jiraCredential } from './credentialTest';
import { jiraCloud } from './jiraCloud';
import { searchAssignees, searchIssueTypes, searchPriorities, searchProjects } from './pickers';
import { jiraOperations, jiraOptions, jiraProperties } from './properties';

export class BugsinkJiraCloud implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to Jira Cloud'),
		name: 'bugsinkJiraCloud',
		icon: { light: 'file:bugsinkJiraCloud.svg', dark: 'file:bugsinkJiraCloud.dark.svg' },
		subtitle,
		description: 'Turn Bugsink alerts into Jira tickets, one for each issue',
		usableAsTool: true,
		credentials: [{ name: 'bugsinkJiraCloudApi', required: true, testedBy: 'jiraCredential' }],
		properties: destinationProperties(jiraProperties, jiraOptions, jiraOperations),
	};

	methods = {
		credentialTest: { jiraCredential },
		listSearch: { searchAssignees, searchIssueTypes, searchPriorities, searchProjects },
	};

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, jiraCloud)];
	}
}
