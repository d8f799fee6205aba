import type { Alert } from '../shared/alert/alert';
import { mayOpenTicket, opensNone } from '../shared/alert/tickets';
import type { JiraSettings } from './settings';
import type { Ticket } from './tickets';

/** What to do with an alert, given the tickets that there are. */
export type Plan =
	| { do: 'create'; follows?: Ticket }
	| { do: 'comment' | 'reopen' | 'update'; ticket: Ticket; warnings: string[] }
	| { do: 'skip'; ticket?: Ticket; reason: string };

type Decisive = Pick<
	JiraSettings,
	'onlyNewIssues' | 'onExisting' | 'onRegression' | 'reopenWindowDays'
>;

const DAY = 86_400_000;
/**
 * Resolutions that say "we know, and will not". A resolution has no category, only its name; these are
 * Jira's own and the usual others, in the languages most seen.
 */
const WILL_NOT_DO =
	/won.?t|will not|wontfix|declined|rejected|obsolete|invalid|not a bug|by design|as designed|wird nicht|nicht (beheben|erledig)|ne sera pas|no se (har|corregir|resolver)|não será|対応しない/i;
/** The same for copies: closed by a person, or by this node. */
export const DUPLICATE = /duplicate|duplikat|doublon|duplicado|duplicat|重複/i;

/**
 * Chooses by the tickets of the alert's fingerprint: an open one before one that is done, of several
 * open ones the oldest, of several done ones that which was done last.
 */
export function decide(alert: Alert, settings: Decisive, tickets: Ticket[], now: number): Plan {
	const [open] = openTickets(tickets);
	if (open !== undefined) return onExisting(alert, settings, open);

	const closed = tickets
		.filter(({ category }) => category === 'done')
		.sort((a, b) => (b.doneAt ?? 0) - (a.doneAt ?? 0));
	const last = closed.find(({ resolution }) => !DUPLICATE.test(resolution)) ?? closed[0];
	if (last === undefined) {
		return mayOpenTicket(alert, settings.onlyNewIssues)
			? { do: 'create' }
			: { do: 'skip', reason: `There is no ticket, and ${opensNone(alert)}` };
	}
	if (WILL_NOT_DO.test(last.resolution)) {
		return {
			do: 'skip',
			ticket: last,
			reason: `${last.key} was closed as ${last.resolution}, so it is left alone`,
		};
	}
	return alert.reason === 'REGRESSED'
		? onRegression(alert, settings, last, now)
		: onExisting(alert, settings, last);
}

/** Tickets that are not done, the oldest first. */
export function openTickets(tickets: Ticket[]): Ticket[] {
	return tickets
		.filter(({ category }) => category !== 'done')
		.sort((a, b) => Number(a.id) - Number(b.id));
}

function onExisting(alert: Alert, settings: Decisive, ticket: Ticket): Plan {
	const isClosed = ticket.category === 'done';
	const warnings = isClosed ? [`${ticket.key} is closed, and stays so`] : [];
	switch (settings.onExisting) {
		case 'ignore':
			return {
				do: 'skip',
				ticket,
				reason: `${ticket.key} exists, and 'When a Ticket Exists' is set to ignore`,
			};
		case 'update':
			return { do: 'update', ticket, warnings };
		case 'createAnother':
			return createOrComment(alert, settings, ticket, { do: 'create' });
		case 'comment':
			return { do: 'comment', ticket, warnings };
	}
}

function onRegression(alert: Alert, settings: Decisive, ticket: Ticket, now: number): Plan {
	const { reopenWindowDays } = settings;
	const another: Plan = { do: 'create', follows: ticket };
	switch (settings.onRegression) {
		case 'ignore':
			return {
				do: 'skip',
				ticket,
				reason: `${ticket.key} is closed, and 'When the Error Comes Back' is set to ignore`,
			};
		case 'comment':
			return { do: 'comment', ticket, warnings: [] };
		case 'create':
			return createOrComment(alert, settings, ticket, another);
		case 'reopenAndComment':
			if (ticket.doneAt === null || now - ticket.doneAt <= reopenWindowDays * DAY) {
				return { do: 'reopen', ticket, warnings: [] };
			}
			return createOrComment(alert, settings, ticket, another);
	}
}

/** Another ticket, unless 'Only New Issues' forbids it: then the ticket there is at least hears of it. */
function createOrComment(alert: Alert, settings: Decisive, ticket: Ticket, create: Plan): Plan {
	if (mayOpenTicket(alert, settings.onlyNewIssues)) return create;
	return {
		do: 'comment',
		ticket,
		warnings: [`Commented on ${ticket.key} instead of opening another ticket: ${opensNone(alert)}`],
	};
}
