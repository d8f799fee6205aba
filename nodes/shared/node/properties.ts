import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { ITEM_ITSELF } from './parameters';

/** The operations that a destination has beside those of all five. */
export function operationProperty(more: INodePropertyOptions[] = []): INodeProperties {
	const all: INodePropertyOptions[] = [
		{
			name: 'Preview',
			value: 'preview',
			description: 'Show the request that would be sent, with secrets masked, and send nothing',
			action: 'Preview alert',
		},
		{
			name: 'Send Alert',
			value: 'sendAlert',
			description: 'Deliver the Bugsink alert of each incoming item',
			action: 'Send alert',
		},
		{
			name: 'Send Test Message',
			value: 'sendTestMessage',
			description: 'Send a message that is clearly marked as a test, to check the set-up',
			action: 'Send test message',
		},
		...more,
	];
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: all.sort((a, b) => a.name.localeCompare(b.name)),
		default: 'sendAlert',
	};
}

export const alertProperty: INodeProperties = {
	displayName: 'Alert',
	name: 'alert',
	type: 'json',
	default: ITEM_ITSELF,
	required: true,
	displayOptions: { hide: { operation: ['sendTestMessage'] } },
	hint: "After another destination: {{ $('Bugsink Trigger').item.json }}",
	description:
		'Where the Bugsink alert is: by default the incoming item, as the Bugsink Trigger or a Webhook node gives it. After another node, refer to the alert itself.',
};

/** `Options` with what all destinations have, and what this one has besides. */
export function optionsProperty(more: INodeProperties[] = []): INodeProperties {
	const all: INodeProperties[] = [
		{
			displayName: 'Max Attempts',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 3,
			description:
				'How often a request is tried when the service is busy or does not answer. What cannot succeed, such as a wrong token, is never tried again.',
		},
		{
			displayName: 'Test Alerts',
			name: 'testAlerts',
			type: 'options',
			options: [
				{
					name: 'Send, Marked as a Test',
					value: 'sendMarked',
					description: 'With the lowest severity, and [Test] in the title',
				},
				{ name: 'Skip', value: 'skip', description: 'Send nothing and say so in the output' },
			],
			default: 'sendMarked',
			description: "What to do with the alert that Bugsink's Test button sends",
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 300 },
			default: 30,
			description: 'How many seconds one request may take',
		},
		...more,
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: all.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
