import type { IDataObject, IRun } from 'n8n-workflow';

import { executeWorkflow, type Registry } from '../support/engine';

/** One that takes part in the comparison. */
export interface Contestant {
	name: string;
	label: string;
	/** Requests that one alert needs. */
	perAlert: number;
	/** How many requests are under way at the same time; undefined: as many as there are alerts. */
	concurrency: number | undefined;
	/** Those that only say what is possible need not take part with 10,000. */
	maxAlerts?: number;
	/** Makes ready; the result sends these alerts. */
	prepare(url: string): Promise<(alerts: IDataObject[]) => Promise<void>>;
}

/** Runs one node in n8n's engine; fails unless every alert went through. */
export async function execute(
	registry: Registry,
	type: string,
	typeVersion: number,
	parameters: IDataObject,
	credentials: IDataObject | undefined,
	items: IDataObject[],
): Promise<void> {
	const credentialType = registry.nodes[type].description.credentials?.[0]?.name;
	const node = { id: '2', name: 'Node', type, typeVersion, position: [0, 0] as [number, number] };
	const run: IRun = await executeWorkflow({
		registry,
		nodes: [
			{
				...node,
				parameters: parameters as never,
				...(credentialType && credentials
					? { credentials: { [credentialType]: { id: 'one', name: 'one' } } }
					: {}),
			},
		],
		connections: {},
		startAt: 'Node',
		items: items.map((json, item) => ({ json, pairedItem: { item } })),
		credentials: { one: (credentials ?? {}) as never },
		staticData: {},
	});
	const task = run.data.resultData.runData.Node?.[0];
	const error = task?.error ?? run.data.resultData.error;
	if (error) throw new Error(`${type}: ${error.message}`);
	const count = task?.data?.main[0]?.length;
	if (count !== items.length) throw new Error(`${type} gave ${count} of ${items.length} items`);
}
