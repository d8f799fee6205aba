import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { destinationNode, destinationProperties, subtitle } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { jiraCredential } from './credentialTest';
import { jiraCloud } from './jiraCloud';
import { getCreateScreen } from './mapper';
import { getComponents, getLabels } from './nameLists';
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
		builderHint: {
			searchHint: 'Turns Bugsink alerts into Jira tickets, one for each issue',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-bugsink.bugsinkTrigger',
					relationHint: 'Starts the workflow with a Bugsink alert, which is what this node reads',
				},
				{
					nodeType: 'n8n-nodes-bugsink.bugsink',
					relationHint:
						'Put it in front to add environment, release, tags and stack trace to the alert',
				},
				{
					nodeType: 'n8n-nodes-bugsink.bugsink',
					relationHint:
						'Put it behind, with the operation Comment Ticket Link, to link the ticket in Bugsink',
				},
				{
					nodeType: 'n8n-nodes-bugsink.bugsinkResolutionTrigger',
					relationHint: 'Starts a workflow in which the operation Resolve closes what was opened',
				},
			],
		},
		properties: destinationProperties(jiraProperties, jiraOptions, jiraOperations),
	};

	methods = {
		credentialTest: { jiraCredential },
		listSearch: { searchAssignees, searchIssueTypes, searchPriorities, searchProjects },
		loadOptions: { getComponents, getLabels },
		resourceMapping: { getCreateScreen },
	};

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, jiraCloud)];
	}
}
