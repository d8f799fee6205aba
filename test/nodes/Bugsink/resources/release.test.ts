import type { INode } from 'n8n-workflow';

import { bugsink, byId, jsonOf, run } from '../support';

const create: INode['parameters'] = {
	resource: 'release',
	operation: 'create',
	project: byId(1),
	version: 'shop@4.3.0',
};
const list = { resource: 'release', operation: 'getMany', project: byId(1) };

it('creates a release once, however often the deploy runs', async () => {
	const { standIn } = await bugsink();
	const [first] = jsonOf(await run(standIn, create));
	expect(first).toMatchObject({ project: 1, version: 'shop@4.3.0', created: true });
	const [second] = jsonOf(await run(standIn, create));
	expect(second).toMatchObject({ id: first.id, version: 'shop@4.3.0', created: false });
});

it('creates it once if the answer got lost', async () => {
	const { standIn } = await bugsink();
	standIn.fail({ method: 'POST', kind: 'lostAnswer' });
	const options = { maxAttempts: 3, timeout: 5 };
	const [release] = jsonOf(await run(standIn, { ...create, options }));
	expect(release).toMatchObject({ version: 'shop@4.3.0' });
	expect(jsonOf(await run(standIn, list)).length).toBe(1);
});

it('finds an older one among many', async () => {
	const { standIn, project } = await bugsink();
	for (let count = 0; count < 300; count++) standIn.addRelease(project, `shop@1.0.${count}`);
	const [release] = jsonOf(await run(standIn, { ...create, version: 'shop@1.0.7' }));
	expect(release).toMatchObject({ version: 'shop@1.0.7', created: false });
	expect(release.id).toEqual(expect.any(String));
});

it('works with a token that may create releases and nothing else', async () => {
	const { standIn, project } = await bugsink();
	const token = standIn.addToken(['releases:create'], project);
	expect(jsonOf(await run(standIn, create, { token }))[0]).toMatchObject({ created: true });
	expect(jsonOf(await run(standIn, create, { token }))[0]).toEqual({
		id: null,
		project: 1,
		version: 'shop@4.3.0',
		date_released: null,
		created: false,
	});
	const reading = await run(standIn, create, { token: standIn.addToken(['releases:read']) });
	expect(reading.error?.message).toContain('releases:create');
});

it.each([
	['feature/cart', 'featurecart'],
	['a\\b\tc', 'abc'],
	['v'.repeat(300), 'v'.repeat(200)],
])('knows %j under the name that Bugsink keeps', async (version, kept) => {
	const { standIn } = await bugsink();
	for (const created of [true, false]) {
		const [release] = jsonOf(await run(standIn, { ...create, version }));
		expect(release).toMatchObject({ version: kept, created });
	}
});

it.each([
	['={{ "" }}', "'Version' is empty"],
	[' ', "'Version' is empty"],
	['.', "'Version' is not the name of a release"],
	['../', "'Version' is not the name of a release"],
])('refuses the version %j before asking', async (version, message) => {
	const { standIn } = await bugsink();
	expect((await run(standIn, { ...create, version })).error?.message).toBe(message);
	expect(standIn.requests).toEqual([]);
});

it('sends the time of the release in UTC, and refuses what is no time', async () => {
	const { standIn } = await bugsink();
	const timestamp = '2026-08-03T11:00:00+02:00';
	jsonOf(await run(standIn, { ...create, timestamp }));
	expect(standIn.requests[0].json).toEqual({
		project: 1,
		version: 'shop@4.3.0',
		timestamp: '2026-08-03T09:00:00.000Z',
	});
	standIn.requests.length = 0;
	const { error } = await run(standIn, { ...create, timestamp: 'yesterday' });
	expect(error?.message).toBe("'Timestamp' is not a time");
	expect(standIn.requests).toEqual([]);
});

it('lists the releases, the newest first, without the one that stands for no release', async () => {
	const { standIn, project } = await bugsink();
	standIn.addEvent(standIn.addIssue(project));
	standIn.addRelease(project, 'shop@1');
	standIn.addRelease(project, 'shop@2');
	const versions = jsonOf(await run(standIn, list)).map(({ version }) => version);
	expect(versions).toEqual(['shop@2', 'shop@1']);
});
