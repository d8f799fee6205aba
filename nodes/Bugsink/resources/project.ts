import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { projectLocator } from '../../shared/bugsink/locators';
import { InvalidSetting } from '../../shared/delivery/failure';
import { limitOf, listFields, projectId } from './fields';
import type { Operation, Resource } from './operation';

const get: Operation = {
	option: { name: 'Get', value: 'get', description: 'Retrieve a project', action: 'Get project' },
	fields: [projectLocator('The project to retrieve')],
	run: async ({ client, parameters }) => [
		(await client.get(`projects/${projectId(parameters)}/`)) as IDataObject,
	],
};

const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		description: 'List the projects that the token may see',
		action: 'Get many projects',
	},
	fields: listFields,
	run: async ({ client, parameters }) =>
		(await client.list('projects/', {}, limitOf(parameters))) as IDataObject[],
};

/** The fields, and what Bugsink calls them. */
const ALERTS = [
	{ label: 'New Issue', name: 'newIssue', flag: 'alert_on_new_issue' },
	{ label: 'Regression', name: 'regression', flag: 'alert_on_regression' },
	{ label: 'Unmute', name: 'unmute', flag: 'alert_on_unmute' },
] as const;
const SETTINGS = ['off', 'on', 'unchanged'] as const;

function alertField(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		options: [
			{ name: 'Off', value: 'off' },
			{ name: 'On', value: 'on' },
			{ name: 'Unchanged', value: 'unchanged' },
		],
		default: 'unchanged',
		description,
	};
}

const setAlerts: Operation = {
	option: {
		name: 'Set Alerts',
		value: 'setAlerts',
		description: "Turn a project's alerts on or off, for example while a release is deployed",
		action: 'Set alerts of project',
	},
	fields: [
		projectLocator('The project whose alerts to set'),
		alertField('New Issue', 'newIssue', 'Whether a new issue raises an alert'),
		alertField('Regression', 'regression', 'Whether a resolved issue that comes back raises one'),
		alertField('Unmute', 'unmute', 'Whether an issue that Bugsink unmutes raises one'),
	],
	run: async ({ client, parameters }) => {
		const id = projectId(parameters);
		const changes = ALERTS.map(({ label, name, flag }) => ({
			flag,
			setting: parameters.choice(name, label, SETTINGS, 'unchanged'),
		})).filter(({ setting }) => setting !== 'unchanged');
		if (changes.length === 0) {
			throw new InvalidSetting(
				'Nothing to set: all alerts are Unchanged',
				"Set 'New Issue', 'Regression' or 'Unmute' to On or Off.",
			);
		}
		const flags = changes.map(({ flag, setting }): [string, boolean] => [flag, setting === 'on']);
		const answer = await client.patch(`projects/${id}/`, Object.fromEntries(flags));
		// Bugsink's answer to a change has the number as text.
		return [{ ...answer, id: Number(id) } as IDataObject];
	},
};

export const project: Resource = {
	option: { name: 'Project', value: 'project' },
	operations: [get, getMany, setAlerts],
	byDefault: 'getMany',
};
