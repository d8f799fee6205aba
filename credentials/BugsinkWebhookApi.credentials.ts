import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkWebhookApi implements ICredentialType {
	name = 'bugsinkWebhookApi';

	displayName = 'Webhook for Bugsink API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkWebhook/bugsinkWebhook.svg',
		dark: 'file:../nodes/BugsinkWebhook/bugsinkWebhook.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink/blob/main/docs/webhook.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Testing this credential checks only the format, since every call would be delivered. To see whether it works, use the operation Send Test Message.',
			name: 'formatNotice',
			type: 'notice',
			default: '',
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- many such addresses carry a token
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
			description:
				"Name of a header that proves to the receiver that n8n is calling. Leave empty together with 'Secret Value' if the receiver expects none.",
		},
		{
			displayName: 'Secret Value',
			name: 'secretValue',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. 6f1d2c…',
			description: "What the receiver expects in 'Secret Header'",
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
				{ name: 'None', value: 'none', description: 'No signature' },
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
				{ name: 'None', value: 'none', description: 'No such header' },
			],
			default: 'none',
			description: 'What the receiver expects in the header Authorization',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			placeholder: 'e.g. bugsink',
			displayOptions: { show: { authentication: ['basic'] } },
			description: 'As the receiver knows it',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. correct-horse-battery',
			displayOptions: { show: { authentication: ['basic'] } },
			description: "The one that belongs to 'User Name'",
		},
		{
			displayName: 'Bearer Token',
			name: 'bearerToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. 6f1d2c…',
			displayOptions: { show: { authentication: ['bearer'] } },
			description: 'The token alone, without the word Bearer in front',
		},
	];
}
