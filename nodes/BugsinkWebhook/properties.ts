import type { INodeProperties } from 'n8n-workflow';

import { dataFieldsProperty } from '../shared/dataFields';
import { sendAsProperty } from '../shared/node/sendAs';

export const webhookProperties: INodeProperties[] = [
	{
		displayName: 'HTTP Method',
		name: 'httpMethod',
		type: 'options',
		options: [
			{ name: 'PATCH', value: 'PATCH' },
			{ name: 'POST', value: 'POST' },
			{ name: 'PUT', value: 'PUT' },
		],
		default: 'POST',
		description: 'HTTP method that the receiver expects; almost always POST',
	},
	{
		displayName: 'Custom Headers',
		name: 'customHeaders',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "X-Team": "checkout" }',
		description: 'Headers to add to the request, as a JSON object',
	},
	{
		displayName: 'Include Full Payload',
		name: 'includeFullPayload',
		type: 'boolean',
		default: true,
		displayOptions: { hide: { '/options.payloadFormat': ['custom'] } },
		description:
			'Whether to send everything known about the alert, or only its ID, link, summary and type',
	},
];

export const webhookOptions: INodeProperties[] = [
	{
		displayName: 'Body',
		name: 'body',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		placeholder: 'e.g. {{ JSON.stringify({ text: $json.title }) }}',
		displayOptions: { show: { payloadFormat: ['custom'] } },
		description: 'What to send: text, or JSON that an expression builds',
	},
	{
		displayName: 'CloudEvents Mode',
		name: 'cloudEventsMode',
		type: 'options',
		options: [
			{
				name: 'Binary',
				value: 'binary',
				description: 'The attributes as ce- headers, the alert as the body',
			},
			{
				name: 'Structured',
				value: 'structured',
				description: 'One JSON document with the attributes and the alert under data',
			},
		],
		default: 'structured',
		displayOptions: { show: { payloadFormat: ['cloudEvents'] } },
		description: 'Which of the two HTTP forms of a CloudEvent the receiver expects',
	},
	{
		displayName: 'Content Type',
		name: 'contentType',
		type: 'string',
		default: '',
		placeholder: 'e.g. application/json',
		displayOptions: { show: { payloadFormat: ['custom'] } },
		description: "What the body is. Empty: JSON if 'Body' is JSON, otherwise plain text.",
	},
	{
		...dataFieldsProperty('data'),
		displayOptions: { hide: { payloadFormat: ['custom'] } },
	},
	{
		displayName: 'Headers',
		name: 'headers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Header',
		default: {},
		description:
			"Headers to add to the request beside 'Custom Headers'. Their values are masked in the output; a token belongs in the credential all the same.",
		options: [
			{
				displayName: 'Header',
				name: 'rows',
				values: [
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. X-Team',
						description: 'Name of the header',
					},
					{
						displayName: 'Value',
						name: 'value',
						type: 'string',
						typeOptions: { password: true },
						default: '',
						placeholder: 'e.g. checkout',
						description: 'What it says: one line of text',
					},
				],
			},
		],
	},
	{
		displayName: 'Payload Format',
		name: 'payloadFormat',
		type: 'options',
		options: [
			{
				name: 'Bugsink',
				value: 'bugsink',
				description: "The JSON of Bugsink's generic webhook",
			},
			{
				name: 'CloudEvents',
				value: 'cloudEvents',
				description: 'An event of the CloudEvents 1.0 standard',
			},
			{ name: 'Custom', value: 'custom', description: "What the option 'Body' says" },
		],
		default: 'bugsink',
		description: 'What the receiver gets',
	},
	{
		...sendAsProperty('message'),
		// A custom body is the text of one item.
		displayOptions: { hide: { payloadFormat: ['custom'] } },
	},
	{
		displayName: 'Response Body',
		name: 'responseBody',
		type: 'boolean',
		default: true,
		description: "Whether to put the receiver's answer into the output; a long one is cut",
	},
];
