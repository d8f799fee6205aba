import type { INodeProperties } from 'n8n-workflow';

import { limitProperty } from '../shared/limit/rules';
import { fromList } from '../shared/node/properties';
import {
	notResolving,
	onlyNewIssuesProperty,
	resolveOperation,
	ticketOptions,
} from '../shared/tracker/properties';
import { additionalTextProperty, factsProperty, titleProperty } from '../shared/words';

export const githubOperations = [
	resolveOperation(
		'Close the open GitHub issue of the alert as completed, with a comment',
		'Resolve issue',
	),
];

export const githubProperties: INodeProperties[] = [
	{
		displayName: 'Repository',
		name: 'repository',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description: 'Where the issues are opened',
		modes: [
			fromList('Select a repository…', 'searchRepositories'),
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
		displayOptions: notResolving,
		description:
			"Comma-separated labels for new issues. Labels that do not exist yet are created. The label 'bugsink' is always added: the node finds its issues by it.",
	},
	{
		displayName: 'Assignees',
		name: 'assignees',
		type: 'string',
		default: '',
		placeholder: 'e.g. octocat, hubot',
		displayOptions: notResolving,
		description: 'Comma-separated user names to assign new issues to, 10 at most',
	},
	onlyNewIssuesProperty(
		'Whether only issues that Bugsink sees for the first time open one on GitHub. Others still comment on, reopen or update an issue that exists.',
	),
];

export const githubOptions: INodeProperties[] = [
	{
		displayName: 'Assignee Names or IDs',
		name: 'assigneesFromList',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getAssignees', loadOptionsDependsOn: ['repository.value'] },
		default: [],
		description:
			'Added to the field Assignees. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Label Names or IDs',
		name: 'labelsFromList',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getLabels', loadOptionsDependsOn: ['repository.value'] },
		default: [],
		description:
			'Added to the field Labels. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
	},
	{
		displayName: 'Issue Type',
		name: 'issueType',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'Type of new issues, in organizations that have issue types',
		modes: [
			fromList('Select an issue type…', 'searchIssueTypes'),
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Bug' },
		],
	},
	{
		displayName: 'Milestone',
		name: 'milestone',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'Milestone of new issues',
		modes: [
			fromList('Select a milestone…', 'searchMilestones'),
			{
				displayName: 'By Title or Number',
				name: 'title',
				type: 'string',
				placeholder: 'e.g. v1.0',
			},
		],
	},
	titleProperty('title', 'issue'),
	additionalTextProperty('issue or comment'),
	factsProperty(),
	limitProperty('new issues'),
	...ticketOptions({
		noun: 'Issue',
		reopenWindow:
			'How long after it was closed an issue is reopened when its error comes back. Later, a new issue is opened that refers to the old one, unless only new issues may open one.',
		onRegression: {
			comment: 'Comment, and leave it closed',
			create: 'One that refers to the closed one',
			reopenAndComment: 'Reopen it, and say what changed',
			description:
				'What to do when an error comes back after its issue was closed. What was closed as not planned is always left alone.',
		},
		onExisting: {
			update: 'Overwrite title and description, and add the labels',
			description: 'What to do with an alert that has an issue on GitHub already',
		},
	}),
];
