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

/** Why an alert was skipped, for conditions in a workflow. */
export type SkipCode =
	| 'alreadyClosed'
	| 'alreadyThere'
	| 'closedAsWontDo'
	| 'ignored'
	| 'limit'
	| 'noTicket'
	| 'notAnAlert'
	| 'onlyNewIssues'
	| 'overtaken'
	| 'test';

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
	skipCode?: SkipCode;
	/** What the user should know although it went well. */
	warnings?: string[];
	/** How many alerts the message carries. */
	combined?: number;
	/** The alerts that a summary names because there were too many for a message each. */
	limit?: HeldBack;
	/** What the destination answered, short. */
	response?: unknown;
}

/** Times are ISO 8601, UTC. */
export interface HeldBack {
	since: string;
	until: string;
	count: number;
	issueIds: string[];
}
