import type { IDataObject } from 'n8n-workflow';

import type { Fault } from '../../standins';
import { DAY, HOUR, reasonsOf, told, World } from './support';

const FAULTS: Array<[string, Fault['kind'], string | RegExp]> = [
	['500', { status: 500, body: '<h1>Server Error (500)</h1>' }, /^Bugsink answered 500/],
	['503', { status: 503, body: 'busy' }, /^Bugsink answered 503/],
	[
		'401',
		{ status: 401, body: { detail: 'Invalid Bearer token.' } },
		'Bugsink answered 401: Invalid Bearer token.',
	],
	['403', { status: 403, body: { detail: 'No.' } }, 'Bugsink answered 403: No.'],
	['a 404 of a proxy', { status: 404, body: '<html>nginx</html>' }, /^Bugsink answered 404/],
	['429', { status: 429, body: 'slow down' }, /^Bugsink answered 429/],
	[
		'a sign-in page',
		{ status: 200, body: '<html>Sign in</html>' },
		"Bugsink's answer is not the JSON of its API",
	],
	['an empty object', { status: 200, body: {} }, "Bugsink's answer is not the JSON of its API"],
	['half an answer', 'cutBody', /^Bugsink cut the connection before it answered/],
	['no answer', 'reset', /^Bugsink cut the connection before it answered/],
	['a redirect', { status: 302, headers: { location: 'https://x.example' } }, /answered 302/],
];

describe.each([
	['the list of issues', /\/issues\/$/],
	['a history', /issue-history/],
])('%s answered with', (_name, path) => {
	it.each(FAULTS)(
		'%s: a clear error, and the next poll gives it',
		async (_fault, kind, message) => {
			const world = await World.start();
			const old = world.issue();
			await world.activate();
			world.act(old, 'resolve');
			world.event(old);
			const issue = world.issue();
			world.standIn.fail({ path, kind, times: Infinity });
			await expect(world.poll()).rejects.toMatchObject({
				message: typeof message === 'string' ? message : expect.stringMatching(message),
				description: expect.stringMatching(/./) as string,
			});
			expect(JSON.stringify(world.database)).not.toContain(world.standIn.token);
			world.standIn.heal();
			expect(told(await world.poll())).toEqual([`REGRESSED ${old.id}`, `NEW ${issue.id}`]);
			expect(await world.poll()).toBeNull();
		},
	);
});

it('waits for a slow Bugsink', async () => {
	const world = await World.start();
	await world.activate();
	const issue = world.issue();
	world.standIn.fail({ path: /issue-history/, kind: 'slow', ms: 100, times: Infinity });
	expect(told(await world.poll())).toEqual([`NEW ${issue.id}`]);
});

it.each([/\/issues\/$/, /issue-history/, /projects/])(
	'gives up on a Bugsink that never answers at %s, and the next poll gives it',
	async (path) => {
		const world = await World.start();
		await world.activate();
		const issue = world.issue();
		const limits: number[] = [];
		const original = AbortSignal.timeout.bind(AbortSignal);
		const spy = jest.spyOn(AbortSignal, 'timeout').mockImplementation((limit) => {
			limits.push(limit);
			// Long enough for the requests that are answered, on a busy machine too.
			return original(1_000);
		});
		const fault = world.standIn.fail({ path, kind: 'timeout', times: Infinity });
		await expect(world.poll()).rejects.toThrow(/^Bugsink did not answer/);
		spy.mockRestore();
		expect(fault.hits).toBe(3);
		expect(new Set(limits)).toEqual(new Set([30_000]));
		world.standIn.heal();
		expect(told(await world.poll())).toEqual([`NEW ${issue.id}`]);
		expect(await world.poll()).toBeNull();
	},
);

it('fails as a whole if one of many histories cannot be read, and then gives each once', async () => {
	const world = await World.start();
	await world.activate();
	const issues = Array.from({ length: 30 }, () => world.issue());
	const kind = { status: 500, body: 'no' };
	world.standIn.fail({ path: /issue-history/, after: 20, kind, times: Infinity });
	await expect(world.poll()).rejects.toThrow('Bugsink answered 500');
	world.standIn.heal();
	expect(told(await world.poll())).toEqual(issues.map(({ id }) => `NEW ${id}`));
});

it('gives alerts without the name of the project if the token must not read it, but waits for a fault to pass', async () => {
	const world = await World.start();
	await world.activate();
	const issue = world.issue();
	world.standIn.fail({ path: /projects/, kind: { status: 502, body: 'no' }, times: Infinity });
	await expect(world.poll()).rejects.toThrow('Bugsink answered 502');
	world.standIn.heal();
	world.standIn.fail({ path: /projects/, kind: { status: 403, body: { detail: 'No.' } } });
	const [item] = (await world.poll()) ?? [];
	expect(item).toMatchObject({ issueId: issue.id, project: { id: 1, name: null } });
});

it('goes on after n8n was killed in the middle of a poll', async () => {
	const world = await World.start();
	await world.activate();
	const issue = world.issue();
	world.standIn.fail({ path: /issue-history/, kind: 'slow', ms: 50 });
	const cut = world.poll();
	world.kill();
	await cut;
	expect(told(await world.activate())).toEqual([`NEW ${issue.id}`]);
	expect(await world.poll()).toBeNull();
	expect(await world.restart()).toBeNull();
});

