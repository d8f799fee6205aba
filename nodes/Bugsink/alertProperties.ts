import type { INodeProperties } from 'n8n-workflow';

import { ITEM_ITSELF } from '../shared/node/parameters';

const enriching = { show: { resource: ['alert'], operation: ['addEventDetails'] } };
const linking = { show: { resource: ['alert'], operation: ['commentTicketLink'] } };

export const alertProperties: INodeProperties[] = [
	{
		displayName: 'Alert',
		name: 'alert',
		type: 'json',
		default: ITEM_ITSELF,
		required: true,
		displayOptions: enriching,
		description:
			'Where the Bugsink alert is: by default the incoming item, as the Bugsink Trigger or a Webhook node gives it',
	},
	{
		displayName: 'Details',
		name: 'details',
		type: 'multiOptions',
		displayOptions: enriching,
		options: [
			{
				name: 'Breadcrumbs',
				value: 'breadcrumbs',
				description: 'The last things that happened before the error',
			},
			{
				name: 'Local Variables',
				value: 'localVariables',
				description:
					'Values of variables in the stack frames. Known names of secrets are masked, but any variable may hold personal data.',
			},
			{
				name: 'Request',
				value: 'request',
				description: 'Method, address and headers of the HTTP request. Cookies are never included.',
			},
			{
				name: 'Request Body',
				value: 'requestBody',
				description:
					"Goes with 'Request'. Known names of secrets are masked, but a body may hold personal data.",
			},
			{
				name: 'Stack Trace',
				value: 'stacktrace',
				description: 'Exceptions with their frames and the source line of each',
			},
			{ name: 'Tags', value: 'tags', description: 'Tags of the event' },
			{ name: 'User', value: 'user', description: 'Who ran into the error' },
		],
		default: ['breadcrumbs', 'request', 'stacktrace', 'tags', 'user'],
		description:
			'What to add beside level, environment, release, server, transaction and logger, which are always added. Passwords, tokens and the like are masked.',
	},
	{
		displayName: 'When Bugsink Cannot Be Reached',
		name: 'onFailure',
		type: 'options',
		displayOptions: enriching,
		options: [
			{ name: 'Fail', value: 'fail', description: 'The item ends in the error output' },
			{
				name: 'Pass the Alert On',
				value: 'passOn',
				description: "Without details; 'enrichment' in the output says why",
			},
		],
		default: 'passOn',
		description: 'What to do with an alert whose details cannot be had, for whatever reason',
	},
	{
		displayName: 'Issue ID',
		name: 'issueId',
		type: 'string',
		default: '={{ $json.issueId }}',
		required: true,
		placeholder: 'e.g. CHECKOUT-API-17',
		displayOptions: linking,
		description: 'The Bugsink issue: by default the one that the destination node names',
	},
	{
		displayName: 'Ticket URL',
		name: 'ticketUrl',
		type: 'string',
		default: '={{ $json.url }}',
		placeholder: 'e.g. https://your-domain.atlassian.net/browse/SHOP-12',
		displayOptions: linking,
		description: 'Address of the ticket. Without one, nothing is posted.',
	},
	{
		displayName: 'Ticket Key',
		name: 'ticketKey',
		type: 'string',
		default: '={{ $json.key }}',
		placeholder: 'e.g. SHOP-12',
		displayOptions: linking,
		description: 'What the ticket is called in the comment',
	},
	{
		displayName: 'Destination',
		name: 'destination',
		type: 'string',
		default: '={{ $json.destination }}',
		placeholder: 'e.g. jiraCloud',
		displayOptions: linking,
		description: 'Which destination node made the ticket; it decides the words of the comment',
	},
	{
		displayName:
			'With Bugsink 2.6 or newer, a link that is there is not posted again. An older Bugsink cannot tell: the node then remembers its last 500 links itself, in active workflows only, so trying it out may post a link twice.',
		name: 'onceNotice',
		type: 'notice',
		default: '',
		displayOptions: linking,
	},
];
