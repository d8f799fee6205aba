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
