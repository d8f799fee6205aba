import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

import { PLAIN_TO_PUBLIC } from '../nodes/shared/bugsink/address';

export class BugsinkApi implements ICredentialType {
	name = 'bugsinkApi';

	displayName = 'Bugsink API';

	icon: Icon = {
		light: 'file:../nodes/Bugsink/bugsink.svg',
		dark: 'file:../nodes/Bugsink/bugsink.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink/blob/main/docs/bugsink.md#bugsink-node';

	properties: INodeProperties[] = [
		{
			displayName:
				'A token made before Bugsink 2.6 has no scopes: it may do everything, deleting included. Better create a new one that may do only what your workflows need.',
			name: 'unscopedNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Bugsink URL',
			name: 'bugsinkUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://bugsink.example.com',
			description:
				'Address of your Bugsink, as in the address bar. A page of it will do: what follows the installation is cut off.',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. 3c9d0e8f41b27a65d2c80f1e9b3a7746d5e2f810',
			description:
				'From the menu Tokens in Bugsink (/bsmain/auth_tokens/ below its address). To read, a token needs issues:read and events:read; to comment, issues:comment; to resolve and mute, issues:triage; to choose a project from the list, projects:read. A token for a single project works as well.',
		},
	];

	/** Never send the token over plain HTTP to a public host; Bugsink then answers 401. */
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization: `=Bearer {{new RegExp(${JSON.stringify(PLAIN_TO_PUBLIC)}).test($credentials.bugsinkUrl.trim().toLowerCase()) ? "" : $credentials.apiToken.trim()}}`,
			},
		},
	};
}
