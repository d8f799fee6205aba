import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Alert } from '../alert/alert';
import { noteArrival } from '../bugsink/arrivals';
import { systemClock, type Clock } from '../delivery/clock';
import { gateOf } from '../delivery/gate';
import type { Destination } from '../destination';
import { heldBackBy, Limits } from '../limit/limits';
import type { Access } from './credentials';
import { deliverItem, type Execution } from './deliverItem';
import { Entries, readEntry, type Entry } from './entries';
import { addHints } from './hints';
import { SettingsReader } from './itemSettings';
import { runItems } from './loop';
import { executionMemory, isPolled, nodeMemory } from './memory';
import { outputOf, type Delivered } from './output';
import { nodeName, nodeRecords } from './records';
import { SentBefore } from './sentBefore';
import { TogetherRun } from './togetherRun';

/**
 * The line that all destinations share: read each item's alert, check the settings, let the
 * destination deliver, and return one output item per input item, paired and in input order.
 *
 * @throws {NodeApiError | NodeOperationError} for the first item that failed, unless the node
 * continues on fail; such items become `{ error, details }`.
 */
export async function runDestination<Settings>(
	context: IExecuteFunctions,
	destination: Destination<Settings>,
	clock: Clock = systemClock,
): Promise<INodeExecutionData[]> {
	const itemCount = context.getInputData().length;
	const sentBefore = new SentBefore(context);
	const entries = new Entries(itemCount, (index) => readEntry(context, index, clock));
	const memory = nodeMemory(context);
	// Who resolves opens no ticket, so there is nothing to remember beyond the execution.
	const memoryOfResolve = executionMemory();
	let limits: Limits | undefined;
	const isByWebhook = context.getMode() === 'webhook';
	const node = nodeName(context);
	const execution: Execution<Settings> = {
		context,
		destination,
		clock,
		gate: gateOf(clock),
		entries,
		settingsReader: new SettingsReader(context, destination),
		shared: new Map(),
		memoryOf: (operation) => (operation === 'resolve' ? memoryOfResolve : memory),
		records: nodeRecords(context),
		// What a poll brings is in few executions: each may well tell what it holds back itself.
		limits: () => (limits ??= new Limits(node, memory, clock, isByWebhook || !isPolled(context))),
		hasHeldBack: () => heldBackBy(node),
	};
	const delivered = new Set<number>();
	const keep = (entry: Entry, result: Delivered, { redact }: Access): void => {
		delivered.add(entry.index);
		sentBefore.add(entry, result, redact);
	};
	const wasSent = (entry: Entry): boolean => sentBefore.get(entry) !== undefined;
	const together = new TogetherRun(execution, wasSent, keep);
	const items = await runItems(
		context,
		{
			credentialType: destination.credentialType,
			secrets: (credential) => destination.secrets(credential),
			entries,
			concurrency: destination.concurrency,
			keyOf: ({ alert, index }) => alert?.fingerprint ?? `item ${index}`,
			async handle(entry, access) {
				try {
					// A polling trigger notes itself what it gives.
					if (isByWebhook && entry.alert !== undefined) noteArrival(context, entry.alert);
					let result = sentBefore.get(entry);
					if (result !== undefined) delivered.add(entry.index);
					else if (together.isFor(entry)) result = await together.deliver(entry);
					else {
						result = await deliverItem(entry, access, execution);
						keep(entry, result, access);
					}
					// Only what could be read was delivered.
					return [outputOf(destination.id, entry.alert as Alert, result)];
				} finally {
					entries.done(entry);
				}
			},
			ended(failures) {
				limits?.save();
				sentBefore.end(failures > 0);
				if (itemCount === 1) return '';
				return ` ${delivered.size} of ${itemCount} alerts were delivered; a retry of this execution sends only the others.`;
			},
		},
		clock,
	);
	addHints(
		context,
		items.map(({ json }) => json),
	);
	return items;
}
