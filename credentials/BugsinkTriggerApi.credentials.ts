import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkTriggerApi implements ICredentialType {
	name = 'bugsinkTriggerApi';

	displayName = 'Bugsink Trigger API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkTrigger/bugsinkTrigger.svg',
		dark: 'file:../nodes/BugsinkTrigger/bugsinkTrigger.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink/blob/main/docs/bugsink.md#bugsink-trigger';

	properties: INodeProperties[] = [
		{
			displayName:
				'What you fill in here, Bugsink has to send. In the address that you paste into Bugsink, put a token at the end (…/bugsink?token=YOUR-TOKEN), or user name and password at the beginning (https://USER:PASSWORD@…).',
			name: 'notice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. 6f1d2c8e40b9',
			description:
				'Expected in the address as ?token=…, or from other senders in the header X-Bugsink-Token. Leave empty if you use user and password.',
		},
		{
			displayName: 'User Name',
			name: 'username',
			type: 'string',
			default: '',
			placeholder: 'e.g. bugsink',
			description: 'For HTTP Basic authentication. Leave empty if you use a token.',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			placeholder: 'e.g. correct-horse-battery',
			description: 'For HTTP Basic authentication. Leave empty if you use a token.',
		},
	];
}
