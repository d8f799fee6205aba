import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Memory } from '../memory';

/** Entries kept per node; the oldest go first. */
const MAX_ENTRIES = 500;

/** In the static data that the nodes of a workflow share: one of them polls. */
const POLLS = 'bugsinkPolls';

/**
 * Has the other nodes of the workflow leave its static data alone, see {@link nodeMemory}.
 *
 * @param shared the static data that they all share.
 */
export function markPolled(shared: IDataObject): void {
	if (shared[POLLS] !== true) shared[POLLS] = true;
}

/** Whether a polling trigger is in the workflow, so that its nodes' memories end with the execution. */
export function isPolled(context: Pick<IExecuteFunctions, 'getWorkflowStaticData'>): boolean {
	return context.getWorkflowStaticData('global')[POLLS] === true;
}

/**
 * The memory in n8n's static data of the workflow, for this node. It is touched only when asked:
 * reading it is enough to have n8n save the data of all nodes when the execution ends, as they were
 * when it began. What a polling trigger noted meanwhile would be undone and, after a restart, be
 * reported again; so in a workflow with one the memory ends with the execution.
 */
export function nodeMemory(context: Pick<IExecuteFunctions, 'getWorkflowStaticData'>): Memory {
	let opened: Record<string, string> | undefined;
	const open = (): Record<string, string> => {
		if (isPolled(context)) return {};
		const data = context.getWorkflowStaticData('node');
		if (typeof data.memory !== 'object' || data.memory === null) data.memory = {};
		return data.memory as Record<string, string>;
	};
	return limited(() => (opened ??= open()));
}

/** A memory that ends with the execution. */
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
		delete(key) {
			delete entriesOf()[key];
		},
	};
}
