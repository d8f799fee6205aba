import { Entries, readEntry, type Entry } from '../../../../nodes/shared/node/entries';
import { alertOf, numbered } from '../../../support/alerts';
import { executeContext } from '../../../support/executeContext';
import { sample } from '../../../support/samples';
import { VirtualClock } from '../../../support/virtualClock';

/** Entries of so many items, those with these numbers resolving or without an alert; which were read how often is noted. */
function entriesOf(count: number, { broken = [], resolving = [] }: Record<string, number[]> = {}) {
	const read: number[] = [];
	const entries = new Entries(count, (index): Entry => {
		read.push(index);
		const operation = resolving.includes(index) ? 'resolve' : 'sendAlert';
		if (broken.includes(index)) return { index, operation, error: new Error('odd') };
		return { index, operation, alert: numbered(index) };
	});
	const ahead = (index: number, most: number) =>
		entries.ahead(index, 'sendAlert', most).map(({ title }) => title);
	return { entries, read, ahead };
}

test('each item is read when its turn comes, once', () => {
	const { entries, read } = entriesOf(2);
	expect(read).toEqual([]);
	const found: number[] = [];
	for (const entry of entries) {
		found.push(entry.index);
		expect(read).toHaveLength(found.length);
	}
	expect(found).toEqual([0, 1]);
	expect([...entries]).toEqual([]);
});

test('who looks ahead gets the alerts of the items that follow, as many as wanted', () => {
	const { ahead, read } = entriesOf(5);
	expect(ahead(1, 2)).toEqual(['Error 2', 'Error 3']);
	expect(read).toEqual([2, 3]);
	expect(ahead(1, 9)).toEqual(['Error 2', 'Error 3', 'Error 4']);
	expect(read).toEqual([2, 3, 4]);
	expect(ahead(4, 9)).toEqual([]);
	expect(ahead(0, 0)).toEqual([]);
});

test('those of another operation, and those that cannot be read, are not ahead', () => {
	const { ahead } = entriesOf(5, { broken: [2], resolving: [3] });
	expect(ahead(0, 9)).toEqual(['Error 1', 'Error 4']);
});

test('an item that was read ahead is not read again in its turn, and is dropped when it is done', () => {
	const { ahead, entries, read } = entriesOf(2);
	ahead(0, 1);
	for (const entry of entries) entries.done(entry);
	expect(read).toEqual([1, 0]);
	expect(ahead(0, 1)).toEqual(['Error 1']);
	expect(read).toEqual([1, 0, 1]);
});

test('open are those whose turn is still to come, and those under way', () => {
	const { entries } = entriesOf(4);
	const turns = entries[Symbol.iterator]();
	const [first] = [turns.next().value as Entry, turns.next()];
	const open = () => [...entries.open()].map(({ index }) => index);
	expect(open()).toEqual([0, 1, 2, 3]);
	entries.done(first);
	expect(open()).toEqual([1, 2, 3]);
});

describe('what an item is about', () => {
	const clock = new VirtualClock();
	const read = (fields: Record<string, unknown>) =>
		readEntry(executeContext({ parameters: [fields as never] }).context, 0, clock);

	test('is its operation and its alert', () => {
		const alert = sample('captured/custom-new');
		expect(read({ alert })).toMatchObject({
			index: 0,
			operation: 'sendAlert',
			alert: { reason: 'NEW' },
		});
		expect(read({ operation: 'resolve', alert })).toMatchObject({
			operation: 'resolve',
			alert: { reason: 'NEW' },
		});
		expect(read({ alert: alertOf() })).not.toHaveProperty('error');
	});

	test('is a test at the time of the clock where that is sent', () => {
		expect(read({ operation: 'sendTestMessage' })).toMatchObject({
			operation: 'sendTestMessage',
			alert: { isTest: true, lastSeen: new Date(clock.at).toISOString() },
		});
	});

	test('is told by its operation alone where the alert cannot be read', () => {
		const { error, ...entry } = read({ operation: 'resolve', alert: { foo: 1 } });
		expect(entry).toEqual({ index: 0, operation: 'resolve' });
		expect(error).toBeInstanceOf(Error);
	});
});
