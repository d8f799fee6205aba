import type { IExecuteFunctions, INodeType, INodeTypeDescription } from 'n8n-workflow';

import { checkCredential } from '../shared/node/credentialTest';
import { destinationNode, destinationProperties, subtitle } from '../shared/node/properties';
import { runDestination } from '../shared/node/run';
import { webhookOptions, webhookProperties } from './properties';
import { checkWebhookCredential } from './settings';
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
		properties: destinationProperties(webhookProperties, webhookOptions),
	};

	methods = { credentialTest: { webhookCredential: checkCredential(checkWebhookCredential) } };

	async execute(this: IExecuteFunctions) {
		return [await runDestination(this, webhook)];
	}
}
