import type { IExecuteFunctions } from 'n8n-workflow';

import { shownTitle } from '../alert/describe';
import type { Clock } from '../delivery/clock';
import { Delivery } from '../delivery/delivery';
import type { Gate } from '../delivery/gate';
import type { Destination, Job, Outcome } from '../destination';
import { afterLimit, limiterOf, withinLimit, type Limiter } from '../limit/limited';
import type { Limits } from '../limit/limits';
import type { LimitRules } from '../limit/rules';
import type { Memory } from '../memory';
import type { NodeRecords } from '../nodeRecords';
import { Parameters } from '../parameters';
import type { Access } from './credentials';
import type { Entries, Entry } from './entries';
import type { SettingsReader } from './itemSettings';
import { readable, type Delivered } from './output';

/** What the items of one execution share. */
export interface Execution<Settings> {
	context: IExecuteFunctions;
	destination: Destination<Settings>;
	clock: Clock;
	gate: Gate;
	entries: Entries;
	settingsReader: SettingsReader<Settings>;
	shared: Map<string, unknown>;
	memoryOf(operation: string): Memory;
	records: NodeRecords | undefined;
	/** Made when the first item has a limit. */
	limits(): Limits;
	/** Whether this process knows of alerts that an earlier execution held back. */
	hasHeldBack(): boolean;
}

/**
 * One item's way: check its settings, then let the destination deliver its alert, or show what would
 * be sent.
 *
 * @throws whatever was wrong with the item, its settings or the delivery.
 */
export async function deliverItem<Settings>(
	entry: Entry,
	access: Access,
	execution: Execution<Settings>,
): Promise<Delivered> {
	const { destination, clock } = execution;
	const job = jobOf(entry, access, execution);
	const { alert, settings, delivery } = job;

	if (entry.operation === 'preview') {
		const prepared = destination.prepare(alert, settings, new Date(clock.now()));
		return {
			summary: `Send to ${destination.service.name}: ${shownTitle(alert)}`,
			...prepared,
			action: 'previewed',
			request: readable(prepared.request),
		};
	}
	if (isSkippedTest(entry, execution.context)) {
		return {
			action: 'skipped',
			skipCode: 'test',
			skipReason: "It is a test alert, and 'Test Alerts' is set to skip",
		};
	}
	const act = destination.operations[entry.operation] ?? destination.operations.sendAlert;
	const [outcome] =
		job.limiter === undefined
			? [await act(job)]
			: await sendWithinLimit(destination, [job], async () => [await act(job)]);
	const { statusCode, requests, attempts } = delivery;
	return { ...outcome, statusCode, requests, attempts };
}

/** Sends one message about these, which share a delivery, as far as the user's limit allows. */
export async function sendWithinLimit<Settings>(
	{ limit }: Destination<Settings>,
	jobs: Array<Job<Settings>>,
	send: () => Promise<Outcome[]>,
): Promise<Outcome[]> {
	const [job] = jobs;
	const { limiter } = job;
	const tell = limit?.tell?.bind(limit);
	if (limiter === undefined || limit === undefined || tell === undefined) return await send();
	const counts = jobs.some(({ alert, settings }) => !alert.isTest && limit.counts(alert, settings));
	if (!counts) return await send();
	const alerts = jobs.map(({ alert }) => alert);
	return await withinLimit(limiter, alerts, send, async (summary) => await tell(summary, job));
}

/** Everything that a destination needs for an item. @throws {InvalidSetting | UnreadableAlert} */
export function jobOf<Settings>(
	entry: Entry,
	access: Access,
	execution: Execution<Settings>,
): Job<Settings> {
	const { alert, error, index, operation } = entry;
	const { context, destination, clock, gate, entries, memoryOf, records, settingsReader, shared } =
		execution;
	if (alert === undefined) throw error;
	const { settings, maxAttempts, transport, limit } = settingsReader.of(entry, access);
	const signal = context.getExecutionCancelSignal();
	const delivery = new Delivery(destination.service, transport, gate, clock, {
		maxAttempts,
		signal,
	});
	return {
		alert,
		settings,
		delivery,
		memory: memoryOf(operation),
		shared,
		records,
		ahead: (count) => entries.ahead(index, operation, count),
		limiter: limiterFor(entry, limit, settings, execution),
	};
}

function limiterFor<Settings>(
	{ index, operation }: Entry,
	rules: LimitRules | undefined,
	settings: Settings,
	{ destination, entries, hasHeldBack, limits }: Execution<Settings>,
): Limiter | undefined {
	if (operation !== 'sendAlert') return undefined;
	if (rules === undefined) return hasHeldBack() ? afterLimit(limits()) : undefined;
	return limiterOf(limits(), rules, (count) =>
		entries
			.ahead(index, operation, count)
			.filter((alert) => !alert.isTest && destination.limit?.counts(alert, settings) === true),
	);
}

function isSkippedTest({ alert, index, operation }: Entry, context: IExecuteFunctions): boolean {
	if (operation !== 'sendAlert' || alert?.isTest !== true) return false;
	const choices = ['sendMarked', 'skip'] as const;
	const parameters = new Parameters(context, index);
	return parameters.choice('options.testAlerts', 'Test Alerts', choices, 'sendMarked') === 'skip';
}
