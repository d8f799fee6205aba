import type { Alert } from '../../../../nodes/shared/alert/alert';
import { DAY, NOON } from './support';
import { ONE, setting } from './twoProcesses';

describe('resolve', () => {
	test('closes ours and the copies that we made; other accounts keep theirs', async () => {
		const { service, alert } = setting();
		const { fingerprint } = alert;
		service.add({ fingerprints: [fingerprint], createdAt: NOON - DAY });
		service.add({ fingerprints: [fingerprint], creator: 'ada' });
		service.add({ fingerprints: [fingerprint] });
		const [outcome] = await ONE.send(service, [alert], { operation: 'resolve' });
		expect(outcome).toMatchObject({ action: 'resolved', key: 'OPS-1' });
		expect(service.open()).toEqual(['OPS-2']);
	});

	test('of a ticket that is closed is a skip with its key and page', async () => {
		const { service, alert } = setting();
		service.close(service.add({ fingerprints: [alert.fingerprint] }), 'done');
		expect(await ONE.send(service, [alert], { operation: 'resolve' })).toMatchObject([
			{
				action: 'skipped',
				skipCode: 'alreadyClosed',
				key: 'OPS-1',
				url: 'https://acme.example/OPS-1',
			},
		]);
	});

	test('without a ticket is a skip', async () => {
		const { service, alert } = setting();
		expect(await ONE.send(service, [alert], { operation: 'resolve' })).toMatchObject([
			{ action: 'skipped', skipCode: 'noTicket', key: null },
		]);
	});

	test('that is refused comments instead, with a warning', async () => {
		const { service, alert } = setting();
		const ticket = service.add({ fingerprints: [alert.fingerprint] });
		service.faults.set('close', () => new ONE.modules.Refused('only Discard is offered'));
		expect(await ONE.send(service, [alert], { operation: 'resolve' })).toMatchObject([
			{ action: 'commented', warnings: ['OPS-1 was not resolved: only Discard is offered'] },
		]);
		expect(ticket.comments).toMatchObject([{ text: `RESOLVED ${alert.lastSeen}` }]);
	});

	describe('of tickets of which one was opened again since', () => {
		const reopened = (reopenings: Record<string, number> | undefined) => {
			const all = setting();
			const { fingerprint } = all.alert;
			all.service.add({ fingerprints: [fingerprint], createdAt: NOON - DAY });
			all.service.add({ fingerprints: [fingerprint] });
			all.service.reopenings = reopenings;
			const change = { at: new Date(NOON).toISOString() };
			return { ...all, alert: { ...all.alert, reason: 'RESOLVED', change } };
		};

		test('closes the other', async () => {
			const { service, alert } = reopened({ 'OPS-1': NOON + 1 });
			expect(await ONE.send(service, [alert], { operation: 'resolve' })).toMatchObject([
				{ action: 'resolved', key: 'OPS-2' },
			]);
			expect(service.open()).toEqual(['OPS-1']);
		});

		test('closes none if all were', async () => {
			const { service, alert } = reopened({ 'OPS-1': NOON + 1, 'OPS-2': NOON + 1 });
			expect(await ONE.send(service, [alert], { operation: 'resolve' })).toMatchObject([
				{
					action: 'skipped',
					skipCode: 'overtaken',
					skipReason: 'OPS-1 was reopened after the issue was resolved',
				},
			]);
			expect(service.open()).toEqual(['OPS-1', 'OPS-2']);
		});

		test.each<[string, Partial<Alert>]>([
			['tells of something else', { reason: 'NEW' }],
			['has no time', { change: undefined }],
			['has a time that cannot be read', { change: { at: 'today' } }],
		])('closes all, and asks nothing, if the alert %s', async (_, parts) => {
			const { service, alert } = reopened({ 'OPS-1': NOON + 1 });
			await ONE.send(service, [{ ...alert, ...parts }], { operation: 'resolve' });
			expect(service.open()).toEqual([]);
			expect(service.calls.join()).not.toContain('reopenedSince');
		});

		test('closes all if the tracker cannot tell', async () => {
			const { service, alert } = reopened(undefined);
			await ONE.send(service, [alert], { operation: 'resolve' });
			expect(service.open()).toEqual([]);
		});
	});
});
