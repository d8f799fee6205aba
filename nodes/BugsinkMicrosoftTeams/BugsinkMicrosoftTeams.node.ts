import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import { destinationNode, destinationProperties, subtitle } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { checkTeamsCredentialInForm, microsoftTeams } from './microsoftTeams';
import { teamsOptions, teamsProperties } from './properties';

export class BugsinkMicrosoftTeams implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to Microsoft Teams'),
		name: 'bugsinkMicrosoftTeams',
		icon: { light: 'file:bugsinkMicrosoftTeams.svg', dark: 'file:bugsinkMicrosoftTeams.dark.svg' },
		subtitle,
		description: 'Post Bugsink alerts as cards into a Microsoft Teams channel',
		usableAsTool: true,
		credentials: [
			{ name: 'bugsinkMicrosoftTeamsApi', required: true, testedBy: 'teamsCredential' },
		],
		properties: destinationProperties(teamsProperties, teamsOptions),
	};

	methods = { credentialTest: { teamsCredential: checkCredential(checkTeamsCredentialInForm) } };

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, microsoftTeams)];
	}
}
