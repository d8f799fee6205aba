import { MINUTE, reasonsOf, World } from './support';

const parameters = { reasons: ['RESOLVED'] };

test('an issue that came back and was resolved again between two polls is resolved', async () => {
	const world = await World.start({ parameters });
	const issue = world.issue({ isResolved: true });
	await world.activate();
	await world.poll();
	world.event(issue);
	world.act(issue, 'resolve');
	expect(reasonsOf(await world.poll())).toEqual(['RESOLVED']);
	expect(await world.poll()).toBeNull();
	// Once more, much later.
	world.clock.at += 60 * MINUTE;
	await world.poll();
	world.event(issue);
	world.act(issue, 'resolve');
	expect(reasonsOf(await world.poll())).toEqual(['RESOLVED']);
});

test('events of what is resolved in the next release are no news', async () => {
	const world = await World.start({ parameters });
	const issue = world.issue();
	await world.activate();
	world.act(issue, 'resolve-next');
	expect(reasonsOf(await world.poll())).toEqual(['RESOLVED']);
	world.event(issue);
	expect(await world.poll()).toBeNull();
	world.event(issue);
	expect(await world.poll()).toBeNull();
});

test('who does not want to hear of it costs no request for the history', async () => {
	const world = await World.start({ parameters: { reasons: ['MUTED'] } });
	const issue = world.issue({ isResolved: true });
	await world.activate();
	world.event(issue);
	world.act(issue, 'resolve');
	world.requests();
	expect(await world.poll()).toBeNull();
	expect(world.requests()).toBe(1);
});
