import type { IDataObject, INode } from 'n8n-workflow';

import { clock, now } from '../../../../standins/harness';
import { bugsink, jsonOf, run } from '../../support';
import { event, kinds, MINUTE, world, type Reason } from './ticketWorld';

describe('nothing is done twice', () => {
	test.each<[Reason, INode['parameters']]>([
		['TICKET_CLOSED', {}],
		['TICKET_WONT_DO', {}],
		['TICKET_CLOSED', { onClosed: 'comment' }],
	])('%s with %j, given again', async (reason, parameters) => {
		const { issue, follow } = await world();
		const item = event(reason, issue.id);
		const results = [
			...(await follow([item, item], parameters)),
			...(await follow(item, parameters)),
		];
		expect(results.map(({ action }) => action === 'skipped')).toEqual([false, true, true]);
		expect(kinds(issue)).toHaveLength(2);
	});

	test('given again after the error came back', async () => {
		const { standIn, issue, follow } = await world();
		const item = event('TICKET_CLOSED', issue.id);
		await follow(item);
		clock.at += MINUTE;
		standIn.addEvent(issue);
		expect(await follow(item)).toMatchObject([{ skipCode: 'overtaken' }]);
		expect(kinds(issue)).toEqual(['first_seen', 'resolved', 'regressed']);
	});

	test('an answer that was lost: it is looked at instead of done again', async () => {
		const { standIn, issue, follow } = await world();
		standIn.fail({ method: 'POST', kind: 'lostAnswer' });
		await follow(event('TICKET_CLOSED', issue.id), { options: { maxAttempts: 2 } });
		expect(kinds(issue)).toEqual(['first_seen', 'resolved']);
	});
});

describe('events that lead nowhere', () => {
	test('of a ticket that does not say which issue it is about', async () => {
		const { follow } = await world();
		expect(await follow(event('TICKET_CLOSED', null))).toMatchObject([
			{ action: 'skipped', skipCode: 'noIssue', issueId: null },
		]);
	});

	test('of an issue that this Bugsink does not have', async () => {
		const { follow } = await world();
		const id = '11111111-2222-4333-8444-555555555555';
		expect(await follow(event('TICKET_CLOSED', id))).toMatchObject([{ skipCode: 'noIssue' }]);
	});

	test('a proxy that answers 404 is an error', async () => {
		const { standIn, issue, follow } = await world();
		standIn.fail({ path: /issues/, kind: { status: 404, body: 'no route' } });
		await expect(follow(event('TICKET_CLOSED', issue.id))).rejects.toThrow(/404/);
		expect(issue.isResolved).toBe(false);
	});

	test.each([
		[{}],
		[{ reason: 'NEW', issueId: 'x' }],
		[{ reason: 'TICKET_CLOSED', issueId: '../tokens', ticket: {} }],
		[{ reason: 'constructor' }],
	])('%j is refused before anything is sent', async (item) => {
		const { standIn, follow } = await world();
		standIn.requests.length = 0;
		await expect(follow(item as IDataObject)).rejects.toThrow(/not an event|not an ID/);
		expect(standIn.requests).toEqual([]);
	});
});

test('before Bugsink 2.6 there is no history: the present state has to do', async () => {
	const { standIn, project } = await bugsink({ now, hasHistory: false });
	const issue = standIn.addIssue(project);
	clock.at += MINUTE;
	const items = [event('TICKET_CLOSED', issue.id)];
	const result = await run(standIn, { resource: 'alert', operation: 'followTicket' }, { items });
	expect(jsonOf(result)).toMatchObject([{ action: 'resolved' }]);
});
