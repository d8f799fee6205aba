import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkJiraCloudApi implements ICredentialType {
	name = 'bugsinkJiraCloudApi';

	displayName = 'Jira Cloud for Bugsink API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkJiraCloud/bugsinkJiraCloud.svg',
		dark: 'file:../nodes/BugsinkJiraCloud/bugsinkJiraCloud.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink/blob/main/docs/jira.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'A token without scopes may do whatever its account may. Better use an account that sees only the projects for alerts, or a token with scopes. Every token expires within a year.',
			name: 'unscopedNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Jira URL',
			name: 'jiraUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://your-domain.atlassian.net',
			description:
				"Your site's address. The address of any page of it will do. Jira Cloud only, not Server or Data Center.",
		},
		{
			displayName: 'User Email',
			name: 'userEmail',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. alerts@example.com',
			description: 'Address of the Atlassian account that the token belongs to',
		},
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. ATATT3x…',
			description:
				'<a href="https://id.atlassian.com/manage-profile/security/api-tokens">Create a token</a> with or without scopes. A token with scopes needs read:jira-work, write:jira-work and read:jira-user.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: {
				username: '={{ $credentials.userEmail.trim() }}',
				password: '={{ $credentials.apiToken.trim() }}',
			},
		},
	};
}
