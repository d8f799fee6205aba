import type { INodeProperties } from 'n8n-workflow';

import { issueLocator, projectLocator } from './locators';

const ONE_ISSUE = ['comment', 'delete', 'get', 'mute', 'reopen', 'resolve', 'unmute'];
const OF_AN_ISSUE = ['getLatest', 'getMany'];
const muting = (until: string[]): INodeProperties['displayOptions'] => ({
	show: { resource: ['issue'], operation: ['mute'], muteUntil: until },
});
const FOR_THE_LIST = 'Only needed to choose the issue from the list';
const listing = { show: { resource: ['event', 'issue', 'project'], operation: ['getMany'] } };

export const issueProperties: INodeProperties[] = [
	projectLocator('Whose issues to list', { show: { resource: ['issue'], operation: ['getMany'] } }),
	projectLocator('The project to retrieve', {
		show: { resource: ['project'], operation: ['get'] },
	}),
	projectLocator(FOR_THE_LIST, { show: { resource: ['issue'], operation: ONE_ISSUE } }, false),
	projectLocator(FOR_THE_LIST, { show: { resource: ['event'], operation: OF_AN_ISSUE } }, false),
	issueLocator({ show: { resource: ['issue'], operation: ONE_ISSUE } }),
	issueLocator({ show: { resource: ['event'], operation: OF_AN_ISSUE } }),
	{
		displayName: 'Comment',
		name: 'comment',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		required: true,
		placeholder: 'e.g. Fixed in 4.3.0',
		displayOptions: { show: { resource: ['issue'], operation: ['comment'] } },
		description: "Text for the issue's history",
	},
	{
		displayName: 'Resolve In',
		name: 'resolveIn',
		type: 'options',
		displayOptions: { show: { resource: ['issue'], operation: ['resolve'] } },
		options: [
			{
				name: 'Latest Release',
				value: 'latestRelease',
				description: 'Events of older releases do not count as a regression',
			},
			{
				name: 'Next Release',
				value: 'nextRelease',
				description: 'Events until the next release do not count as a regression',
			},
			{ name: 'Now', value: 'now', description: 'Any further event counts as a regression' },
		],
		default: 'now',
		description: 'From when on another event means that the error came back',
	},
	{
		displayName: 'Mute Until',
		name: 'muteUntil',
		type: 'options',
		displayOptions: { show: { resource: ['issue'], operation: ['mute'] } },
		options: [
			{
				name: 'Many Events Arrive',
				value: 'eventsArrive',
				description: 'Until it happens so often that somebody has to look',
			},
			{ name: 'Some Time Has Passed', value: 'timePassed' },
			{ name: 'Somebody Unmutes It', value: 'unmuted' },
		],
		default: 'unmuted',
		description: 'When the issue may raise alerts again',
	},
	{
		displayName: 'Number of Events',
		name: 'events',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 10,
		displayOptions: muting(['eventsArrive']),
		description: 'How many events within the time below unmute the issue',
	},
	{
		displayName: 'Number of Periods',
		name: 'periods',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		displayOptions: muting(['eventsArrive', 'timePassed']),
		description: 'How many hours, days or other periods',
	},
	{
		displayName: 'Period',
		name: 'period',
		type: 'options',
		displayOptions: muting(['eventsArrive', 'timePassed']),
		options: [
			{ name: 'Day', value: 'day' },
			{ name: 'Hour', value: 'hour' },
			{ name: 'Minute', value: 'minute' },
			{ name: 'Month', value: 'month' },
			{ name: 'Week', value: 'week' },
			{ name: 'Year', value: 'year' },
		],
		default: 'day',
		description: 'What the periods are',
	},
	{
		displayName: 'Event ID',
		name: 'eventId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. c6fbeb5d-7ecf-453b-94ff-0ed07eb06bd8',
		displayOptions: { show: { resource: ['event'], operation: ['get'] } },
		description:
			"Bugsink's own ID of the event, as in the address of its page; the ID that the SDK gave is another one",
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		displayOptions: { show: { resource: ['event'], operation: ['get', 'getLatest'] } },
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		displayOptions: listing,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { ...listing.show, returnAll: [false] } },
		description: 'Max number of results to return',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		displayOptions: { show: { resource: ['issue'], operation: ['getMany'] } },
		options: [
			{
				displayName: 'Order',
				name: 'order',
				type: 'options',
				options: [
					{ name: 'Ascending', value: 'asc' },
					{ name: 'Descending', value: 'desc' },
				],
				default: 'desc',
				description:
					'Whether the oldest or the newest, the rarest or the most frequent comes first',
			},
			{
				displayName: 'Sort By',
				name: 'sort',
				type: 'options',
				options: [
					{ name: 'First Seen', value: 'digest_order' },
					{ name: 'Last Seen', value: 'last_seen' },
					{
						name: 'Number of Events',
						value: 'digested_event_count',
						description: 'Needs Bugsink 2.5',
					},
				],
				default: 'last_seen',
				description: 'What decides the order',
			},
			{
				displayName: 'State',
				name: 'state',
				type: 'options',
				options: [
					{ name: 'All', value: 'all' },
					{ name: 'Muted', value: 'muted' },
					{ name: 'Open', value: 'open', description: 'Neither resolved nor muted' },
					{ name: 'Resolved', value: 'resolved' },
					{ name: 'Unresolved', value: 'unresolved', description: 'Open or muted' },
				],
				default: 'all',
				description: 'Which issues to list',
			},
		],
	},
];

export const optionsProperties: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [
			{
				displayName: 'Breadcrumbs',
				name: 'breadcrumbs',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 100 },
				default: 10,
				displayOptions: { show: { '/operation': ['addEventDetails'] } },
				description: 'How many of the last breadcrumbs to add',
			},
			{
				displayName: 'Max Attempts',
				name: 'maxAttempts',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 10 },
				default: 3,
				description: 'How often a request is tried when Bugsink is busy or does not answer',
			},
			{
				displayName: 'Timeout (Seconds)',
				name: 'timeout',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 300 },
				default: 30,
				description: 'How many seconds one request may take',
			},
		],
	},
];
