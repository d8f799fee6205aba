import {
	NodeApiError,
	NodeOperationError,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { systemClock, type Clock } from '../delivery/clock';
import type { FailureDetails } from '../delivery/failure';
import { redactor, type Redactor } from '../delivery/redact';
import { failureDetails } from './failureDetails';
import { inOrder } from './inOrder';

/** What is done with each item of a node that is no destination. */
export interface ItemWork {
	credentialType: string;
	/** Every string of the credential that must never be seen. */
	secrets(credential: ICredentialDataDecryptedObject): string[];
	/** How many items are handled side by side; those with one key one after the other. */
	concurrency: number;
	keyOf(itemIndex: number): string;
	/** The JSON of the output items that this item becomes. */
	handle(itemIndex: number, credential: ICredentialDataDecryptedObject): Promise<IDataObject[]>;
}

/**
 * Handles every item: outputs are redacted, paired and in input order.
 *
 * @throws {NodeApiError | NodeOperationError} for the first item that failed, unless the node
 * continues on fail; such items become `{ error, details }`.
 */
export async function runItems(
	context: IExecuteFunctions,
	work: ItemWork,
	clock: Clock = systemClock,
): Promise<INodeExecutionData[]> {
	const indices = context.getInputData().map((_, index) => index);
	const results: INodeExecutionData[][] = [];
	const failures: Array<{ index: number; details: FailureDetails }> = [];
	const continueOnFail = context.continueOnFail();

	await inOrder(
		indices,
		work.concurrency,
		(index) => work.keyOf(index),
		async (index) => {
			let redact: Redactor = redactor([]);
			try {
				const credential = await context.getCredentials(work.credentialType, index);
				redact = redactor(work.secrets(credential));
				const outputs = await work.handle(index, credential);
				results[index] = outputs.map((json) => ({
					json: redact.json(json),
					pairedItem: { item: index },
				}));
			} catch (error) {
				const details = failureDetails(error, redact, new Date(clock.now()));
				failures.push({ index, details });
				results[index] = [failedItem(details, index)];
			}
		},
		() => failures.length > 0 && !continueOnFail,
	);

	if (failures.length > 0 && !continueOnFail) {
		const first = failures.reduce((a, b) => (b.index < a.index ? b : a));
		throw nodeError(context.getNode(), first.details, first.index);
	}
	return results.flat();
}

/** Without `error` on the item itself, n8n merges the input back in on the error branch. */
export function failedItem(details: FailureDetails, itemIndex: number): INodeExecutionData {
	return {
		json: { error: details.errorMessage, details: { ...details } },
		pairedItem: { item: itemIndex },
	};
}

/** The failure as n8n shows it. */
export function nodeError(
	node: INode,
	{ errorMessage, hint, statusCode }: FailureDetails,
	itemIndex?: number,
	addition = '',
): NodeApiError | NodeOperationError {
	const options = { message: errorMessage, description: hint + addition, itemIndex };
	if (statusCode === null) return new NodeOperationError(node, errorMessage, options);
	return new NodeApiError(
		node,
		{ message: errorMessage },
		{ ...options, httpCode: String(statusCode) },
	);
}
