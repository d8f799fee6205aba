import type { INodeProperties } from 'n8n-workflow';

import { isObject } from '../alert/fields';
import { choiceOf, wholeNumberOf, type Parameters } from '../parameters';

/** At most so many messages in a period; the rest is held back and listed in one message. */
export interface LimitRules {
	max: number;
	minutes: number;
	/** Whether each project has a limit of its own. */
	per: 'project' | 'all';
}

/** @param messages what the destination calls them, such as "cards". */
export function limitProperty(messages: string): INodeProperties {
	return {
		displayName: 'Limit',
		name: 'limit',
		type: 'fixedCollection',
		placeholder: 'Add Limit',
		default: { values: { max: 10, minutes: 5, per: 'project' } },
		description: `How many ${messages} are sent within some minutes. The next alert sends one summary, the rest is held back, and the first alert after that period lists them. Test alerts do not count.`,
		options: [
			{
				displayName: 'Limit',
				name: 'values',
				values: [
					{
						displayName: 'Max Alerts',
						name: 'max',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 1000 },
						default: 10,
						description: 'How many alerts are sent as usual within the period',
					},
					{
						displayName: 'Minutes',
						name: 'minutes',
						type: 'number',
						typeOptions: { minValue: 1, maxValue: 1440 },
						default: 5,
						description: 'Length of the period, which begins with its first alert',
					},
					{
						displayName: 'Per',
						name: 'per',
						type: 'options',
						options: [
							{ name: 'All Projects Together', value: 'all' },
							{ name: 'Project', value: 'project' },
						],
						default: 'project',
						description: 'Whether each Bugsink project has a limit of its own',
					},
				],
			},
		],
	};
}

/** Undefined if the limit is off. @throws {InvalidSetting} */
export function readLimit(parameters: Parameters): LimitRules | undefined {
	const raw = parameters.raw('options.limit');
	if (!isObject(raw)) return undefined;
	// As the editor keeps it, or as an expression gives it.
	const values = Object.values(raw).find(isObject) ?? raw;
	if (Object.keys(values).length === 0) return undefined;
	return {
		max: wholeNumberOf(values.max, 'Max Alerts', 10, 1, 1000),
		minutes: wholeNumberOf(values.minutes, 'Minutes', 5, 1, 1440),
		per: choiceOf(values.per, 'Per', ['all', 'project'] as const, 'project'),
	};
}
