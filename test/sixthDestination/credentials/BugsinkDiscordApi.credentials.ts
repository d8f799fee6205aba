/* eslint-disable @n8n/community-nodes/credential-test-required -- not listed in package.json, since it is no part of the package */
import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkDiscordApi implements ICredentialType {
	name = 'bugsinkDiscordApi';

	displayName = 'Bugsink to Discord API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkDiscord/bugsinkDiscord.svg',
		dark: 'file:../nodes/BugsinkDiscord/bugsinkDiscord.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink#readme';

	properties: INodeProperties[] = [
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- the URL is the secret: whoever has it can post
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. https://discord.com/api/webhooks/…/…',
			description:
				'The whole URL that Discord shows under Edit Channel, Integrations, Webhooks. Whoever has it can post into the channel.',
		},
	];
}
