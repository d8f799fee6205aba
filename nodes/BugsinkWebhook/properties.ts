import type { INodeProperties } from 'n8n-workflow';

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
		description: 'What the receiver expects; almost always POST',
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
		description:
			'Whether to send everything known about the alert, or only its ID, link, summary and type',
	},
];
