import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkGithubIssuesApi implements ICredentialType {
	name = 'bugsinkGithubIssuesApi';

	displayName = 'Bugsink to GitHub Issues API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkGithubIssues/bugsinkGithubIssues.svg',
		dark: 'file:../nodes/BugsinkGithubIssues/bugsinkGithubIssues.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink#github-issues';

	properties: INodeProperties[] = [
		{
			displayName:
				'On GitHub: Settings, Developer settings, Personal access tokens. A token without a scope or permission signs in all the same, but can open no issue.',
			name: 'unscopedNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. github_pat_…',
			description:
				"A personal access token. Fine-grained: choose the repository and the permission Issues: Read and write. Classic: the scope 'repo', or 'public_repo' for public repositories only.",
		},
		{
			displayName: 'API URL',
			name: 'apiUrl',
			type: 'string',
			default: 'https://api.github.com',
			required: true,
			placeholder: 'e.g. https://api.github.com',
			description:
				'Keep it for github.com. Enterprise Server: https://HOST/api/v3. GHE.com: https://api.SUBDOMAIN.ghe.com.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken.trim()}}' } },
	};
}
