import { DAY, NOON } from './support';
import { ONE, setting } from './twoProcesses';

const MINUTE = 60_000;

describe('what a plan becomes', () => {
	test('a create: the ticket, with what was cut and what the tracker shows', async () => {
		const { service, alert } = setting();
		expect(await ONE.send(service, [alert])).toEqual([
			{
				action: 'created',
				key: 'OPS-1',
				url: 'https://acme.example/OPS-1',
				truncated: ['title'],
				warnings: [],
				response: { id: '1001' },
			},
		]);
	});

	test('a comment, and the second time a skip that says why', async () => {
		const { service, alert } = setting();
		service.add({ fingerprints: [alert.fingerprint] });
		const [first] = await ONE.send(service, [alert]);
		expect(first).toMatchObject({ action: 'commented', key: 'OPS-1' });
		const [second] = await ONE.send(service, [alert]);
		expect(second).toMatchObject({
			action: 'skipped',
			skipCode: 'alreadyThere',
			skipReason: 'OPS-1 already has this comment',
			key: 'OPS-1',
		});
		expect(service.tickets[0].comments).toHaveLength(1);
	});

	test('an update, with what was cut', async () => {
		const { service, alert } = setting();
		service.add({ fingerprints: [alert.fingerprint] });
		const [outcome] = await ONE.send(service, [alert], { rules: { onExisting: 'update' } });
		expect(outcome).toMatchObject({ action: 'updated', truncated: ['description'] });
	});

	test('a skip without a ticket has neither key nor page', async () => {
		const { service, alert } = setting();
		const [outcome] = await ONE.send(service, [{ ...alert, reason: 'UNMUTED' }]);
		expect(outcome).toMatchObject({
			action: 'skipped',
			skipCode: 'onlyNewIssues',
			key: null,
			url: null,
		});
		expect(outcome).not.toHaveProperty('response');
	});

	test('a ticket that continues another', async () => {
		const { service, alert, clock } = setting();
		const old = service.add({ fingerprints: [alert.fingerprint] });
		service.close(old, 'done');
		clock.at += 31 * DAY;
		const regressed = { ...alert, reason: 'REGRESSED' };
		await ONE.send(service, [regressed], { rules: { onlyNewIssues: false } });
		expect(service.tickets[1].follows).toBe('OPS-1');
	});

	test('a warning of the plan', async () => {
		const { service, alert } = setting();
		service.close(service.add({ fingerprints: [alert.fingerprint] }), 'done');
		const [{ warnings }] = await ONE.send(service, [{ ...alert, reason: 'UNMUTED' }]);
		expect(warnings).toEqual(['OPS-1 is closed and was not reopened']);
	});
});

