import type { IDataObject } from 'n8n-workflow';

import { Heartbeat } from '../../../nodes/BugsinkResolutionTrigger/missed';
import { pollChanges } from '../../../nodes/BugsinkResolutionTrigger/poll';
import { activate } from '../../support/contexts';
import { ALERTS, told, World } from './support';

it('begins anew for another project and another installation', async () => {
	const world = await World.start();
	const other = world.standIn.addProject('Other');
	world.issue({}, other);
	world.issue();
	await world.activate();
	world.parameters.project = { __rl: true, mode: 'id', value: '2' };
	expect(await world.restart()).toBeNull();
	const issue = world.issue({}, other);
	expect(told(await world.poll())).toEqual([`NEW ${issue.id}`]);
});

describe('what the first version of the node kept', () => {
	/** As it stood in n8n's database: `<lowest number>:<state><how many>…`. */
	const remembered = (world: World, states: string, newest: string): IDataObject => ({
		'node:Node': {
			remembered: { of: `${world.standIn.baseUrl} 1`, at: world.clock.at, newest, states },
		},
	});

	it('is gone on with: what people did while n8n was updated is told', async () => {
		const world = await World.start({ typeVersion: 1, parameters: { reasons: [] } });
		const issues = [world.issue(), world.issue(), world.issue({ isMuted: true })];
		const gone = world.issue();
		gone.isDeleted = true;
		const last = world.issue({ isResolved: true });
		world.database = remembered(world, '1:O2M-R', last.firstSeen);
		world.act(issues[1], 'resolve');
		const fresh = world.issue();
		world.act(fresh, 'mute');
		expect(told(await world.activate())).toEqual([`RESOLVED ${issues[1].id}`, `MUTED ${fresh.id}`]);
		expect(JSON.stringify(world.database)).not.toContain('remembered');
		expect(await world.poll()).toBeNull();
	});

	it('is enough to begin telling alerts, from then on', async () => {
		const world = await World.start({ typeVersion: 1 });
		const issue = world.issue();
		world.database = remembered(world, '1:O', issue.firstSeen);
		world.act(issue, 'resolve');
		world.event(issue);
		world.issue();
		expect(await world.activate()).toBeNull();
		const fresh = world.issue();
		expect(told(await world.poll())).toEqual([`NEW ${fresh.id}`]);
	});
});

it.each([
	[{ project: { __rl: true, mode: 'id', value: 'x' } }, "'Project' is not the ID of a project"],
	[{ options: { startFrom: 'soon' } }, "'Start From' is not a time"],
	[{ events: { eventCount: { counts: '10, many' } } }, "'Counts' must be whole numbers"],
	[{ events: { eventCount: { counts: '' } } }, "'Counts' must be whole numbers"],
	[{ events: { rate: { events: 0, hours: 1 } } }, "'Number of Events' must be a number above 0"],
	[{ events: { rate: { events: 5, hours: 3_000 } } }, "'Within Hours' must be a number above 0"],
	[{ events: { stillOpen: { days: 'x' } } }, "'After Days' must be a number above 0"],
	[{ options: { maxIssues: 0 } }, "'Issues to Watch' must be a whole number from 1"],
	[{ options: { maxIssues: 'all' } }, "'Issues to Watch' must be a whole number from 1"],
	[{ events: { quiet: { hours: -1 } } }, "'After Hours' must be a number above 0"],
])('refuses %j before anything is asked', async (parameters, message) => {
	const world = await World.start({ parameters });
	await expect(world.activate()).rejects.toThrow(message);
	expect(world.requests()).toBe(0);
});

it.each([
	{ options: { maxIssues: '' } },
	{ options: { maxIssues: ' ' } },
	{ options: { maxIssues: null } },
	{ events: { rate: { events: '', hours: null } } },
	{ events: { stillOpen: { days: ' ' }, quiet: { hours: '' } } },
])('an empty number is the default: %j', async (parameters) => {
	const reasons = 'options' in parameters ? ['RESOLVED'] : [];
	const world = await World.start({ parameters: { ...parameters, reasons } });
	const issues = [world.issue(), world.issue()];
	await world.activate();
	for (const issue of issues) world.act(issue, 'resolve');
	const found = told(await world.poll());
	expect(found).toHaveLength('options' in parameters ? 2 : 0);
});

describe('a manual run', () => {
	it.each([
		[ALERTS, 'NEW', false],
		[['RESOLVED', 'NEW'], 'RESOLVED', true],
		[['MUTED'], 'MUTED', false],
	])(
		'for the reasons %j shows an issue as %s, and remembers nothing',
		async (reasons, reason, isResolved) => {
			const world = await World.start();
			const [resolved, open] = [world.issue({ isResolved: true }), world.issue()];
			const { poll, saved } = activate({
				parameters: { ...world.parameters, reasons },
				credentials: { bugsinkUrl: world.standIn.baseUrl, apiToken: world.standIn.token },
				mode: 'manual',
				typeVersion: 1.1,
			});
			const items = await poll(
				async (context) => await pollChanges(context, world.clock, new Heartbeat()),
			);
			expect(items).toMatchObject([
				{
					reason,
					issueId: (isResolved ? resolved : open).id,
					project: { name: 'Checkout API' },
				},
			]);
			expect(JSON.stringify(saved())).not.toContain('kept');
		},
	);
});
