import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkMicrosoftTeamsApi implements ICredentialType {
	name = 'bugsinkMicrosoftTeamsApi';

	displayName = 'Microsoft Teams for Bugsink API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkMicrosoftTeams/bugsinkMicrosoftTeams.svg',
		dark: 'file:../nodes/BugsinkMicrosoftTeams/bugsinkMicrosoftTeams.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink/blob/main/docs/teams.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Create the URL in Teams: channel menu, Workflows, "Send webhook alerts to a channel" (<a href="https://support.microsoft.com/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7-0394-4861-ba59-055e33f75498">guide</a>). URLs of the former Office connectors (webhook.office.com) and of flows on logic.azure.com were switched off by Microsoft.',
			name: 'retired',
			type: 'notice',
			default: '',
		},
		{
			displayName:
				'Testing this credential checks only the format, since every call would post into the channel. To see whether it works, use the operation Send Test Message.',
			name: 'formatNotice',
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
