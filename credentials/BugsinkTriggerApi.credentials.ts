import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkTriggerApi implements ICredentialType {
	name = 'bugsinkTriggerApi';

	displayName = 'Bugsink Trigger API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkTrigger/bugsinkTrigger.svg',
		dark: 'file:../nodes/BugsinkTrigger/bugsinkTrigger.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink#bugsink-trigger';

	properties: INodeProperties[] = [
		{
			displayName:
				'What you fill in here, Bugsink has to send: put the token into the address in Bugsink as <code>?token=…</code>, or user and password as <code>https://user:password@…</code>.',
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
			description: 'For HTTP Basic authentication. Leave empty if you use a token.',
		},
	];
}
