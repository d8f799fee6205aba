import type { INodeProperties } from 'n8n-workflow';

import { projectLocator } from '../shared/bugsink/locators';
import { reasonsProperty } from '../shared/node/properties';
import { furtherEvents } from './furtherEvents';

export const resolutionTriggerProperties: INodeProperties[] = [
	projectLocator(
		'Whose issues to watch. Empty: all that the token sees (Bugsink 2.6 and newer).',
		false,
	),
	{
		...reasonsProperty(
			[
				{
					name: 'Muted',
					value: 'MUTED',
					action: 'On muted issue',
					description: 'Somebody muted the issue',
				},
				{
					name: 'New',
					value: 'NEW',
					action: 'On new issue',
					description: 'An error was seen for the first time, as the webhook reports it',
				},
				{
					name: 'Regressed',
					value: 'REGRESSED',
					action: 'On regression',
					description: 'A resolved error came back, as the webhook reports it',
				},
				{
					name: 'Reopened',
					value: 'REOPENED',
					action: 'On reopened issue',
					description:
						'Somebody reopened the issue. That an error came back is an alert of its own.',
				},
				{
					name: 'Resolved',
					value: 'RESOLVED',
					action: 'On resolved issue',
					description: 'Somebody resolved the issue, now or by a release',
				},
				{
					name: 'Unmuted',
					value: 'UNMUTED',
					action: 'On unmuted issue',
					description: 'Bugsink unmuted the issue, as the webhook reports it, or somebody did',
				},
			],
			['RESOLVED'],
		),
		description:
			"What starts the workflow. Empty: every change, or none if there are 'Further Events'.",
	},
	furtherEvents,
	{
		displayName:
			'Before Bugsink 2.6 there is no history: New, Regressed and Unmuted are then derived from what changed between two polls, and a project is required.',
		name: 'releaseNotice',
		type: 'notice',
		default: '',
	},
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
					'At most this many issues are watched, the most recently seen first. The first poll sends one request for every 250 of them.',
			},
			{
				displayName: 'Only Missed Alerts',
				name: 'onlyMissed',
				type: 'boolean',
				default: false,
				description:
					"Whether to give new, regressed and unmuted issues only if Bugsink's webhook cannot have brought them: from a time in which n8n was down or this workflow was not active. Put the Bugsink Trigger into the same workflow, so that alerts which arrived just before do not come again.",
			},
			{
				displayName: 'Start From',
				name: 'startFrom',
				type: 'dateTime',
				default: '',
				description:
					'The first poll gives new, regressed and unmuted issues from this time on. Empty: it only remembers what is there.',
			},
		],
	},
];
