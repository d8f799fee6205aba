import type { INode } from 'n8n-workflow';

import { bugsink, byId, jsonOf, run } from '../../support';

const list: INode['parameters'] = { resource: 'issue', operation: 'getMany', returnAll: true };
const ofProject = { ...list, project: byId(1) };
const ofAll = { ...list, project: { ...byId(''), mode: 'list' } };

it('pages through 600 issues, and asks for no page more than the limit takes', async () => {
	const { standIn, project } = await bugsink();
	for (let count = 0; count < 600; count++) standIn.addIssue(project, { isMuted: count % 3 === 0 });
	const all = jsonOf(await run(standIn, ofProject));
	expect(new Set(all.map(({ id }) => id)).size).toBe(600);
	expect(standIn.requests.length).toBe(3);
	standIn.requests.length = 0;
	const some = { ...ofProject, returnAll: false, limit: 250 };
	expect(jsonOf(await run(standIn, some)).length).toBe(250);
	expect(standIn.requests.length).toBe(1);
	const muted = { ...ofProject, filters: { state: 'muted' } };
	expect(jsonOf(await run(standIn, muted)).length).toBe(200);
	const before = await bugsink({ hasHistory: false });
	before.standIn.addIssue(before.project);
	before.standIn.addIssue(before.project, { isMuted: true });
	expect(jsonOf(await run(before.standIn, muted)).length).toBe(1);
});

it.each([
	['all', 3],
	['open', 1],
	['unresolved', 2],
	['resolved', 1],
	['muted', 1],
])('leaves the state %s to Bugsink, and gets %d', async (state, count) => {
	const { standIn, project } = await bugsink();
	standIn.addIssue(project);
	standIn.addIssue(project, { isMuted: true });
	standIn.addIssue(project, { isResolved: true });
	const issues = jsonOf(await run(standIn, { ...ofProject, filters: { state } }));
	expect(issues.length).toBe(count);
	expect(standIn.requests[0].query.state).toBe(state === 'all' ? undefined : state);
});

it('lists all projects, or what a token for one project sees', async () => {
	const { standIn, project } = await bugsink();
	const other = standIn.addProject('Other');
	standIn.addIssue(project);
	standIn.addIssue(other);
	const ids = async (token?: string) =>
		jsonOf(await run(standIn, ofAll, { token })).map(({ friendly_id: id }) => id);
	expect(await ids()).toEqual(['OTHER-1', 'CHECKOUT-API-1']);
	expect(await ids(standIn.addToken(['issues:read'], other))).toEqual(['OTHER-1']);
	expect(jsonOf(await run(standIn, { ...ofAll, project: byId('') })).length).toBe(2);
	expect(standIn.requests.every(({ query }) => query.project === undefined)).toBe(true);
});

it('says before asking that First Seen sorts the issues of one project', async () => {
	const { standIn } = await bugsink();
	const { error } = await run(standIn, { ...ofAll, filters: { sort: 'digest_order' } });
	expect(error?.message).toBe("'Sort By' First Seen needs a project");
	expect(standIn.requests).toEqual([]);
});

it('has Bugsink search by words and tags', async () => {
	const { standIn, project } = await bugsink();
	const cart = standIn.addIssue(project, { value: 'cart is empty' });
	const live = standIn.addIssue(project, { value: 'cart is full' });
	standIn.addEvent(cart, { tags: { environment: 'staging' } });
	standIn.addEvent(live, { tags: { environment: 'production' } });
	const ids = async (query: string) =>
		jsonOf(await run(standIn, { ...ofProject, filters: { query } })).map(({ id }) => id);
	expect(await ids('cart environment:production')).toEqual([live.id]);
	expect(await ids(' empty ')).toEqual([cart.id]);
	expect(await ids('nothing like it')).toEqual([]);
});

it('does not pass off all issues as the result of a query that an older Bugsink ignores', async () => {
	const { standIn, project } = await bugsink({ hasHistory: false });
	standIn.addIssue(project);
	const { error } = await run(standIn, { ...ofProject, filters: { query: 'cart' } });
	expect(error?.message).toBe("'Query' needs Bugsink 2.6 or newer");
	expect(standIn.calls('GET', /\/issues\/$/)).toBe(0);
	const all = await run(standIn, ofAll);
	expect(all.error?.message).toBe('Bugsink answered 400: project: This field is required.');
	expect(all.error?.description).toContain('Bugsink before 2.6 lists one project at a time');
});

it.each([
	['an object without a list', {}],
	['a list without a frame', []],
	['a list that is none', { next: null, results: null }],
	['a sign-in page', '<html>Sign in</html>'],
])('does not take %s for an empty list', async (_name, body) => {
	const { standIn } = await bugsink();
	standIn.fail({ kind: { status: 200, body } });
	const { error } = await run(standIn, ofProject);
	expect(error?.message).toBe("Bugsink's answer is not the JSON of its API");
	expect(error?.description).toContain("Check 'Bugsink URL'");
});
