import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Alert } from '../alert/alert';

/**
 * Remembers, within one execution, what a run of the node delivered before one of its items failed.
 * n8n's Retry On Fail, and a retry of the execution, run the node again with all its items: those
 * that went through are answered from here instead of being sent twice.
 */
export class SentBefore {
	private readonly store: Record<string, unknown>;
	/** Counts the passes through the node (a loop); a retry keeps it. */
	private readonly runIndex: number;

	constructor(context: IExecuteFunctions) {
		this.store = context.getContext('node');
		this.runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	}

	get(operation: string, itemIndex: number, alert: Alert): INodeExecutionData | undefined {
		return this.store[this.key(operation, itemIndex, alert)] as INodeExecutionData | undefined;
	}

	keep(operation: string, itemIndex: number, alert: Alert, item: INodeExecutionData): void {
		this.store[this.key(operation, itemIndex, alert)] = item;
	}

	/** The run ended without a failure, so nothing of it will be run again. */
	forget(): void {
		for (const key of Object.keys(this.store)) delete this.store[key];
	}

	private key(operation: string, itemIndex: number, alert: Alert): string {
		const { fingerprint, reason, lastSeen } = alert;
		return [this.runIndex, operation, itemIndex, fingerprint, reason, lastSeen].join('|');
	}
}
