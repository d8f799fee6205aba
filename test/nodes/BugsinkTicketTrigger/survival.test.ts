/** Nothing missed and nothing twice, whatever happens between tracker and n8n. */
import type { JiraDesk } from './desks';
import { DAY, fingerprintOf, HOUR, MINUTE, told, TRACKERS, World } from './support';

describe.each(TRACKERS)('%s', (tracker) => {
	const isJira = tracker === 'jiraCloud';
	const changes = isJira ? /\/search\/jql$/ : /\/issues$/;
	const reading = isJira ? /\/bulkfetch$/ : /\/issues\/\d+$/;

	test.each([45_000, 5 * MINUTE, 20 * MINUTE])(
		'an index %d ms behind: nothing missed, nothing twice',
		async (lagMs) => {
			const world = await World.start(tracker, { lagMs });
			const { desk } = world;
			const keys = [1, 2, 3, 4, 5, 6].map((number) => desk.ticket(fingerprintOf(number)));
			world.clock.at += HOUR;
			await world.activate();
			const wanted: string[] = [];
			const items = [];
			for (const [index, key] of keys.entries()) {
				const isDone = index % 2 === 0;
				world.later(() => desk.close(key, isDone ? 'done' : 'wontDo'), 7_000);
				wanted.push(`${isDone ? 'TICKET_CLOSED' : 'TICKET_WONT_DO'} ${key}`);
				items.push(...((await world.poll(23_000)) ?? []));
			}
			items.push(...(await world.polls(30)));
			expect(told(items)).toEqual(wanted);
		},
	);

	test('what the index still shows as it was is read again: the present state counts (sentry PRs #103008, #121157)', async () => {
		const world = await World.start(tracker, { lagMs: 90_000 });
		const { desk } = world;
		const key = desk.ticket(fingerprintOf(1));
		world.clock.at += HOUR;
		await world.activate();
		world.later(() => desk.close(key, 'wontDo'));
		world.later(() => desk.reopen(key), 50_000);
		// The index has the closing now, and not the reopening.
		expect(told(await world.poll(45_000))).toEqual([`TICKET_REOPENED ${key}`]);
		world.later(() => desk.close(key));
		expect(told(await world.polls(10))).toEqual([`TICKET_CLOSED ${key}`]);
	});

	test.each([changes, reading, isJira ? /\/changelog$/ : /\/search\/issues$/])(
		'a poll that fails in the middle (%s) is repeated by the next one',
		async (path) => {
			const world = await World.start(tracker);
			const { desk } = world;
			const keys = [1, 2, 3].map((number) => desk.ticket(fingerprintOf(number)));
			await world.activate();
			for (const key of keys) world.later(() => desk.close(key));
			const before = JSON.stringify(world.database);
			// Of several requests the second: some was read by then.
			const after = path === reading && !isJira ? 1 : 0;
			world.standIn.fail({ path, after, times: Infinity, kind: 'reset' });
			await expect(world.poll()).rejects.toMatchObject({ message: expect.any(String) as string });
			expect(JSON.stringify(world.database)).toBe(before);
			world.standIn.heal();
			expect(told(await world.polls(3))).toEqual(keys.map((key) => `TICKET_CLOSED ${key}`));
		},
	);

	test('an answer that is not one fails the poll instead of meaning that nothing changed', async () => {
		const world = await World.start(tracker);
		const key = world.desk.ticket(fingerprintOf(1));
		await world.activate();
		world.later(() => world.desk.close(key));
		for (const body of ['<html>Sign in</html>', {}, null]) {
			world.standIn.fail({ path: changes, kind: { status: 200, body } });
			await expect(world.poll()).rejects.toThrow();
			world.standIn.heal();
		}
		expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${key}`]);
	});

	test('n8n is down for two days: what people did meanwhile is given once', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const [one, two] = [desk.ticket(fingerprintOf(1)), desk.ticket(fingerprintOf(2))];
		await world.activate();
		world.later(() => desk.close(one));
		expect(await world.poll()).toHaveLength(1);
		world.later(() => desk.close(two, 'wontDo'), DAY);
		world.later(() => desk.reopen(one), DAY);
		expect(told(await world.restart())).toEqual([
			`TICKET_WONT_DO ${two}`,
			`TICKET_REOPENED ${one}`,
		]);
		expect(await world.polls(3)).toEqual([]);
		expect(await world.restart()).toBeNull();
	});

	test('killed after quiet polls: what was given before does not come again', async () => {
		const world = await World.start(tracker);
		const key = world.desk.ticket(fingerprintOf(1));
		await world.activate();
		world.later(() => world.desk.close(key));
		expect(await world.poll()).toHaveLength(1);
		expect(await world.polls(5)).toEqual([]);
		expect(await world.restart()).toBeNull();
		world.clock.at += 3 * HOUR;
		world.later(() => world.desk.comment(key));
		expect(await world.polls(3)).toEqual([]);
	});

	test.each([-10 * MINUTE, 10 * MINUTE])('clocks %d ms apart: nothing missed', async (ahead) => {
		const world = await World.start(tracker, { ahead });
		const key = world.desk.ticket(fingerprintOf(1));
		await world.activate();
		world.later(() => world.desk.close(key));
		expect(told(await world.polls(15))).toEqual([`TICKET_CLOSED ${key}`]);
	});

	test('a clock of n8n that is set back must not silence the trigger', async () => {
		const world = await World.start(tracker);
		const key = world.desk.ticket(fingerprintOf(1));
		await world.activate();
		world.setClockBack(HOUR);
		world.later(() => world.desk.close(key));
		expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${key}`]);
	});

	test('a poll that begins while another one is at work gives nothing', async () => {
		const world = await World.start(tracker);
		const key = world.desk.ticket(fingerprintOf(1));
		await world.activate();
		world.later(() => world.desk.close(key));
		const [first, second] = await Promise.all([world.pollNow(), world.pollNow()]);
		expect([told(first), second]).toEqual([[`TICKET_CLOSED ${key}`], null]);
	});

	test('another project or repository begins anew', async () => {
		const world = await World.start(tracker);
		world.database = {
			'node:Tickets': { kept: { of: 'elsewhere', at: 0, tickets: {}, withheld: {} } },
		};
		const key = world.desk.ticket(fingerprintOf(1));
		world.desk.close(key);
		expect(await world.activate()).toBeNull();
	});

	test.each([[{ kept: 'x' }], [{ kept: { at: 1 } }], [{ kept: { of: 1, tickets: [] } }]])(
		'what another version kept, %j, costs nothing but the beginning',
		async (kept) => {
			const world = await World.start(tracker);
			world.database = { 'node:Tickets': kept };
			const key = world.desk.ticket(fingerprintOf(1));
			expect(await world.activate()).toBeNull();
			world.later(() => world.desk.close(key));
			expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${key}`]);
		},
	);

	test('a quiet poll costs one request, and a busy past no more than two', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		await world.activate();
		await world.poll();
		world.standIn.requests.length = 0;
		await world.poll();
		expect(world.standIn.requests).toHaveLength(1);
		for (const number of [1, 2, 3])
			world.later(() => desk.close(desk.ticket(fingerprintOf(number))));
		await world.poll();
		world.standIn.requests.length = 0;
		await world.poll();
		expect(world.standIn.requests.length).toBeLessThanOrEqual(2);
	});

	test('more changes than a page holds are all seen', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		const keys = Array.from({ length: 120 }, (_, index) => desk.ticket(fingerprintOf(index)));
		await world.activate();
		// Many in the very same second.
		world.later(() => keys.forEach((key) => desk.close(key)));
		expect(told(await world.poll()).sort()).toEqual(
			keys.map((key) => `TICKET_CLOSED ${key}`).sort(),
		);
	});
});

test('pages of Jira are read to the end, in whatever order they come', async () => {
	const world = await World.start('jiraCloud');
	const { standIn } = world.desk as JiraDesk;
	const count = 1_050;
	standIn.seedMany(count, (index) => ({
		projectKey: 'OPS',
		labels: ['bugsink', fingerprintOf(index)],
		indexed: false,
	}));
	await world.activate();
	world.later(() => standIn.closeAs(`OPS-${count}`, 'Done'));
	expect(told(await world.poll())).toEqual([`TICKET_CLOSED OPS-${count}`]);
});

const WRONG = 'a-wrong-one-that-nobody-may-see';

describe('what cannot work is one clear error before anything is sent', () => {
	test.each([
		[
			'jiraCloud',
			{ projectKey: { __rl: true, mode: 'key', value: 'my project' } },
			"'Project' is not the key",
		],
		['jiraCloud', { tracker: 'linear' }, "'Tracker' cannot be 'linear'"],
		['jiraCloud', { events: ['opened'] }, "'Events' cannot be 'opened'"],
		[
			'githubIssues',
			{ repository: { __rl: true, mode: 'name', value: 'shop' } },
			"'Repository' is not",
		],
	] as const)('%s %j', async (tracker, parameters, message) => {
		const world = await World.start(tracker, { parameters: parameters as never });
		await expect(world.activate()).rejects.toThrow(message);
		expect(world.standIn.requests).toHaveLength(0);
	});

	test.each([
		['jiraCloud', { apiToken: 'ATATT-wrong-secret' }, /ATATT-wrong-secret/],
		['githubIssues', { accessToken: WRONG }, /a-wrong-one/],
	] as const)(
		'%s: a wrong token is named without being shown',
		async (tracker, credentials, secret) => {
			const world = await World.start(tracker, { credentials });
			const error = await world.activate().catch((one: unknown) => one);
			expect(error).toMatchObject({ httpCode: '401' });
			expect(JSON.stringify(error)).not.toMatch(secret);
		},
	);

	test('a project that Jira does not have', async () => {
		const parameters = { projectKey: { __rl: true, mode: 'key', value: 'NONE' } };
		const world = await World.start('jiraCloud', { parameters: parameters as never });
		await expect(world.activate()).rejects.toThrow(/NONE/);
	});
});
