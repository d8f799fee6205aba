import type { INodeProperties } from 'n8n-workflow';

import { fromList } from '../node/properties';

export function projectLocator(description: string, required = true): INodeProperties {
	return {
		displayName: 'Project',
		name: 'project',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		...(required ? { required } : {}),
		description,
		modes: [
			fromList('Select a project…', 'searchProjects'),
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 7',
				validation: [
					{
						type: 'regex',
						// Empty means all where the field is not required.
						properties: {
							regex: '^\\s*\\d*\\s*$',
							errorMessage: 'Enter the number of the project, for example 7',
						},
					},
				],
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://bugsink.example.com/issues/7/',
				extractValue: {
					type: 'regex',
					regex: '^\\s*https?://.+?/(?:issues|projects)/(\\d+)(?:[/?#].*)?$',
				},
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*https?://.+?/(?:issues|projects)/\\d+(?:[/?#].*)?$',
							errorMessage: "Enter the address of the project's list of issues",
						},
					},
				],
			},
		],
	};
}

export const issueLocator: INodeProperties = {
	displayName: 'Issue',
	name: 'issue',
	type: 'resourceLocator',
	default: { mode: 'id', value: '={{ $json.issueId ?? $json.id }}' },
	required: true,
	description: 'By default the issue of the incoming alert, or the incoming issue itself',
	modes: [
		fromList('Select an issue…', 'searchIssues'),
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. CHECKOUT-API-17',
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*[\\w-]+\\s*$',
						errorMessage: 'Enter the short ID, for example CHECKOUT-API-17, or the UUID',
					},
				},
			],
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder:
				'e.g. https://bugsink.example.com/issues/issue/b4a29ea6-95cd-46d0-beac-6d75b61ee308/',
			extractValue: {
				type: 'regex',
				regex: '^\\s*https?://.+?/issues/issue/([0-9a-fA-F-]{36})(?:[/?#].*)?$',
			},
			validation: [
				{
					type: 'regex',
					properties: {
						regex: '^\\s*https?://.+?/issues/issue/[0-9a-fA-F-]{36}(?:[/?#].*)?$',
						errorMessage: "Enter the address of the issue's page",
					},
				},
			],
		},
	],
};
