import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { destinationNode, destinationProperties, subtitle } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { githubCredential } from './credentialTest';
import { githubIssues } from './githubIssues';
import {
	getAssignees,
	getLabels,
	searchIssueTypes,
	searchMilestones,
	searchRepositories,
} from './pickers';
import { githubOperations, githubOptions, githubProperties } from './properties';

export class BugsinkGithubIssues implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to GitHub Issues'),
		name: 'bugsinkGithubIssues',
		icon: { light: 'file:bugsinkGithubIssues.svg', dark: 'file:bugsinkGithubIssues.dark.svg' },
		subtitle,
		description: 'Turn Bugsink alerts into GitHub issues, without duplicates',
		usableAsTool: true,
		credentials: [{ name: 'bugsinkGithubIssuesApi', required: true, testedBy: 'githubCredential' }],
		builderHint: {
			searchHint: 'Turns Bugsink alerts into GitHub issues, one for each Bugsink issue',
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
		properties: destinationProperties(githubProperties, githubOptions, githubOperations),
	};

	methods = {
		credentialTest: { githubCredential },
		listSearch: { searchIssueTypes, searchMilestones, searchRepositories },
		loadOptions: { getAssignees, getLabels },
	};

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, githubIssues)];
	}
}
