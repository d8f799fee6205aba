import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkPagerDutyApi implements ICredentialType {
	name = 'bugsinkPagerDutyApi';

	displayName = 'PagerDuty for Bugsink API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkPagerDuty/bugsinkPagerDuty.svg',
		dark: 'file:../nodes/BugsinkPagerDuty/bugsinkPagerDuty.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink/blob/main/docs/pagerduty.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'Testing this credential checks only the format, since every call would page somebody. To see whether it works, use the operation Send Test Message.',
			name: 'formatNotice',
			type: 'notice',
			default: '',
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- whoever has the key can open incidents
		{
			displayName: 'Integration Key',
			name: 'routingKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. 0123456789abcdef0123456789abcdef',
			description:
				'The 32 characters that PagerDuty shows for an "Events API V2" integration of a service, or for an event orchestration. Not a REST API key. See <a href="https://support.pagerduty.com/main/docs/services-and-integrations#create-a-generic-events-api-integration">how to create one</a>.',
		},
		{
			displayName: 'Region',
			name: 'region',
			type: 'options',
			options: [
				{
					name: 'Custom',
					value: 'custom',
					description: 'Another address, for example a proxy',
				},
				{ name: 'EU', value: 'eu', description: 'Your PagerDuty is at *.eu.pagerduty.com' },
				{ name: 'US', value: 'us', description: 'Your PagerDuty is at *.pagerduty.com' },
			],
			default: 'us',
			description: 'Where your PagerDuty account is; a key works in its own region only',
		},
		{
			displayName: 'Events URL',
			name: 'eventsUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://pagerduty-proxy.example.com',
			description: 'Where the Events API is reached, without /v2/enqueue',
			displayOptions: { show: { region: ['custom'] } },
		},
	];
}
