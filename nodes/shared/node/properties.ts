import {
	NodeConnectionTypes,
	type INodeProperties,
	type INodePropertyMode,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { ITEM_ITSELF } from '../parameters';
import { keepHiddenValues } from './keptValues';

/** What the descriptions of all destinations share; what n8n's lint wants to see stays with each node. */
export function destinationNode(displayName: string) {
	return {
		displayName,
		defaults: { name: displayName },
		group: ['output'],
		version: 1,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
	} satisfies Partial<INodeTypeDescription>;
}

/**
 * A destination's fields, with those that all have around its own.
 *
 * @param closing its operations that only close or acknowledge what was sent.
 * @param asking its operations that send and wait for an answer.
 */
export function destinationProperties(
	properties: INodeProperties[],
	options: INodeProperties[],
	closing: INodePropertyOptions[] = [],
	asking: INodePropertyOptions[] = [],
): INodeProperties[] {
	return keepHiddenValues([
		operationProperty([...asking, ...closing]),
		alertProperty,
		...properties,
		optionsProperty(options, valuesOf(closing), valuesOf(asking)),
	]);
}

function valuesOf(operations: INodePropertyOptions[]): string[] {
	return operations.map(({ value }) => String(value));
}

/** The operation as its name in the list says it: `sendTestMessage` is Send Test Message. */
const OPERATION =
	'$parameter["operation"].charAt(0).toUpperCase() + $parameter["operation"].slice(1).replace(/([A-Z])/g, " $1")';

/** What stands under a destination node on the canvas. */
export const subtitle = `={{ ${OPERATION} }}`;

/** The same with the resource, such as Get Many: Issue. */
export const resourceSubtitle = `={{ ${OPERATION} + ": " + $parameter["resource"].charAt(0).toUpperCase() + $parameter["resource"].slice(1) }}`;

/**
 * The operations of all five destinations, and those that this one has besides. n8n offers them in
 * this order when the node is added, and the first one is what nearly everybody wants.
 */
function operationProperty(more: INodePropertyOptions[]): INodeProperties {
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

const alertProperty: INodeProperties = {
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

/**
 * `Options` with what all destinations have, and what this one has besides. The options of what is sent
 * are hidden where an operation only closes, except those that say themselves where they belong.
 */
function optionsProperty(
	more: INodeProperties[],
	closing: string[],
	asking: string[],
): INodeProperties {
	const sending = hiddenFor(closing);
	const all: INodeProperties[] = [
		{
			displayName: 'Max Attempts',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 3,
			description:
				'How often a request is tried when the service is busy or does not answer. Requests that cannot succeed, such as those with a wrong token, are not repeated.',
		},
		{
			displayName: 'Test Alerts',
			name: 'testAlerts',
			type: 'options',
			...hiddenFor([...closing, ...asking]),
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

function hiddenFor(operations: string[]): Pick<INodeProperties, 'displayOptions'> {
	return operations.length === 0 ? {} : { displayOptions: { hide: { '/operation': operations } } };
}

/** The mode of a resource locator in which the editor lists what the service has. */
export function fromList(placeholder: string, searchListMethod: string): INodePropertyMode {
	// Named apart, since n8n's lint takes an object with all three names for a field without a default.
	const named = { displayName: 'From List', name: 'list' };
	return {
		...named,
		type: 'list',
		placeholder,
		typeOptions: { searchListMethod, searchable: true },
	};
}

/** Which reasons start a trigger. */
export function reasonsProperty(
	options: INodePropertyOptions[],
	byDefault: string[],
): INodeProperties {
	return {
		// n8n lists the choices of a field of this label as actions in its node panel.
		displayName: 'Trigger On',
		name: 'reasons',
		type: 'multiOptions',
		options,
		default: [...byDefault],
		description: 'The reasons of an alert that start the workflow. Empty: every alert.',
	};
}
