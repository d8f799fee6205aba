import type { Alert } from '../../../../nodes/shared/alert/alert';
import { Delivery } from '../../../../nodes/shared/delivery/delivery';
import { gateOf } from '../../../../nodes/shared/delivery/gate';
import type { TicketRules } from '../../../../nodes/shared/tracker/properties';
import { findTickets, forgetFound } from '../../../../nodes/shared/tracker/find';
import { KnownTickets } from '../../../../nodes/shared/tracker/known';
import type { Wanted } from '../../../../nodes/shared/tracker/tracker';
import { issueIdOf, numbered } from '../../../support/alerts';
import { mapMemory } from '../../../support/memory';
import { VirtualClock } from '../../../support/virtualClock';
import { DAY, NOON } from './support';
import { ServiceInMemory, trackerOf } from './trackerInMemory';

const MINUTE = 60_000;
const SETTINGS: TicketRules = {
	onlyNewIssues: true,
	onExisting: 'comment',
	onRegression: 'reopenAndComment',
	reopenWindowDays: 30,
};
/** Of errors that are not young. */
const [A, B, C] = [1, 2, 3].map((number) => numbered(number, { firstSeen: null }));

/** One execution of a node with a tracker, and what each search of it was asked for. */
function setting(shared = new Map<string, unknown>(), memory = mapMemory()) {
	const clock = new VirtualClock(NOON);
	const service = new ServiceInMemory(clock);
	service.takes = 0;
	const tracker = trackerOf(service);
	const searches: Wanted[][] = [];
	const { search } = tracker;
	tracker.search = async (wanted) => {
		searches.push(wanted);
		return await search(wanted);
	};
	const known = new KnownTickets(tracker, memory);
	const none = async () => await Promise.reject(new Error('The tracker is in memory'));
	const delivery = new Delivery({ name: 'It', explain: () => ({}) }, none, gateOf(clock), clock, {
		maxAttempts: 1,
	});
	const job = { settings: SETTINGS, delivery, memory, shared };
	/** @param ahead the alerts that follow; undefined if the node does not tell. */
	const find = async (alert: Alert, ahead?: Alert[]) =>
		await findTickets(tracker, known, {
			...job,
			alert,
			...(ahead === undefined ? {} : { ahead: (count: number) => ahead.slice(0, count) }),
		});
	const asked = () => searches.map((wanted) => wanted.map(({ fingerprint }) => fingerprint));
	return { clock, service, tracker, known, shared, searches, asked, find };
}

describe('what one search asks for', () => {
	test('the alert alone if nothing is known of those that follow', async () => {
		const { find, searches } = setting();
		await find(A);
		expect(searches).toEqual([[{ fingerprint: A.fingerprint }]]);
	});

	test('the alerts that follow too, in their order, but none that was found already', async () => {
		const { find, asked } = setting();
		await find(A, [B, C]);
		await find(A, [B, C]);
		await find(B, [C]);
		await find(C, []);
		expect(asked()).toEqual([[A.fingerprint, B.fingerprint, C.fingerprint], [A.fingerprint]]);
	});

	test.each([
		['thirty seconds', 30_000, 1],
		['a moment longer', 30_001, 2],
	])('its answer serves an alert for %s: %d ms, %d search(es)', async (_, later, count) => {
		const { clock, find, asked } = setting();
		await find(A, [B]);
		clock.at += later;
		await find(B, []);
		expect(asked()).toHaveLength(count);
	});

	test('what was found in one place says nothing of another', async () => {
		const one = setting();
		const other = setting(one.shared);
		await one.find(A, [B]);
		other.service.add({ fingerprints: [B.fingerprint] });
		expect(await other.find(B)).toHaveLength(1);
		expect(await one.find(B)).toEqual([]);
	});

	test('what is forgotten is asked anew, in that place only', async () => {
		const one = setting();
		const other = setting(one.shared);
		await one.find(A, [B]);
		await other.find(A, [B]);
		forgetFound(one.service.place, one.shared);
		await one.find(B);
		await other.find(B);
		expect([one.asked().length, other.asked().length]).toEqual([2, 1]);
	});
});

