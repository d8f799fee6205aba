import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { Arrivals, noteArrival } from '../../../nodes/shared/bugsink/arrivals';
import { DAY, HOUR, MINUTE, raised, reasonsOf, told, World, missedOnly } from './support';

/** What Bugsink's webhook brings. */
interface Posted {
	issueId: string;
	reason: string;
	lastSeen?: string | null;
}

/** Bugsink's webhook calls the Bugsink Trigger in the same workflow; n8n saves its static data. */
function arrive(world: World, alert: Posted): void {
	webhook(world)(alert);
}

/** The same in two steps: n8n has read the static data, and calls the trigger and saves later. */
function webhook(world: World): (alert: Posted) => void {
	const data = JSON.parse(JSON.stringify(world.database)) as IDataObject;
	const shared = (data.global ??= {}) as IDataObject;
	return ({ issueId, reason, lastSeen = null }) => {
		const alert = { ...readAlert(ALERT), issueId, reason, lastSeen };
		noteArrival(contextOf(shared), alert, world.notes, world.clock);
		world.database = data;
	};
}

function contextOf(shared: IDataObject): IWebhookFunctions {
	return {
		getWorkflow: () => ({ id: 'workflow' }),
		getWorkflowStaticData: () => shared,
	} as unknown as IWebhookFunctions;
}

/** All that the webhook brought so far, noted as it came. */
function arriveAll(world: World, from = 0): void {
	for (const { reason, issueId, at } of world.standIn.alerts.slice(from)) {
		arrive(world, { reason, issueId, lastSeen: at });
	}
}

const ALERT = {
	id: '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11',
	friendly_id: 'SHOP-1',
	title: 'E: broken',
	alert_reason: 'NEW',
	last_seen: '2026-08-03T09:14:22.481903Z',
};

it('gives nothing while n8n runs: the webhook brings it', async () => {
	const world = await missedOnly();
	await world.activate();
	for (let count = 0; count < 5; count++) {
		world.issue();
		expect(await world.poll()).toBeNull();
	}
});

it('gives each alert of an outage once, in order, marked as a catch-up', async () => {
	const world = await missedOnly();
	const old = Array.from({ length: 12 }, () => world.issue());
	await world.activate();
	world.kill();
	const before = world.standIn.alerts.length;
	for (const issue of old.slice(0, 10)) {
		world.act(issue, 'resolve');
		world.event(issue);
	}
	// Two turns of one issue, one that wakes, one that is resolved meanwhile.
	world.act(old[0], 'resolve');
	world.event(old[0]);
	world.act(old[10], 'mute-until', { period_name: 'day', nr_of_periods: 1, gte_threshold: 3 });
	world.event(old[10]);
	world.event(old[10]);
	const fresh = Array.from({ length: 28 }, () => world.issue());
	world.act(fresh[3], 'resolve');
	const expected = raised(world.standIn).slice(before);
	expect(expected.length).toBe(40);
	world.clock.at += HOUR;
	const items = (await world.activate()) ?? [];
	expect(told(items)).toEqual(expected);
	expect(items.every(({ catchUp }) => catchUp === true)).toBe(true);
	expect(readAlert(items[0])).toMatchObject({ catchUp: true, reason: 'REGRESSED' });
	expect(await world.poll()).toBeNull();
	world.issue();
	expect(await world.poll()).toBeNull();
});

it('does not give again what the webhook brought just before', async () => {
	const world = await missedOnly();
	const issue = world.issue();
	await world.activate();
	const before = world.standIn.alerts.length;
	world.issue();
	world.act(issue, 'resolve');
	world.event(issue);
	arriveAll(world, before);
	world.kill();
	const missed = world.issue();
	world.act(issue, 'resolve');
	world.event(issue);
	expect(told(await world.activate())).toEqual([`NEW ${missed.id}`, `REGRESSED ${issue.id}`]);
	expect(await world.poll()).toBeNull();
	// An hour and some polls later what arrived is forgotten.
	expect(JSON.stringify(world.database.global)).toContain(issue.id);
	world.issue();
	await world.poll(2 * HOUR);
	expect(JSON.stringify(world.database.global)).not.toContain(issue.id);
});

it('knows all that arrived at once, although each call of the webhook writes what it read before', async () => {
	const world = await missedOnly();
	await world.activate();
	const issues = Array.from({ length: 20 }, () => world.issue());
	const calls = issues.map((issue) => ({ issue, call: webhook(world) }));
	// Not in the order in which they came.
	for (const { issue, call } of calls.reverse()) {
		call({ reason: 'NEW', issueId: issue.id, lastSeen: issue.lastSeen });
	}
	const missed = world.issue();
	expect(told(await world.restart())).toEqual([`NEW ${missed.id}`]);
});

it('does not give again what a poll gave while a webhook was being answered', async () => {
	const world = await missedOnly();
	await world.activate();
	world.kill();
	const missed = [world.issue(), world.issue()];
	// n8n read its database before the poll, and writes it back after the poll was saved.
	const call = webhook(world);
	expect(told(await world.activate())).toEqual(missed.map(({ id }) => `NEW ${id}`));
	const arrived = world.issue();
	call({ reason: 'NEW', issueId: arrived.id, lastSeen: arrived.lastSeen });
	expect(await world.restart()).toBeNull();
	const later = world.issue();
	expect(told(await world.restart())).toEqual([`NEW ${later.id}`]);
});

