import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { fromList } from '../shared/node/properties';
import {
	notResolving,
	onlyNewIssuesProperty,
	resolveOperation,
	ticketOptions,
} from '../shared/node/ticketProperties';

export const jiraOperations = [
	resolveOperation("Close the open ticket of the alert's issue", 'Resolve ticket'),
];

/** A locator's mode By ID: Jira's ids are numbers. */
function byId(placeholder: string, errorMessage: string): INodePropertyMode {
	const mode = { displayName: 'By ID', name: 'id', type: 'string' as const, placeholder };
	const regex = '^\\s*\\d+\\s*$';
	return { ...mode, validation: [{ type: 'regex', properties: { regex, errorMessage } }] };
}

export const jiraProperties: INodeProperties[] = [
	{
		displayName: 'Project',
		name: 'projectKey',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions: notResolving,
		description: 'Where new tickets are opened. Tickets that exist are found in every project.',
		modes: [
			fromList('Select a project…', 'searchProjects'),
			{
				displayName: 'By Key',
				name: 'key',
				type: 'string',
				placeholder: 'e.g. OPS',
				hint: 'The part before the number in a ticket such as OPS-12',
				validation: [
					{
						type: 'regex',
						properties: {
							// Also in a pasted address of a ticket or a project.
							regex:
								'^\\s*(?:[A-Za-z][A-Za-z0-9_]*|https?://.+/(?:browse|projects)/[A-Za-z].*)\\s*$',
							errorMessage: 'Enter the key of the project, for example OPS',
						},
					},
				],
			},
		],
	},
	{
		displayName: 'Issue Type',
		name: 'issueType',
		type: 'resourceLocator',
		default: { mode: 'name', value: 'Bug' },
		required: true,
		displayOptions: notResolving,
		description: 'As the project names it; names differ from language to language',
		modes: [
			fromList('Select an issue type…', 'searchIssueTypes'),
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. Bug' },
			byId('e.g. 10004', 'Enter the number of the issue type, or choose By Name'),
		],
	},
	{
		displayName: 'Labels',
		name: 'labels',
		type: 'string',
		default: '',
		placeholder: 'e.g. bugsink, backend',
		displayOptions: notResolving,
		description:
			"Comma-separated, no spaces inside a label. The label by which a ticket is found again, bugsink- and the issue's ID, is always added.",
	},
	onlyNewIssuesProperty(
		'Whether only issues that Bugsink sees for the first time open a ticket. Others still comment on, reopen or update a ticket that exists.',
	),
];

export const jiraOptions: INodeProperties[] = [
	{
		displayName: 'Assignee',
		name: 'assignee',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'Who gets new tickets',
		modes: [
			fromList('Select a person…', 'searchAssignees'),
			{
				displayName: 'By Email or Account ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. mia@example.com',
			},
		],
	},
	{
		displayName: 'Components',
		name: 'components',
		type: 'string',
		default: '',
		placeholder: 'e.g. Backend, Checkout',
		description: 'Comma-separated names of components of the project',
	},
	{
		displayName: 'Custom Fields',
		name: 'customFields',
		type: 'json',
		default: '{}',
		placeholder: 'e.g. { "customfield_10032": 5, "Severity": "High" }',
		description:
			'More fields of a new ticket as a JSON object, each by its ID or its name. Values get the form that the type of the field wants: a number, a choice, a person by email, a date, a list, rich text.',
	},
	{
		displayName: 'Parent Key',
		name: 'parentKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. OPS-12',
		description: 'The ticket or epic under which new tickets are opened; sub-tasks need one',
	},
	{
		displayName: 'Priority',
		name: 'priority',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		description: 'Priority of new tickets. A test gets the lowest.',
		modes: [
			fromList('Select a priority…', 'searchPriorities'),
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'e.g. High' },
			byId('e.g. 2', 'Enter the number of the priority, or choose By Name'),
		],
	},
	{
		displayName: 'Reopen Transition',
		name: 'reopenTransition',
		type: 'string',
		default: '',
		placeholder: 'e.g. Reopen',
		description:
			'Name or ID of the transition that reopens a ticket. Left empty, one that leads to an open status is chosen.',
	},
	{
		displayName: 'Resolve Transition',
		name: 'resolveTransition',
		type: 'string',
		default: '',
		placeholder: 'e.g. Done',
		displayOptions: { show: { '/operation': ['resolve'] } },
		description:
			'Name or ID of the transition with which the operation Resolve closes a ticket. Left empty, one that leads to a done status is chosen.',
	},
	...ticketOptions({
		noun: 'Ticket',
		reopenWindow:
			'How long after it was closed a ticket is reopened when its issue comes back. Later, a new ticket is opened and linked to it, unless only new issues may open one.',
		onRegression: {
			comment: 'The ticket stays closed',
			create: "Linked to the old one, unless 'Only New Issues' is on",
			reopenAndComment:
				'Within the reopen window; after it, open a new ticket that links the old one',
			description:
				"What to do when Bugsink reports a regression and the ticket is done. A ticket closed as won't do is left alone.",
		},
		onExisting: {
			update: 'Overwrite summary and description, and add the labels',
			description: 'What to do with an alert whose issue has a ticket already',
		},
	}),
];