describe('since when there may be a ticket', () => {
	const seen = (time: number) => ({ firstSeen: new Date(time).toISOString() });
	const young = NOON - DAY + 1;

	test.each<[string, Partial<Alert>, number | undefined]>([
		['a new issue, first seen less than a day ago', seen(young), young],
		['a new issue, first seen a day ago', seen(NOON - DAY), undefined],
		['a new issue without a time', { firstSeen: null }, undefined],
		['a new issue with a time that cannot be read', { firstSeen: 'today' }, undefined],
		['an issue that is not new', { ...seen(young), reason: 'UNMUTED' }, undefined],
		[
			'issues together under one fingerprint',
			{ ...seen(young), fingerprint: 'bugsink-all' },
			undefined,
		],
		['a test', { ...seen(young), isTest: true }, undefined],
	])('%s: %#', async (_, parts, bornAt) => {
		const { find, searches } = setting();
		const alert = numbered(1, parts);
		await find(alert);
		expect(searches).toEqual([[{ fingerprint: alert.fingerprint, bornAt }]]);
	});

	test.each([
		['NEW', 'UNMUTED', young],
		['UNMUTED', 'NEW', undefined],
	])('the first alert of an issue counts: %s, then %s', async (first, second, bornAt) => {
		const { find, searches } = setting();
		const alert = (reason: string) => numbered(1, { ...seen(young), reason });
		await find(alert(first), [alert(second)]);
		expect(searches).toEqual([[{ fingerprint: alert(first).fingerprint, bornAt }]]);
	});
});

describe('tickets that were created lately', () => {
	const created = (alert: Alert, at: number, { service, known }: ReturnType<typeof setting>) => {
		const { fingerprint } = alert;
		const { ref } = service.add({ fingerprints: [fingerprint], createdAt: at });
		known.created({ fingerprint, id: ref, at });
		return { fingerprint, bornAt: at, isBeside: true };
	};

	test('ride along in a search for others, each once', async () => {
		const all = setting();
		const ofB = created(B, NOON - MINUTE, all);
		const ofC = created(C, NOON - 2 * MINUTE, all);
		await all.find(A, [B]);
		expect(all.searches).toEqual([[{ fingerprint: A.fingerprint }, ofB, ofC]]);
	});

	test('ride along fifty at a time', async () => {
		const recent = Array.from({ length: 60 }, (_, index) => ({
			fingerprint: `bugsink-${issueIdOf(100 + index)}`,
			id: String(index),
			at: NOON - MINUTE,
		}));
		const memory = mapMemory({ 'recently created': JSON.stringify(recent) });
		const { find, asked } = setting(new Map(), memory);
		await find(A);
		expect(asked()[0]).toHaveLength(1 + 50);
	});

	test('are not looked at again once the index has them for certain', async () => {
		const all = setting();
		created(B, NOON - 10 * MINUTE, all);
		await all.find(A);
		await all.find(A);
		expect(all.asked()).toEqual([[A.fingerprint, B.fingerprint], [A.fingerprint]]);
	});

	test('are left noted if another node made them', async () => {
		const all = setting();
		created(B, NOON - 10 * MINUTE, all);
		all.service.foreign = ['OPS-1'];
		await all.find(A);
		await all.find(A);
		expect(all.asked()[1]).toEqual([A.fingerprint, B.fingerprint]);
	});

	test('are searched for in full if the tracker says that they are closed', async () => {
		const all = setting();
		created(A, NOON - MINUTE, all);
		all.service.close(all.service.tickets[0], 'done');
		await all.find(A);
		expect(all.searches).toEqual([[{ fingerprint: A.fingerprint }]]);
	});

	test('are searched for in full if they are of another node', async () => {
		const all = setting();
		created(A, NOON - MINUTE, all);
		all.service.foreign = ['OPS-1'];
		expect(await all.find(A)).toEqual([]);
		expect(all.searches).toEqual([[{ fingerprint: A.fingerprint }]]);
	});
});

describe('a ticket as it is found', () => {
	test.each([
		['closed, by us', { isOpen: false, closedAs: 'done' as const }, true, 'duplicate'],
		['closed, not by us', { isOpen: false, closedAs: 'done' as const }, false, 'done'],
		['opened again by a person', { isOpen: true }, true, null],
	])('%s', async (_, parts, wasClosed, closedAs) => {
		const { find, known, service } = setting();
		const { ref } = service.add({ fingerprints: [A.fingerprint], ...parts });
		if (wasClosed) known.closed(ref);
		expect(await find(A)).toMatchObject([{ key: 'OPS-1', closedAs }]);
	});

	test.each([
		['about this alert', [A.fingerprint], ['OPS-1']],
		['about this alert and others', [B.fingerprint, A.fingerprint], ['OPS-1']],
		['whose marks people removed', [], ['OPS-1']],
		['about others only, which has the number anew', [B.fingerprint], []],
	])('that is known, %s', async (_, fingerprints, keys) => {
		const { find, known, service } = setting();
		known.add(A.fingerprint, service.add({ fingerprints, indexedAt: Infinity }).ref);
		expect((await find(A)).map(({ key }) => key)).toEqual(keys);
	});
});
