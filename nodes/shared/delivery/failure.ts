import { OperationalError, UserError } from 'n8n-workflow';

/** What kind of fault it was, as a workflow can branch on it. */
export type FailureType =
	| 'InvalidSetting'
	| 'UnreadableAlert'
	| 'ClientError'
	| 'AuthError'
	| 'RateLimited'
	| 'ServerError'
	| 'Redirect'
	| 'NetworkFault'
	| 'Timeout'
	| 'Cancelled'
	| 'UnexpectedError';

/** The record of a failed delivery, with the fields that Bugsink itself keeps of one. */
export interface FailureDetails {
	/** ISO 8601, UTC. */
	timestamp: string;
	statusCode: number | null;
	/** The answer's first 2,000 characters; empty where none came. */
	responseText: string;
	responseIsJson: boolean;
	errorType: FailureType;
	errorMessage: string;
	/** What to do next. */
	hint: string;
}

/** A field of the node or its credential that cannot work. Thrown before anything is sent. */
export class InvalidSetting extends UserError {
	constructor(
		message: string,
		readonly hint: string,
	) {
		super(message);
	}
}

/** A request that did not end well, after all attempts. */
export class DeliveryFailure extends OperationalError {
	readonly hint: string;

	constructor(
		message: string,
		readonly failure: {
			errorType: FailureType;
			hint: string;
			statusCode?: number;
			responseText?: string;
		},
	) {
		super(message);
		this.hint = failure.hint;
	}
}
