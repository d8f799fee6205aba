import type { IDataObject } from 'n8n-workflow';

import { readAlert } from '../../../nodes/shared/alert/readAlert';
import { ALERTS, HOUR, MINUTE, reasonsOf, told, World } from './support';

it('tells an alert as the webhook brings it', async () => {
	const world = await World.start();
	expect(await world.activate()).toBeNull();
	const issue = world.issue({ type: 'KeyError', value: "'total'\nin cart" });
	const [item, ...more] = (await world.poll()) ?? [];
	expect(more).toEqual([]);
	expect(item).toMatchObject({
		reason: 'NEW',
		issueId: issue.id,
		friendlyId: 'CHECKOUT-API-1',
		title: "KeyError: 'total'",
		errorMessage: "'total'\nin cart",
		project: { id: 1, name: 'Checkout API' },
		fingerprint: `bugsink-${issue.id}`,
		issueUrl: `${world.standIn.baseUrl}/issues/issue/${issue.id}/event/last/`,
		isTest: false,
		unmuteReason: null,
		lastSeen: issue.firstSeen,
		change: { at: issue.firstSeen, by: null },
	});
	expect(item).not.toHaveProperty('catchUp');
	expect(readAlert(item)).toMatchObject({ reason: 'NEW', fingerprint: item.fingerprint });
	expect(await world.poll()).toBeNull();
});

it('tells two turns of one issue, each with the time of its event, by which its event is found', async () => {
	const world = await World.start();
	const issue = world.issue();
	await world.activate();
	const times: string[] = [];
	for (const action of ['resolve', 'resolve']) {
		world.act(issue, action);
		world.event(issue);
		times.push(issue.lastSeen);
	}
	const items = await world.poll();
	expect(reasonsOf(items)).toEqual(['REGRESSED', 'REGRESSED']);
	expect(items?.map(({ lastSeen }) => lastSeen)).toEqual(times);
});

it('says why Bugsink unmuted an issue, in the words of the webhook', async () => {
	const world = await World.start();
	const [often, later] = [world.issue(), world.issue()];
	await world.activate();
	const period = { period_name: 'hour', nr_of_periods: 2 };
	world.act(often, 'mute-until', { ...period, gte_threshold: 3 });
	world.act(later, 'mute-for', { period_name: 'minute', nr_of_periods: 1 });
	for (let count = 0; count < 3; count++) world.event(often);
	const [first] = (await world.poll()) ?? [];
	expect(first).toMatchObject({
		reason: 'UNMUTED',
		unmuteReason: 'More than 3 events per 2 hours occurred, unmuting the issue.',
	});
	expect(first.unmuteReason).toBe(world.standIn.alerts.at(-1)?.unmuteReason);
	world.event(later);
	expect((await world.poll())?.[0].unmuteReason).toMatch(
		/^An event was observed after the mute-deadline of 2026-08-03 09:\d\d UTC and the issue was unmuted\.$/,
	);
});

it('tells people apart from Bugsink: both unmute, and each is told once', async () => {
	const world = await World.start({ parameters: { reasons: ['UNMUTED'] } });
	const [byHand, byEvent] = [world.issue({ isMuted: true }), world.issue()];
	await world.activate();
	world.act(byHand, 'unmute');
	world.act(byEvent, 'mute-until', { period_name: 'day', nr_of_periods: 1, gte_threshold: 2 });
	world.event(byEvent);
	const items = (await world.poll()) ?? [];
	expect(told(items)).toEqual([`UNMUTED ${byHand.id}`, `UNMUTED ${byEvent.id}`]);
	expect(items.map(({ unmuteReason }) => String(unmuteReason).slice(0, 9))).toEqual([
		'Unmuted b',
		'More than',
	]);
	expect(items.map(({ change }) => (change as IDataObject).by)).toEqual(['Jane', null]);
});

it('leaves out what the settings of the project keep quiet, as the webhook would have', async () => {
	const world = await World.start();
	const other = world.standIn.addProject('Other');
	world.parameters.project = '';
	await world.activate();
	world.project.alert_on_new_issue = false;
	world.issue();
	const heard = world.issue({}, other);
	expect(told(await world.poll())).toEqual([`NEW ${heard.id}`]);
});

it('watches all projects that the token sees, and names each', async () => {
	const world = await World.start({ parameters: { project: '' } });
	const other = world.standIn.addProject('Other');
	world.issue();
	await world.activate();
	const issues = [world.issue(), world.issue({}, other), world.issue({}, other)];
	const items = (await world.poll()) ?? [];
	expect(told(items)).toEqual(issues.map(({ id }) => `NEW ${id}`));
	expect(items.map(({ project }) => (project as IDataObject).name)).toEqual([
		'Checkout API',
		'Other',
		'Other',
	]);
	world.token = world.standIn.addToken(['issues:read'], other);
	await world.restart();
	world.issue();
	const own = world.issue({}, other);
	const [item, ...more] = (await world.poll()) ?? [];
	expect(more).toEqual([]);
	expect(item).toMatchObject({ issueId: own.id, project: { id: 2, name: null } });
});

