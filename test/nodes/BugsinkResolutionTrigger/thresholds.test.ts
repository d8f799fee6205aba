import type { IDataObject } from 'n8n-workflow';

import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { DAY, HOUR, MINUTE, reasonsOf, told, World, type WorldOptions } from './support';

/** No reason chosen: only the further events. */
async function watching(events: IDataObject, options: WorldOptions = {}): Promise<World> {
	const parameters = { reasons: [], events, ...options.parameters } as WorldOptions['parameters'];
	return await World.start({ ...options, parameters });
}

const changeOf = (items: IDataObject[] | null) => (items ?? []).map(({ change }) => change);

describe('counts of events', () => {
	it('are told when they are reached, the highest of several', async () => {
		const world = await watching({ eventCount: { counts: '1000, 10 100' } });
		const issue = world.issue({ eventCount: 8 });
		await world.activate();
		world.event(issue);
		expect(await world.poll()).toBeNull();
		world.event(issue);
		const [item] = (await world.poll()) ?? [];
		expect(item).toMatchObject({ reason: 'EVENT_COUNT', issueId: issue.id, eventCount: 10 });
		expect(changeOf([item])).toEqual([{ at: expect.any(String) as unknown, by: null, count: 10 }]);
		expect(readAlert(item)).toMatchObject({ reason: 'EVENT_COUNT', isTest: false });
		expect(await world.poll()).toBeNull();
		issue.eventCount = 2_000;
		world.event(issue);
		expect(changeOf(await world.poll())).toEqual([
			{ at: expect.any(String) as unknown, by: null, count: 1_000 },
		]);
		world.event(issue);
		expect(await world.poll()).toBeNull();
	});

	it('of a new issue count from its first event', async () => {
		const world = await watching({ eventCount: { counts: '3' } });
		await world.activate();
		const issue = world.issue();
		world.event(issue);
		world.event(issue);
		expect(told(await world.poll())).toEqual([`EVENT_COUNT ${issue.id}`]);
	});

	it('do not matter for what is muted or resolved, or was reached before', async () => {
		const world = await watching({ eventCount: { counts: '5' } });
		world.issue({ eventCount: 50 });
		const muted = world.issue({ isMuted: true, eventCount: 4 });
		world.standIn.addRelease(world.project, 'shop@1');
		const resolved = world.issue({ eventCount: 4 });
		world.act(resolved, 'resolve-next');
		await world.activate();
		world.event(muted);
		world.event(resolved, { release: 'shop@1' });
		expect(await world.poll()).toBeNull();
	});

	it('are told once, also after a restart', async () => {
		const world = await watching({ eventCount: { counts: '3' } });
		const issue = world.issue();
		await world.activate();
		world.event(issue);
		await world.poll();
		world.kill();
		world.event(issue);
		expect(reasonsOf(await world.activate())).toEqual(['EVENT_COUNT']);
		expect(await world.restart()).toBeNull();
	});
});

