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
	];
}
