import type { IDataObject, INode, INodeParameterResourceLocator } from 'n8n-workflow';

import { bugsinkRegistry } from '../../support/contexts';
import { runNode, type NodeRun } from '../../support/engine';
import { keep } from '../../standins/harness';
import {
	startBugsinkStandIn,
	type BugsinkOptions,
	type BugsinkStandIn,
	type Project,
} from '../../standins/bugsink';

const registry = bugsinkRegistry();

export async function bugsink(
	options: BugsinkOptions = {},
): Promise<{ standIn: BugsinkStandIn; project: Project }> {
	const standIn = keep(await startBugsinkStandIn(options));
	return { standIn, project: standIn.addProject('Checkout API') };
}

export interface RunOptions {
	items?: IDataObject[];
	token?: string;
	url?: string;
	staticData?: IDataObject;
	onError?: INode['onError'];
	continueOnFail?: boolean;
}

/** Runs the Bugsink node with one attempt a request unless told. */
export async function run(
	standIn: BugsinkStandIn,
	parameters: INode['parameters'],
	{ token, url, ...options }: RunOptions = {},
): Promise<NodeRun> {
	return await runNode({
		node: 'bugsink',
		registry,
		parameters: { options: { maxAttempts: 1, timeout: 5 }, ...parameters },
		credentials: { bugsinkUrl: url ?? standIn.baseUrl, apiToken: token ?? standIn.token },
		...options,
	});
}

export function jsonOf({ items, error }: NodeRun): IDataObject[] {
	if (error) throw new Error(`${error.message}: ${error.description ?? ''}`);
	return (items ?? []).map(({ json }) => json);
}

export function byId(value: string | number): INodeParameterResourceLocator {
	return { __rl: true, mode: 'id', value: String(value) };
}

export const enrich: INode['parameters'] = { resource: 'alert', operation: 'addEventDetails' };
export const linkTicket: INode['parameters'] = {
	resource: 'alert',
	operation: 'commentTicketLink',
};
