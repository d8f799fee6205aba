import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../../../shared/alert/fields';
import type { BugsinkClient } from '../../../shared/bugsink/client';
import { DeliveryFailure } from '../../../shared/delivery/failure';
import { issueOutput } from '../operation';

export const STATES = ['all', 'muted', 'open', 'resolved', 'unresolved'] as const;

export const isIn: Record<(typeof STATES)[number], (issue: JsonObject) => boolean> = {
	all: () => true,
	muted: (issue) => issue.is_muted === true && issue.is_resolved !== true,
	open: (issue) => issue.is_muted !== true && issue.is_resolved !== true,
	resolved: (issue) => issue.is_resolved === true,
	unresolved: (issue) => issue.is_resolved !== true,
};

/**
 * Changes an issue's state. Bugsink answers 400 where there is nothing to change ("Issue is already
 * resolved."): if the issue then is as it was to be, that is done as well.
 */
export async function change(
	client: BugsinkClient,
	id: string,
	action: string,
	isDone: (issue: JsonObject) => boolean,
	body?: JsonObject,
): Promise<IDataObject[]> {
	const path = `issues/${id}/`;
	let refusal: unknown;
	try {
		const issue = await client.post(`${path}${action}/`, body);
		return [{ ...issueOutput(client, issue), changed: true }];
	} catch (error) {
		refusal = error;
	}
	if (refusal instanceof DeliveryFailure && refusal.failure.statusCode === 400) {
		const issue = await client.get(path);
		if (isDone(issue)) return [{ ...issueOutput(client, issue), changed: false }];
	}
	throw refusal;
}
