/** What others fell into when tickets were to lead back to issues. */
import { standardUsers } from '../../standins/jira';
import type { GithubDesk, JiraDesk } from './desks';
import { fingerprintOf, MINUTE, told, TRACKERS, World, type WorldOptions } from './support';

const TEST_FINGERPRINT = 'bugsink-497f6eca-6276-4993-bfeb-53cbbbba6f08';

describe.each(TRACKERS)('traps on %s', (tracker) => {
	const isJira = tracker === 'jiraCloud';

	async function withTickets(
		fingerprints: string[],
		options: WorldOptions = {},
	): Promise<{ world: World; keys: string[] }> {
		const world = await World.start(tracker, options);
		const keys = fingerprints.map((fingerprint) => world.desk.ticket(fingerprint));
		await world.activate();
		return { world, keys };
	}

	describe('two tickets of one issue must not play ping-pong (sentry#62565)', () => {
		const twins = [fingerprintOf(1), fingerprintOf(1)];

		test('the one that is closed while the other is open starts nothing', async () => {
			const { world, keys } = await withTickets(twins);
			world.later(() => world.desk.close(keys[0]));
			expect(await world.polls(3)).toEqual([]);
			world.later(() => world.desk.close(keys[1]));
			expect(told(await world.polls(3))).toEqual([`TICKET_CLOSED ${keys[1]}`]);
		});

		test('both closed between two polls are one change, the last one', async () => {
			const { world, keys } = await withTickets(twins);
			world.later(() => world.desk.close(keys[1]));
			world.later(() => world.desk.close(keys[0], 'wontDo'));
			expect(told(await world.polls(2))).toEqual([`TICKET_WONT_DO ${keys[0]}`]);
		});

		test('the closing counts when the other one turns out to be the duplicate', async () => {
			const { world, keys } = await withTickets(twins);
			world.later(() => world.desk.close(keys[0]));
			expect(await world.polls(2)).toEqual([]);
			world.later(() => world.desk.close(keys[1], 'duplicate'));
			expect(told(await world.polls(2))).toEqual([`TICKET_CLOSED ${keys[0]}`]);
		});

		test('one that was reopened meanwhile is not closed', async () => {
			const { world, keys } = await withTickets(twins);
			world.later(() => world.desk.close(keys[0]));
			await world.polls(2);
			world.later(() => world.desk.reopen(keys[0]));
			expect(told(await world.polls(2))).toEqual([`TICKET_REOPENED ${keys[0]}`]);
			world.later(() => world.desk.close(keys[1], 'duplicate'));
			expect(await world.polls(2)).toEqual([]);
		});

		test('also if the other one is not in the index yet', async () => {
			const { world, keys } = await withTickets([fingerprintOf(1)], { lagMs: 5 * MINUTE });
			await world.polls(6);
			world.later(() => world.desk.close(keys[0]));
			await world.polls(4);
			world.later(() => world.desk.ticket(fingerprintOf(1)));
			expect(await world.polls(5)).toEqual([]);
		});

		test('a ticket of another issue does not hold it back', async () => {
			const { world, keys } = await withTickets([fingerprintOf(1), fingerprintOf(2)]);
			world.later(() => world.desk.close(keys[0]));
			expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${keys[0]}`]);
		});
	});

	describe('what these nodes do themselves must not come back (sentry PR #77754)', () => {
		test('closed and reopened by the account of the credential', async () => {
			const { world, keys } = await withTickets([fingerprintOf(1)]);
			world.later(() => world.desk.close(keys[0], 'done', 'us'));
			expect(await world.poll()).toBeNull();
			world.later(() => world.desk.reopen(keys[0], 'us'));
			expect(await world.poll()).toBeNull();
		});

		test('closed by us, reopened by a person, and the other way round', async () => {
			const { world, keys } = await withTickets([fingerprintOf(1)]);
			world.later(() => world.desk.close(keys[0], 'done', 'us'));
			await world.poll();
			world.later(() => world.desk.reopen(keys[0]));
			expect(told(await world.poll())).toEqual([`TICKET_REOPENED ${keys[0]}`]);
			world.later(() => world.desk.close(keys[0]));
			await world.poll();
			world.later(() => world.desk.reopen(keys[0], 'us'));
			world.later(() => world.desk.close(keys[0]));
			expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${keys[0]}`]);
		});
	});

	describe('a stale bot does nothing', () => {
		test.each(['done', 'wontDo'] as const)('closed as %s, and reopened', async (as) => {
			const { world, keys } = await withTickets([fingerprintOf(1)]);
			world.later(() => world.desk.close(keys[0], as, 'bot'));
			expect(await world.polls(2)).toEqual([]);
			world.later(() => world.desk.reopen(keys[0], 'bot'));
			expect(await world.polls(2)).toEqual([]);
		});

		test("unless 'Count Bots' is on, for automations that close what a merge fixed", async () => {
			const parameters = { options: { countBots: true } };
			const { world, keys } = await withTickets([fingerprintOf(1)], { parameters });
			world.later(() => world.desk.close(keys[0], 'done', 'bot'));
			expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${keys[0]}`]);
		});

		test('a person who then decides is heard', async () => {
			const { world, keys } = await withTickets([fingerprintOf(1)]);
			world.later(() => world.desk.close(keys[0], 'wontDo', 'bot'));
			await world.poll();
			world.later(() => world.desk.reopen(keys[0]));
			world.later(() => world.desk.close(keys[0], 'wontDo'));
			expect(told(await world.poll())).toEqual([`TICKET_WONT_DO ${keys[0]}`]);
		});
	});

	test('a duplicate does nothing (sentry#67869)', async () => {
		const { world, keys } = await withTickets([fingerprintOf(1)]);
		world.later(() => world.desk.close(keys[0], 'duplicate'));
		expect(await world.polls(3)).toEqual([]);
	});

	test('a test ticket does nothing', async () => {
		const { world, keys } = await withTickets([TEST_FINGERPRINT]);
		world.later(() => world.desk.close(keys[0]));
		expect(await world.polls(2)).toEqual([]);
	});

	test('neither a webhook nor an administrator is needed (n8n#17180, sentry self-hosted#2335)', async () => {
		const world = await World.start(tracker);
		const { desk } = world;
		if (!isJira) (desk as GithubDesk).standIn.repository().push = false;
		const key = desk.ticket(fingerprintOf(1));
		await world.activate();
		world.later(() => desk.close(key));
		expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${key}`]);
		const writes = world.standIn.requests.filter(
			({ method, path }) => method !== 'GET' && !/\/(search\/jql|bulkfetch)$/.test(path),
		);
		expect(writes).toEqual([]);
		expect(world.standIn.calls('*', /hook/)).toBe(0);
	});
});

