import { KnownTickets } from '../../../../nodes/shared/tracker/known';
import { mapMemory } from '../../../support/memory';
import { FINGERPRINT, NOON } from './support';

const MINUTE = 60_000;
let places = 0;
const newPlace = () => ({ place: `place ${++places}`, memoryKey: (one: string) => one });
const fingerprintOf = (number: number) => `bugsink-${number}`;

test('the newest five tickets of a fingerprint are known, the newest first', () => {
	const known = new KnownTickets(newPlace(), mapMemory());
	for (let ref = 1; ref <= 7; ref++) known.add(FINGERPRINT, String(ref));
	known.add(FINGERPRINT, '4');
	expect(known.refs(FINGERPRINT)).toEqual(['4', '7', '6', '5', '3']);
	expect(known.refs('bugsink-another')).toEqual([]);
});

test('a workflow saves no more than five of a fingerprint, and no more are read', () => {
	const memory = mapMemory({ [FINGERPRINT]: '1,2,3,4,5,6' });
	const known = new KnownTickets(newPlace(), memory);
	expect(known.refs(FINGERPRINT)).toEqual(['1', '2', '3', '4', '5']);
	known.add(FINGERPRINT, '7');
	expect(memory.entries.get(FINGERPRINT)).toBe('7,1,2,3,4');
});

test('the memory of a workflow that an earlier version saved is read', () => {
	const jira = mapMemory({ [FINGERPRINT]: '10012,10007' });
	expect(new KnownTickets(newPlace(), jira).refs(FINGERPRINT)).toEqual(['10012', '10007']);
	const key = `api.github.com/acme/shop#${FINGERPRINT}`;
	const github = mapMemory({ [key]: '12:9876543210' });
	const place = { ...newPlace(), memoryKey: () => key };
	expect(new KnownTickets(place, github).refs(FINGERPRINT)).toEqual(['12:9876543210']);
});

test.each([
	['text', 'nonsense'],
	['nothing', ''],
	['half a ref', '12:'],
	['an id of 16 digits', '1234567890123456'],
	['two colons', '1:2:3'],
])('%s in the memory is no ticket', (_, value) => {
	const memory = mapMemory({ [FINGERPRINT]: `${value},10012` });
	expect(new KnownTickets(newPlace(), memory).refs(FINGERPRINT)).toEqual(['10012']);
});

test('what one workflow made, another of the same process knows, in the same place only', () => {
	const place = newPlace();
	new KnownTickets(place, mapMemory()).add(FINGERPRINT, '1');
	expect(new KnownTickets(place, mapMemory()).refs(FINGERPRINT)).toEqual(['1']);
	expect(new KnownTickets(newPlace(), mapMemory()).refs(FINGERPRINT)).toEqual([]);
});

test('what is gone is forgotten in the process and in the memory, and is no longer recent', () => {
	const place = newPlace();
	const memory = mapMemory();
	const known = new KnownTickets(place, memory);
	known.created({ fingerprint: FINGERPRINT, id: '1', at: NOON });
	known.add(FINGERPRINT, '2');
	known.forget(FINGERPRINT, '1');
	for (const one of [
		known,
		new KnownTickets(place, mapMemory()),
		new KnownTickets(newPlace(), memory),
	]) {
		expect(one.refs(FINGERPRINT)).toEqual(['2']);
		expect(one.recentSince(FINGERPRINT)).toBeUndefined();
	}
});

test('of several tickets only the one that is gone is forgotten', () => {
	const memory = mapMemory({ [FINGERPRINT]: '1,2,3' });
	const known = new KnownTickets(newPlace(), memory);
	known.created({ fingerprint: 'bugsink-another', id: '9', at: NOON });
	known.forget(FINGERPRINT, '2');
	expect(new KnownTickets(newPlace(), memory).refs(FINGERPRINT)).toEqual(['1', '3']);
	expect(known.recentSince('bugsink-another')).toBe(NOON);
});

test('one process keeps two thousand entries, and drops the one used longest ago', () => {
	const place = newPlace();
	const memory = { get: () => undefined, set: () => undefined, delete: () => undefined };
	const known = new KnownTickets(place, memory);
	known.add('bugsink-first', '1');
	known.add('bugsink-second', '2');
	for (let number = 0; number < 1_998; number++) known.add(fingerprintOf(number), '3');
	expect(known.refs('bugsink-first')).toEqual(['1']);
	known.add('bugsink-first', '1');
	known.add('bugsink-last', '4');
	expect(known.refs('bugsink-first')).toEqual(['1']);
	expect(known.refs('bugsink-second')).toEqual([]);
});

