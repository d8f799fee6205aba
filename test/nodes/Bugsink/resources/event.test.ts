import type { IDataObject, INode } from 'n8n-workflow';

import { bugsink, byId, jsonOf, run } from '../support';

it('reads events', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const none = await run(standIn, {
		resource: 'event',
		operation: 'getLatest',
		issue: byId(issue.id),
	});
	expect(none.error?.message).toContain('stores no event');
	for (let count = 0; count < 3; count++) standIn.addEvent(issue, { release: `r${count}` });
	const ask = async (parameters: INode['parameters']) => jsonOf(await run(standIn, parameters));
	const [latest] = await ask({ resource: 'event', operation: 'getLatest', issue: byId(issue.id) });
	expect(latest).toMatchObject({ release: 'r2', issueId: issue.id, tags: {} });
	const raw = { resource: 'event', operation: 'get', eventId: String(latest.id), simplify: false };
	expect((await ask(raw))[0]).toMatchObject({ data: { release: 'r2' } });
	expect(
		(await ask({ resource: 'event', operation: 'getMany', issue: byId(issue.id), limit: 2 }))
			.length,
	).toBe(2);
});

describe('an event by the ID of the SDK', () => {
	const lookup = { resource: 'event', operation: 'lookup', project: byId(1) };

	it('is found with and without hyphens, in any case', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		const event = standIn.addEvent(issue, { release: 'shop@4.2.0' });
		standIn.addEvent(issue);
		const bare = event.event_id.replaceAll('-', '');
		for (const eventId of [event.event_id, bare, ` ${bare.toUpperCase()} `]) {
			const [output] = jsonOf(await run(standIn, { ...lookup, eventId }));
			expect(output).toMatchObject({ id: event.id, issueId: issue.id, release: 'shop@4.2.0' });
		}
		const [raw] = jsonOf(await run(standIn, { ...lookup, eventId: bare, simplify: false }));
		expect(raw).toMatchObject({ event_id: event.event_id, data: { release: 'shop@4.2.0' } });
	});

	it.each([
		['={{ "" }}', "'Event ID' is empty"],
		['CHECKOUT-API-1', "'Event ID' is not an event ID of an SDK"],
		['../issues', "'Event ID' is not an event ID of an SDK"],
	])('is not asked for with %j', async (eventId, message) => {
		const { standIn } = await bugsink();
		expect((await run(standIn, { ...lookup, eventId })).error?.message).toBe(message);
		expect(standIn.requests).toEqual([]);
	});

	it('is not found in another project, and not by an older Bugsink', async () => {
		const { standIn, project } = await bugsink();
		standIn.addProject('Other');
		const { event_id: eventId } = standIn.addEvent(standIn.addIssue(project));
		const other = await run(standIn, { ...lookup, project: byId(2), eventId });
		expect(other.error?.message).toBe('Bugsink answered 404: No Event matches the given query.');
		const old = await bugsink({ hasHistory: false });
		const refused = await run(old.standIn, { ...lookup, eventId });
		expect(refused.error?.description).toMatch(/your Bugsink may be too old|does not know this ID/);
	});
});

it('keeps the column of a frame', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const frames = [
		{ filename: 'src/calendar.ts', lineno: 208, colno: 9 },
		{ filename: 'src/day.ts', lineno: 12, colno: '5' },
		{ filename: 'src/old.ts', lineno: 3 },
		{ filename: 'src/odd.ts', lineno: 4, colno: {} },
	];
	const values = [{ type: 'RangeError', value: 'invalid date', stacktrace: { frames } }];
	standIn.addEvent(issue, { exception: { values } });
	const latest = { resource: 'event', operation: 'getLatest', issue: byId(issue.id) };
	const [output] = jsonOf(await run(standIn, latest));
	const [{ frames: shown }] = output.stacktrace as unknown as Array<{ frames: IDataObject[] }>;
	expect(shown.map(({ line, column }) => [line, column])).toEqual([
		[208, 9],
		[12, 5],
		[3, null],
		[4, null],
	]);
});
