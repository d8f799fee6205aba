import type { INode } from 'n8n-workflow';

import type { StoredIssue } from '../../standins/bugsink';
import { bugsink, byId, jsonOf, linkTicket, run } from './support';

function issueCall(
	operation: string,
	issue: StoredIssue,
	more: INode['parameters'] = {},
): INode['parameters'] {
	return { resource: 'issue', operation, issue: byId(issue.id), ...more };
}

it.each([
	['resolve', {}, {}, { isResolved: true }],
	['resolve', { resolveIn: 'nextRelease' }, {}, { isResolved: true }],
	['resolve', { resolveIn: 'latestRelease' }, { hasReleases: true }, { isResolved: true }],
	['reopen', {}, { isResolved: true }, { isResolved: false }],
	['mute', {}, {}, { isMuted: true }],
	['mute', { muteUntil: 'timePassed', periods: 3, period: 'week' }, {}, { isMuted: true }],
	[
		'mute',
		{ muteUntil: 'eventsArrive', events: 5, periods: 1, period: 'hour' },
		{},
		{ isMuted: true },
	],
	['unmute', {}, { isMuted: true }, { isMuted: false }],
] as const)(
	'%s %j: does it, and counts it as done the second time',
	async (operation, more, before, after) => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project, before);
		const call = issueCall(operation, issue, { ...more });
		const [first] = jsonOf(await run(standIn, call));
		expect(first).toMatchObject({ id: issue.id, changed: true });
		expect(first.url).toBe(`${standIn.baseUrl}/issues/issue/${issue.id}/event/last/`);
		expect(issue).toMatchObject(after);
		const [second] = jsonOf(await run(standIn, call));
		expect(second).toMatchObject({ id: issue.id, changed: false });
	},
);

it('sends what Bugsink expects for muting', async () => {
	const { standIn, project } = await bugsink();
	const until = { muteUntil: 'eventsArrive', events: 5, periods: 2, period: 'hour' };
	jsonOf(await run(standIn, issueCall('mute', standIn.addIssue(project), until)));
	expect(standIn.requests[0].path).toMatch(/\/mute-until\/$/);
	expect(standIn.requests[0].json).toEqual({
		period_name: 'hour',
		nr_of_periods: 2,
		gte_threshold: 5,
	});
});

it('says why what cannot be done was refused', async () => {
	const { standIn, project } = await bugsink();
	const resolved = standIn.addIssue(project, { isResolved: true });
	const { error } = await run(standIn, issueCall('mute', resolved));
	expect(error?.message).toBe('Bugsink answered 400: Issue is already resolved.');
	expect(error?.description).toContain('Reopen it first');
	const open = standIn.addIssue(project);
	const latest = issueCall('resolve', open, { resolveIn: 'latestRelease' });
	expect((await run(standIn, latest)).error?.message).toContain('Project has no releases.');
	const old = await run(standIn, { resource: 'issue', operation: 'get', issue: byId('NO-SUCH-1') });
	expect(old.error?.message).toContain('404: No Issue matches');
});

it('never leaves the path of the API', async () => {
	const { standIn } = await bugsink();
	const issue = { ...byId(''), value: '={{ $json.id }}' };
	for (const id of ['../projects', 'a/b', '', '.', 'x?y']) {
		const get = { resource: 'issue', operation: 'get', issue };
		const { error } = await run(standIn, get, { items: [{ id }] });
		expect(error?.message).toMatch(/^'Issue' is/);
	}
	expect(standIn.requests).toEqual([]);
});

it('finds an issue by its short ID and by the address of its page', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	for (const locator of [
		byId('checkout-api-1'),
		{ ...byId(`${standIn.baseUrl}/issues/issue/${issue.id}/event/last/`), mode: 'url' },
	]) {
		const get = { resource: 'issue', operation: 'get', issue: locator };
		expect(jsonOf(await run(standIn, get))[0]).toMatchObject({ id: issue.id });
	}
});

it('pages through 600 issues, and asks for no page more than the limit takes', async () => {
	const { standIn, project } = await bugsink();
	for (let count = 0; count < 600; count++) standIn.addIssue(project, { isMuted: count % 3 === 0 });
	const list = { resource: 'issue', operation: 'getMany', project: byId(1) };
	const all = jsonOf(await run(standIn, { ...list, returnAll: true }));
	expect(new Set(all.map(({ id }) => id)).size).toBe(600);
	expect(standIn.requests.length).toBe(3);
	standIn.requests.length = 0;
	expect(jsonOf(await run(standIn, { ...list, limit: 250 })).length).toBe(250);
	expect(standIn.requests.length).toBe(1);
	const muted = { ...list, returnAll: true, filters: { state: 'muted' } };
	expect(jsonOf(await run(standIn, muted)).length).toBe(200);
	const before = await bugsink({ hasHistory: false });
	before.standIn.addIssue(before.project);
	before.standIn.addIssue(before.project, { isMuted: true });
	expect(jsonOf(await run(before.standIn, muted)).length).toBe(1);
});

it('sends the token to nobody else, whatever Bugsink calls itself', async () => {
	const { standIn, project } = await bugsink();
	for (let count = 0; count < 251; count++) standIn.addIssue(project);
	const next = 'https://elsewhere.example/api/canonical/0/issues/?cursor=MjUw&project=1';
	standIn.fail({ kind: { status: 200, body: { next, previous: null, results: [] } } });
	const list = { resource: 'issue', operation: 'getMany', project: byId(1), returnAll: true };
	expect(jsonOf(await run(standIn, list)).length).toBe(1);
	expect(standIn.requests[1].query.cursor).toBe('MjUw');
});

