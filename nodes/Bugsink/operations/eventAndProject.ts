import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../shared/alert/fields';
import { InvalidSetting } from '../../shared/delivery/failure';
import { EVENT_PARTS, eventDetails } from '../eventDetails';
import { checkedId, issueId, limitOf, projectId, type Call, type Operation } from './operation';

/** Simplified: what an enriched alert has of an event, secrets masked. Otherwise all that Bugsink stores. */
function eventOutput({ client, parameters }: Call, event: JsonObject): IDataObject {
	if (!parameters.boolean('simplify', true)) return event as IDataObject;
	const parts = new Set(EVENT_PARTS.filter((part) => !/Variables|Body/.test(part)));
	const details = eventDetails(event, client.address.base, { parts, breadcrumbs: 10 });
	return { ...details, issueId: event.issue } as unknown as IDataObject;
}

export const eventOperations: Record<string, Operation> = {
	get: async (call) => {
		const id = checkedId(
			'Event ID',
			call.parameters.text('eventId'),
			'c6fbeb5d-7ecf-453b-94ff-0ed07eb06bd8',
		);
		return [eventOutput(call, await call.client.get(`events/${id}/`))];
	},
	getLatest: async (call) => {
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
	getMany: async ({ client, parameters }) =>
		(await client.list(
			'events/',
			{ issue: issueId(parameters), order: 'desc' },
			limitOf(parameters),
		)) as IDataObject[],
};

export const projectOperations: Record<string, Operation> = {
	get: async ({ client, parameters }) => [
		(await client.get(`projects/${projectId(parameters)}/`)) as IDataObject,
	],
	getMany: async ({ client, parameters }) =>
		(await client.list('projects/', {}, limitOf(parameters))) as IDataObject[],
};
