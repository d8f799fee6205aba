import { mapMemory } from '../../../support/memory';
import { DAY, NOON } from './support';
import { anotherAlert, ONE, setting } from './twoProcesses';

const MINUTE = 60_000;

describe('what is remembered', () => {
	test('an open ticket is looked at by itself: no search', async () => {
		const { service, alert } = setting();
		const ticket = service.add({ fingerprints: [alert.fingerprint] });
		await ONE.send(service, [alert]);
		service.calls.length = 0;
		ticket.fingerprints = [];
		expect(await ONE.send(service, [{ ...alert, reason: 'UNMUTED' }])).toMatchObject([
			{ action: 'commented', key: 'OPS-1' },
		]);
		expect(service.calls).toEqual(['recall 1', 'comment OPS-1']);
	});

	test('a ticket that was just created is found whatever the index says, and searched for duplicates', async () => {
		const { service, alert } = setting();
		service.lag = DAY;
		await ONE.send(service, [alert]);
		service.calls.length = 0;
		expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'commented' }]);
		expect(service.calls).toEqual(['recall 1', 'search 1', 'comment OPS-1']);
	});

	test('a ticket that was deleted is forgotten, and the others are still known', async () => {
		const { service, alert } = setting();
		const old = service.add({ fingerprints: [alert.fingerprint], indexedAt: Infinity });
		ONE.memory = mapMemory({ [alert.fingerprint]: `77,${old.ref}` });
		expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'commented', key: 'OPS-1' }]);
		service.calls.length = 0;
		await ONE.send(service, [{ ...alert, reason: 'UNMUTED' }]);
		expect(service.calls[0]).toBe('recall 1');
	});

	test('a closed ticket is searched for an open one beside it', async () => {
		const { service, alert } = setting();
		const old = service.add({ fingerprints: [alert.fingerprint] });
		await ONE.send(service, [alert]);
		service.close(old, 'done');
		service.add({ fingerprints: [alert.fingerprint], creator: 'ada' });
		expect(await ONE.send(service, [{ ...alert, reason: 'REGRESSED' }])).toMatchObject([
			{ action: 'commented', key: 'OPS-2' },
		]);
	});

	test('what was reopened is remembered', async () => {
		const { service, alert } = setting();
		const old = service.add({ fingerprints: [alert.fingerprint] });
		service.close(old, 'done');
		await ONE.send(service, [{ ...alert, reason: 'REGRESSED' }]);
		service.calls.length = 0;
		await ONE.send(service, [{ ...alert, reason: 'UNMUTED' }]);
		expect(service.calls[0]).toBe('recall 1');
	});

	test('what the look-up has is newer than what the index has', async () => {
		const { service, alert } = setting();
		const ticket = service.add({ fingerprints: [alert.fingerprint] });
		await ONE.send(service, [alert]);
		service.close(ticket, 'done');
		expect(await ONE.send(service, [{ ...alert, reason: 'REGRESSED' }])).toMatchObject([
			{ action: 'reopened' },
		]);
	});
});

describe('the requests of an execution', () => {
	test('fifty new alerts cost one search, one look in the turn, and a create each', async () => {
		const { service, records } = setting();
		const alerts = Array.from({ length: 50 }, () => anotherAlert());
		await ONE.send(service, alerts, { records });
		expect(service.calls.slice(0, 2)).toEqual(['search 50', 'latest']);
		expect(service.calls.slice(2)).toEqual(Array(50).fill('create'));
	});

	test('more than fifty are looked for in portions', async () => {
		const { service, records } = setting();
		const alerts = Array.from({ length: 60 }, () => anotherAlert());
		await ONE.send(service, alerts, { records });
		const searches = service.calls.filter((call) => call.startsWith('search'));
		expect(searches).toEqual(['search 50', 'search 10']);
	});

	test('one alert thrice is one ticket and two comments, each with the state that the last one left', async () => {
		const { service, alert, records } = setting();
		const later = (minutes: number) => ({
			...alert,
			lastSeen: new Date(NOON + minutes * MINUTE).toISOString(),
		});
		const outcomes = await ONE.send(service, [alert, later(1), later(2)], { records });
		expect(outcomes.map(({ action }) => action)).toEqual(['created', 'commented', 'commented']);
		expect(service.tickets).toHaveLength(1);
	});

	test('a search that failed fails the alerts that asked, and creates nothing', async () => {
		const { service, records } = setting();
		service.faults.set('search', () => ONE.failure(500));
		const alerts = [anotherAlert(), anotherAlert()];
		const results = await Promise.allSettled([ONE.send(service, alerts, { records })]);
		expect(results[0].status).toBe('rejected');
		expect(service.tickets).toEqual([]);
	});
});
