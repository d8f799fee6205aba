import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { dataFieldsProperty } from '../shared/dataFields';
import { limitProperty } from '../shared/limit/rules';
import { sendAsProperty } from '../shared/node/sendAs';
import { additionalTextProperty, titleProperty } from '../shared/words';

export const pagerDutyOperations: INodePropertyOptions[] = [
	{
		name: 'Acknowledge',
		value: 'acknowledge',
		description: "Say that somebody works on the alert's incident, so that it stops notifying",
		action: 'Acknowledge incident',
	},
	{
		name: 'Resolve',
		value: 'resolve',
		description: "Close the alert's incident",
		action: 'Resolve incident',
	},
];

const severities: INodePropertyOptions[] = [
	{ name: 'Critical', value: 'critical' },
	{ name: 'Error', value: 'error' },
	{ name: 'Info', value: 'info' },
	{ name: 'Warning', value: 'warning' },
];

export const pagerDutyProperties: INodeProperties[] = [
	{
		displayName: 'Default Severity',
		name: 'defaultSeverity',
		type: 'options',
		options: severities,
		default: 'error',
		displayOptions: { show: { operation: ['sendAlert', 'preview'] } },
		description:
			"The incident's severity, unless 'Severity by Reason' or 'Severity From Level' under Options says otherwise",
	},
	{
		displayName: 'Service Name',
		name: 'serviceName',
		type: 'string',
		default: 'Bugsink',
		placeholder: 'e.g. Checkout API',
		displayOptions: { hide: { operation: ['acknowledge', 'resolve'] } },
		description: 'What PagerDuty shows as the source of the event; up to 100 characters',
	},
	{
		displayName: 'Include Link',
		name: 'includeLink',
		type: 'boolean',
		default: true,
		displayOptions: { hide: { operation: ['acknowledge', 'resolve'] } },
		description: 'Whether to add a link to the issue in Bugsink',
	},
];

export const pagerDutyOptions: INodeProperties[] = [
	{
		displayName: 'Class',
		name: 'class',
		type: 'string',
		default: '',
		placeholder: 'e.g. unhandled exception',
		description:
			'The class or type of the event, for rules and grouping in PagerDuty; leave empty for the error type',
	},
	{
		displayName: 'Component',
		name: 'component',
		type: 'string',
		default: '',
		placeholder: 'e.g. checkout-api',
		description: 'The part of your system that the alert is about; leave empty for the transaction',
	},
	{
		displayName: 'Group',
		name: 'group',
		type: 'string',
		default: '',
		placeholder: 'e.g. production',
		description: 'A logical group of components; leave empty for the project',
	},
	{
		displayName: 'Image URL',
		name: 'imageUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://charts.example.com/checkout.png',
		description: 'A picture to show in the incident, such as a chart of the service',
	},
	titleProperty('summary', 'incident'),
	additionalTextProperty('incident'),
	dataFieldsProperty('custom_details'),
	limitProperty('incidents'),
	sendAsProperty('incident'),
	{
		displayName: 'Severity by Reason',
		name: 'severityByReason',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Reason',
		default: {},
		description:
			"Which severity an alert gets for its reason. Goes before 'Severity From Level' and 'Default Severity'.",
		options: [
			{
				displayName: 'Reason',
				name: 'reasons',
				values: [
					{
						displayName: 'Reason',
						name: 'reason',
						type: 'options',
						options: [
							{ name: 'New', value: 'NEW', description: 'An issue seen for the first time' },
							{ name: 'Regressed', value: 'REGRESSED', description: 'A resolved issue came back' },
							{
								name: 'Unmuted',
								value: 'UNMUTED',
								description: 'A muted issue is active again',
							},
						],
						default: 'NEW',
						description: 'Why Bugsink sent the alert',
					},
					{
						displayName: 'Severity',
						name: 'severity',
						type: 'options',
						options: severities,
						default: 'error',
					},
				],
			},
		],
	},
	{
		displayName: 'Severity From Level',
		name: 'severityFromLevel',
		type: 'boolean',
		default: false,
		description:
			"Whether to take the severity from the event's level (fatal becomes critical, debug becomes info) where the alert was enriched by the Bugsink node",
	},
	{
		displayName: 'Unmuted As',
		name: 'unmutedAs',
		type: 'options',
		options: [
			{
				name: 'Change Event',
				value: 'changeEvent',
				description: "Listed among the service's recent changes for information; pages nobody",
			},
			{ name: 'Incident', value: 'incident', description: 'Like any other alert' },
		],
		default: 'incident',
		description: 'What to send when a muted issue is active again',
	},
];
