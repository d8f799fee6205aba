import { createHash } from 'crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import type { Redactor } from '../delivery/redact';
import type { Entry } from './entries';
import type { Delivered } from './output';

/** A longer answer of a service is not worth keeping, in characters of JSON. */
const LONGEST_RESPONSE = 300;
/** Characters of a hash; two items of one execution must not have the same. */
const KEY_LENGTH = 16;

/**
 * Remembers, within one execution, what a run of the node delivered if one of its items failed. n8n's
 * Retry On Fail, and a retry of the execution, run the node again with all its items: those that went
 * through are answered from here instead of being sent twice.
 *
 * n8n saves it with the execution: nothing is kept if nothing failed or nothing can be run again.
 */
export class SentBefore {
	private readonly store: Record<string, unknown>;
	/** Counts the passes through the node (a loop); a retry keeps it. */
	private readonly runIndex: number;
	private readonly canBeRetried: boolean;
	private delivered: Array<{ parts: unknown[]; delivered: Delivered; redact: Redactor }> = [];

	constructor(context: IExecuteFunctions) {
		this.store = context.getContext('node');
		this.runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
		this.canBeRetried = !context.continueOnFail() || context.getNode().retryOnFail === true;
	}

	get(entry: Entry): Delivered | undefined {
		if (Object.keys(this.store).length === 0) return undefined;
		return this.store[keyOf(this.partsOf(entry))] as Delivered | undefined;
	}

	add(entry: Entry, delivered: Delivered, redact: Redactor): void {
		if (!this.canBeRetried || delivered.action === 'previewed') return;
		this.delivered.push({ parts: this.partsOf(entry), delivered, redact });
	}

	/** The run of the node has ended: after one without a failure nothing of it will be run again. */
	end(hasFailed: boolean): void {
		if (!hasFailed) for (const key of Object.keys(this.store)) delete this.store[key];
		else for (const { parts, ...one } of this.delivered) this.store[keyOf(parts)] = kept(one);
		this.delivered = [];
	}

	/** What tells an item from the others of this execution. */
	private partsOf({ index, operation, alert }: Entry): unknown[] {
		const { fingerprint, reason, lastSeen } = alert ?? {};
		return [this.runIndex, operation, index, fingerprint, reason, lastSeen];
	}
}

function keyOf(parts: unknown[]): string {
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64');
	return hash.slice(0, KEY_LENGTH);
}

/** Without secrets, and without what the output has anyway. */
function kept({ delivered, redact }: { delivered: Delivered; redact: Redactor }): unknown {
	const { response, ...short } = delivered;
	const isLong = (JSON.stringify(response) ?? '').length > LONGEST_RESPONSE;
	const parts = Object.entries({ ...short, ...(isLong ? {} : { response }) });
	const worth = parts.filter(
		([, value]) =>
			value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
	);
	return redact.json(Object.fromEntries(worth) as never);
}
