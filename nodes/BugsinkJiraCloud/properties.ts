import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { limitProperty } from '../shared/limit/rules';
import { fromList } from '../shared/node/properties';
import {
	notResolving,
	onlyNewIssuesProperty,
	resolveOperation,
	ticketOptions,
} from '../shared/tracker/properties';
import { additionalTextProperty, factsProperty, titleProperty } from '../shared/words';

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
		description:
			'Where new tickets are opened. Existing tickets are found wherever they were moved.',
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
		'Whether only issues that Bugsink sees for the first time open a ticket. Others still comment on, reopen or update an existing ticket.',
	),
	{
		displayName: 'Fields of the Create Screen',
		name: 'fields',
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		// Not among the options: n8n's editor loads the fields only of what is at the top.
		displayOptions: {
			show: { '/options.fieldsFromScreen': [true] },
			hide: { operation: ['resolve'] },
		},
		typeOptions: {
			loadOptionsDependsOn: ['projectKey.value', 'issueType.value'],
			resourceMapper: {
				resourceMapperMethod: 'getCreateScreen',
				mode: 'add',
				valuesLabel: 'Fields of the Create Screen',
				fieldWords: { singular: 'field', plural: 'fields' },
				// Only those that Jira requires are there at first.
				addAllFields: false,
				supportAutoMap: false,
			},
		},
		description:
			'More fields of a new ticket, as the create screen of project and issue type has them. Required ones are shown at once.',
	},
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
		displayName: 'Component Names or IDs',
		name: 'componentsFromList',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getComponents', loadOptionsDependsOn: ['projectKey.value'] },
		default: [],
		description:
			'Added to Components. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
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
			"More fields of a new ticket as a JSON object, each by its ID or its name. Values are converted to what the field's type expects: a number, a choice, a person by email, a date, a list, rich text.",
	},
	{
		displayName: 'Fields From Create Screen',
		name: 'fieldsFromScreen',
		type: 'boolean',
		default: false,
		description:
			"Whether to fill in fields of the project's create screen, in a form that appears above the options: choices from lists, people, dates, numbers",
	},
	{
		displayName: 'Label Names or IDs',
		name: 'labelsFromList',
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod: 'getLabels' },
		default: [],
		description:
			'Added to the field Labels. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
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
			'Name or ID of the transition that reopens a ticket, or name of the status it leads to. Leave empty to take one that leads to an open status.',
	},
	{
		displayName: 'Resolve Transition',
		name: 'resolveTransition',
		type: 'string',
		default: '',
		placeholder: 'e.g. Done',
		displayOptions: { show: { '/operation': ['resolve'] } },
		description:
			'Name or ID of the transition that closes a ticket, or name of the status it leads to. Leave empty to take one that means done.',
	},
	{
		displayName: "Won't Do Names",
		name: 'wontDoNames',
		type: 'string',
		default: '',
		placeholder: 'e.g. Parked, Accepted by Product',
		// For Resolve too, which uses no transition of such a name.
		displayOptions: {},
		description:
			"Further names of statuses and resolutions that mean that a person decided not to fix it, comma-separated. Such a ticket is left alone. The usual names, such as Won't Do, Declined or By Design, are known.",
	},
	titleProperty('summary', 'ticket'),
	additionalTextProperty('ticket or comment'),
	factsProperty(),
	limitProperty('new tickets'),
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
			description: 'What to do with an alert whose issue already has a ticket',
		},
	}),
];
