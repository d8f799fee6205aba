import { closeCopies } from '../../../../nodes/shared/tracker/duplicates';
import { KnownTickets } from '../../../../nodes/shared/tracker/known';
import { mapMemory } from '../../../support/memory';
import { VirtualClock } from '../../../support/virtualClock';
import { FINGERPRINT, NOON } from './support';
import { ServiceInMemory, trackerOf } from './trackerInMemory';

/** So many open tickets of one fingerprint, made by us at the same moment. */
function setting(count: number) {
	const service = new ServiceInMemory(new VirtualClock(NOON));
	const tracker = trackerOf(service);
	const known = new KnownTickets(tracker, mapMemory());
	const shared = new Map<string, unknown>();
	for (let copy = 0; copy < count; copy++) service.add({ fingerprints: [FINGERPRINT] });
	const close = async () => {
		const left = await closeCopies(tracker, [...service.tickets], known, shared);
		return left.map(({ key }) => key);
	};
	return { service, tracker, known, close };
}

test('every copy is closed, and the oldest is left', async () => {
	const { service, tracker, close } = setting(3);
	expect(await close()).toEqual(['OPS-1']);
	expect(service.open()).toEqual(['OPS-1']);
	expect(tracker.warnings).toEqual([
		'OPS-2 was closed as a duplicate of OPS-1',
		'OPS-3 was closed as a duplicate of OPS-1',
	]);
});

test('a copy that two items find at once is closed by one of them', async () => {
	const { service, tracker, close } = setting(2);
	expect(await Promise.all([close(), close()])).toEqual([['OPS-1'], ['OPS-1']]);
	expect(service.calls).toEqual(['close OPS-2 as duplicate']);
	expect(tracker.warnings).toHaveLength(1);
});

test('a copy that could not be closed is still one of the tickets', async () => {
	const { service, known, close } = setting(2);
	service.faults.set('close', () => new Error('It answered 403'));
	expect(await close()).toEqual(['OPS-1', 'OPS-2']);
	expect(known.wasClosed('1002')).toBe(false);
});

test('a copy that was closed once and is open again stays: a person wants it', async () => {
	const { service, known, close } = setting(2);
	known.closed('1002');
	expect(await close()).toEqual(['OPS-1', 'OPS-2']);
	expect(service.calls).toEqual([]);
});
