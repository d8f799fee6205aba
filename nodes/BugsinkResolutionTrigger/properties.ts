import type { INodeProperties } from 'n8n-workflow';

import { projectLocator } from '../Bugsink/locators';
import { reasonsProperty } from '../shared/node/properties';

export const resolutionTriggerProperties: INodeProperties[] = [
	projectLocator('Whose issues to watch', undefined),
	reasonsProperty(
		[
			{ name: 'Muted', value: 'MUTED', description: 'Somebody muted the issue' },
			{
				name: 'Reopened',
				value: 'REOPENED',
				description: 'Somebody reopened the issue. That an error came back is an alert of its own.',
			},
			{
				name: 'Resolved',
				value: 'RESOLVED',
				description: 'Somebody resolved the issue, now or by a release',
			},
			{
				name: 'Unmuted',
				value: 'UNMUTED',
				description:
					'Somebody unmuted the issue. When Bugsink does, it raises an alert of its own.',
			},
		],
		['RESOLVED'],
	),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Issues to Watch',
				name: 'maxIssues',
				type: 'number',
				typeOptions: { minValue: 250, maxValue: 100000 },
				default: 10000,
				description:
					'Only the newest issues of the project are watched, this many. Each poll asks Bugsink once for every 250 issues.',
			},
		],
	},
];