describe('a regression', () => {
	const closed = (closedAs: 'done' | 'wontDo' = 'done') => {
		const all = setting();
		const { alert, service } = all;
		const ticket = service.add({ fingerprints: [alert.fingerprint] });
		service.close(ticket, closedAs);
		return { ...all, ticket, alert: { ...alert, reason: 'REGRESSED' } };
	};

	test('reopens and comments', async () => {
		const { service, alert, ticket } = closed();
		expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'reopened', key: 'OPS-1' }]);
		expect(ticket).toMatchObject({
			isOpen: true,
			comments: [{ text: expect.anything() as string }],
		});
	});

	test.each([400, 401, 403, 404, 409, 410, 413, 422])(
		'whose reopening is refused with %d comments instead, with a warning',
		async (status) => {
			const { service, alert, ticket } = closed();
			service.faults.set('reopen', () => ONE.failure(status, 'It answered: not allowed'));
			const [outcome] = await ONE.send(service, [alert]);
			expect(outcome).toMatchObject({
				action: 'commented',
				warnings: ['OPS-1 was not reopened: It answered: not allowed'],
			});
			expect(ticket.comments).toHaveLength(1);
		},
	);

	test('whose workflow has no way back comments instead, with the reason', async () => {
		const { service, alert } = closed();
		service.faults.set('reopen', () => new ONE.modules.Refused('no transition leads there'));
		expect(await ONE.send(service, [alert])).toMatchObject([
			{ action: 'commented', warnings: ['OPS-1 was not reopened: no transition leads there'] },
		]);
	});

	test.each([400, 403, 413, 422])(
		'that was reopened and whose comment is refused with %d stays reopened, with a warning',
		async (status) => {
			const { service, alert } = closed();
			service.faults.set('comment', () => ONE.failure(status, 'It answered: locked'));
			expect(await ONE.send(service, [alert])).toMatchObject([
				{ action: 'reopened', warnings: ['OPS-1 has no comment about it: It answered: locked'] },
			]);
		},
	);

	test.each([408, 429, 500, 503])('follows the ordinary rules for %d', async (status) => {
		const { service, alert } = closed();
		service.faults.set('reopen', () => ONE.failure(status));
		await expect(ONE.send(service, [alert])).rejects.toThrow(`The service answered ${status}`);
	});

	test('whose comment is refused and which was not reopened is an error: nothing was done', async () => {
		const { service, alert } = closed();
		service.faults.set('reopen', () => ONE.failure(403));
		service.faults.set('comment', () => ONE.failure(403, 'It answered: locked'));
		await expect(ONE.send(service, [alert])).rejects.toThrow('It answered: locked');
	});

	test('that was commented on before, when reopening was refused, is not said twice', async () => {
		const { service, alert, ticket } = closed();
		service.faults.set('reopen', () => ONE.failure(403));
		await ONE.send(service, [alert]);
		service.faults.clear();
		expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'reopened' }]);
		expect(ticket.comments).toHaveLength(1);
	});

	test("of a ticket that a person closed as won't do is skipped", async () => {
		const { service, alert } = closed('wontDo');
		expect(await ONE.send(service, [alert])).toMatchObject([
			{ action: 'skipped', skipCode: 'closedAsWontDo', key: 'OPS-1' },
		]);
		expect(service.calls).toContain('closedByBot OPS-1');
	});

	test('of a ticket that a stale bot closed is reopened', async () => {
		const { service, alert } = closed('wontDo');
		service.bots = ['OPS-1'];
		expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'reopened' }]);
	});

	test('asks who closed a ticket only if that decides', async () => {
		const { service, alert } = closed('done');
		await ONE.send(service, [alert]);
		expect(service.calls.join()).not.toContain('closedByBot');
	});
});

describe('an alert without a time', () => {
	const timeless = () => {
		const all = setting();
		const ticket = all.service.add({ fingerprints: [all.alert.fingerprint] });
		return { ...all, ticket, alert: { ...all.alert, reason: 'REGRESSED', lastSeen: null } };
	};

	test('that comes again within the hour is one comment', async () => {
		const { service, alert, ticket, clock } = timeless();
		await ONE.send(service, [alert]);
		clock.at = NOON + 59 * MINUTE;
		expect(await ONE.send(service, [alert])).toMatchObject([{ skipCode: 'alreadyThere' }]);
		clock.at = NOON + 62 * MINUTE;
		expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'commented' }]);
		expect(ticket.comments).toHaveLength(2);
	});

	test('that comes back after the ticket was closed is said again, however soon', async () => {
		const { service, alert, ticket, clock } = timeless();
		await ONE.send(service, [alert]);
		service.close(ticket, 'done');
		clock.at += 5 * MINUTE;
		expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'reopened', warnings: [] }]);
		expect(ticket.comments).toHaveLength(2);
	});
});

test('a comment counts as this one back to ten minutes before the error was seen', async () => {
	const { service, alert, clock } = setting();
	const ticket = service.add({ fingerprints: [alert.fingerprint] });
	const text = `NEW ${alert.lastSeen}`;
	ticket.comments.push({ text, at: NOON - 10 * MINUTE });
	clock.at = NOON + 7 * DAY;
	expect(await ONE.send(service, [alert])).toMatchObject([{ skipCode: 'alreadyThere' }]);
	ticket.comments[0].at -= 1;
	expect(await ONE.send(service, [alert])).toMatchObject([{ action: 'commented' }]);
});

test('a test is said each time', async () => {
	const { service, alert } = setting();
	const ticket = service.add({ fingerprints: [alert.fingerprint] });
	const again = { ...alert, reason: 'TEST', isTest: true };
	await ONE.send(service, [again]);
	expect(await ONE.send(service, [again])).toMatchObject([{ action: 'commented' }]);
	expect(ticket.comments).toHaveLength(2);
});
