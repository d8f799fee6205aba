import type { INodeProperties } from 'n8n-workflow';

import { issueChoice, issueId, periodFields, periodOf } from '../fields';
import type { Operation } from '../operation';
import { change, isIn } from './state';

const ifUntil = (...until: string[]): INodeProperties['displayOptions'] => ({
	show: { muteUntil: until },
});

export const mute: Operation = {
	option: {
		name: 'Mute',
		value: 'mute',
		description: 'Stop the alerts of an issue permanently, for a time, or until it gets worse',
		action: 'Mute issue',
	},
	fields: [
		...issueChoice,
		{
			displayName: 'Mute Until',
			name: 'muteUntil',
			type: 'options',
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
			displayOptions: ifUntil('eventsArrive'),
			description: 'How many events within the time below unmute the issue',
		},
		...periodFields('How many hours, days or other periods', ifUntil('eventsArrive', 'timePassed')),
	],
	run: async ({ client, parameters }) => {
		const until = parameters.choice(
			'muteUntil',
			'Mute Until',
			['eventsArrive', 'timePassed', 'unmuted'],
			'unmuted',
		);
		const id = issueId(parameters);
		if (until === 'unmuted') return await change(client, id, 'mute', isIn.muted);
		const period = periodOf(parameters);
		if (until === 'timePassed') return await change(client, id, 'mute-for', isIn.muted, period);
		const threshold = parameters.wholeNumber('events', 'Number of Events', 10, 1, 1_000_000_000);
		return await change(client, id, 'mute-until', isIn.muted, {
			...period,
			gte_threshold: threshold,
		});
	},
};