it('deletes, also when the answer got lost', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	standIn.fail({ method: 'DELETE', kind: 'lostAnswer' });
	expect(jsonOf(await run(standIn, issueCall('delete', issue)))).toEqual([{ deleted: true }]);
	expect((await run(standIn, issueCall('delete', issue))).error?.message).toContain('404');
});

it('comments once, also when the answer got lost', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	standIn.fail({ method: 'POST', kind: 'lostAnswer' });
	const options = { maxAttempts: 3, timeout: 5 };
	jsonOf(await run(standIn, issueCall('comment', issue, { comment: 'Fixed', options })));
	expect(standIn.comments(issue)).toEqual(['Fixed']);
	const { error } = await run(standIn, issueCall('comment', issue, { comment: ' ' }));
	expect(error?.message).toBe("'Comment' is empty");
});

it('works with scoped and project-bound tokens, and says which capability is missing', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const foreign = standIn.addIssue(standIn.addProject('Other'));
	const token = standIn.addToken(['issues:read', 'events:read'], project);
	expect(jsonOf(await run(standIn, issueCall('get', issue), { token })).length).toBe(1);
	const refused = await run(standIn, issueCall('resolve', issue), { token });
	expect(refused.error?.message).toContain('issues:triage');
	expect(refused.error?.description).toContain('create a token with this capability');
	const other = await run(standIn, issueCall('get', foreign), { token });
	expect(other.error?.message).toContain('not allowed to access this project');
});

it('fails per item, paired with its input, and never shows the token', async () => {
	const { standIn, project } = await bugsink();
	const issue = standIn.addIssue(project);
	const items = [{ issueId: issue.id }, { issueId: 'NO-SUCH-1' }, { issueId: issue.id }];
	const parameters = {
		resource: 'issue',
		operation: 'resolve',
		issue: { ...byId(''), value: '={{ $json.issueId }}' },
	};
	standIn.fail({
		path: /NO-SUCH/,
		kind: { status: 404, body: { detail: `gone ${standIn.token}` } },
	});
	const result = await run(standIn, parameters, { items, continueOnFail: true });
	const [first, second, third] = result.items ?? [];
	expect([first.json.changed, third.json.changed]).toEqual([true, false]);
	expect(second.json).toMatchObject({
		error: 'Bugsink answered 404: gone ***',
		details: { statusCode: 404, responseIsJson: true, errorType: 'ClientError' },
	});
	expect(result.items?.map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 1, 2].map((item) => ({ item })),
	);
	expect(JSON.stringify(result.run.data.resultData)).not.toContain(standIn.token);
});

describe('a ticket link', () => {
	const ticket = (issue: StoredIssue) => ({
		destination: 'jiraCloud',
		action: 'created',
		issueId: issue.id,
		key: 'SHOP-12',
		url: 'https://acme.atlassian.net/browse/SHOP-12',
	});

	it('is commented once a ticket, whichever execution and however many items', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		const other = {
			...ticket(issue),
			key: 'SHOP-13',
			url: 'https://acme.atlassian.net/browse/SHOP-13',
		};
		const items = [ticket(issue), ticket(issue), other];
		const outputs = jsonOf(await run(standIn, linkTicket, { items }));
		expect(outputs.map(({ action }) => action)).toEqual(['commented', 'skipped', 'commented']);
		jsonOf(await run(standIn, linkTicket, { items }));
		expect(standIn.comments(issue)).toEqual([
			'Jira ticket SHOP-12: https://acme.atlassian.net/browse/SHOP-12',
			'Jira ticket SHOP-13: https://acme.atlassian.net/browse/SHOP-13',
		]);
	});

	it('is another one although its address begins with that of a ticket that is there', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		const shorter = { ...ticket(issue), url: 'https://acme.atlassian.net/browse/SHOP-1' };
		for (const item of [ticket(issue), shorter]) {
			expect(jsonOf(await run(standIn, linkTicket, { items: [item] }))[0].action).toBe('commented');
		}
	});

	it('is remembered by the workflow where Bugsink cannot tell', async () => {
		const { standIn, project } = await bugsink({ hasHistory: false });
		const issue = standIn.addIssue(project);
		const staticData = {};
		for (const expected of ['commented', 'skipped']) {
			const [output] = jsonOf(
				await run(standIn, linkTicket, { items: [ticket(issue)], staticData }),
			);
			expect(output.action).toBe(expected);
		}
		expect(standIn.comments(issue).length).toBe(1);
	});

	it('is not commented where there is none, or no issue', async () => {
		const { standIn, project } = await bugsink();
		const issue = standIn.addIssue(project);
		const items = [
			{ ...ticket(issue), url: null },
			{ ...ticket(issue), issueId: null },
			{ ...ticket(issue), issueId: '497f6eca-6276-4993-bfeb-53cbbbba6f08' },
		];
		const outputs = jsonOf(await run(standIn, linkTicket, { items }));
		expect(outputs.map(({ skipReason }) => skipReason)).toEqual([
			'There is no ticket to link to',
			'The item does not say which Bugsink issue it belongs to',
			'It is a test alert, which belongs to no issue',
		]);
		expect(standIn.requests).toEqual([]);
	});
});

it('reads events and projects', async () => {
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
	expect((await ask({ resource: 'project', operation: 'get', project: byId(1) }))[0]).toMatchObject(
		{ name: 'Checkout API' },
	);
	expect((await ask({ resource: 'project', operation: 'getMany' })).length).toBe(1);
});
