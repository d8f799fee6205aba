import type { INodeProperties } from 'n8n-workflow';

export const discordProperties: INodeProperties[] = [
	{
		displayName: 'Username',
		name: 'username',
		type: 'string',
		default: '',
		placeholder: 'e.g. Checkout errors',
		description: 'Name under which the message appears. Left empty, the name of the webhook.',
	},
];

export const discordOptions: INodeProperties[] = [
	{
		displayName: 'Thread ID',
		name: 'threadId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 1098765432109876543',
		description: "Post into this thread of the webhook's channel",
	},
];
