import type { Alert } from '../../../../nodes/shared/alert/alert';
import { decide, decideResolve, type Plan } from '../../../../nodes/shared/tracker/decide';
import type { TicketRules } from '../../../../nodes/shared/tracker/properties';
import type { Ticket } from '../../../../nodes/shared/tracker/ticket';
import { sampleAlert } from '../../../support/alerts';
import { DAY, NOON, ticketWith } from './support';

/**
 * The table of decisions. Tickets are numbered from 1 in the order in which they were made, and written
 * as `open`, `done`, `wontDo`, `duplicate` with the days since they were closed (`done:3`, `done:?` if
 * the tracker does not say); `bot` is won't do by a stale bot, `theirs` an open copy that a person made,
 * `theirs-done` a closed one. A plan with `!` has a warning.
 *
 * Rules, if they are not the default: `any` (Only New Issues off), `existing=…`, `regression=…`,
 * `days=…` (the reopen window, else 30).
 */
const TABLE = `
reason     | tickets                 | rules                          | plan
NEW        |                         |                                | create
NEW        |                         | any                            | create
NEW        |                         | existing=ignore                | create
REGRESSED  |                         |                                | skip onlyNewIssues
UNMUTED    |                         |                                | skip onlyNewIssues
SOMETHING  |                         |                                | skip onlyNewIssues
OPEN       |                         |                                | skip onlyNewIssues
REGRESSED  |                         | any                            | create
UNMUTED    |                         | any                            | create
SOMETHING  |                         | any                            | create
RESOLVED   |                         |                                | skip noTicket
RESOLVED   |                         | any                            | skip noTicket
REOPENED   |                         | any                            | skip noTicket
MUTED      |                         | any                            | skip noTicket
QUIET      |                         | any                            | skip noTicket
ARCHIVED   |                         | any                            | skip noTicket
RESOLVED_BY_RELEASE |                | any                            | skip noTicket
TICKET_CLOSED |                      | any                            | skip noTicket
UNRESOLVED |                         | any                            | create
TEST       |                         |                                | create
TEST       |                         | existing=ignore                | create
TEST       | open                    |                                | comment 1
TEST       | open                    | existing=ignore                | comment 1
TEST       | open                    | existing=createAnother         | comment 1
TEST       | open                    | existing=update                | comment 1
TEST       | done:1                  |                                | create
TEST       | wontDo:1                |                                | create
TEST       | duplicate:1             |                                | create
TEST       | done:1 open             |                                | comment 2
NEW        | open                    |                                | comment 1
NEW        | open                    | existing=update                | update 1
NEW        | open                    | existing=ignore                | skip ignored 1
NEW        | open                    | existing=createAnother         | create
REGRESSED  | open                    |                                | comment 1
REGRESSED  | open                    | regression=ignore              | comment 1
REGRESSED  | open                    | existing=ignore                | skip ignored 1
REGRESSED  | open                    | existing=createAnother         | comment 1!
REGRESSED  | open                    | existing=createAnother any     | create
UNMUTED    | open                    |                                | comment 1
RESOLVED   | open                    |                                | comment 1
RESOLVED   | open                    | existing=createAnother any     | comment 1!
MUTED      | open                    | existing=update                | update 1
NEW        | open open               |                                | comment 1
NEW        | done:5 open             |                                | comment 2
NEW        | open done:1             |                                | comment 1
NEW        | wontDo:5 open           |                                | comment 2
NEW        | open theirs             |                                | comment 1
NEW        | done:5 theirs           |                                | comment 2
NEW        | done:5 theirs open      |                                | comment 3
REGRESSED  | done:5 theirs open      |                                | comment 3
REGRESSED  | done:3                  |                                | reopen 1
REGRESSED  | done:3                  | any                            | reopen 1
REGRESSED  | done:30                 |                                | reopen 1
REGRESSED  | done:?                  |                                | reopen 1
REGRESSED  | done:31                 |                                | comment 1!
REGRESSED  | done:31                 | any                            | create after 1
REGRESSED  | done:0                  | days=0                         | reopen 1
REGRESSED  | done:1                  | days=0 any                     | create after 1
REGRESSED  | done:3                  | regression=comment             | comment 1
REGRESSED  | done:300                | regression=comment any         | comment 1
REGRESSED  | done:3                  | regression=create              | comment 1!
REGRESSED  | done:3                  | regression=create any          | create after 1
REGRESSED  | done:3                  | regression=ignore any          | skip ignored 1
REGRESSED  | done:3                  | existing=ignore                | reopen 1
REGRESSED  | done:9 done:3           |                                | reopen 2
REGRESSED  | done:3 done:9           |                                | reopen 1
REGRESSED  | done:3 duplicate:1      |                                | reopen 1
REGRESSED  | duplicate:1 done:3      |                                | reopen 2
REGRESSED  | done:9 theirs-done:3    |                                | reopen 1
REGRESSED  | wontDo:9 theirs-done:3  |                                | skip closedAsWontDo 1
REGRESSED  | duplicate:1 theirs-done:3 |                              | reopen 2
REGRESSED  | duplicate:9 duplicate:3 |                                | comment 2!
REGRESSED  | duplicate:1             |                                | comment 1!
REGRESSED  | duplicate:1             | any                            | comment 1!
REGRESSED  | duplicate:1             | regression=create any          | comment 1!
REGRESSED  | wontDo:3                |                                | skip closedAsWontDo 1
REGRESSED  | wontDo:300              | any                            | skip closedAsWontDo 1
REGRESSED  | wontDo:3                | regression=create any          | skip closedAsWontDo 1
REGRESSED  | wontDo:3                | regression=comment             | skip closedAsWontDo 1
REGRESSED  | bot:3                   |                                | reopen 1
REGRESSED  | bot:31                  | any                            | create after 1
REGRESSED  | bot:3                   | regression=ignore              | skip ignored 1
REGRESSED  | wontDo:9 done:3         |                                | reopen 2
REGRESSED  | done:9 wontDo:3         |                                | skip closedAsWontDo 2
REGRESSED  | done:9 bot:3            |                                | reopen 2
NEW        | done:3                  |                                | comment 1!
NEW        | done:3                  | existing=update                | update 1!
NEW        | done:3                  | existing=ignore                | skip ignored 1
NEW        | done:3                  | existing=createAnother         | create
UNMUTED    | done:3                  |                                | comment 1!
UNMUTED    | done:3                  | existing=createAnother         | comment 1!
UNMUTED    | wontDo:3                |                                | comment 1!
RESOLVED   | done:3                  |                                | comment 1!
RESOLVED   | done:3                  | existing=ignore                | skip ignored 1
NEW late   |                         |                                | create
NEW late   | open                    |                                | skip alreadyThere 1
NEW late   | open                    | existing=createAnother         | skip alreadyThere 1
NEW late   | done:3                  |                                | skip alreadyThere 1
UNMUTED late | open                  |                                | skip alreadyThere 1
UNMUTED late | wontDo:3              |                                | skip alreadyThere 1
REGRESSED late | open                |                                | skip alreadyThere 1
REGRESSED late | done:3              |                                | reopen 1
REGRESSED late | done:1              |                                | skip alreadyThere 1
REGRESSED late |                     |                                | skip onlyNewIssues
TEST late  | open                    |                                | comment 1
`;

