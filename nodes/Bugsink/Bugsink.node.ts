import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { resourceSubtitle } from '../shared/node/properties';
import { bugsinkCredential } from '../shared/bugsink/credentialTest';
import { executeBugsink } from './execute';
import { searchIssues, searchProjects } from '../shared/bugsink/pickers';
import { bugsinkProperties } from './properties';

export class Bugsink implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink',
		name: 'bugsink',
		icon: { light: 'file:bugsink.svg', dark: 'file:bugsink.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: resourceSubtitle,
		description: 'Add event details to Bugsink alerts, and read, resolve, mute and comment issues',
		defaults: { name: 'Bugsink' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bugsinkApi', required: true, testedBy: 'bugsinkCredential' }],
		builderHint: {
			searchHint:
				'Adds event details to Bugsink alerts, and reads, resolves, mutes and comments issues',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-bugsink.bugsinkTrigger',
					relationHint: 'Starts the workflow with the alert to which details are added',
				},
			],
		},
		properties: bugsinkProperties,
	};

	methods = { credentialTest: { bugsinkCredential }, listSearch: { searchProjects, searchIssues } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await executeBugsink(this)];
	}
}
