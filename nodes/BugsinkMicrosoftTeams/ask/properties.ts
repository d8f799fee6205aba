import {
	SEND_AND_WAIT_OPERATION,
	type IDisplayOptions,
	type INodeProperties,
	type INodePropertyOptions,
	type IWebhookDescription,
} from 'n8n-workflow';

import { subtitle } from '../../shared/node/properties';
import { DEFAULT_AMOUNT, DEFAULT_CHOICES } from './choices';

type DisplayCondition = NonNullable<IDisplayOptions['hide']>;

/** n8n knows the operation by this name: it checks signatures for it, and makes a tool of the node. */
export const ASK = SEND_AND_WAIT_OPERATION;
const NAME = 'Send Alert and Wait for Choice';

export const askOperation: INodePropertyOptions = {
	name: NAME,
	value: ASK,
	description: 'Deliver the alert with buttons, and go on when somebody has chosen',
	action: 'Send alert and wait for choice',
};

export const askSubtitle = subtitle.replace(
	'={{ ',
	`={{ $parameter["operation"] === "${ASK}" ? "${NAME}" : `,
);

/** Where n8n sends what happens to a button's address while an execution waits. */
export const askWebhooks: IWebhookDescription[] = (['GET', 'POST'] as const).map((httpMethod) => ({
	name: 'default',
	httpMethod,
	responseMode: 'onReceived',
	// Without it n8n answers the name of its own default instead of what `webhook` returns.
	responseData: '',
	path: '={{ $nodeId }}',
	restartWebhook: true,
	isFullPath: true,
}));

/** The twin that n8n makes for an AI agent's tools has a field of its own, `message`, in place of these. */
const notInReview: DisplayCondition = { '/message': [{ _cnd: { exists: true } }] };
const whenAsking: INodeProperties['displayOptions'] = { show: { operation: [ASK] } };

/** All fields, those hidden in the twin that have no meaning there. */
export function withoutReview(properties: INodeProperties[]): INodeProperties[] {
	return properties.map((property) =>
		['alert', 'choices'].includes(property.name)
			? {
					...property,
					displayOptions: {
						...property.displayOptions,
						hide: { ...property.displayOptions?.hide, ...notInReview },
					},
				}
			: property,
	);
}

export const askProperties: INodeProperties[] = [
	{
		displayName: 'Choices',
		name: 'choices',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Choice',
		default: { values: DEFAULT_CHOICES.map((choice) => ({ ...choice })) },
		displayOptions: whenAsking,
		description:
			'What people may choose, one button each, at most six. The execution goes on with the value of the first choice made.',
		options: [
			{
				displayName: 'Choice',
				name: 'values',
				values: [
					{
						displayName: 'Label',
						name: 'label',
						type: 'string',
						default: '',
						placeholder: 'e.g. Open a Ticket',
						description: 'The text on the button',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						default: '',
						placeholder: 'e.g. openTicket',
						description: 'What the output has as choice. Leave empty to use the label.',
					},
					{
						displayName: 'Style',
						name: 'style',
						type: 'options',
						options: [
							{ name: 'Default', value: 'default' },
							{ name: 'Destructive', value: 'destructive', description: 'Red' },
							{ name: 'Positive', value: 'positive', description: 'Green' },
						],
						default: 'default',
						description: 'How the button looks on the page that it opens; Teams shows all alike',
					},
				],
			},
		],
	},
	{
		displayName: 'Limit Wait Time',
		name: 'limitWaitTime',
		type: 'fixedCollection',
		placeholder: 'Add Limit',
		default: {},
		displayOptions: whenAsking,
		description:
			'When the execution goes on without a choice. Without a limit it waits until somebody chooses.',
		options: [
			{
				displayName: 'Limit',
				name: 'values',
				values: [
					{
						displayName: 'Limit Type',
						name: 'limitType',
						type: 'options',
						options: [
							{ name: 'After Time Interval', value: 'afterTimeInterval' },
							{ name: 'At Specified Time', value: 'atSpecifiedTime' },
						],
						default: 'afterTimeInterval',
						description: 'Whether to wait for some time or until a date',
					},
					{
						displayName: 'Amount',
						name: 'resumeAmount',
						type: 'number',
						typeOptions: { minValue: 0 },
						default: DEFAULT_AMOUNT,
						displayOptions: { show: { limitType: ['afterTimeInterval'] } },
						description: 'How many minutes, hours or days',
					},
					{
						displayName: 'Unit',
						name: 'resumeUnit',
						type: 'options',
						options: [
							{ name: 'Days', value: 'days' },
							{ name: 'Hours', value: 'hours' },
							{ name: 'Minutes', value: 'minutes' },
						],
						default: 'hours',
						displayOptions: { show: { limitType: ['afterTimeInterval'] } },
						description: 'Unit of the amount',
					},
					{
						displayName: 'Max Date and Time',
						name: 'maxDateAndTime',
						type: 'dateTime',
						default: '',
						displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
						description: 'The moment at which the execution goes on',
					},
				],
			},
		],
	},
];
