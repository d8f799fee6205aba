/** What is looked at before and after a create, and how often. */
import type { Ticket } from '../../../../nodes/shared/tracker/ticket';
import { VirtualClock } from '../../../support/virtualClock';
import { DAY, NOON } from './support';
import { ServiceInMemory } from './trackerInMemory';
import { ONE, setting } from './twoProcesses';

const MINUTE = 60_000;
const NODE = 'workflow node';

test('a create that fails is not tried again', async () => {
	const { service, alert } = setting();
	service.faults.set('create', () => ONE.failure(500));
	await expect(ONE.send(service, [alert])).rejects.toThrow('answered 500');
	expect(service.calls).toEqual(['search 1', 'create']);
});

describe('in a turn', () => {
	test('the tickets of the last ten minutes are looked at, as far as clocks may be apart', async () => {
		const { service, alert, records } = setting();
		service.takes = 0;
		await ONE.send(service, [alert], { records });
		expect(service.lookedBackTo).toEqual([NOON - 10 * MINUTE]);
	});

	test('each place is looked at for itself', async () => {
		const { service, alert, records, clock } = setting();
		const another = new ServiceInMemory(clock);
		await Promise.all([
			ONE.send(service, [alert], { records }),
			ONE.send(another, [alert], { records }),
		]);
		for (const { calls } of [service, another]) {
			expect(calls).toEqual(['search 1', 'latest', 'create']);
		}
		expect(records.calls).toEqual(['count', 'add', 'clear']);
	});

	test('who closed the ticket before is asked once if nothing came in between', async () => {
		const { service, alert, records, clock } = setting();
		service.close(service.add({ fingerprints: [alert.fingerprint] }), 'wontDo');
		service.bots = ['OPS-1'];
		clock.at += 31 * DAY;
		const regressed = { ...alert, reason: 'REGRESSED' };
		const rules = { onlyNewIssues: false };
		expect(await ONE.send(service, [regressed], { records, rules })).toMatchObject([
			{ action: 'created', key: 'OPS-2' },
		]);
		expect(service.calls).toEqual(['search 1', 'closedByBot OPS-1', 'latest', 'create']);
	});

	test('a ticket that came in between and is closed already does not stop the new one', async () => {
		const { service, alert, records } = setting();
		service.lag = DAY;
		service.close(service.add({ fingerprints: [alert.fingerprint] }), 'done');
		const rules = { onlyNewIssues: false, onRegression: 'create' as const };
		expect(
			await ONE.send(service, [{ ...alert, reason: 'REGRESSED' }], { records, rules }),
		).toMatchObject([{ action: 'created', key: 'OPS-2' }]);
	});

	test('who waits for another process asks at most five times a second', async () => {
		const { service, alert, records, clock } = setting();
		records.rows.set(NODE, ['turn', 'turn of another']);
		const sent = ONE.send(service, [alert], { records });
		await clock.sleep(1_050);
		records.rows.delete(NODE);
		expect(await sent).toMatchObject([{ action: 'created' }]);
		expect(clock.at - NOON).toBeLessThan(2_000);
		// Each time whether it is free, and whether its owner is dead.
		expect(records.calls.filter((call) => call === 'count').length).toBeLessThanOrEqual(2 * 10);
	});
});

describe('without a turn, of two that were made side by side', () => {
	const CREATED = NOON + 1_000;

	/** Our create, answered at `CREATED`, and a ticket that another process made then or so. */
	async function beside(more: Partial<Ticket>) {
		const { alert } = setting();
		const service = new ServiceInMemory(new VirtualClock(CREATED));
		service.takes = 0;
		service.lag = DAY;
		service.createSays = { creator: '' };
		// What else is new in the lists.
		service.add({ creator: 'ada', fingerprints: ['bugsink-another'] });
		service.besideCreate = () => void service.add({ fingerprints: [alert.fingerprint], ...more });
		const [{ key }] = await ONE.send(service, [alert]);
		return { key, open: service.open() };
	}

	test.each([
		['the other was made before ours', { createdAt: CREATED - 1 }, ['OPS-1', 'OPS-3'], 'OPS-3'],
		[
			'the other was made at the same moment, with a higher number',
			{ createdAt: CREATED },
			['OPS-1', 'OPS-2', 'OPS-3'],
			'OPS-2',
		],
		[
			'the other was made after ours, and goes by its own process',
			{ createdAt: CREATED + 1 },
			['OPS-1', 'OPS-2', 'OPS-3'],
			'OPS-2',
		],
		[
			'the other was made before ours by somebody else',
			{ createdAt: CREATED - 1, creator: 'ada' },
			['OPS-1', 'OPS-2', 'OPS-3'],
			'OPS-2',
		],
	])('%s', async (_, more, open, key) => {
		expect(await beside(more)).toEqual({ key, open });
	});
});
