import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * A small memory that outlives an execution. It only ever saves look-ups: n8n keeps it per workflow,
 * saves it when a production execution ends, and may lose what a parallel one wrote.
 */
export interface Memory {
	get(key: string): string | undefined;
	set(key: string, value: string): void;
}

/** Entries kept per node; the oldest go first. */
const MAX_ENTRIES = 500;

/** The memory in n8n's static data of the workflow, for this node. */
export function nodeMemory(context: IExecuteFunctions): Memory {
	const data = context.getWorkflowStaticData('node');
	if (typeof data.memory !== 'object' || data.memory === null) data.memory = {};
	const entries = data.memory as Record<string, string>;
	return {
		get: (key) => (Object.hasOwn(entries, key) ? entries[key] : undefined),
		set(key, value) {
			delete entries[key];
			entries[key] = value;
			const keys = Object.keys(entries);
			for (const old of keys.slice(0, Math.max(0, keys.length - MAX_ENTRIES))) delete entries[old];
		},
	};
}