describe('the rate', () => {
	const rate = { rate: { events: 10, hours: 1 } };

	it('is told when it is reached, and then not for as long', async () => {
		const world = await watching(rate);
		const issue = world.issue({ firstSeen: '2026-08-01T00:00:00.000000Z' });
		await world.activate();
		for (let count = 0; count < 9; count++) world.event(issue);
		expect(await world.poll()).toBeNull();
		world.event(issue);
		const items = await world.poll();
		expect(told(items)).toEqual([`RATE ${issue.id}`]);
		expect(changeOf(items)).toEqual([
			{ at: expect.any(String) as unknown, by: null, events: 10, hours: 1 },
		]);
		for (let count = 0; count < 30; count++) world.event(issue);
		expect(await world.poll()).toBeNull();
		for (let count = 0; count < 10; count++) world.event(issue);
		expect(reasonsOf(await world.poll(HOUR))).toEqual(['RATE']);
	});

	it('is not reached by the same number of events in a longer time', async () => {
		const world = await watching(rate);
		const issue = world.issue({ firstSeen: '2026-08-01T00:00:00.000000Z' });
		await world.activate();
		for (let count = 0; count < 40; count++) {
			world.event(issue);
			expect(await world.poll(10 * MINUTE)).toBeNull();
		}
	});

	it('counts what came before the full hour', async () => {
		const world = await watching(rate);
		const issue = world.issue({ firstSeen: '2026-08-01T00:00:00.000000Z' });
		await world.activate();
		// It is 9:14; from 9:50 on.
		world.clock.at += 36 * MINUTE;
		for (let count = 0; count < 8; count++) world.event(issue);
		expect(await world.poll()).toBeNull();
		world.clock.at += 10 * MINUTE;
		for (let count = 0; count < 8; count++) world.event(issue);
		expect(reasonsOf(await world.poll())).toEqual(['RATE']);
	});

	it('is asked for again only when it can have been reached', async () => {
		const world = await watching(rate);
		const issue = world.issue({ firstSeen: '2026-08-01T00:00:00.000000Z', eventCount: 500 });
		await world.activate();
		const asked = (): number => world.standIn.calls('GET', /event-counts/);
		world.event(issue);
		await world.poll();
		expect(asked()).toBe(1);
		for (let count = 0; count < 8; count++) {
			world.event(issue);
			await world.poll();
		}
		expect(asked()).toBe(1);
		world.event(issue);
		expect(reasonsOf(await world.poll())).toEqual(['RATE']);
		expect(asked()).toBe(2);
	});

	it('needs Bugsink 2.6, and says so', async () => {
		const world = await watching(rate, { hasHistory: false });
		const issue = world.issue({ eventCount: 20 });
		await world.activate();
		world.event(issue);
		await expect(world.poll()).rejects.toThrow("'Rate' needs Bugsink 2.6 or newer");
	});

	it('is not known of an issue that was deleted meanwhile', async () => {
		const world = await watching(rate);
		const issue = world.issue({ eventCount: 20 });
		await world.activate();
		world.event(issue);
		const body = { detail: 'No Issue matches the given query.' };
		world.standIn.fail({ path: /event-counts/, kind: { status: 404, body } });
		expect(await world.poll()).toBeNull();
	});
});

describe('a reminder of what is still open', () => {
	const stillOpen = { stillOpen: { days: 7, seenWithin: 7 } };

	it('comes after so many days, and again after as many', async () => {
		const world = await watching(stillOpen);
		await world.activate();
		const issue = world.issue();
		const days: number[] = [];
		for (let quarter = 1; quarter <= 22 * 4; quarter++) {
			if (quarter % 4 === 0) world.event(issue);
			const items = await world.poll(6 * HOUR);
			if (items === null) continue;
			expect(told(items)).toEqual([`STILL_OPEN ${issue.id}`]);
			const due = Date.parse(issue.firstSeen) + 7 * DAY * (days.length + 1);
			expect(changeOf(items)).toEqual([{ at: new Date(due).toISOString(), by: null, days: 7 }]);
			days.push(Math.round((world.clock.at - Date.parse(issue.firstSeen)) / DAY));
		}
		expect(days).toEqual([7, 14, 21]);
	});

	it('comes in one poll a week for all that are open that long', async () => {
		const world = await watching({ stillOpen: { days: 7, seenWithin: 8 } });
		const issues = [world.issue(), world.issue(), world.issue()];
		await world.activate();
		for (let week = 1; week <= 3; week++) {
			for (const issue of issues) world.event(issue);
			expect((await world.poll(7 * DAY))?.length).toBe(3);
		}
	});

	it('does not come for what is closed, muted, quiet, or was reopened lately', async () => {
		const world = await watching(stillOpen);
		const [closed, muted, quiet, back] = Array.from({ length: 4 }, () => world.issue());
		await world.activate();
		world.act(closed, 'resolve');
		world.act(muted, 'mute');
		world.act(back, 'resolve');
		world.clock.at += 5 * DAY;
		world.event(muted);
		world.event(back);
		expect(await world.poll(3 * DAY)).toBeNull();
		// Not seen for eight days.
		expect(quiet.isResolved).toBe(false);
		world.event(back);
		expect(told(await world.poll(6 * DAY))).toEqual([`STILL_OPEN ${back.id}`]);
	});

	it('costs nothing between two looks, and what fell into an outage is told after it', async () => {
		const world = await watching(stillOpen);
		const issue = world.issue();
		await world.activate();
		world.clock.at += 6 * DAY;
		await world.poll();
		world.requests();
		for (let minute = 0; minute < 30; minute++) await world.poll();
		expect(world.standIn.requests.filter(({ query }) => query.state === 'open')).toEqual([]);
		world.save();
		world.kill();
		world.clock.at += 2 * DAY;
		world.event(issue);
		expect(told(await world.activate())).toEqual([`STILL_OPEN ${issue.id}`]);
	});
});

