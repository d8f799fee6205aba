import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { JsonObject } from '../../shared/alert/fields';
import { projectLocator } from '../../shared/bugsink/locators';
import { InvalidSetting } from '../../shared/delivery/failure';
import { EVENT_PARTS, eventDetails } from '../event/details';
import { checkedId, issueChoice, issueId, limitOf, listFields, projectId } from './fields';
import type { Call, Operation, Resource } from './operation';

const simplifyField: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/** Simplified: what an enriched alert has of an event, secrets masked. Otherwise all that Bugsink stores. */
function eventOutput({ client, parameters }: Call, event: JsonObject): IDataObject {
	if (!parameters.boolean('simplify', true)) return event as IDataObject;
	const parts = new Set(EVENT_PARTS.filter((part) => !/Variables|Body/.test(part)));
	const details = eventDetails(event, client.address.base, { parts, breadcrumbs: 10 });
	return { ...details, issueId: event.issue } as unknown as IDataObject;
}

const get: Operation = {
	option: {
		name: 'Get',
		value: 'get',
		description: 'Retrieve an event by its ID',
		action: 'Get event',
	},
	fields: [
		{
			displayName: 'Event ID',
			name: 'eventId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. c6fbeb5d-7ecf-453b-94ff-0ed07eb06bd8',
			description:
				"Bugsink's own ID of the event, as in the address of its page; the ID that the SDK gave is another one",
		},
		simplifyField,
	],
	run: async (call) => {
		const id = checkedId(
			'Event ID',
			call.parameters.text('eventId'),
			'c6fbeb5d-7ecf-453b-94ff-0ed07eb06bd8',
		);
		return [eventOutput(call, await call.client.get(`events/${id}/`))];
	},
};

const getLatest: Operation = {
	option: {
		name: 'Get Latest',
		value: 'getLatest',
		description: 'Retrieve the newest event of an issue',
		action: 'Get latest event of issue',
	},
	// A field of its own, since it stands below the issue here.
	fields: [...issueChoice, { ...simplifyField }],
	run: async (call) => {
		const issue = issueId(call.parameters);
		const { results } = await call.client.page('events/', { issue, order: 'desc' });
		if (results.length === 0) {
			throw new InvalidSetting(
				'Bugsink stores no event of this issue any more',
				"Bugsink drops old events when a project reaches its limit. Raise the project's retention.",
			);
		}
		return [eventOutput(call, await call.client.get(`events/${String(results[0].id)}/`))];
	},
};

const getMany: Operation = {
	option: {
		name: 'Get Many',
		value: 'getMany',
		description: 'List the events of an issue, the newest first',
		action: 'Get many events',
	},
	fields: [...issueChoice, ...listFields],
	run: async ({ client, parameters }) =>
		(await client.list(
			'events/',
			{ issue: issueId(parameters), order: 'desc' },
			limitOf(parameters),
		)) as IDataObject[],
};

const lookup: Operation = {
	option: {
		name: 'Lookup',
		value: 'lookup',
		description: "Retrieve an event by the SDK's event ID, as the application logged it",
		action: 'Look up event by SDK event ID',
	},
	fields: [
		projectLocator('The project that the event belongs to'),
		{
			displayName: 'Event ID',
			name: 'eventId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. fc6d8c0c43fc4630ad850ee518f1b9d0',
			description:
				'The ID that the SDK gave to the event, with or without hyphens. Needs Bugsink 2.6.',
		},
		{ ...simplifyField },
	],
	run: async (call) => {
		const { client, parameters } = call;
		const project = projectId(parameters);
		const id = parameters.text('eventId').replaceAll('-', '').toLowerCase();
		if (!/^[0-9a-f]{32}$/.test(id)) {
			throw new InvalidSetting(
				id === '' ? "'Event ID' is empty" : "'Event ID' is not an event ID of an SDK",
				'Enter the 32 hexadecimal digits that the SDK returns, such as fc6d8c0c43fc4630ad850ee518f1b9d0.',
			);
		}
		const uuid = id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
		return [eventOutput(call, await client.get('events/lookup/', { project, event_id: uuid }))];
	},
};

export const event: Resource = {
	option: { name: 'Event', value: 'event', description: 'One occurrence of an issue' },
	operations: [get, getLatest, getMany, lookup],
	byDefault: 'getLatest',
};
