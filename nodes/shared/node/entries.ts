import type { IExecuteFunctions } from 'n8n-workflow';

import type { Alert } from '../alert/alert';
import { readAlert } from '../alert/readAlert';
import { testMessageAlert } from '../alert/toAlert';
import type { Clock } from '../delivery/clock';
import { Parameters } from '../parameters';

/** An item whose alert is known; without one if reading it failed. */
export interface Entry {
	index: number;
	operation: string;
	alert?: Alert;
	error?: unknown;
}

/**
 * The items of an execution. Each is read when its turn comes, or when somebody looks ahead, and is
 * dropped when it is done: thousands of alerts are not in memory twice.
 */
export class Entries {
	private readonly kept = new Map<number, Entry>();
	private next = 0;

	constructor(
		private readonly count: number,
		private readonly read: (index: number) => Entry,
	) {}

	*[Symbol.iterator](): Generator<Entry, void> {
		while (this.next < this.count) yield this.at(this.next++);
	}

	/** The alerts of the items after `index` with the same operation, at most so many. */
	ahead(index: number, operation: string, count: number): Alert[] {
		const alerts: Alert[] = [];
		for (let next = index + 1; next < this.count && alerts.length < count; next++) {
			const entry = this.at(next);
			if (entry.alert && entry.operation === operation) alerts.push(entry.alert);
		}
		return alerts;
	}

	/** All that are not done, whether their turn has come or not. */
	*open(): Generator<Entry, void> {
		for (let index = 0; index < this.count; index++) {
			if (index >= this.next || this.kept.has(index)) yield this.at(index);
		}
	}

	done({ index }: Entry): void {
		this.kept.delete(index);
	}

	private at(index: number): Entry {
		const entry = this.kept.get(index) ?? this.read(index);
		this.kept.set(index, entry);
		return entry;
	}
}

/** What an item is about: what failed to be read is reported when it is handled. */
export function readEntry(context: IExecuteFunctions, index: number, clock: Clock): Entry {
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
