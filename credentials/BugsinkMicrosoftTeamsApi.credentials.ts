import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkMicrosoftTeamsApi implements ICredentialType {
	name = 'bugsinkMicrosoftTeamsApi';

	displayName = 'Bugsink to Microsoft Teams API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkMicrosoftTeams/bugsinkMicrosoftTeams.svg',
		dark: 'file:../nodes/BugsinkMicrosoftTeams/bugsinkMicrosoftTeams.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink#microsoft-teams';

	properties: INodeProperties[] = [
		{
			displayName:
				'Create the URL in Teams: channel menu, Workflows, "Send webhook alerts to a channel". URLs of the former Office connectors (webhook.office.com) and of flows on logic.azure.com were switched off by Microsoft.',
			name: 'retired',
			type: 'notice',
			default: '',
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- the URL is the secret: whoever has it can post
		{
			displayName: 'Webhook URL',
			name: 'webhookUrl',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. https://default….environment.api.powerplatform.com/powerautomate/…&sig=…',
			description:
				'The URL that the flow shows, whole: it ends with a signature (sig). Whoever has it can post into the channel.',
		},
	];
}
