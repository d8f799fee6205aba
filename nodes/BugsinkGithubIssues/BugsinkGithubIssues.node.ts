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
import { githubCredential } from './credentialTest';
import { githubIssues } from './githubIssues';
import {
	getAssignees,
	getLabels,
	searchIssueTypes,
	searchMilestones,
	searchRepositories,
} from './pickers';
import { githubOptions, githubProperties, resolveOperation } from './properties';

export class BugsinkGithubIssues implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink to GitHub Issues',
		name: 'bugsinkGithubIssues',
		icon: { light: 'file:bugsinkGithubIssues.svg', dark: 'file:bugsinkGithubIssues.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: operationSubtitle,
		description: 'Turn Bugsink alerts into GitHub issues, without duplicates',
		defaults: { name: 'Bugsink to GitHub Issues' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bugsinkGithubIssuesApi', required: true, testedBy: 'githubCredential' }],
		properties: [
			operationProperty([resolveOperation]),
			alertProperty,
			...githubProperties,
			optionsProperty(githubOptions, ['resolve']),
		],
	};

	methods = {
		credentialTest: { githubCredential },
		listSearch: { searchIssueTypes, searchMilestones, searchRepositories },
		loadOptions: { getAssignees, getLabels },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDestination(this, githubIssues)];
	}
}
