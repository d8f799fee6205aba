import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import { destinationNode, destinationProperties, subtitle } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { webhookOptions, webhookProperties } from './properties';
import { checkWebhookCredentialInForm } from './settings';
import { webhook } from './webhook';

export class BugsinkWebhook implements INodeType {
	description: INodeTypeDescription = {
		...destinationNode('Bugsink to Webhook'),
		name: 'bugsinkWebhook',
		icon: { light: 'file:bugsinkWebhook.svg', dark: 'file:bugsinkWebhook.dark.svg' },
		subtitle,
		description: 'Send Bugsink alerts as JSON to any HTTP endpoint',
		usableAsTool: true,
		credentials: [{ name: 'bugsinkWebhookApi', required: true, testedBy: 'webhookCredential' }],
		builderHint: {
			searchHint: 'Sends Bugsink alerts as JSON to any HTTP endpoint',
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
		properties: destinationProperties(webhookProperties, webhookOptions),
	};

	methods = {
		credentialTest: { webhookCredential: checkCredential(checkWebhookCredentialInForm) },
	};

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, webhook)];
	}
}
