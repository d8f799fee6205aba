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
import { webhookOptions, webhookProperties } from './properties';
import { checkWebhookCredential } from './settings';
import { webhook } from './webhook';

export class BugsinkWebhook implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bugsink to Webhook',
		name: 'bugsinkWebhook',
		icon: { light: 'file:bugsinkWebhook.svg', dark: 'file:bugsinkWebhook.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: operationSubtitle,
		description: 'Send Bugsink alerts as JSON to any HTTP endpoint',
		defaults: { name: 'Bugsink to Webhook' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'bugsinkWebhookApi', required: true, testedBy: 'webhookCredential' }],
		properties: [
			operationProperty(),
			alertProperty,
			...webhookProperties,
			optionsProperty(webhookOptions),
		],
	};

	methods = { credentialTest: { webhookCredential: checkCredential(checkWebhookCredential) } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDestination(this, webhook)];
	}
}
