import { DAY, fingerprintOf, idOf, MINUTE, told, TRACKERS, World } from './support';

describe.each(TRACKERS)('tickets on %s', (tracker) => {
	const isJira = tracker === 'jiraCloud';

	test('the first poll only remembers, and then what people do is given once', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const before = desk.ticket(fingerprintOf(1));
		const key = desk.ticket(fingerprintOf(2), '[NEW] KeyError: id');
		desk.close(before);
		expect(await world.activate()).toBeNull();
		expect(await world.poll()).toBeNull();
		world.later(() => desk.close(key));
		const items = await world.poll();
		const by = isJira ? 'Mia Krystof' : 'octocat';
		expect(items).toEqual([
			{
				reason: 'TICKET_CLOSED',
				issueId: idOf(2),
				fingerprint: fingerprintOf(2),
				ticket: {
					tracker,
					key,
					url: expect.stringMatching(isJira ? /\/browse\/OPS-2$/ : /\/issues\/2$/) as string,
					title: '[NEW] KeyError: id',
					status: isJira ? 'Done' : 'closed',
					resolution: isJira ? 'Done' : 'completed',
					closedAt: expect.stringMatching(/^2026-08-03T09:15:24/) as string,
					by,
				},
				change: { at: expect.stringMatching(/^2026-08-03T09:15:24/) as string, by },
			},
		]);
		expect(await world.polls(3)).toEqual([]);
	});

	test("won't do, reopened and closed again are each given", async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const key = desk.ticket(fingerprintOf(1));
		await world.activate();
		world.later(() => desk.close(key, 'wontDo'));
		expect(told(await world.poll())).toEqual([`TICKET_WONT_DO ${key}`]);
		world.later(() => desk.reopen(key));
		const [reopened] = (await world.poll()) ?? [];
		expect(told([reopened])).toEqual([`TICKET_REOPENED ${key}`]);
		expect(reopened.ticket).toMatchObject({
			closedAt: null,
			by: isJira ? 'Mia Krystof' : 'octocat',
		});
		world.later(() => desk.close(key));
		expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${key}`]);
	});

	test('only the chosen events start the workflow', async () => {
		const world = await World.start(tracker, { parameters: { events: ['wontDo'] } });
		const { desk } = world;
		const [one, two] = [desk.ticket(fingerprintOf(1)), desk.ticket(fingerprintOf(2))];
		await world.activate();
		world.later(() => desk.close(one));
		world.later(() => desk.close(two, 'wontDo'));
		expect(told(await world.poll())).toEqual([`TICKET_WONT_DO ${two}`]);
	});

	test('news of one poll come in the order in which they happened', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const keys = [1, 2, 3, 4].map((number) => desk.ticket(fingerprintOf(number)));
		await world.activate();
		for (const key of [2, 0, 3, 1]) world.later(() => desk.close(keys[key]));
		expect(told(await world.poll())).toEqual(
			[2, 0, 3, 1].map((key) => `TICKET_CLOSED ${keys[key]}`),
		);
	});

	test('an old ticket that is only commented on is no news', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const [open, closed] = [desk.ticket(fingerprintOf(1)), desk.ticket(fingerprintOf(2))];
		desk.close(closed);
		world.clock.at += 3 * DAY;
		await world.activate();
		world.later(() => desk.comment(open));
		world.later(() => desk.comment(closed));
		expect(await world.polls(3)).toEqual([]);
	});

	test('a ticket that was closed long before the workflow was activated is reopened', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const key = desk.ticket(fingerprintOf(1));
		desk.close(key);
		world.clock.at += 3 * DAY;
		await world.activate();
		world.later(() => desk.reopen(key));
		expect(told(await world.polls(3))).toEqual([`TICKET_REOPENED ${key}`]);
	});

	test('closed and reopened between two polls: that it was reopened is heard', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const old = desk.ticket(fingerprintOf(1));
		world.clock.at += DAY;
		const recent = desk.ticket(fingerprintOf(2));
		await world.activate();
		for (const key of [old, recent]) {
			world.later(() => desk.close(key));
			world.later(() => desk.reopen(key));
		}
		expect(told(await world.polls(3))).toEqual(
			[old, recent].map((key) => `TICKET_REOPENED ${key}`),
		);
	});

	test('closed, reopened and closed again between two polls is one closing', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const key = desk.ticket(fingerprintOf(1));
		await world.activate();
		world.later(() => desk.close(key, 'wontDo'));
		world.later(() => desk.reopen(key));
		world.later(() => desk.close(key));
		expect(told(await world.polls(2))).toEqual([`TICKET_CLOSED ${key}`]);
	});

	test('a ticket that is gone stops nothing', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const [gone, key] = [desk.ticket(fingerprintOf(1)), desk.ticket(fingerprintOf(2))];
		await world.activate();
		world.later(() => desk.close(gone));
		world.later(() => desk.remove(gone));
		world.later(() => desk.close(key));
		expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${key}`]);
	});

	test('more changes than one poll looks at: the next one gives the rest', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const keys = Array.from({ length: 230 }, (_, index) => desk.ticket(fingerprintOf(index)));
		await world.activate();
		for (const key of keys) world.later(() => desk.close(key), 10);
		const first = told(await world.poll());
		expect(first).toHaveLength(200);
		const rest = told(await world.polls(2));
		expect([...first, ...rest].sort()).toEqual(keys.map((key) => `TICKET_CLOSED ${key}`).sort());
	});

	test('a manual run shows a ticket, preferably a closed one, and remembers nothing', async () => {
		const world = await World.start(tracker);
		const [example] = (await world.activate('manual')) ?? [];
		expect(example).toMatchObject({ reason: 'TICKET_CLOSED', ticket: { tracker } });
		world.desk.ticket(fingerprintOf(1));
		const closed = world.desk.ticket(fingerprintOf(2));
		world.desk.close(closed);
		world.clock.at += MINUTE;
		expect(told(await world.pollNow())).toEqual([`TICKET_CLOSED ${closed}`]);
		expect(world.database).not.toHaveProperty('node:Tickets.kept');
	});
});
