import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { text } from '../shared/alert/fields';
import { systemClock, type Clock } from '../shared/delivery/clock';
import { InvalidSetting } from '../shared/delivery/failure';
import { runItems } from '../shared/node/loop';
import { nodeMemory } from '../shared/node/memory';
import { Parameters } from '../shared/parameters';
import type { BugsinkClient } from '../shared/bugsink/client';
import { bugsinkSecrets, connect, CREDENTIAL_TYPE } from '../shared/bugsink/connect';
import { RESOURCES } from './resources';
import type { Call, Operation } from './resources/operation';

/** Bugsink runs on small machines, often on SQLite. */
const CONCURRENCY = 4;

/** Runs the chosen operation for every item. */
export async function executeBugsink(
	context: IExecuteFunctions,
	clock: Clock = systemClock,
): Promise<INodeExecutionData[]> {
	const memory = nodeMemory(context);
	const hints = new Map<string, number>();
	const items = await runItems(
		context,
		{
			credentialType: CREDENTIAL_TYPE,
			secrets: bugsinkSecrets,
			concurrency: CONCURRENCY,
			entries: context.getInputData().map((_, index) => ({ index })),
			keyOf: ({ index }) => issueKey(context, index),
			async handle({ index }, { credential }) {
				const parameters = new Parameters(context, index);
				const options = {
					clock,
					maxAttempts: parameters.wholeNumber('options.maxAttempts', 'Max Attempts', 3, 1, 10),
					timeoutSeconds: parameters.wholeNumber('options.timeout', 'Timeout', 30, 1, 300),
					signal: context.getExecutionCancelSignal(),
				};
				let client: BugsinkClient | undefined;
				const call: Call = {
					parameters,
					memory,
					timeZone: context.getTimezone(),
					hint: (message) => void hints.set(message, (hints.get(message) ?? 0) + 1),
					get client() {
						client ??= connect(context, credential, options);
						return client;
					},
				};
				return await operationOf(parameters).run(call);
			},
		},
		clock,
	);
	hintAtMissingDetails(context, items);
	for (const [message, count] of hints) {
		context.addExecutionHints({
			message: `${count} of ${context.getInputData().length} items: ${message}.`,
			location: 'outputPane',
		});
	}
	return items;
}

function operationOf(parameters: Parameters): Operation {
	const resource = parameters.text('resource', 'alert');
	const operation = parameters.text('operation', 'addEventDetails');
	const found = RESOURCES.find(({ option }) => option.value === resource)?.operations.find(
		({ option }) => option.value === operation,
	);
	if (found !== undefined) return found;
	throw new InvalidSetting(
		`There is no operation '${operation.slice(0, 60)}' for '${resource.slice(0, 60)}'`,
		"Choose 'Resource' and 'Operation' from the lists.",
	);
}

/** Items about one issue run one after the other, so that none comments or resolves twice. */
function issueKey(context: IExecuteFunctions, index: number): string {
	const parameters = new Parameters(context, index);
	try {
		const issue =
			parameters.text('issueId') ||
			parameters.locator('issue').value ||
			text(context.getInputData()[index].json.issueId);
		if (issue !== '') return issue.toLowerCase();
	} catch {
		// An expression that fails is reported when the item is handled.
	}
	return `item ${index}`;
}

function hintAtMissingDetails(context: IExecuteFunctions, items: INodeExecutionData[]): void {
	const missing = items.filter(({ json }) => {
		const enrichment = json.enrichment as { status?: unknown } | undefined;
		return enrichment?.status === 'failed';
	}).length;
	if (missing === 0) return;
	context.addExecutionHints({
		type: 'warning',
		location: 'outputPane',
		message: `${missing} of ${items.length} alerts went on without event details: see 'enrichment' in the output.`,
	});
}
