import type { Alert } from '../alert/alert';
import type { SkipCode } from '../destination';
import type { TicketRules } from './properties';
import { closedTickets, openTickets, ourTickets, type Ticket } from './ticket';

/** What to do with an alert. */
export type Plan<T extends Ticket> =
	| { do: 'create'; follows?: T }
	| { do: 'comment' | 'reopen' | 'update'; ticket: T; warning?: string }
	| { do: 'skip'; code: SkipCode; reason: string; ticket?: T };

/** What `decide` needs besides the alert and the tickets. */
export interface Rules extends TicketRules {
	/** What people call a ticket in this tracker. */
	noun: 'issue' | 'ticket';
	/** Tickets that this workflow or process made, by their ref. */
	knownRefs: string[];
}

const DAY = 86_400_000;
/** News that somebody dealt with the issue, also in words that other versions of Bugsink may use. */
const SETTLED =
	/^(auto_?)?(resolved|reopened|muted|archived|closed|deleted|fixed|ignored|quiet|snoozed|ticket)(_|$)/i;

/**
 * The table of what an alert does, for every tracker; the first row that fits counts. Pure.
 *
 * @param tickets of the alert's fingerprint.
 * @param now in ms since 1970.
 */
export function decide<T extends Ticket>(
	alert: Alert,
	rules: Rules,
	tickets: T[],
	now: number,
): Plan<T> {
	const [open] = openTickets(tickets);
	const [ticket = open] = openTickets(ourTickets(tickets, rules.knownRefs));
	if (alert.isTest) return ticket === undefined ? { do: 'create' } : { do: 'comment', ticket };

	const newest = newestClosed(tickets, rules.knownRefs);
	if (alert.catchUp === true) {
		const there = ticket ?? newest;
		if (there !== undefined && !cameBackSince(alert, there)) return alreadyThere(there);
	}
	if (ticket !== undefined) return onExisting(alert, rules, ticket);
	if (newest === undefined) {
		if (mayOpen(alert, rules)) return { do: 'create' };
		return {
			do: 'skip',
			code: isSettled(alert) ? 'noTicket' : 'onlyNewIssues',
			reason: `There is no ${rules.noun}, and ${opensNone(alert)}`,
		};
	}
	return alert.reason === 'REGRESSED'
		? onRegression(alert, rules, newest, now)
		: onExisting(alert, rules, newest);
}

/** The closed ticket that an alert is about: ours before people's copies, a duplicate only if there is nothing else. */
export function newestClosed<T extends Ticket>(tickets: T[], knownRefs: string[]): T | undefined {
	const closed = closedTickets(tickets);
	const ours = closedTickets(ourTickets(tickets, knownRefs));
	return [...ours, ...closed].find(({ closedAs }) => closedAs !== 'duplicate') ?? closed[0];
}

/** What the operation Resolve does. */
export type ResolvePlan<T extends Ticket> =
	{ do: 'close'; tickets: T[] } | { do: 'skip'; code: SkipCode; reason: string; ticket?: T };

/** Closes the oldest open ticket of ours and every copy that we made; other accounts' copies stay. */
export function decideResolve<T extends Ticket>(
	tickets: T[],
	{ knownRefs, noun }: Pick<Rules, 'knownRefs' | 'noun'>,
): ResolvePlan<T> {
	const ours = ourTickets(tickets, knownRefs);
	const open = openTickets(ours);
	if (open.length > 0) return { do: 'close', tickets: open };
	const ticket = newestClosed(ours, knownRefs);
	if (ticket === undefined) {
		return { do: 'skip', code: 'noTicket', reason: `There is no ${noun} for this alert` };
	}
	return { do: 'skip', code: 'alreadyClosed', reason: `${ticket.name} is already closed`, ticket };
}

function onExisting<T extends Ticket>(alert: Alert, rules: Rules, ticket: T): Plan<T> {
	const warning = ticket.isOpen ? undefined : `${ticket.name} is closed and was not reopened`;
	switch (rules.onExisting) {
		case 'ignore':
			return {
				do: 'skip',
				code: 'ignored',
				reason: `${ticket.name} exists, and 'When ${rules.noun === 'issue' ? 'an Issue' : 'a Ticket'} Exists' is set to Ignore`,
				ticket,
			};
		case 'update':
			return { do: 'update', ticket, warning };
		case 'createAnother':
			return createOrComment(alert, rules, ticket, { do: 'create' });
		case 'comment':
			return { do: 'comment', ticket, warning };
	}
}

function onRegression<T extends Ticket>(
	alert: Alert,
	rules: Rules,
	ticket: T,
	now: number,
): Plan<T> {
	const { closedAs, closedAt, closedByBot, closedReason, name } = ticket;
	if (closedAs === 'duplicate') {
		const warning = `${name} was closed as a duplicate and was not reopened`;
		return { do: 'comment', ticket, warning };
	}
	if (closedAs === 'wontDo' && closedByBot !== true) {
		const as = closedReason === '' ? "won't do" : closedReason;
		return {
			do: 'skip',
			code: 'closedAsWontDo',
			reason: `${name} was closed as ${as}, so it is left alone`,
			ticket,
		};
	}
	const another: Plan<T> = { do: 'create', follows: ticket };
	const isWithin = closedAt === null || now - closedAt <= rules.reopenWindowDays * DAY;
	switch (rules.onRegression) {
		case 'ignore':
			return {
				do: 'skip',
				code: 'ignored',
				reason: `${name} is closed, and 'When the Error Comes Back' is set to Ignore`,
				ticket,
			};
		case 'comment':
			return { do: 'comment', ticket };
		case 'create':
			return createOrComment(alert, rules, ticket, another);
		case 'reopenAndComment':
			return isWithin ? { do: 'reopen', ticket } : createOrComment(alert, rules, ticket, another);
	}
}

/** Another ticket, unless the alert may not open one: otherwise comment on the existing ticket. */
function createOrComment<T extends Ticket>(
	alert: Alert,
	rules: Rules,
	ticket: T,
	create: Plan<T>,
): Plan<T> {
	if (mayOpen(alert, rules)) return create;
	const warning = `Commented on ${ticket.name} instead of opening another ${rules.noun}: ${opensNone(alert)}`;
	return { do: 'comment', ticket, warning };
}

/** The webhook may have brought the alert already; it did not if the error came back after the closing. */
function cameBackSince({ reason, lastSeen }: Alert, { isOpen, closedAt }: Ticket): boolean {
	if (isOpen || reason !== 'REGRESSED' || closedAt === null) return false;
	return lastSeen !== null && Date.parse(lastSeen) > closedAt;
}

function alreadyThere<T extends Ticket>(ticket: T): Plan<T> {
	const reason = `${ticket.name} exists already, and the alert is an old one that is being caught up with`;
	return { do: 'skip', code: 'alreadyThere', reason, ticket };
}

/** With 'Only New Issues' only a new issue and a test open a ticket; news that it is settled never does. */
export function mayOpen(alert: Alert, { onlyNewIssues }: Pick<Rules, 'onlyNewIssues'>): boolean {
	if (alert.isTest) return true;
	if (isSettled(alert)) return false;
	return !onlyNewIssues || alert.reason === 'NEW';
}

function isSettled({ reason }: Alert): boolean {
	return SETTLED.test(reason);
}

/** Why an alert may not open a ticket, as the end of a sentence. */
export function opensNone(alert: Alert): string {
	return isSettled(alert)
		? `an alert with the reason ${alert.reason} opens none`
		: `with 'Only New Issues' an alert with the reason ${alert.reason} opens none`;
}
