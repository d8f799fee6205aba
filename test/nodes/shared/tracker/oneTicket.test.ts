import { mapMemory } from '../../../support/memory';
import { NOON } from './support';
import { anotherAlert, ONE, OTHER, setting } from './twoProcesses';

const MINUTE = 60_000;

describe('one ticket per issue, whatever happens', () => {
	test('30 issues, each alert twice at once in two processes: 30 created, none closed', async () => {
		const { service, records } = setting();
		service.lag = 30_000;
		const alerts = Array.from({ length: 30 }, () => anotherAlert());
		const all = [ONE, OTHER].flatMap((one) =>
			alerts.map(async (alert) => await one.send(service, [alert], { records })),
		);
		const outcomes = (await Promise.all(all)).flat();
		expect(service.tickets).toHaveLength(30);
		expect(service.open()).toHaveLength(30);
		expect(outcomes.filter(({ action }) => action === 'created')).toHaveLength(30);
		expect(outcomes.filter(({ action }) => action === 'commented')).toHaveLength(30);
		expect(service.calls.filter((call) => call.startsWith('close'))).toEqual([]);
	});

	test('two executions of one process, without n8n’s helper', async () => {
		const { service, alert } = setting();
		service.lag = 30_000;
		await Promise.all([ONE.send(service, [alert]), ONE.send(service, [alert])]);
		expect(service.tickets).toHaveLength(1);
	});

	test('two processes without n8n’s helper: the later ticket is closed as a duplicate', async () => {
		const { service, alert } = setting();
		service.lag = 30_000;
		const outcomes = await Promise.all([ONE.send(service, [alert]), OTHER.send(service, [alert])]);
		expect(service.tickets).toHaveLength(2);
		expect(service.open()).toEqual(['OPS-1']);
		expect(outcomes.flat().map(({ key }) => key)).toEqual(['OPS-1', 'OPS-1']);
		expect(outcomes.flat().flatMap(({ warnings }) => warnings)).toEqual([
			'OPS-2 was closed as a duplicate of OPS-1',
		]);
	});

	test('a duplicate that the lists did not show yet is closed later, however late', async () => {
		const { service, alert, clock } = setting();
		await ONE.send(service, [alert]);
		// Another process made one at the same moment; its list showed ours no more than ours showed it.
		service.add({
			fingerprints: [alert.fingerprint],
			createdAt: NOON + 1_000,
			indexedAt: NOON + 8_000,
		});
		clock.at += 20 * 60 * MINUTE;
		const [outcome] = await ONE.send(service, [{ ...alert, reason: 'UNMUTED' }]);
		expect(outcome).toMatchObject({
			action: 'commented',
			key: 'OPS-1',
			warnings: ['OPS-2 was closed as a duplicate of OPS-1'],
		});
		expect(service.open()).toEqual(['OPS-1']);
	});

	test('the next alert of any issue closes it too', async () => {
		const { service, alert, clock } = setting();
		await ONE.send(service, [alert]);
		service.add({ fingerprints: [alert.fingerprint], createdAt: NOON + 1_000 });
		clock.at += 2 * MINUTE;
		await ONE.send(service, [anotherAlert()]);
		expect(service.open()).toEqual(['OPS-1', 'OPS-3']);
	});

	test('a copy that a person opened again is closed by us once at most', async () => {
		const { service, alert, clock } = setting();
		const { fingerprint } = alert;
		service.add({ fingerprints: [fingerprint] });
		const copy = service.add({ fingerprints: [fingerprint], createdAt: NOON + 1 });
		await ONE.send(service, [alert]);
		expect(service.open()).toEqual(['OPS-1']);
		Object.assign(copy, { isOpen: true, closedAs: null });
		clock.at += 20 * MINUTE;
		ONE.memory = mapMemory();
		const [outcome] = await ONE.send(service, [{ ...alert, reason: 'REGRESSED' }]);
		expect(service.open()).toEqual(['OPS-1', 'OPS-2']);
		expect(outcome.key).toBe('OPS-1');
	});

	test('a copy of which the tracker says that it was opened again stays', async () => {
		const { service, alert } = setting();
		service.add({ fingerprints: [alert.fingerprint] });
		service.add({ fingerprints: [alert.fingerprint], wasReopened: true });
		const [{ warnings }] = await ONE.send(service, [alert]);
		expect(service.open()).toEqual(['OPS-1', 'OPS-2']);
		expect(warnings).toEqual(['Several open tickets are about this alert: OPS-1, OPS-2']);
	});

	test.each([
		['made by another account', { creator: 'ada' }],
		['made more than 15 minutes later', { createdAt: NOON + 15 * MINUTE + 1 }],
	])('a copy %s stays', async (_, more) => {
		const { service, alert } = setting();
		service.add({ fingerprints: [alert.fingerprint] });
		service.add({ fingerprints: [alert.fingerprint], ...more });
		await ONE.send(service, [alert]);
		expect(service.open()).toEqual(['OPS-1', 'OPS-2']);
	});

	test('a copy made 15 minutes later goes', async () => {
		const { service, alert } = setting();
		service.add({ fingerprints: [alert.fingerprint] });
		service.add({ fingerprints: [alert.fingerprint], createdAt: NOON + 15 * MINUTE });
		await ONE.send(service, [alert]);
		expect(service.open()).toEqual(['OPS-1']);
	});

	test('a copy that cannot be closed is said, and the alert goes on', async () => {
		const { service, alert } = setting();
		service.add({ fingerprints: [alert.fingerprint] });
		service.add({ fingerprints: [alert.fingerprint] });
		service.faults.set('close', () => new Error('It answered 403'));
		const [outcome] = await ONE.send(service, [alert]);
		expect(outcome).toMatchObject({ action: 'commented', key: 'OPS-1' });
		expect(outcome.warnings?.[0]).toBe(
			'OPS-2 is a duplicate of OPS-1 and could not be closed: It answered 403',
		);
	});

	test('whoever wants a ticket for each alert gets one, and no turn, no look and no copy is closed', async () => {
		const { service, alert, records } = setting();
		service.add({ fingerprints: [alert.fingerprint] });
		service.add({ fingerprints: [alert.fingerprint] });
		const rules = { onExisting: 'createAnother' as const };
		expect(await ONE.send(service, [alert], { rules, records })).toMatchObject([
			{ action: 'created', warnings: [] },
		]);
		expect(service.open()).toHaveLength(3);
		expect(service.calls).toEqual(['search 1', 'create']);
		expect(records.calls).toEqual([]);
	});

	test('a look after the create that fails is a warning, not an error', async () => {
		const { service, alert } = setting();
		service.faults.set('latest', () => ONE.failure(503));
		expect(await ONE.send(service, [alert])).toMatchObject([
			{
				action: 'created',
				warnings: ['It is not known whether OPS-1 has a duplicate: The service answered 503'],
			},
		]);
	});

	test('a look within the turn that fails creates nothing', async () => {
		const { service, alert, records } = setting();
		service.faults.set('latest', () => ONE.failure(503));
		await expect(ONE.send(service, [alert], { records })).rejects.toThrow('answered 503');
		expect(service.tickets).toEqual([]);
		expect(records.rows.size).toBe(0);
	});
});

