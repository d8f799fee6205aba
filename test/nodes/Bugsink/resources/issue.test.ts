import type { INode } from 'n8n-workflow';

import type { StoredIssue } from '../../../standins/bugsink';
import { call } from '../../../standins/client';
import { loadSources } from '../../../support/engine';
import { bugsink, byId, jsonOf, run } from '../support';

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
	['resolve', { resolveIn: 'latestRelease' }, {}, { isResolved: true }],
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
		standIn.addRelease(project, 'shop@1.0.0');
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

it.each([
	['timePassed', 'year', 1_001],
	['eventsArrive', 'year', 3_000],
	['eventsArrive', 'month', 10_001],
])(
	'refuses to mute until %s for more %ss than a calendar has: %d',
	async (muteUntil, period, periods) => {
		const { standIn, project } = await bugsink();
		const mute = issueCall('mute', standIn.addIssue(project), { muteUntil, period, periods });
		const { error } = await run(standIn, mute);
		expect(error?.message).toMatch(/^'Number of Periods' must be a whole number from 1 to 10?000$/);
		expect(standIn.requests).toEqual([]);
	},
);

it('takes the issue that Get Many gives, without a field to fill in', async () => {
	const { standIn, project } = await bugsink();
	standIn.addIssue(project);
	const list = { resource: 'issue', operation: 'getMany', project: byId(1) };
	const items = jsonOf(await run(standIn, list));
	const { description } = loadSources().nodes['n8n-nodes-bugsink.bugsink'];
	const field = description.properties.find(({ name }) => name === 'issue');
	const issue = { __rl: true as const, ...(field?.default as { mode: string; value: string }) };
	const [muted] = jsonOf(
		await run(standIn, { resource: 'issue', operation: 'mute', issue }, { items }),
	);
	expect(muted).toMatchObject({ id: items[0].id, is_muted: true });
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
	const get = { resource: 'issue', operation: 'get' };
	const gone = await run(standIn, { ...get, issue: byId('NO-SUCH-1') });
	expect(gone.error?.message).toContain('404: No Issue matches');
	const odd = await run(standIn, { ...get, issue: byId('nothing') });
	expect(odd.error?.message).toBe('Bugsink answered 400: Invalid issue identifier.');
	expect(odd.error?.description).toContain('such as CHECKOUT-API-17');
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

it('sends the token to nobody else, whatever Bugsink calls itself', async () => {
	const { standIn, project } = await bugsink();
	for (let count = 0; count < 251; count++) standIn.addIssue(project);
	const first = `${standIn.baseUrl}/api/canonical/0/issues/?project=1&sort=last_seen&order=desc`;
	const { json } = await call('GET', first, undefined, {
		authorization: `Bearer ${standIn.token}`,
	});
	const here = new URL(String(json.next));
	const next = `https://elsewhere.example${here.pathname}${here.search}`;
	standIn.requests.length = 0;
	standIn.fail({ kind: { status: 200, body: { next, previous: null, results: [] } } });
	const list = { resource: 'issue', operation: 'getMany', project: byId(1), returnAll: true };
	expect(jsonOf(await run(standIn, list)).length).toBe(1);
	expect(standIn.requests[1].query.cursor).toBe(here.searchParams.get('cursor'));
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
