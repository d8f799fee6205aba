import type {
	IExecuteFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import { destinationNode, destinationProperties } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { sendAndWait } from './ask/ask';
import {
	ASK,
	askOperation,
	askProperties,
	askSubtitle,
	askWebhooks,
	withoutReview,
} from './ask/properties';
import { receiveChoice } from './ask/receive';
import { checkTeamsCredentialInForm, microsoftTeams } from './microsoftTeams';
import { teamsOptions, teamsProperties } from './properties';

export class BugsinkMicrosoftTeams implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to Microsoft Teams'),
		name: 'bugsinkMicrosoftTeams',
		icon: { light: 'file:bugsinkMicrosoftTeams.svg', dark: 'file:bugsinkMicrosoftTeams.dark.svg' },
		subtitle: askSubtitle,
		description: 'Post Bugsink alerts as cards into a Microsoft Teams channel',
		usableAsTool: true,
		credentials: [
			{ name: 'bugsinkMicrosoftTeamsApi', required: true, testedBy: 'teamsCredential' },
		],
		webhooks: askWebhooks,
		builderHint: {
			searchHint:
				'Posts Bugsink alerts as cards into a Microsoft Teams channel, and can wait for a choice',
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
			],
		},
		properties: withoutReview(
			destinationProperties(
				[...teamsProperties, ...askProperties],
				teamsOptions,
				[],
				[askOperation],
			),
		),
	};

	methods = { credentialTest: { teamsCredential: checkCredential(checkTeamsCredentialInForm) } };

	async execute(this: IExecuteFunctions) {
		const isQuestion = this.getNodeParameter('operation', 0, '') === ASK;
		return [isQuestion ? await sendAndWait(this) : await runDestination(this, microsoftTeams)];
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receiveChoice(this);
	}
}