it('gives again what came since an older state of n8n’s database, once', async () => {
	const world = await World.start();
	await world.activate();
	const backup = JSON.stringify(world.database);
	const issue = world.issue();
	expect(told(await world.poll())).toEqual([`NEW ${issue.id}`]);
	world.act(issue, 'resolve');
	world.event(issue);
	expect(reasonsOf(await world.poll())).toEqual(['REGRESSED']);
	world.database = JSON.parse(backup) as IDataObject;
	expect(reasonsOf(await world.restart())).toEqual(['NEW', 'REGRESSED']);
	expect(await world.poll()).toBeNull();
	world.act(issue, 'resolve');
	world.event(issue);
	expect(reasonsOf(await world.poll())).toEqual(['REGRESSED']);
});

it('goes on with an older state of Bugsink’s database, which numbers its turns and issues again', async () => {
	const world = await World.start();
	const [first, second] = [world.issue(), world.issue()];
	await world.activate();
	const restore = world.standIn.backup();
	for (let count = 0; count < 5; count++) {
		world.act(first, 'resolve');
		world.event(first);
		world.issue();
		await world.poll();
	}
	world.act(second, 'resolve');
	restore();
	expect(await world.poll()).toBeNull();
	const [again, other] = world.standIn.issues;
	expect([again.id, other.id]).toEqual([first.id, second.id]);
	const fresh = world.issue();
	for (const issue of [again, other]) {
		world.act(issue, 'resolve');
		world.event(issue);
	}
	expect(told(await world.poll())).toEqual([
		`NEW ${fresh.id}`,
		`REGRESSED ${again.id}`,
		`REGRESSED ${other.id}`,
	]);
	world.act(again, 'resolve');
	world.event(again);
	expect(told(await world.poll())).toEqual([`REGRESSED ${again.id}`]);
	expect(await world.poll()).toBeNull();
});

it.each([
	['n8n’s clock is set back by a day', (world: World) => (world.clock.at -= DAY)],
	['n8n’s clock is set forward by a day', (world: World) => (world.clock.at += DAY)],
	[
		'Bugsink’s clock is set back by an hour',
		(world: World) => {
			world.ahead.ms -= HOUR;
			world.standIn.setClockBack();
		},
	],
	['Bugsink’s clock is set forward by an hour', (world: World) => (world.ahead.ms += HOUR)],
])('survives it that %s', async (_name, change) => {
	const world = await World.start();
	const issue = world.issue();
	await world.activate();
	world.act(issue, 'resolve');
	world.event(issue);
	expect(reasonsOf(await world.poll())).toEqual(['REGRESSED']);
	change(world);
	expect(await world.pollNow()).toBeNull();
	for (let round = 0; round < 3; round++) {
		const fresh = world.issue();
		world.act(issue, 'resolve');
		world.event(issue);
		const items = told(await world.poll());
		expect(items.sort()).toEqual([`NEW ${fresh.id}`, `REGRESSED ${issue.id}`].sort());
		expect(await world.poll()).toBeNull();
	}
	expect(await world.restart()).toBeNull();
});

it.each([
	['behind', -3 * HOUR],
	['ahead', 3 * HOUR],
])('works with a Bugsink whose clock is three hours %s', async (_name, bugsinkAhead) => {
	const world = await World.start({ bugsinkAhead });
	const issue = world.issue();
	expect(await world.activate()).toBeNull();
	world.event(issue);
	expect(await world.poll()).toBeNull();
	world.act(issue, 'resolve');
	world.event(issue);
	const fresh = world.issue();
	expect(told(await world.poll())).toEqual([`REGRESSED ${issue.id}`, `NEW ${fresh.id}`]);
});

it('passes over an issue that was deleted, and takes one with its number for new', async () => {
	const world = await World.start();
	world.issue();
	await world.activate();
	const [gone, stays] = [world.issue(), world.issue()];
	// Deleted between the list and the look at its history.
	world.standIn.fail({
		path: /issue-history/,
		kind: { status: 404, body: { detail: 'No Issue matches the given query.' } },
	});
	expect(told(await world.poll())).toEqual([`NEW ${stays.id}`]);
	gone.isDeleted = true;
	stays.isDeleted = true;
	expect(await world.poll()).toBeNull();
	const next = world.issue();
	expect(next.digestOrder).toBe(gone.digestOrder);
	expect(told(await world.poll())).toEqual([`NEW ${next.id}`]);
});

it('lets only one of two polls that overlap work, and tells each alert once', async () => {
	const world = await World.start();
	await world.activate();
	const issue = world.issue();
	world.standIn.fail({ path: /\/issues\/$/, kind: 'slow', ms: 50 });
	const results = await Promise.all([world.pollNow(), world.pollNow(), world.pollNow()]);
	expect(results.flatMap(told)).toEqual([`NEW ${issue.id}`]);
	expect(world.standIn.calls('GET', /\/issues\/$/)).toBe(2);
	expect(await world.poll()).toBeNull();
});