it('does not take the old issues of a project for new when the token sees it only now', async () => {
	const world = await World.start({ parameters: { project: '' } });
	const other = world.standIn.addProject('Other');
	const old = world.issue({}, other);
	world.issue();
	world.token = world.standIn.addToken(['issues:read'], world.project);
	await world.activate();
	world.token = undefined;
	expect(await world.restart()).toBeNull();
	world.act(old, 'resolve');
	world.event(old);
	const fresh = world.issue({}, other);
	expect(told(await world.poll())).toEqual([`REGRESSED ${old.id}`, `NEW ${fresh.id}`]);
});

it('begins with the time that is asked for', async () => {
	const world = await World.start();
	const before = world.issue();
	world.clock.at += HOUR;
	const startFrom = new Date(world.clock.at).toISOString();
	world.parameters.options = { startFrom };
	const after = world.issue();
	world.act(before, 'resolve');
	world.event(before);
	expect(told(await world.activate())).toEqual([`NEW ${after.id}`, `REGRESSED ${before.id}`]);
	expect(await world.poll()).toBeNull();
	expect(await world.restart()).toBeNull();
});

it('does not tell what came before alerts were wanted', async () => {
	const world = await World.start({ parameters: { reasons: ['RESOLVED'] } });
	const issue = world.issue();
	await world.activate();
	world.issue();
	world.act(issue, 'resolve');
	await world.poll();
	world.event(issue);
	await world.poll();
	world.parameters.reasons = ALERTS;
	expect(await world.activate()).toBeNull();
	world.event(issue);
	expect(await world.poll()).toBeNull();
	world.act(issue, 'resolve');
	world.event(issue);
	expect(reasonsOf(await world.poll())).toEqual(['REGRESSED']);
	// Off and on again: what happened in between is no news either.
	world.parameters.reasons = ['RESOLVED'];
	await world.activate();
	world.act(issue, 'resolve');
	world.event(issue);
	await world.poll();
	world.parameters.reasons = ALERTS;
	expect(await world.activate()).toBeNull();
	world.event(issue);
	expect(await world.poll()).toBeNull();
});

it('finds an event that Bugsink stored late, with a time before the last poll', async () => {
	const world = await World.start();
	const [issue, other] = [world.issue(), world.issue()];
	await world.activate();
	world.act(issue, 'resolve');
	world.event(issue);
	world.event(other);
	expect((await world.poll())?.length).toBe(1);
	world.act(issue, 'resolve');
	const sentAt = world.clock.at - 5 * MINUTE;
	world.standIn.addEvent(issue, {}, sentAt);
	expect(reasonsOf(await world.poll())).toEqual(['REGRESSED']);
});

describe('before Bugsink 2.6, without a history', () => {
	it('tells new issues, and what an event changed', async () => {
		const world = await World.start({ hasHistory: false });
		const [back, awake] = [world.issue(), world.issue({ isMuted: true })];
		await world.activate();
		const issue = world.issue();
		expect(told(await world.poll())).toEqual([`NEW ${issue.id}`]);
		world.act(back, 'resolve');
		expect(await world.poll()).toBeNull();
		world.event(back);
		world.act(awake, 'unmute');
		world.event(awake);
		expect(told(await world.poll())).toEqual([`REGRESSED ${back.id}`, `UNMUTED ${awake.id}`]);
	});

	it('counts a change with an event as Bugsink’s, and one without as a person’s', async () => {
		const reasons = ['NEW', 'REGRESSED', 'REOPENED'];
		const world = await World.start({ hasHistory: false, parameters: { reasons } });
		const [byHand, byEvent] = [
			world.issue({ isResolved: true }),
			world.issue({ isResolved: true }),
		];
		await world.activate();
		world.act(byHand, 'reopen');
		world.event(byEvent);
		expect(told(await world.poll())).toEqual([`REOPENED ${byHand.id}`, `REGRESSED ${byEvent.id}`]);
	});

	it('needs a project, and says so', async () => {
		const world = await World.start({ hasHistory: false, parameters: { project: '' } });
		await expect(world.activate()).rejects.toMatchObject({
			message: 'Bugsink answered 400: project: This field is required.',
			description: "Bugsink before 2.6 lists one project at a time: choose it in 'Project'.",
		});
	});
});

describe('version 1 of the node', () => {
	it.each([
		[[], []],
		[['UNMUTED'], []],
		[['RESOLVED', 'UNMUTED'], []],
		[
			['NEW', 'UNMUTED'],
			['NEW', 'UNMUTED'],
		],
		[ALERTS, ['NEW', 'UNMUTED']],
	])('with the reasons %j tells %j of what Bugsink does', async (reasons, expected) => {
		const world = await World.start({ typeVersion: 1, parameters: { reasons } });
		const issue = world.issue();
		await world.activate();
		world.issue();
		world.act(issue, 'mute-until', { period_name: 'day', nr_of_periods: 1, gte_threshold: 2 });
		world.event(issue);
		expect(reasonsOf(await world.poll())).toEqual(expected);
	});

	it('is replaced by one for which no reason means all', async () => {
		const world = await World.start({ parameters: { reasons: [] } });
		const issue = world.issue();
		await world.activate();
		world.issue();
		world.act(issue, 'resolve');
		expect(reasonsOf(await world.poll())).toEqual(['NEW', 'RESOLVED']);
		world.event(issue);
		expect(reasonsOf(await world.poll())).toEqual(['REGRESSED']);
	});
});
