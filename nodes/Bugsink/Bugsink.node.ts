import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { resourceSubtitle } from '../shared/node/properties';
import { alertProperties } from './alertProperties';
import { bugsinkCredential } from './credentialTest';
import { executeBugsink } from './execute';
import { issueProperties, optionsProperties } from './issueProperties';
import { searchIssues, searchProjects } from './pickers';
import { operationProperties } from './properties';

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
		properties: [
			...operationProperties,
			...alertProperties,
			...issueProperties,
			...optionsProperties,
		],
	};

	methods = { credentialTest: { bugsinkCredential }, listSearch: { searchProjects, searchIssues } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await executeBugsink(this)];
	}
}
