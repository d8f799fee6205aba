import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

export const resolveOperation: INodePropertyOptions = {
	name: 'Resolve Issue',
	value: 'resolve',
	description: 'Close the GitHub issue of the alert as completed, with a comment',
	action: 'Resolve the GitHub issue of an alert',
};

export const githubProperties: INodeProperties[] = [
	{
		displayName: 'Repository',
		name: 'repository',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'Where the issues are opened',
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a repository…',
				typeOptions: { searchListMethod: 'searchRepositories', searchable: true },
			},
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder: 'e.g. acme/shop',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+\\s*$',
							errorMessage: 'Enter the owner and the name, for example acme/shop',
						},
					},
				],
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder: 'e.g. https://github.com/acme/shop',
				extractValue: {
					type: 'regex',
					regex: '^\\s*https?://[^/]+/([A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+)',
				},
				validation: [
					{
						type: 'regex',
						properties: {
							regex: '^\\s*https?://[^/]+/[A-Za-z0-9_.-]+/[A-Za-z0-9_.-]+.*$',
							errorMessage:
								'Enter the address of the repository, for example https://github.com/acme/shop',
						},
					},
				],
			},
		],
	},
	{
		displayName: 'Labels',
		name: 'labels',
		type: 'string',
		default: '',
		placeholder: 'e.g. bug, production',
		description:
			"Comma-separated labels for new issues. Labels that do not exist yet are created. The label 'bugsink' is always added: the node finds its issues by it.",
	},
	{
		displayName: 'Assignees',
		name: 'assignees',
		type: 'string',
		default: '',
		placeholder: 'e.g. octocat, hubot',
		description: 'Comma-separated user names to assign new issues to, 10 at most',
	},
	{
		displayName: 'Only New Issues',
		name: 'onlyNewIssues',
		type: 'boolean',
		default: true,
		displayOptions: { hide: { operation: ['resolve'] } },
		description:
			'Whether only alerts with the reason NEW open an issue. Other alerts still reach the issue that is there already: see On Existing Issue and On Regression under Options.',
	},
];

export const githubOptions: INodeProperties[] = [
	{
		displayName: 'Issue Type',
		name: 'issueType',
		type: 'string',
		default: '',
		placeholder: 'e.g. Bug',
		description: 'Type of new issues, in organizations that have issue types',
	},
	{
		displayName: 'Milestone',
		name: 'milestone',
		type: 'string',
		default: '',
		placeholder: 'e.g. v1.0',
		description: 'Title or number of the milestone of new issues',
	},
	{
		displayName: 'On Existing Issue',
		name: 'onExisting',
		type: 'options',
		options: [
			{
				name: 'Comment',
				value: 'comment',
				description: 'Say on the issue what happened',
			},
			{
				name: 'Create Another',
				value: 'createAnother',
				description: 'Open one more issue',
			},
			{ name: 'Ignore', value: 'ignore', description: 'Leave it as it is' },
			{
				name: 'Update',
				value: 'update',
				description: 'Write its title and description anew, and add missing labels',
			},
		],
		default: 'comment',
		description: 'What to do when the alert already has an issue on GitHub',
	},
	{
		displayName: 'On Regression',
		name: 'onRegression',
		type: 'options',
		options: [
			{
				name: 'Comment',
				value: 'comment',
				description: 'Comment, and leave a closed issue closed',
			},
			{
				name: 'Create',
				value: 'create',
				description: 'Open a new issue that refers to the closed one',
			},
			{ name: 'Ignore', value: 'ignore', description: 'Leave it as it is' },
			{
				name: 'Reopen and Comment',
				value: 'reopenAndComment',
				description: 'Reopen a closed issue, and comment',
			},
		],
		default: 'reopenAndComment',
		description:
			'What to do when a resolved error comes back. An issue that was closed as not planned is always left alone.',
	},
	{
		displayName: 'Reopen Window (Days)',
		name: 'reopenWindowDays',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 3650 },
		default: 30,
		description:
			'Reopen only what was closed within this many days; after that a regression opens a new issue that refers to the old one. Without this option, closed issues are always reopened.',
	},
];
