import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import {
	alertProperty,
	operationProperty,
	operationSubtitle,
	optionsProperty,
} from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { checkTeamsCredentialInForm, microsoftTeams } from './microsoftTeams';
import { teamsOptions, teamsProperties } from './properties';

export class BugsinkMicrosoftTeams implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink to Microsoft Teams',
		name: 'bugsinkMicrosoftTeams',
		icon: { light: 'file:bugsinkMicrosoftTeams.svg', dark: 'file:bugsinkMicrosoftTeams.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: operationSubtitle,
		description: 'Post Bugsink alerts as cards into a Microsoft Teams channel',
		defaults: { name: 'Bugsink to Microsoft Teams' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'bugsinkMicrosoftTeamsApi', required: true, testedBy: 'teamsCredential' },
		],
		properties: [
			operationProperty(),
			alertProperty,
			...teamsProperties,
			optionsProperty(teamsOptions),
		],
	};

	methods = { credentialTest: { teamsCredential: checkCredential(checkTeamsCredentialInForm) } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDestination(this, microsoftTeams)];
	}
}