it('knows a turn by an alert that came a little later, or does not say when', async () => {
	const world = await missedOnly();
	const [first, second] = [world.issue(), world.issue()];
	await world.activate();
	for (const issue of [first, second]) {
		world.act(issue, 'resolve');
		world.event(issue);
		world.event(issue);
		world.act(issue, 'resolve');
		world.event(issue);
	}
	const [turn] = first.history.filter(({ kind }) => kind === 'regressed');
	arrive(world, { reason: 'REGRESSED', issueId: first.id, lastSeen: turn.timestamp });
	// By the chat services, whose messages have no times: the newest is taken for the one.
	arrive(world, { reason: 'REGRESSED', issueId: second.id });
	arrive(world, { reason: 'NEW', issueId: second.id });
	const items = (await world.restart()) ?? [];
	expect(told(items)).toEqual([`REGRESSED ${first.id}`, `REGRESSED ${second.id}`]);
	expect(items[0].lastSeen).not.toBe(turn.timestamp);
});

it.each([
	['an hour', 3 * MINUTE, 'everyMinute', true],
	['a minute', MINUTE, 'everyMinute', false],
	['a minute and the delay of a busy machine', MINUTE + 40_000, 'everyMinute', false],
	['an hour between hourly polls', HOUR, 'everyHour', false],
	['three hours between hourly polls', 3 * HOUR, 'everyHour', true],
	['a week between weekly polls', 7 * DAY, 'everyWeek', false],
	['a month between monthly polls', 31 * DAY, 'everyMonth', false],
	['half a day between daily polls', DAY / 2, 'everyDay', false],
])('by its own polls: %s without one', async (_name, later, mode, isMissed) => {
	const world = await missedOnly({
		parameters: { pollTimes: { item: [{ mode }] }, options: { onlyMissed: true } },
	});
	await world.activate();
	await world.poll(later < HOUR ? MINUTE : later);
	world.issue();
	expect(reasonsOf(await world.poll(later))).toEqual(isMissed ? ['NEW'] : []);
});

it.each([
	[{ mode: 'everyX', value: 10, unit: 'minutes' }, 12 * MINUTE, 20 * MINUTE],
	[{ mode: 'everyX', value: 2, unit: 'hours' }, 2.5 * HOUR, 4 * HOUR],
	[{ mode: 'custom', cronExpression: '0 8-18 * * 1-5' }, 3 * DAY, 12 * DAY],
])('with the poll times %j is not away for %d ms, but for %d ms', async (time, pause, outage) => {
	const pollTimes = { item: [time] };
	const world = await missedOnly({ parameters: { pollTimes, options: { onlyMissed: true } } });
	await world.activate();
	world.issue();
	expect(told(await world.poll(pause))).toEqual([]);
	const issue = world.issue();
	expect(told(await world.poll(outage))).toEqual([`NEW ${issue.id}`]);
});

it('has n8n save now and then, so that what arrived long ago does not come after a restart', async () => {
	const world = await missedOnly();
	await world.activate();
	let runs = 0;
	for (let minute = 0; minute < 60; minute++) {
		world.issue();
		const items = await world.poll();
		if (items !== null) {
			expect(items).toEqual([]);
			runs++;
		}
	}
	expect(runs).toBe(6);
	const missed = world.issue();
	const items = told(await world.restart());
	expect(items).toContain(`NEW ${missed.id}`);
	expect(items.length).toBeLessThanOrEqual(10);
	// Nothing was seen, so there is nothing to save.
	for (let minute = 0; minute < 30; minute++) expect(await world.poll()).toBeNull();
});

it('notes arrivals only for a workflow that wants to know, and never fails by it', async () => {
	const world = await World.start();
	await world.activate();
	arrive(world, { reason: 'NEW', issueId: 'x' });
	expect(world.database.global).toEqual({ bugsinkPolls: true });
	const broken = {
		...contextOf({}),
		getWorkflowStaticData: () => {
			throw new Error('no static data here');
		},
	};
	expect(() => noteArrival(broken, readAlert({ ...ALERT }))).not.toThrow();

	const shared: IDataObject = { bugsinkArrivals: [] };
	const [context, notes] = [contextOf(shared), new Arrivals()];
	for (const alert of [ALERT, { ...ALERT, alert_reason: 'TEST' }, { ...ALERT, id: undefined }]) {
		noteArrival(context, readAlert(alert), notes);
	}
	expect(shared.bugsinkArrivals).toEqual([
		{
			issueId: ALERT.id,
			reason: 'NEW',
			at: ALERT.last_seen,
			noted: expect.any(Number) as number,
		},
	]);
	noteArrival(context, readAlert(ALERT), notes);
	expect((shared.bugsinkArrivals as unknown[]).length).toBe(1);
	for (let count = 0; count < 1_100; count++) {
		noteArrival(context, { ...readAlert(ALERT), issueId: `issue ${count}` }, notes);
	}
	expect((shared.bugsinkArrivals as unknown[]).length).toBe(1_000);
});