describe('silence', () => {
	const quiet = { quiet: { hours: 24 } };

	it('is told once, until the issue is seen again', async () => {
		const world = await watching(quiet);
		const issue = world.issue();
		await world.activate();
		const told24: number[] = [];
		for (let hour = 1; hour <= 80; hour++) {
			if (hour === 41) world.event(issue);
			const items = await world.poll(HOUR);
			if (items === null) continue;
			expect(told(items)).toEqual([`QUIET ${issue.id}`]);
			expect(changeOf(items)).toEqual([{ at: expect.any(String) as unknown, by: null, hours: 24 }]);
			told24.push(hour);
		}
		expect(told24).toEqual([24, 64]);
	});

	it('of less than an hour is noticed within a quarter of the time', async () => {
		const world = await watching({ quiet: { hours: 0.5 } });
		world.issue();
		await world.activate();
		let minutes = 0;
		while ((await world.poll()) === null) minutes++;
		expect(minutes).toBeGreaterThanOrEqual(28);
		expect(minutes).toBeLessThanOrEqual(38);
	});

	it('is no news of what is resolved or muted, or was quiet before anybody asked', async () => {
		const world = await watching(quiet);
		world.issue();
		world.clock.at += 2 * DAY;
		const [resolved, muted] = [world.issue(), world.issue()];
		await world.activate();
		world.act(resolved, 'resolve');
		world.act(muted, 'mute');
		for (let hour = 0; hour < 30; hour++) expect(await world.poll(HOUR)).toBeNull();
	});

	it('does not come early when n8n’s clock is set back and forth', async () => {
		const world = await watching(quiet);
		const issue = world.issue();
		await world.activate();
		await world.poll(2 * HOUR);
		world.clock.at -= 3 * HOUR;
		expect(await world.poll()).toBeNull();
		world.clock.at += 3 * HOUR;
		expect(await world.poll()).toBeNull();
		expect(told(await world.poll(24 * HOUR))).toEqual([`QUIET ${issue.id}`]);
	});
});

it('tells several events of one issue, with the alerts that are chosen beside', async () => {
	const world = await watching(
		{ eventCount: { counts: '3' }, rate: { events: 3, hours: 1 }, quiet: { hours: 24 } },
		{ parameters: { reasons: ['NEW'] } },
	);
	await world.activate();
	const issue = world.issue();
	world.event(issue);
	world.event(issue);
	const reasons = reasonsOf(await world.poll());
	expect(reasons).toEqual(expect.arrayContaining(['EVENT_COUNT', 'NEW', 'RATE']));
	expect(reasons.length).toBe(3);
	expect(reasonsOf(await world.poll(25 * HOUR))).toEqual(['QUIET']);
});

it('tells the alert of an event before the count that the event reached', async () => {
	const world = await watching(
		{ eventCount: { counts: '3' } },
		{ parameters: { reasons: ['REGRESSED'] } },
	);
	const issue = world.issue({ eventCount: 2 });
	await world.activate();
	world.act(issue, 'resolve');
	world.event(issue);
	expect(reasonsOf(await world.poll())).toEqual(['REGRESSED', 'EVENT_COUNT']);
});
