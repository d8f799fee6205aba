import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from './alert/alert';
import type { Delivery } from './delivery/delivery';
import type { Service } from './delivery/service';
import type { HttpRequest } from './delivery/http';
import type { Limiter, Told } from './limit/limited';
import type { Summary } from './limit/summary';
import type { Memory } from './memory';
import type { NodeRecords } from './nodeRecords';
import type { Outcome } from './outcome';
import type { Parameters } from './parameters';

export type { Action, HeldBack, Outcome, SkipCode } from './outcome';

/** A request ready to go, with what had to be cut for it. */
export interface Prepared {
	request: HttpRequest;
	truncated: string[];
	warnings: string[];
	/** What would happen, in one line. */
	summary?: string;
}

/** One alert on its way to one destination. */
export interface Job<Settings> {
	alert: Alert;
	settings: Settings;
	delivery: Delivery;
	/** Kept across executions. A cache: may be stale or empty. */
	memory: Memory;
	/** Shared by the items of this execution. */
	shared: Map<string, unknown>;
	/** What n8n records for this node, common to all its processes; undefined if n8n has no such record. */
	records?: NodeRecords;
	/** The alerts of the items that follow, as many as asked for, with this item's operation. */
	ahead?(count: number): Alert[];
	/** If the user set a limit. */
	limiter?: Limiter;
}

/** Several alerts in one message. */
export interface Together<Settings> {
	/** Alerts with the same go in one message: where it is sent to, at least. Null for one that goes alone. */
	groupOf(alert: Alert, settings: Settings): string | null;
	/** The one request, within every limit however many alerts there are; pure. */
	prepare(alerts: Alert[], settings: Settings, now: Date): Prepared;
	/** Sends at least two alerts of one group, which share one delivery. @returns one outcome per job. */
	sendTogether(jobs: Array<Job<Settings>>): Promise<Outcome[]>;
}

/** How a destination keeps to the option 'Limit'. */
export interface Limited<Settings> {
	/** Whether the alert would get a message of its own, and so counts. Test alerts never do. */
	counts(alert: Alert, settings: Settings): boolean;
	/** Sends one message about alerts that get none of their own. Without it `sendAlert` uses `job.limiter`. */
	tell?(summary: Summary, job: Job<Settings>): Promise<Told>;
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
	/** Every string of the fields that must not be seen in an answer of the service, if there are any. */
	secretsOfSettings?(settings: Settings): string[];
	/**
	 * The node's fields and its credential for one item, checked.
	 *
	 * @throws {InvalidSetting} before anything is sent.
	 */
	readSettings(parameters: Parameters, credential: ICredentialDataDecryptedObject): Settings;
	/** The main request for an alert, as `sendAlert` would send it; pure. */
	prepare(alert: Alert, settings: Settings, now: Date): Prepared;
	/** By operation. `sendTestMessage` takes `sendAlert` with a test alert if it is missing. */
	operations: {
		sendAlert: (job: Job<Settings>) => Promise<Outcome>;
		[operation: string]: (job: Job<Settings>) => Promise<Outcome>;
	};
	/** If given, the option 'Send As' lets the user have all alerts of an execution in one message. */
	together?: Together<Settings>;
	/** If given, the option 'Limit' works. */
	limit?: Limited<Settings>;
}
