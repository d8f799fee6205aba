import { ALERTS, HOUR, MINUTE, reasonsOf, told, World } from './support';

const PEOPLE = ['RESOLVED', 'REOPENED', 'MUTED', 'UNMUTED'];

async function large(reasons: string[], project: unknown, count = 10_000): Promise<World> {
	const world = await World.start({ parameters: { reasons } });
	if (project === '') world.parameters.project = '';
	for (let number = 0; number < count; number++) {
		world.standIn.addIssue(world.project, { isResolved: number % 7 === 0 });
	}
	world.clock.at += HOUR;
	return world;
}

it.each([
	['alerts of one project', ALERTS, '1'],
	['alerts of all projects', ALERTS, ''],
	['what people do', ['RESOLVED'], '1'],
	['everything', [...ALERTS, ...PEOPLE], '1'],
])('%s: 10,000 issues cost 40 requests at first, two when nothing happened', async (...options) => {
	const [, reasons, project] = options;
	const world = await large(reasons, project);
	await world.activate();
	expect(world.requests()).toBe(40);
	for (let count = 0; count < 3; count++) {
		expect(await world.poll()).toBeNull();
		expect(world.requests()).toBe(2);
	}
	// Kept in n8n's database: about five bytes an issue.
	expect(JSON.stringify(world.database).length).toBeLessThan(50_000);
});

it('costs a request more for each changed issue, and one for the name of the project', async () => {
	const world = await large(ALERTS, '1', 2_000);
	await world.activate();
	world.requests();
	for (const number of [4, 1000, 1998]) world.event(world.standIn.issues[number]);
	expect(await world.poll()).toBeNull();
	// The second page is the first without a change; then the page of this minute.
	expect(world.requests()).toBe(2 + 3 + 1);
	const issue = world.issue();
	expect(told(await world.poll())).toEqual([`NEW ${issue.id}`]);
	expect(world.requests()).toBe(2 + 1 + 1 + 1);
});

it('reads on while a page has a change: 300 new issues in one poll', async () => {
	const world = await large(ALERTS, '1', 2_000);
	await world.activate();
	for (let count = 0; count < 300; count++) world.standIn.addIssue(world.project);
	world.requests();
	const items = await world.poll();
	expect(items?.length).toBe(300);
	expect(new Set(told(items)).size).toBe(300);
	// Pages 1 and 2 have new issues, page 3 has none; one page in turn; the histories; the name.
	expect(world.requests()).toBe(3 + 1 + 300 + 1);
});

it('notices what people do to issues seen long ago when their page has its turn, a page a minute', async () => {
	const world = await large(['RESOLVED'], '1', 3_000);
	await world.activate();
	const [recent, old] = [world.standIn.issues[2_998], world.standIn.issues[100]];
	world.act(recent, 'resolve');
	world.act(old, 'resolve');
	expect(told(await world.poll())).toEqual([`RESOLVED ${recent.id}`]);
	const later: string[] = [];
	for (let minute = 2; minute <= 12; minute++) later.push(...told(await world.poll()));
	expect(later).toEqual([`RESOLVED ${old.id}`]);
});

it('reads as many pages in turn as minutes have passed', async () => {
	const world = await large(['RESOLVED'], '1', 3_000);
	await world.activate();
	world.act(world.standIn.issues[1], 'resolve');
	world.requests();
	expect(reasonsOf(await world.poll(HOUR))).toEqual(['RESOLVED']);
	// All 12 pages, the history and the name.
	expect(world.requests()).toBe(12 + 1 + 1);
	expect(await world.poll(5 * MINUTE)).toBeNull();
	expect(world.requests()).toBe(1 + 5);
});

it('finds what the order by time hides when Bugsink’s clock is set back', async () => {
	const world = await large(ALERTS, '1', 1_500);
	await world.activate();
	const [, old] = world.standIn.issues;
	world.act(old, 'resolve');
	await world.poll();
	world.event(old);
	expect(reasonsOf(await world.poll())).toEqual(['REGRESSED']);
	// Seen now, but with a time that lies below all others.
	world.ahead.ms = -10 * HOUR;
	world.standIn.setClockBack();
	world.act(old, 'resolve');
	world.event(old);
	const fresh = world.issue();
	const found: string[] = [];
	for (let minute = 1; minute <= 6; minute++) found.push(...told(await world.poll()));
	expect(found.sort()).toEqual([`NEW ${fresh.id}`, `REGRESSED ${old.id}`].sort());
});

it('does not read more than it is told to watch', async () => {
	const world = await large(ALERTS, '1', 2_000);
	world.parameters.options = { maxIssues: 500 };
	await world.activate();
	expect(world.requests()).toBe(2);
	await world.poll();
	expect(world.requests()).toBe(2);
	// An issue that was not watched comes into view by its event: what is new about it counts.
	const [, issue] = world.standIn.issues;
	world.act(issue, 'resolve');
	world.event(issue);
	expect(told(await world.poll())).toEqual([`REGRESSED ${issue.id}`]);
});

it('stops when the time is up, gives what it has, and goes on with the rest', async () => {
	const world = await large(ALERTS, '1', 20);
	await world.activate();
	const issues = Array.from({ length: 40 }, () => world.issue());
	for (const issue of world.standIn.issues.slice(1, 6)) {
		world.act(issue, 'resolve');
		world.event(issue);
	}
	// Every request takes ten seconds; n8n gives a poll five minutes.
	const original = world.clock.now;
	let requests = 0;
	world.clock.now = () => {
		const count = world.standIn.calls('GET', /issue-history/);
		world.clock.at += (count - requests) * 10_000;
		requests = count;
		return original();
	};
	const first = await world.poll();
	expect(first?.length).toBeGreaterThan(5);
	expect(first?.length).toBeLessThan(40);
	const given = told(first);
	for (let count = 0; count < 5; count++) given.push(...told(await world.poll()));
	expect(given.length).toBe(45);
	expect(new Set(given).size).toBe(45);
	for (const issue of issues) expect(given).toContain(`NEW ${issue.id}`);
});
