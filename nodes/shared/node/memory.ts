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

/**
 * The memory in n8n's static data of the workflow, for this node. It is touched only when asked:
 * reading it is enough to have n8n save the data of all nodes when the execution ends.
 */
export function nodeMemory(context: IExecuteFunctions): Memory {
	let opened: Record<string, string> | undefined;
	const open = (): Record<string, string> => {
		const data = context.getWorkflowStaticData('node');
		if (typeof data.memory !== 'object' || data.memory === null) data.memory = {};
		return data.memory as Record<string, string>;
	};
	return limited(() => (opened ??= open()));
}

/**
 * A memory that ends with the execution, for workflows that a polling trigger starts: n8n reads the
 * static data for the execution while the trigger's is being saved, and at its end writes all of it
 * back. What the trigger had noted would be lost, and be reported again after a restart.
 */
export function executionMemory(): Memory {
	const entries: Record<string, string> = {};
	return limited(() => entries);
}

function limited(entriesOf: () => Record<string, string>): Memory {
	return {
		get(key) {
			const entries = entriesOf();
			return Object.hasOwn(entries, key) ? entries[key] : undefined;
		},
		set(key, value) {
			const entries = entriesOf();
			delete entries[key];
			entries[key] = value;
			const keys = Object.keys(entries);
			for (const old of keys.slice(0, Math.max(0, keys.length - MAX_ENTRIES))) delete entries[old];
		},
	};
}
