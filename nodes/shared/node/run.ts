import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
} from 'n8n-workflow';

import type { Alert } from '../alert/alert';
import { readAlert } from '../alert/readAlert';
import { testMessageAlert } from '../alert/toAlert';
import { systemClock, type Clock } from '../delivery/clock';
import { Delivery } from '../delivery/delivery';
import type { FailureDetails } from '../delivery/failure';
import { gateOf, type Gate } from '../delivery/gate';
import { n8nTransport } from '../delivery/n8nTransport';
import { redactingTransport, redactor, type Redactor } from '../delivery/redact';
import type { Destination, Outcome } from '../destination';
import { failureDetails } from './failureDetails';
import { inOrder } from './inOrder';
import { failedItem, nodeError } from './itemLoop';
import { executionMemory, nodeMemory, type Memory } from './memory';
import { Parameters } from './parameters';
import { SentBefore } from './sentBefore';

/** An item whose alert is known; without one where reading it failed. */
interface Entry {
	index: number;
	operation: string;
	alert?: Alert;
	error?: unknown;
}

/** What the items of one execution share. */
interface Run {
	clock: Clock;
	gate: Gate;
	memoryOf: (operation: string) => Memory;
	shared: Map<string, unknown>;
}

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
	const results: INodeExecutionData[] = [];
	const failures: Array<{ index: number; details: FailureDetails }> = [];
	const continueOnFail = context.continueOnFail();
	const sentBefore = new SentBefore(context);
	const memory = nodeMemory(context);
	// Who resolves opens no ticket, so there is nothing to remember beyond the execution.
	const memoryOfResolve = executionMemory();
	const run: Run = {
		clock,
		gate: gateOf(clock),
		memoryOf: (operation) => (operation === 'resolve' ? memoryOfResolve : memory),
		shared: new Map(),
	};

	await inOrder(
		readEntries(context, itemCount, clock),
		destination.concurrency,
		({ alert, index }) => alert?.fingerprint ?? `item ${index}`,
		async (entry) => {
			const { index, operation, alert } = entry;
			const earlier = alert && sentBefore.get(operation, index, alert);
			if (earlier) {
				results[index] = earlier;
				return;
			}
			let redact: Redactor = redactor([]);
			try {
				const credential = await context.getCredentials(destination.credentialType, index);
				redact = redactor(destination.secrets(credential));
				const json = await handle(context, destination, entry, credential, redact, run);
				results[index] = { json: redact.json(json), pairedItem: { item: index } };
				if (alert) sentBefore.keep(operation, index, alert, results[index]);
			} catch (error) {
				const details = failureDetails(error, redact, new Date(clock.now()));
				failures.push({ index, details });
				results[index] = failedItem(details, index);
			}
		},
		() => failures.length > 0 && !continueOnFail,
	);

	if (failures.length > 0 && !continueOnFail) {
		const first = failures.reduce((a, b) => (b.index < a.index ? b : a));
		// What never began is a hole in the list, and passed over.
		const delivered = results.filter((item) => !('error' in item.json));
		throw nodeError(
			context.getNode(),
			first.details,
			first.index,
			progress(delivered.length, itemCount),
		);
	}
	if (failures.length === 0) sentBefore.forget();
	return results;
}

/** Reads each when it is asked for, so that thousands of alerts are not in memory twice. */
function* readEntries(
	context: IExecuteFunctions,
	count: number,
	clock: Clock,
): Generator<Entry, void> {
	for (let index = 0; index < count; index++) yield readEntry(context, index, clock);
}

function readEntry(context: IExecuteFunctions, index: number, clock: Clock): Entry {
	let operation = 'sendAlert';
	try {
		const parameters = new Parameters(context, index);
		operation = parameters.text('operation', 'sendAlert');
		const alert =
			operation === 'sendTestMessage'
				? testMessageAlert(new Date(clock.now()))
				: readAlert(parameters.alert());
		return { index, operation, alert };
	} catch (error) {
		return { index, operation, error };
	}
}

async function handle<Settings>(
	context: IExecuteFunctions,
	destination: Destination<Settings>,
	entry: Entry,
	credential: ICredentialDataDecryptedObject,
	redact: Redactor,
	{ clock, gate, memoryOf, shared }: Run,
): Promise<IDataObject> {
	const { alert, operation, index } = entry;
	if (alert === undefined) throw entry.error;
	const parameters = new Parameters(context, index);
	const maxAttempts = parameters.wholeNumber('options.maxAttempts', 'Max Attempts', 3, 1, 10);
	const timeoutSeconds = parameters.wholeNumber('options.timeout', 'Timeout', 30, 1, 300);
	const settings = destination.readSettings(parameters, credential);

	if (operation === 'preview') {
		const prepared = destination.prepare(alert, settings, new Date(clock.now()));
		return output(destination, alert, {
			action: 'previewed',
			truncated: prepared.truncated,
			warnings: prepared.warnings,
			request: readable(prepared.request),
		});
	}

	const isSkipped =
		operation === 'sendAlert' &&
		alert.isTest &&
		parameters.choice('options.testAlerts', 'Test Alerts', ['sendMarked', 'skip'], 'sendMarked') ===
			'skip';
	if (isSkipped) {
		return output(destination, alert, {
			action: 'skipped',
			skipReason: "It is a test alert, and 'Test Alerts' is set to skip",
		});
	}

	const signal = context.getExecutionCancelSignal();
	const transport = n8nTransport(context, {
		credential: destination.isAuthenticatedByN8n
			? { type: destination.credentialType, data: credential }
			: undefined,
		timeoutSeconds,
		signal,
	});
	const delivery = new Delivery(
		destination.service,
		redactingTransport(transport, redact),
		gate,
		clock,
		{ maxAttempts, signal },
	);
	const act = destination.operations[operation] ?? destination.operations.sendAlert;
	const outcome = await act({ alert, settings, delivery, memory: memoryOf(operation), shared });
	return output(destination, alert, outcome, delivery);
}

function output<Settings>(
	destination: Destination<Settings>,
	alert: Alert,
	outcome: Outcome & { request?: unknown },
	delivery?: Delivery,
): IDataObject {
	return {
		destination: destination.id,
		action: outcome.action,
		reason: alert.reason,
		issueId: alert.issueId,
		fingerprint: alert.fingerprint,
		key: outcome.key ?? null,
		url: outcome.url ?? null,
		statusCode: delivery?.statusCode ?? null,
		attempts: delivery?.attempts ?? 0,
		truncated: outcome.truncated ?? [],
		skipReason: outcome.skipReason ?? null,
		warnings: outcome.warnings ?? [],
		...(outcome.request === undefined ? {} : { request: outcome.request as IDataObject }),
		...(outcome.response === undefined ? {} : { response: outcome.response as IDataObject }),
	};
}

/** A preview is for people: a JSON body as JSON, not as a string. */
function readable(request: { headers?: Record<string, string>; body?: string }): IDataObject {
	const { body } = request;
	const isJson = /json/.test(request.headers?.['content-type'] ?? '');
	return {
		...request,
		body: body !== undefined && isJson ? (JSON.parse(body) as IDataObject) : (body ?? null),
	};
}

function progress(deliveredCount: number, itemCount: number): string {
	if (itemCount === 1) return '';
	return ` ${deliveredCount} of ${itemCount} alerts were delivered; a retry of this execution sends only the others.`;
}
