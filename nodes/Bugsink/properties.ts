import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

function operations(
	resource: string,
	options: INodePropertyOptions[],
	byDefault: string,
): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options,
		default: byDefault,
	};
}

export const operationProperties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Alert', value: 'alert', description: 'What the Bugsink Trigger received' },
			{ name: 'Event', value: 'event', description: 'One occurrence of an issue' },
			{ name: 'Issue', value: 'issue', description: 'A group of events with one cause' },
			{ name: 'Project', value: 'project' },
		],
		default: 'alert',
	},
	operations(
		'alert',
		[
			{
				name: 'Add Event Details',
				value: 'addEventDetails',
				description:
					'Add environment, release, tags, stack trace and more to an alert, with secrets masked',
				action: 'Add event details to alert',
			},
			{
				name: 'Comment Ticket Link',
				value: 'commentTicketLink',
				description: "Post a ticket's address as a comment on the Bugsink issue, once per ticket",
				action: 'Comment ticket link on issue',
			},
		],
		'addEventDetails',
	),
	operations(
		'event',
		[
			{
				name: 'Get',
				value: 'get',
				description: 'Retrieve an event by its ID',
				action: 'Get event',
			},
			{
				name: 'Get Latest',
				value: 'getLatest',
				description: 'Retrieve the newest event of an issue',
				action: 'Get latest event of issue',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				description: 'List the events of an issue, the newest first',
				action: 'Get many events',
			},
		],
		'getLatest',
	),
	operations(
		'issue',
		[
			{
				name: 'Comment',
				value: 'comment',
				description: "Write into the issue's history",
				action: 'Comment on issue',
			},
			{
				name: 'Delete',
				value: 'delete',
				description: 'Delete an issue with all its events permanently',
				action: 'Delete issue',
			},
			{ name: 'Get', value: 'get', description: 'Retrieve an issue', action: 'Get issue' },
			{
				name: 'Get Many',
				value: 'getMany',
				description: 'List the issues of a project',
				action: 'Get many issues',
			},
			{
				name: 'Mute',
				value: 'mute',
				description: 'Stop the alerts of an issue, for good, for a time, or until it gets worse',
				action: 'Mute issue',
			},
			{
				name: 'Reopen',
				value: 'reopen',
				description: 'Mark a resolved issue as not resolved',
				action: 'Reopen issue',
			},
			{
				name: 'Resolve',
				value: 'resolve',
				description: 'Mark an issue as resolved, now or by a release',
				action: 'Resolve issue',
			},
			{
				name: 'Unmute',
				value: 'unmute',
				description: 'Let a muted issue raise alerts again',
				action: 'Unmute issue',
			},
		],
		'get',
	),
	operations(
		'project',
		[
			{ name: 'Get', value: 'get', description: 'Retrieve a project', action: 'Get project' },
			{
				name: 'Get Many',
				value: 'getMany',
				description: 'List the projects that the token may see',
				action: 'Get many projects',
			},
		],
		'getMany',
	),
];
