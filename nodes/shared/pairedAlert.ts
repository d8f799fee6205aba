import type { IExecuteFunctions } from 'n8n-workflow';

import { isObject, type JsonObject } from './alert/fields';
import { isAlert } from './alert/readAlert';

/** Whether this is what a node of this package returns for an alert, delivered or failed. */
export function isResult(json: unknown): json is JsonObject {
	if (!isObject(json)) return false;
	if (typeof json.destination === 'string' && typeof json.action === 'string') return true;
	const { error, details } = json;
	return (
		typeof error === 'string' &&
		isObject(details) &&
		typeof details.errorType === 'string' &&
		Object.keys(json).length === 2
	);
}

/**
 * The alert that an item comes from: the JSON that the nearest node before this one gave for it, by
 * n8n's item pairing, and that is an alert.
 *
 * @returns undefined if there is none, or if a node between does not say which item it used.
 */
export function pairedAlert(context: IExecuteFunctions, itemIndex: number): unknown {
	const { $ } = context.getWorkflowDataProxy(itemIndex) as { $: (name: string) => unknown };
	// n8n lists the farthest first.
	const before = context.getParentNodes(context.getNode().name).reverse();
	for (const { name } of before) {
		const json = pairedJson($, name);
		if (!isResult(json) && isAlert(json)) return json;
	}
	return undefined;
}

function pairedJson($: (name: string) => unknown, name: string): unknown {
	try {
		return ($(name) as { item?: { json?: unknown } }).item?.json;
	} catch {
		// n8n cannot tell which item it is, or the node did not run.
		return undefined;
	}
}