const RESOLVE = `
tickets                      | plan
                             | skip noTicket
open                         | close 1
open open                    | close 1 2
done:3 open                  | close 2
open theirs                  | close 1
done:3                       | skip alreadyClosed 1
done:3 wontDo:1              | skip alreadyClosed 2
done:3 theirs                | skip alreadyClosed 1
done:3 theirs-done:1         | skip alreadyClosed 1
duplicate:1 done:3           | skip alreadyClosed 2
`;

/** An error that was last seen two days ago. */
const LAST_SEEN = new Date(NOON - 2 * DAY).toISOString();

function rowsOf(table: string): string[][] {
	const lines = table.trim().split('\n').slice(1);
	return lines.map((line) => line.split('|').map((cell) => cell.trim()));
}

function alertOf(words: string): Alert {
	const [reason, late] = words.split(' ');
	const alert = sampleAlert('custom-new', { reason, lastSeen: LAST_SEEN });
	return { ...alert, isTest: reason === 'TEST', ...(late ? { catchUp: true } : {}) };
}

function ticketsOf(words: string): Ticket[] {
	return words
		.split(' ')
		.filter((word) => word !== '')
		.map((word, index) => {
			const [kind, days] = word.split(':');
			const closedAt = days === undefined || days === '?' ? null : NOON - Number(days) * DAY;
			const theirs = kind.startsWith('theirs') ? { creator: 'ada' } : {};
			if (kind === 'open' || kind === 'theirs') return ticketWith(index + 1, theirs);
			const closedAs =
				kind === 'bot' ? 'wontDo' : kind === 'wontDo' || kind === 'duplicate' ? kind : 'done';
			return ticketWith(index + 1, {
				closedAs,
				closedAt,
				...theirs,
				...(kind === 'bot' ? { closedByBot: true } : {}),
			});
		});
}