test('findings that count no longer are looked for again, once', async () => {
	const { service, alert } = setting();
	let times = 0;
	service.faults.set('create', () => {
		times++;
		service.faults.delete('create');
		service.add({ fingerprints: [alert.fingerprint] });
		return new ONE.modules.StaleFindings();
	});
	expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'commented', key: 'OPS-1' }]);
	expect(times).toBe(1);
});

test('findings that count no longer while a copy is closed are looked for again too', async () => {
	const { service, alert } = setting();
	service.add({ fingerprints: [alert.fingerprint] });
	service.add({ fingerprints: [alert.fingerprint] });
	service.faults.set('close', () => {
		service.faults.delete('close');
		return new ONE.modules.StaleFindings();
	});
	expect(await ONE.send(service, [alert])).toMatchObject([
		{ key: 'OPS-1', warnings: ['OPS-2 was closed as a duplicate of OPS-1'] },
	]);
	expect(service.open()).toEqual(['OPS-1']);
});

test("the copy of another node's ticket is left to that node, however late it looks", async () => {
	const { clock, service, alert } = setting();
	const other = anotherAlert();
	await ONE.send(service, [alert]);
	const copy = service.add({ fingerprints: [alert.fingerprint] });
	// For the node of another project, in the same process, both are foreign.
	service.foreign = ['OPS-1', 'OPS-2'];
	await clock.sleep(60 * MINUTE);
	const memory = ONE.memory;
	ONE.memory = mapMemory();
	await ONE.send(service, [other]);
	expect(service.open()).toContain(copy.key);
	service.foreign = [];
	ONE.memory = memory;
	const [outcome] = await ONE.send(service, [anotherAlert()]);
	expect(outcome.warnings).toEqual(['OPS-2 was closed as a duplicate of OPS-1']);
});
