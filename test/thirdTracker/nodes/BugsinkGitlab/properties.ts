import type { INodeProperties } from 'n8n-workflow';

import {
	onlyNewIssuesProperty,
	resolveOperation,
	ticketOptions,
} from '../../../../nodes/shared/tracker/properties';

export const gitlabOperations = [
	resolveOperation('Close the open GitLab issue of the alert', 'Resolve issue'),
];

export const gitlabProperties: INodeProperties[] = [
	{
		displayName: 'Project',
		name: 'project',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. acme/shop',
	},
	onlyNewIssuesProperty('Whether only issues that are new in Bugsink open one on GitLab'),
];

export const gitlabOptions: INodeProperties[] = ticketOptions({
	noun: 'Issue',
	reopenWindow: 'How long after it was closed an issue is reopened when its error comes back',
	onRegression: {
		comment: 'Comment, and leave it closed',
		create: 'One that refers to the closed one',
		reopenAndComment: 'Reopen it, and say what changed',
		description: 'What to do when an error comes back after its issue was closed',
	},
	onExisting: {
		update: 'Overwrite title and description',
		description: 'What to do with an alert that already has an issue on GitLab',
	},
});