function rulesOf(words: string): TicketRules {
	const rules = new Map(words.split(' ').map((word) => word.split('=') as [string, string]));
	return {
		onlyNewIssues: !rules.has('any'),
		onExisting: (rules.get('existing') ?? 'comment') as TicketRules['onExisting'],
		onRegression: (rules.get('regression') ?? 'reopenAndComment') as TicketRules['onRegression'],
		reopenWindowDays: Number(rules.get('days') ?? 30),
	};
}

const numberOf = (ticket: Ticket | undefined) => (ticket ? ` ${ticket.key.slice(4)}` : '');
function inWords(plan: Plan<Ticket>): string {
	if (plan.do === 'create')
		return plan.follows ? `create after${numberOf(plan.follows)}` : 'create';
	if (plan.do === 'skip') return `skip ${plan.code}${numberOf(plan.ticket)}`;
	return `${plan.do}${numberOf(plan.ticket)}${plan.warning === undefined ? '' : '!'}`;
}

describe.each(['ticket', 'issue'] as const)('a tracker with %ss', (noun) => {
	test.each(rowsOf(TABLE))('%s, %s, %s: %s', (reason, tickets, rules, plan) => {
		const all = { ...rulesOf(rules), noun, knownRefs: [] };
		const decided = decide(alertOf(reason), all, ticketsOf(tickets), NOON);
		expect(inWords(decided)).toBe(plan);
		if (decided.do === 'skip') expect(decided.reason).toMatch(/^[A-Z].{10,}/);
	});

	test.each(rowsOf(RESOLVE))('resolve with %s: %s', (tickets, plan) => {
		const decided = decideResolve(ticketsOf(tickets), { noun, knownRefs: [] });
		const words =
			decided.do === 'close'
				? `close${decided.tickets.map(numberOf).join('')}`
				: `skip ${decided.code}${numberOf(decided.ticket)}`;
		expect(words).toBe(plan);
	});
});

describe('a regression that is caught up with', () => {
	const late = alertOf('REGRESSED late');
	const closedAt = (time: number | null) => [ticketWith(1, { closedAs: 'done', closedAt: time })];
	const rules = { ...rulesOf(''), noun: 'ticket' as const, knownRefs: [] };

	test.each([
		['closed at the very moment', Date.parse(LAST_SEEN), 'skip alreadyThere 1'],
		['closed a moment before', Date.parse(LAST_SEEN) - 1, 'reopen 1'],
		['closed nobody knows when', null, 'skip alreadyThere 1'],
	])('%s', (_, time, plan) => {
		expect(inWords(decide(late, rules, closedAt(time), NOON))).toBe(plan);
	});

	test('without a time of its own does nothing', () => {
		const alert = { ...late, lastSeen: null };
		expect(inWords(decide(alert, rules, closedAt(NOON), NOON))).toBe('skip alreadyThere 1');
	});
});
