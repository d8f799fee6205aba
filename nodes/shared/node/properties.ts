import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** The operation as its name in the list says it: `sendTestMessage` is Send Test Message. */
const OPERATION =
	'$parameter["operation"].charAt(0).toUpperCase() + $parameter["operation"].slice(1).replace(/([A-Z])/g, " $1")';

/** What stands under a destination node on the canvas. */
export const operationSubtitle = `={{ ${OPERATION} }}`;

/** The same with the resource, such as Get Many: Issue. */
export const resourceSubtitle = `={{ ${OPERATION} + ": " + $parameter["resource"].charAt(0).toUpperCase() + $parameter["resource"].slice(1) }}`;

/**
 * The operations of all five destinations, and those that this one has besides. n8n offers them in
 * this order when the node is added, and the first one is what nearly everybody wants.
 */
export function operationProperty(more: INodePropertyOptions[] = []): INodeProperties {
	const all: INodePropertyOptions[] = [
		{
			name: 'Send Alert',
			value: 'sendAlert',
			description: 'Deliver the Bugsink alert of each incoming item',
			action: 'Send alert',
		},
		...more,
		{
			name: 'Send Test Message',
			value: 'sendTestMessage',
			description: 'Send a message that is clearly marked as a test, to check the set-up',
			action: 'Send test message',
		},
		{
			name: 'Preview',
			value: 'preview',
			description: 'Show the request that would be sent, with secrets masked, and send nothing',
			action: 'Preview alert',
		},
	];
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: all,
		default: 'sendAlert',
	};
}

export const alertProperty: INodeProperties = {
	displayName: 'Alert',
	name: 'alert',
	type: 'json',
	default: '={{ $json }}',
	required: true,
	displayOptions: { hide: { operation: ['sendTestMessage'] } },
	hint: "After another destination: {{ $('Bugsink Trigger').item.json }}",
	description:
		'Where the Bugsink alert is: by default the incoming item, as the Bugsink Trigger or a Webhook node gives it. After another node, refer to the alert itself.',
};

/**
 * `Options` with what all destinations have, and what this one has besides.
 *
 * @param closing the operations that only close or acknowledge what was sent: the options of what is
 * sent are hidden there, except those that say themselves where they belong.
 */
export function optionsProperty(
	more: INodeProperties[] = [],
	closing: string[] = [],
): INodeProperties {
	const sending: Pick<INodeProperties, 'displayOptions'> =
		closing.length === 0 ? {} : { displayOptions: { hide: { '/operation': closing } } };
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
			...sending,
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
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 300 },
			default: 30,
			description: 'How many seconds one request may take',
		},
		...more.map((option) => ({ ...sending, ...option })),
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
