import { issueChoice, issueId } from './fields';
import { comment } from './issue/comment';
import { getMany } from './issue/getMany';
import { mute } from './issue/mute';
import { resolve } from './issue/resolve';
import { change, isIn } from './issue/state';
import { issueOutput, type Operation, type Resource } from './operation';

const remove: Operation = {
	option: {
		name: 'Delete',
		value: 'delete',
		description: 'Delete an issue with all its events permanently',
		action: 'Delete issue',
	},
	fields: issueChoice,
	run: async ({ client, parameters }) => {
		await client.delete(`issues/${issueId(parameters)}/`);
		return [{ deleted: true }];
	},
};

const get: Operation = {
	option: { name: 'Get', value: 'get', description: 'Retrieve an issue', action: 'Get issue' },
	fields: issueChoice,
	run: async ({ client, parameters }) => [
		issueOutput(client, await client.get(`issues/${issueId(parameters)}/`)),
	],
};

const reopen: Operation = {
	option: {
		name: 'Reopen',
		value: 'reopen',
		description: 'Mark a resolved issue as not resolved',
		action: 'Reopen issue',
	},
	fields: issueChoice,
	run: async ({ client, parameters }) =>
		await change(client, issueId(parameters), 'reopen', isIn.unresolved),
};

const unmute: Operation = {
	option: {
		name: 'Unmute',
		value: 'unmute',
		description: 'Let a muted issue raise alerts again',
		action: 'Unmute issue',
	},
	fields: issueChoice,
	run: async ({ client, parameters }) =>
		await change(client, issueId(parameters), 'unmute', (issue) => issue.is_muted !== true),
};

export const issue: Resource = {
	option: { name: 'Issue', value: 'issue', description: 'A group of events with one cause' },
	operations: [comment, remove, get, getMany, mute, reopen, resolve, unmute],
	byDefault: 'get',
};
