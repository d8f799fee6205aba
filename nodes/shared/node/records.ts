import type { IExecuteFunctions } from 'n8n-workflow';

import type { NodeRecords } from '../nodeRecords';

/** Names the node among all workflows. */
export function nodeName(context: IExecuteFunctions): string {
	return `${context.getWorkflow().id} ${context.getNode().id}`;
}

/** n8n's de-duplication helper for this node (table `processed_data`); undefined if n8n has none. */
export function nodeRecords(context: IExecuteFunctions): NodeRecords | undefined {
	const { helpers } = context;
	if (typeof helpers.checkProcessedAndRecord !== 'function') return undefined;
	const options = { mode: 'entries' } as const;
	return {
		node: nodeName(context),
		async add(values) {
			const recorded = await helpers.checkProcessedAndRecord(values, 'node', options);
			return recorded.new.map(String);
		},
		count: async () => await helpers.getProcessedDataCount('node', options),
		remove: async (values) => await helpers.removeProcessed(values, 'node', options),
		clear: async () => await helpers.clearAllProcessedItems('node', options),
	};
}
