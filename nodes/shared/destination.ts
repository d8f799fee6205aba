import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from './alert/alert';
import type { Delivery, Service } from './delivery/delivery';
import type { HttpRequest } from './delivery/http';
import type { Memory } from './node/memory';
import type { Parameters } from './node/parameters';

export type Action =
	| 'created'
	| 'commented'
	| 'updated'
	| 'reopened'
	| 'resolved'
	| 'acknowledged'
	| 'sent'
	| 'skipped'
	| 'previewed';

/** What was done with one alert; the loop adds what every output item has. */
export interface Outcome {
	action: Action;
	/** The ticket's key or number, and its page. */
	key?: string | null;
	url?: string | null;
	/** Names of the fields that were cut to the destination's limits. */
	truncated?: string[];
	/** Why nothing was sent. */
	skipReason?: string;
	/** What the user should know although it went well. */
	warnings?: string[];
	/** What the destination answered, short. */
	response?: unknown;
}

/** A request ready to go, with what had to be cut for it. */
export interface Prepared {
	request: HttpRequest;
	truncated: string[];
	warnings: string[];
}

/** One alert on its way to one destination. */
export interface Job<Settings> {
	alert: Alert;
	settings: Settings;
	delivery: Delivery;
	/** Outlives the execution; a help, never the only source. */
	memory: Memory;
	/** Shared by the items of this execution. */
	shared: Map<string, unknown>;
}

/** What a folder under `nodes/` has to give to be a destination; the loop over the items does the rest. */
export interface Destination<Settings> {
	/** `destination` in the output. */
	id: string;
	credentialType: string;
	/** True if n8n puts the credential into each request, by the credential type's `authenticate`. */
	isAuthenticatedByN8n: boolean;
	service: Service;
	/** How many items are handled side by side. */
	concurrency: number;
	/** Every string of the credential that must never be seen in an output, an error or a log. */
	secrets(credential: ICredentialDataDecryptedObject): string[];
	/**
	 * The node's fields and its credential for one item, checked.
	 *
	 * @throws {InvalidSetting} before anything is sent.
	 */
	readSettings(parameters: Parameters, credential: ICredentialDataDecryptedObject): Settings;
	/** The main request for an alert, as `sendAlert` would send it; pure. */
	prepare(alert: Alert, settings: Settings, now: Date): Prepared;
	/** By operation. `sendTestMessage` takes `sendAlert` with a test alert where there is none. */
	operations: {
		sendAlert: (job: Job<Settings>) => Promise<Outcome>;
		[operation: string]: (job: Job<Settings>) => Promise<Outcome>;
	};
}
