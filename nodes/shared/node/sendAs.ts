import type { INodeProperties } from 'n8n-workflow';

import type { Parameters } from '../parameters';

/** @param message what the destination calls one, such as "card". */
export function sendAsProperty(message: string): INodeProperties {
	return {
		displayName: 'Send As',
		name: 'sendAs',
		type: 'options',
		options: [
			{ name: 'One for Each Alert', value: 'eachAlert' },
			{
				name: 'One for All Alerts',
				value: 'oneForAll',
				description: 'All items of an execution together, by project; a test goes alone',
			},
		],
		default: 'eachAlert',
		description: `Whether the alerts of one execution go in one ${message} each or all in one`,
	};
}

/** Whether all alerts of the execution go in one message. @throws {InvalidSetting} */
export function isOneForAll(parameters: Parameters): boolean {
	const choices = ['eachAlert', 'oneForAll'] as const;
	return parameters.choice('options.sendAs', 'Send As', choices, 'eachAlert') === 'oneForAll';
}
