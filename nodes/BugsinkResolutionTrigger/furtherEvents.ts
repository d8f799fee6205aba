import type { INodeProperties } from 'n8n-workflow';

/** What happens to an issue without anybody doing anything. */
export const furtherEvents: INodeProperties = {
	displayName: 'Further Events',
	name: 'events',
	type: 'fixedCollection',
	placeholder: 'Add Event',
	default: {},
	description: 'Start the workflow for these too. Muted and resolved issues do not count.',
	options: [
		{
			displayName: 'Event Count',
			name: 'eventCount',
			values: [
				{
					displayName: 'Counts',
					name: 'counts',
					type: 'string',
					default: '10, 100, 1000',
					description: 'Start the workflow when an issue has had so many events in all',
				},
			],
		},
		{
			displayName: 'Quiet',
			name: 'quiet',
			values: [
				{
					displayName: 'After Hours',
					name: 'hours',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 24,
					description: 'Start the workflow when an issue has not been seen for so many hours',
				},
			],
		},
		{
			displayName: 'Rate',
			name: 'rate',
			values: [
				{
					displayName: 'Number of Events',
					name: 'events',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 100,
					description:
						'Start the workflow when an issue has so many events in the hours below. Needs Bugsink 2.6.',
				},
				{
					displayName: 'Within Hours',
					name: 'hours',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 2000 },
					default: 1,
					description: 'The hours in which the events are counted, and until the next alert',
				},
			],
		},
		{
			displayName: 'Still Open',
			name: 'stillOpen',
			values: [
				{
					displayName: 'After Days',
					name: 'days',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 7,
					description:
						'Start the workflow when an issue has been open for so many days, and again after as many',
				},
				{
					displayName: 'Seen Within Days',
					name: 'seenWithin',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: 7,
					description: 'Only issues that had an event in so many days',
				},
			],
		},
	],
};
