import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkGithubIssuesApi implements ICredentialType {
	name = 'bugsinkGithubIssuesApi';

	displayName = 'GitHub Issues for Bugsink API';

	icon: Icon = {
		light: 'file:../nodes/BugsinkGithubIssues/bugsinkGithubIssues.svg',
		dark: 'file:../nodes/BugsinkGithubIssues/bugsinkGithubIssues.dark.svg',
	};

	documentationUrl =
		'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink/blob/main/docs/github.md';

	properties: INodeProperties[] = [
		{
			displayName:
				'<a href="https://github.com/settings/personal-access-tokens/new">Create a token on GitHub</a>: Settings, Developer settings, Personal access tokens. A token without a scope or permission also signs in, but cannot open issues.',
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