describe('a ticket that was just created', () => {
	const created = (at = NOON) => {
		const known = new KnownTickets(newPlace(), mapMemory());
		known.created({ fingerprint: FINGERPRINT, id: '1', at });
		return known;
	};

	test('is known', () => {
		expect(created().refs(FINGERPRINT)).toEqual(['1']);
	});

	test('is looked at for a duplicate from a minute on, when the index may have one', () => {
		const known = created();
		expect(known.due(NOON + MINUTE - 1)).toEqual([]);
		expect(known.due(NOON + MINUTE)).toEqual([{ fingerprint: FINGERPRINT, id: '1', at: NOON }]);
		expect(known.recentSince(FINGERPRINT)).toBe(NOON);
		expect(known.recentSince('bugsink-another')).toBeUndefined();
	});

	test('stays noted until it was looked at with certainty, however late', () => {
		const known = created();
		known.lookedAt([FINGERPRINT], NOON + 10 * MINUTE - 1, []);
		expect(known.due(NOON + 24 * 60 * MINUTE)).toHaveLength(1);
		known.lookedAt(['bugsink-another'], NOON + 24 * 60 * MINUTE, []);
		expect(known.due(NOON + 24 * 60 * MINUTE)).toHaveLength(1);
		known.lookedAt([FINGERPRINT], NOON + 10 * MINUTE, []);
		expect(known.due(NOON + 24 * 60 * MINUTE)).toEqual([]);
		expect(known.recentSince(FINGERPRINT)).toBeUndefined();
	});

	test('is not saved again by a look that changes nothing', () => {
		const memory = mapMemory();
		const known = new KnownTickets(newPlace(), memory);
		known.created({ fingerprint: FINGERPRINT, id: '1', at: NOON });
		memory.entries.clear();
		known.lookedAt([FINGERPRINT], NOON + MINUTE, []);
		expect(memory.entries.size).toBe(0);
		known.lookedAt([FINGERPRINT], NOON + 10 * MINUTE, []);
		expect(memory.entries.size).toBe(1);
	});

	test('stays noted if another node made it, which has to look for itself', () => {
		const known = created();
		known.lookedAt([FINGERPRINT], NOON + 60 * MINUTE, ['1']);
		expect(known.due(NOON + 60 * MINUTE)).toHaveLength(1);
		known.lookedAt([FINGERPRINT], NOON + 60 * MINUTE, ['2']);
		expect(known.due(NOON + 60 * MINUTE)).toEqual([]);
	});

	test('is one of the fifty newest that are noted', () => {
		const known = new KnownTickets(newPlace(), mapMemory());
		for (let number = 1; number <= 51; number++) {
			known.created({ fingerprint: fingerprintOf(number), id: String(number), at: NOON });
		}
		const ids = known.due(NOON + MINUTE).map(({ id }) => id);
		expect(ids).toHaveLength(50);
		expect(ids[0]).toBe('2');
		expect(ids.at(-1)).toBe('51');
	});

	test('is noted by the process, though parallel executions overwrite the memory', () => {
		const place = newPlace();
		new KnownTickets(place, mapMemory()).created({ fingerprint: FINGERPRINT, id: '1', at: NOON });
		expect(new KnownTickets(place, mapMemory()).due(NOON + MINUTE)).toHaveLength(1);
	});

	test('is noted by the memory, though the process was started anew', () => {
		const memory = mapMemory();
		new KnownTickets(newPlace(), memory).created({ fingerprint: FINGERPRINT, id: '1', at: NOON });
		expect(new KnownTickets(newPlace(), memory).due(NOON + MINUTE)).toHaveLength(1);
	});

	test.each([
		['no JSON', '['],
		['no list', '{"id":"1"}'],
		['no object', '["1"]'],
		['an empty entry', '[null]'],
		['no fingerprint', '[{"id":"1","at":1}]'],
		['a fingerprint that is a list', `[{"fingerprint":["${FINGERPRINT}"],"id":"1","at":1}]`],
		['text before the fingerprint', `[{"fingerprint":"a ${FINGERPRINT}","id":"1","at":1}]`],
		['a strange fingerprint', `[{"fingerprint":"bugsink- OR 1","id":"1","at":1}]`],
		['a long fingerprint', `[{"fingerprint":"bugsink-${'a'.repeat(65)}","id":"1","at":1}]`],
		['no ref', `[{"fingerprint":"${FINGERPRINT}","at":1}]`],
		['no time', `[{"fingerprint":"${FINGERPRINT}","id":"1"}]`],
		['a time that is text', `[{"fingerprint":"${FINGERPRINT}","id":"1","at":"1"}]`],
	])('a memory with %s has none, and the next ticket replaces it', (_, value) => {
		const memory = mapMemory({ 'recently created': value });
		const known = new KnownTickets(newPlace(), memory);
		expect(known.due(NOON)).toEqual([]);
		const ticket = { fingerprint: FINGERPRINT, id: '2', at: NOON };
		known.created(ticket);
		expect(JSON.parse(memory.entries.get('recently created') ?? '')).toEqual([ticket]);
	});
});

describe('a duplicate that was closed', () => {
	test('is remembered, by the process and by the memory', () => {
		const place = newPlace();
		const memory = mapMemory();
		new KnownTickets(place, memory).closed('7');
		expect(new KnownTickets(place, mapMemory()).wasClosed('7')).toBe(true);
		expect(new KnownTickets(newPlace(), memory).wasClosed('7')).toBe(true);
		expect(new KnownTickets(newPlace(), memory).wasClosed('8')).toBe(false);
	});

	test('the hundred closed last', () => {
		const known = new KnownTickets(newPlace(), mapMemory());
		for (let ref = 1; ref <= 101; ref++) known.closed(String(ref));
		expect(known.wasClosed('1')).toBe(false);
		expect(known.wasClosed('2')).toBe(true);
		expect(known.wasClosed('101')).toBe(true);
	});
});
