import {
	byAge,
	closedTickets,
	openTickets,
	ourTickets,
} from '../../../../nodes/shared/tracker/ticket';
import { NOON, ticketWith } from './support';

const keys = (tickets: Array<{ key: string }>) => tickets.map(({ key }) => key);

test('open tickets come the oldest first, of one moment the one with the lower number', () => {
	const tickets = [
		ticketWith(10, { createdAt: NOON }),
		ticketWith(9, { createdAt: NOON }),
		ticketWith(30, { createdAt: NOON - 1 }),
		ticketWith(1, { closedAs: 'done' }),
	];
	expect(keys(openTickets(tickets))).toEqual(['OPS-30', 'OPS-9', 'OPS-10']);
	expect(keys(byAge(tickets))).toEqual(['OPS-1', 'OPS-30', 'OPS-9', 'OPS-10']);
});

test.each([
	['of a project with a number in its key', ['T2-10', 'T2-9'], ['T2-9', 'T2-10']],
	['of a tracker without numbers', ['beta', 'alpha'], ['beta', 'alpha']],
])('tickets of one moment %s', (_, given, expected) => {
	const tickets = given.map((key, index) => ticketWith(index, { key, createdAt: NOON }));
	expect(keys(byAge(tickets))).toEqual(expected);
});

test('closed tickets come the one closed last first, and one without a time last', () => {
	const tickets = [
		ticketWith(1, { closedAs: 'done', closedAt: null }),
		ticketWith(2, { closedAs: 'done', closedAt: NOON - 2 }),
		ticketWith(3, { closedAs: 'wontDo', closedAt: NOON - 1 }),
		ticketWith(4),
	];
	expect(keys(closedTickets(tickets))).toEqual(['OPS-3', 'OPS-2', 'OPS-1']);
});

describe('whose tickets are ours', () => {
	const clone = ticketWith(2, { creator: 'ada' });

	test('those by the account that made the oldest', () => {
		expect(keys(ourTickets([clone, ticketWith(1), ticketWith(3)], []))).toEqual(['OPS-1', 'OPS-3']);
	});

	test('those by the account that made one with our mark, even if a person had one first', () => {
		const marked = ticketWith(3, { isMarked: true, creator: 'bot of today' });
		expect(keys(ourTickets([ticketWith(1), clone, marked], []))).toEqual(['OPS-3']);
	});

	test('those by the account that made one which we remember', () => {
		expect(keys(ourTickets([ticketWith(1, { creator: 'ada' }), ticketWith(2)], ['1002']))).toEqual([
			'OPS-2',
		]);
	});

	test('none of none', () => {
		expect(ourTickets([], ['1'])).toEqual([]);
	});
});
