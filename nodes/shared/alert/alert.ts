/** The shapes that an alert can be read from. */
export type AlertSource =
	| 'alert'
	| 'custom'
	| 'originalWebhook'
	| 'cloudEvents'
	| 'slack'
	| 'mattermost'
	| 'discord'
	| 'microsoftTeams'
	| 'googleChat'
	| 'canonicalIssue'
	| 'testMessage';

/** One frame of a stack trace, innermost last, as Sentry-compatible events order them. */
export interface StackFrame {
	file: string;
	line: number | null;
	/** From 1; only JavaScript's SDKs and few others send it. */
	column?: number | null;
	function: string | null;
	inApp: boolean;
	/** The source line that was executing. */
	code: string | null;
	/** Local variables by name, only where the user asked for them. */
	locals?: Record<string, string>;
	/** Address of the line in the user's repository, https, where one is known. */
	url?: string;
}

/** One exception of the chain, with the outermost (the one that was raised last) at the end. */
export interface AlertException {
	type: string;
	message: string;
	frames: StackFrame[];
}

/** What only Bugsink's API knows about the event behind an alert; filled by the Bugsink node. */
export interface AlertEvent {
	id: string | null;
	url: string | null;
	timestamp: string | null;
	level: string | null;
	platform: string | null;
	environment: string | null;
	release: string | null;
	serverName: string | null;
	transaction: string | null;
	logger: string | null;
	tags: Record<string, string>;
	user: Record<string, string> | null;
	request: {
		method: string | null;
		url: string | null;
		headers: Record<string, string>;
		body?: string;
	} | null;
	breadcrumbs: Array<{
		timestamp: string | null;
		category: string | null;
		level: string | null;
		message: string;
	}>;
	/** Exception chain with stack frames; empty for a log message. */
	stacktrace: AlertException[];
}

/** Who is responsible, by a rule of the user. */
export interface AlertOwner {
	/** The rule as it was typed. */
	rule: string;
	owner: string;
}

/** A Bugsink alert in the one shape that every node of this package understands. */
export interface Alert {
	/** Upper case: `NEW`, `REGRESSED`, `UNMUTED`, `TEST`, or whatever else Bugsink sent. */
	reason: string;
	/** Bugsink's issue id, a UUID; null where the shape does not carry it. */
	issueId: string | null;
	/** For example `CHECKOUT-API-17`. */
	friendlyId: string | null;
	/** One line. */
	title: string;
	errorType: string;
	/** May have several lines. */
	errorMessage: string;
	transaction: string | null;
	project: { id: number | null; name: string | null };
	/** ISO 8601, UTC. */
	firstSeen: string | null;
	lastSeen: string | null;
	/** Events over the issue's lifetime. */
	eventCount: number | null;
	/** Events that Bugsink still stores. */
	storedEventCount: number | null;
	/** The issue's page in Bugsink; always http or https. */
	issueUrl: string | null;
	/** Base of the installation, without a trailing slash. */
	bugsinkUrl: string | null;
	unmuteReason: string | null;
	isTest: boolean;
	/** It is given late, by a trigger that looks for alerts which the webhook never brought. */
	catchUp?: boolean;
	/** When what it tells happened, as the polling trigger knows it; ISO 8601, UTC. */
	change?: { at: string; [detail: string]: unknown };
	/** Only where the Bugsink node was given rules; empty if none matches. */
	owners?: AlertOwner[];
	/** Stable over the life of an issue; the key for duplicates everywhere. */
	fingerprint: string;
	event: AlertEvent | null;
	/** Which shape it was read from: one of `AlertSource`, or what an earlier node wrote there. */
	source: string;
}

/** Everything of an alert that a reader may leave out; `toAlert` fills in the rest. */
export type AlertParts = Partial<Omit<Alert, 'fingerprint' | 'isTest' | 'source' | 'title'>> & {
	reason: string;
	title: string;
};
