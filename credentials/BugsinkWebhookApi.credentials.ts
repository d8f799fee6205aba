import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkWebhookApi implements ICredentialType {
	name = 'bugsinkWebhookApi';

	displayName = 'Bugsink to Webhook API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkWebhook/bugsinkWebhook.svg',
		dark: 'file:../nodes/BugsinkWebhook/bugsinkWebhook.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink#webhook';

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. https://example.com/hooks/bugsink',
			description: 'Where the alerts are sent. Kept secret, because many addresses carry a token.',
		},
		{
			displayName: 'Secret Header',
			name: 'secretHeader',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. X-Webhook-Secret',
			description: 'Name of a header that proves to the receiver that n8n is calling',
		},
		{
			displayName: 'Secret Value',
			name: 'secretValue',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Value of that header',
		},
		{
			displayName: 'Signing',
			name: 'signing',
			type: 'options',
			options: [
				{
					name: 'GitHub Style',
					value: 'github',
					description: 'X-Hub-Signature-256, as GitHub signs its webhooks',
				},
				{ name: 'None', value: 'none' },
				{
					name: 'Standard Webhooks',
					value: 'standardWebhooks',
					description: 'webhook-id, webhook-timestamp and webhook-signature (standardwebhooks.com)',
				},
			],
			default: 'none',
			description: 'How the receiver can verify that a request is genuine and was not changed',
		},
		{
			displayName: 'Signing Secret',
			name: 'signingSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. whsec_…',
			description:
				'The secret that you share with the receiver. For Standard Webhooks, several secrets separated by spaces sign with each of them, so that the receiver can change over from one to the next.',
			displayOptions: { show: { signing: ['github', 'standardWebhooks'] } },
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Basic', value: 'basic', description: 'User name and password' },
				{ name: 'Bearer', value: 'bearer', description: 'A token in the header Authorization' },
				{ name: 'None', value: 'none' },
			],
			default: 'none',
			description: 'What the receiver wants in the header Authorization',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			default: '',
			placeholder: 'e.g. bugsink',
			displayOptions: { show: { authentication: ['basic'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { authentication: ['basic'] } },
		},
		{
			displayName: 'Bearer Token',
			name: 'bearerToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: { show: { authentication: ['bearer'] } },
		},
	];
}
