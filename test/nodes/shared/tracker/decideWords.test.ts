import {
	decide,
	decideResolve,
	type Plan,
	type Rules,
} from '../../../../nodes/shared/tracker/decide';
import type { Ticket } from '../../../../nodes/shared/tracker/ticket';
import { alertOf } from '../../../support/alerts';
import { NOON, ticketWith } from './support';

/** Plans are made within the tests, not in their tables: a mutation run counts no other code. */
const RULES: Rules = {
	noun: 'issue',
	knownRefs: [],
	onlyNewIssues: true,
	onExisting: 'comment',
	onRegression: 'reopenAndComment',
	reopenWindowDays: 30,
};
const OPEN = ticketWith(1);
const DONE = ticketWith(1, { closedAs: 'done' });

function planOf(words: string, tickets: Ticket[], more: Partial<Rules> = {}): Plan<Ticket> {
	const [reason, late] = words.split(' ');
	const alert = alertOf({ reason, catchUp: late === 'late' });
	return decide(alert, { ...RULES, ...more }, tickets, NOON);
}

test.each<[string, string, Ticket[], Partial<Rules>, string]>([
	[
		'no issue yet',
		'UNMUTED',
		[],
		{},
		"There is no issue, and with 'Only New Issues' an alert with the reason UNMUTED opens none",
	],
	[
		'a settled reason',
		'MUTED',
		[],
		{},
		'There is no issue, and an alert with the reason MUTED opens none',
	],
	[
		"won't do in the tracker's words",
		'REGRESSED',
		[ticketWith(1, { closedAs: 'wontDo', closedReason: 'By Design' })],
		{},
		'OPS-1 was closed as By Design, so it is left alone',
	],
	[
		"won't do without words",
		'REGRESSED',
		[ticketWith(1, { closedAs: 'wontDo' })],
		{},
		"OPS-1 was closed as won't do, so it is left alone",
	],
	[
		'an issue that is ignored',
		'NEW',
		[OPEN],
		{ onExisting: 'ignore' },
		"OPS-1 exists, and 'When an Issue Exists' is set to Ignore",
	],
	[
		'a ticket that is ignored',
		'NEW',
		[OPEN],
		{ onExisting: 'ignore', noun: 'ticket' },
		"OPS-1 exists, and 'When a Ticket Exists' is set to Ignore",
	],
	[
		'a regression that is ignored',
		'REGRESSED',
		[DONE],
		{ onRegression: 'ignore' },
		"OPS-1 is closed, and 'When the Error Comes Back' is set to Ignore",
	],
	[
		'caught up with',
		'NEW late',
		[OPEN],
		{},
		'OPS-1 exists already, and the alert is an old one that is being caught up with',
	],
])('a skip says why: %s', (_, words, tickets, more, reason) => {
	expect(planOf(words, tickets, more)).toMatchObject({ do: 'skip', reason });
});

test.each<[string, string, Ticket[], Partial<Rules>, string | undefined]>([
	['a comment on a closed one', 'UNMUTED', [DONE], {}, 'OPS-1 is closed and was not reopened'],
	[
		'a duplicate',
		'REGRESSED',
		[ticketWith(1, { closedAs: 'duplicate' })],
		{},
		'OPS-1 was closed as a duplicate and was not reopened',
	],
	[
		'a comment in place of another',
		'UNMUTED',
		[OPEN],
		{ onExisting: 'createAnother' },
		"Commented on OPS-1 instead of opening another issue: with 'Only New Issues' an alert with the reason UNMUTED opens none",
	],
	[
		'a comment in place of another, with a settled reason',
		'RESOLVED',
		[OPEN],
		{ onExisting: 'createAnother', onlyNewIssues: false, noun: 'ticket' },
		'Commented on OPS-1 instead of opening another ticket: an alert with the reason RESOLVED opens none',
	],
	['none for a comment that was asked for', 'NEW', [OPEN], {}, undefined],
])('a warning: %s', (_, words, tickets, more, warning) => {
	const plan = planOf(words, tickets, more);
	expect('warning' in plan ? plan.warning : undefined).toBe(warning);
});

test.each<[string, Ticket[], Rules['noun'], string]>([
	['no ticket', [], 'ticket', 'There is no ticket for this alert'],
	['no issue', [], 'issue', 'There is no issue for this alert'],
	['a closed one', [DONE], 'ticket', 'OPS-1 is already closed'],
])('resolve skips and says why: %s', (_, tickets, noun, reason) => {
	expect(decideResolve(tickets, { noun, knownRefs: [] })).toMatchObject({ do: 'skip', reason });
});
