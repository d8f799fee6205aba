/* eslint-disable @n8n/community-nodes/credential-test-required -- not listed in package.json, since it is no part of the package */
import type { IAuthenticateGeneric, Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class BugsinkGitlabApi implements ICredentialType {
	name = 'bugsinkGitlabApi';
	displayName = 'Bugsink to GitLab API';
	icon: Icon = {
		light: 'file:../nodes/BugsinkGitlab/bugsinkGitlab.svg',
		dark: 'file:../nodes/BugsinkGitlab/bugsinkGitlab.dark.svg',
	};
	documentationUrl = 'https://github.com/n8n-nodes-bugsink/n8n-nodes-bugsink#readme';
	properties: INodeProperties[] = [
		{
			displayName: 'GitLab URL',
			name: 'gitlabUrl',
			type: 'string',
			default: 'https://gitlab.com',
			required: true,
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
	];
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'PRIVATE-TOKEN': '={{ $credentials.accessToken.trim() }}' } },
	};
}
