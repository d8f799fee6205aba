import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { systemClock, type Clock } from '../delivery/clock';
import type { FailureDetails } from '../delivery/failure';
import { redactor, type Redactor } from '../delivery/redact';
import { headline } from '../text/headline';
import { credentialReader, type Access, type CredentialUse } from './credentials';
import { failureDetails } from './failureDetails';
import { inOrder } from './inOrder';
import { nodeError } from './nodeError';

/** What a node does with its items. */
export interface ItemWork<Entry extends { index: number }> extends CredentialUse {
	/** One for each item, in input order; taken when its turn comes. */
	entries: Iterable<Entry>;
	/** How many items are handled side by side; those with one key one after the other. */
	concurrency: number;
	keyOf(entry: Entry): string;
	/** The JSON of the output items that this item becomes. */
	handle(entry: Entry, access: Access): Promise<IDataObject[]>;
	/** Called once, when all is done or the first failure has stopped it. @returns what the error says besides. */
	ended?(failures: number): string;
}

/**
 * Handles every item: outputs are redacted, paired and in input order.
 *
 * @throws {NodeApiError | NodeOperationError} for the first item that failed, unless the node
 * continues on fail; such items become `{ error, details }`.
 */
export async function runItems<Entry extends { index: number }>(
	context: IExecuteFunctions,
	work: ItemWork<Entry>,
	clock: Clock = systemClock,
): Promise<INodeExecutionData[]> {
	const results: INodeExecutionData[][] = [];
	const failures: Array<{ index: number; details: FailureDetails }> = [];
	const continueOnFail = context.continueOnFail();
	const accessOf = credentialReader(context, work);

	const handle = async (entry: Entry): Promise<void> => {
		const { index } = entry;
		let redact: Redactor = redactor([]);
		try {
			const access = await accessOf(index);
			({ redact } = access);
			const outputs = await work.handle(entry, access);
			results[index] = outputs.map((json) => outputItem(redact.json(json), index));
		} catch (error) {
			const details = failureDetails(error, redact, new Date(clock.now()));
			failures.push({ index, details });
			results[index] = [failedItem(details, index)];
		}
	};
	await inOrder(
		work.entries,
		work.concurrency,
		(entry) => work.keyOf(entry),
		handle,
		() => failures.length > 0 && !continueOnFail,
	);

	const addition = work.ended?.(failures.length) ?? '';
	if (failures.length > 0 && !continueOnFail) {
		const first = failures.reduce((a, b) => (b.index < a.index ? b : a));
		throw nodeError(context.getNode(), first.details, first.index, addition);
	}
	return results.flat();
}

function outputItem(json: IDataObject, item: number): INodeExecutionData {
	return { json, pairedItem: { item } };
}

/** Without `error` on the item itself, n8n merges the input back in on the error branch. */
function failedItem(details: FailureDetails, itemIndex: number): INodeExecutionData {
	return outputItem({ error: headline(details.errorMessage), details: { ...details } }, itemIndex);
}