describe('Jira has no word of its own for what a person decided', () => {
	async function jiraWorld(options: WorldOptions = {}) {
		const world = await World.start('jiraCloud', options);
		const { standIn } = world.desk as JiraDesk;
		const key = world.desk.ticket(fingerprintOf(1));
		await world.activate();
		return { world, jira: standIn, key };
	}

	test.each([
		['Cancelled', null, 'TICKET_WONT_DO'],
		['Abgelehnt', null, 'TICKET_WONT_DO'],
		['Closed', 'Cannot Reproduce', 'TICKET_CLOSED'],
		['Erledigt', null, 'TICKET_CLOSED'],
	])(
		'the status %s with the resolution %s is %s (sentry#67869)',
		async (status, resolution, reason) => {
			const { world, jira, key } = await jiraWorld();
			world.later(() => jira.closeAs(key, status, resolution));
			expect(told(await world.polls(2))).toEqual([`${reason} ${key}`]);
		},
	);

	test('names that the user added', async () => {
		const { world, jira, key } = await jiraWorld({
			parameters: { options: { wontDoNames: 'Geparkt, Someday' } },
		});
		world.later(() => jira.closeAs(key, 'GEPARKT', null));
		expect(told(await world.poll())).toEqual([`TICKET_WONT_DO ${key}`]);
	});

	test("done, and later won't do after all: both are heard", async () => {
		const { world, jira, key } = await jiraWorld();
		world.later(() => jira.closeAs(key, 'Done', 'Done'));
		expect(told(await world.poll())).toEqual([`TICKET_CLOSED ${key}`]);
		world.later(() => jira.closeAs(key, 'Closed', "Won't Do"));
		expect(told(await world.polls(2))).toEqual([`TICKET_WONT_DO ${key}`]);
	});

	test('work that goes on is no news', async () => {
		const { world, jira, key } = await jiraWorld();
		world.later(() => jira.setStatus(key, 'In Progress'));
		world.later(() => jira.setStatus(key, 'To Do'));
		expect(await world.polls(3)).toEqual([]);
	});

	test('a ticket that was moved to another project is ours still, one of another node is not', async () => {
		const { world, jira, key } = await jiraWorld();
		const other = jira.seed({
			projectKey: 'SHOP',
			labels: ['bugsink', fingerprintOf(2)],
			properties: { bugsink: { home: 'SHOP', fingerprint: fingerprintOf(2), version: 1 } },
		});
		const moved = jira.move(key, 'SHOP').key;
		world.later(() => jira.closeAs(moved, 'Done'));
		world.later(() => jira.closeAs(other.key, 'Done'));
		expect(told(await world.polls(2))).toEqual([`TICKET_CLOSED ${moved}`]);
	});

	test('what the node with another credential did is its own work too', async () => {
		const { world, jira, key } = await jiraWorld();
		const issue = jira.issue(key);
		if (issue === undefined) throw new Error('no ticket');
		const integration = standardUsers[1].accountId;
		issue.creator = integration;
		world.later(() => jira.closeAs(key, 'Done', 'Done', integration));
		expect(await world.polls(2)).toEqual([]);
	});

	test('a change log that the token must not read costs no closing', async () => {
		const { world, jira, key } = await jiraWorld();
		world.standIn.fail({
			path: /\/changelog/,
			kind: { status: 403, body: { errorMessages: ['No permission'] } },
		});
		world.later(() => jira.closeAs(key, 'Done'));
		expect(await world.poll()).toMatchObject([{ reason: 'TICKET_CLOSED', ticket: { by: null } }]);
	});
});
