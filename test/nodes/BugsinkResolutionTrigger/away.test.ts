import { told, missedOnly } from './support';

it('notices that the workflow was not active for some seconds', async () => {
	const world = await missedOnly();
	await world.activate();
	await world.poll();
	// Deactivated, and activated again in the same process.
	const issue = world.issue();
	expect(told(await world.activate())).toEqual([`NEW ${issue.id}`]);
	await world.poll();
	world.issue();
	expect(await world.poll()).toBeNull();
});

it('notices it before the second poll, too', async () => {
	const world = await missedOnly();
	await world.activate();
	const issue = world.issue();
	expect(told(await world.activate())).toEqual([`NEW ${issue.id}`]);
	world.issue();
	expect(await world.poll()).toBeNull();
});

it('goes on looking for what was missed when the first polls fail', async () => {
	const world = await missedOnly();
	await world.activate();
	world.kill();
	const issue = world.issue();
	world.standIn.fail({ kind: { status: 500, body: 'starting' }, times: Infinity });
	await expect(world.activate()).rejects.toThrow('Bugsink answered 500');
	await expect(world.poll()).rejects.toThrow('Bugsink answered 500');
	world.standIn.heal();
	expect(told(await world.poll())).toEqual([`NEW ${issue.id}`]);
});

it('treats a failing Bugsink as a failure, not as an n8n that was away', async () => {
	const world = await missedOnly();
	await world.activate();
	world.issue();
	world.standIn.fail({ kind: { status: 500, body: 'busy' }, times: Infinity });
	for (let minute = 0; minute < 8; minute++) {
		await expect(world.poll()).rejects.toThrow('Bugsink answered 500');
	}
	world.standIn.heal();
	expect(await world.poll()).toBeNull();
});

it('always gives what no webhook brings: what people do', async () => {
	const world = await missedOnly({ parameters: { reasons: ['NEW', 'RESOLVED'] } });
	const issue = world.issue();
	await world.activate();
	world.act(issue, 'resolve');
	world.issue();
	const items = (await world.poll()) ?? [];
	expect(told(items)).toEqual([`RESOLVED ${issue.id}`]);
	expect(items[0]).not.toHaveProperty('catchUp');
});
