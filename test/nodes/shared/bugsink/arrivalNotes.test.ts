import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Arrivals, noteArrival, type Arrival } from '../../../../nodes/shared/bugsink/arrivals';
import { alertOf, ISSUE_ID } from '../../../support/alerts';
import { VirtualClock } from '../../../support/virtualClock';

const arrival = (issueId: string, more: Partial<Arrival> = {}): Arrival => ({
	issueId,
	reason: 'NEW',
	at: '2026-08-03T09:00:00Z',
	noted: 1,
	...more,
});
const ids = (list: Arrival[]) => list.map(({ issueId }) => issueId);
const storedIn = (shared: IDataObject) => shared.bugsinkArrivals as unknown as Arrival[];

describe('the notes of a workflow', () => {
	test('are empty if nobody wants to know, whatever was noted before', () => {
		const notes = new Arrivals();
		notes.keep('w', {}, [arrival('a')], 0);
		const shared: IDataObject = {};
		notes.note('w', shared, arrival('b'));
		expect(shared).toEqual({});
		expect(notes.of('w', shared)).toEqual([]);
		expect(ids(notes.of('w', { bugsinkArrivals: [] }))).toEqual(['a']);
	});

	test('begin with what the poll gives, without what is older than asked for', () => {
		const notes = new Arrivals();
		const shared: IDataObject = {};
		notes.keep('w', shared, [arrival('old', { noted: 9 }), arrival('new', { noted: 10 })], 0);
		notes.keep('w', shared, [arrival('given', { noted: 11 })], 10);
		expect(ids(storedIn(shared))).toEqual(['new', 'given']);
		expect(ids(notes.of('w', shared))).toEqual(['new', 'given']);
	});

	test('are the newest 1,000', () => {
		const notes = new Arrivals();
		const shared: IDataObject = {};
		const many = Array.from({ length: 1_001 }, (_, index) => arrival(String(index)));
		notes.keep('w', shared, many, 0);
		expect(storedIn(shared)).toHaveLength(1_000);
		expect(storedIn(shared)[0].issueId).toBe('1');
		notes.note('w', shared, arrival('one more'));
		expect(storedIn(shared)).toHaveLength(1_000);
		expect([storedIn(shared)[0], storedIn(shared)[999]]).toMatchObject([
			{ issueId: '2' },
			{ issueId: 'one more' },
		]);
	});

	test('have an alert once, and another one for another reason or time', () => {
		const notes = new Arrivals();
		const shared: IDataObject = { bugsinkArrivals: [] };
		for (const one of [
			arrival('a'),
			arrival('a', { noted: 2 }),
			arrival('a', { reason: 'REGRESSED' }),
			arrival('a', { at: '2026-08-03T10:00:00Z' }),
			arrival('b'),
		]) {
			notes.note('w', shared, one);
		}
		expect(storedIn(shared)).toEqual([
			arrival('a'),
			arrival('a', { reason: 'REGRESSED' }),
			arrival('a', { at: '2026-08-03T10:00:00Z' }),
			arrival('b'),
		]);
	});

	test('are the same list for two executions at once: whoever writes last writes all', () => {
		const notes = new Arrivals();
		const [one, other]: IDataObject[] = [{ bugsinkArrivals: [] }, { bugsinkArrivals: [] }];
		notes.note('w', one, arrival('a'));
		notes.note('w', other, arrival('b'));
		expect(ids(storedIn(one))).toEqual(['a', 'b']);
		expect(ids(storedIn(other))).toEqual(['a', 'b']);
	});

	test('that are handed out do not change with later ones', () => {
		const notes = new Arrivals();
		const shared: IDataObject = { bugsinkArrivals: [] };
		notes.note('w', shared, arrival('a'));
		const before = notes.of('w', shared);
		notes.note('w', shared, arrival('b'));
		expect(ids(before)).toEqual(['a']);
	});

	test('of another process come first, and odd ones are read as far as they go', () => {
		const notes = new Arrivals();
		notes.keep('w', {}, [arrival('mine')], 0);
		const stored = [
			{ issueId: 'theirs', reason: 'NEW', at: '2026-08-03T09:00:00Z', noted: 1 },
			{},
			7,
		];
		const shared = { bugsinkArrivals: stored } as unknown as IDataObject;
		expect(notes.of('w', shared)).toEqual([
			arrival('theirs'),
			{ issueId: '', reason: '', at: '', noted: 0 },
			arrival('mine'),
		]);
		expect(new Arrivals().of('w', { bugsinkArrivals: 'odd' })).toEqual([]);
	});

	test('end when nobody wants to know any more', () => {
		const notes = new Arrivals();
		const shared: IDataObject = { other: 1 };
		notes.keep('w', shared, [arrival('a')], 0);
		notes.forget('w', shared);
		expect(shared).toEqual({ other: 1 });
		expect(notes.of('w', { bugsinkArrivals: [] })).toEqual([]);
	});
});

describe('an alert that comes', () => {
	const clock = new VirtualClock();
	const noted = (alert: ReturnType<typeof alertOf>) => {
		const shared: IDataObject = { bugsinkArrivals: [] };
		const context = {
			getWorkflow: () => ({ id: 'w' }),
			getWorkflowStaticData: (scope: string) => (scope === 'global' ? shared : {}),
		} as unknown as IExecuteFunctions;
		noteArrival(context, alert, new Arrivals(), clock);
		return shared.bugsinkArrivals;
	};

	test('is noted with its time and that of the note', () => {
		const lastSeen = '2026-08-03T09:14:22.481903Z';
		expect(noted(alertOf({ lastSeen }))).toEqual([
			{ issueId: ISSUE_ID, reason: 'NEW', at: lastSeen, noted: clock.at },
		]);
		expect(noted(alertOf({ lastSeen: null }))).toMatchObject([{ at: '' }]);
	});

	test('is not noted if it is a test, or names no issue', () => {
		expect(noted(alertOf({ isTest: true }))).toEqual([]);
		expect(noted(alertOf({ issueId: null }))).toEqual([]);
	});

	test('is not lost where n8n gives no static data', () => {
		const context = {
			getWorkflowStaticData: () => {
				throw new Error('No static data');
			},
		} as unknown as IExecuteFunctions;
		expect(() => noteArrival(context, alertOf(), new Arrivals(), clock)).not.toThrow();
	});
});
