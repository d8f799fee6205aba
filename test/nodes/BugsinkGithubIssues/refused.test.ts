import { fingerprintMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import type { GithubSettings } from '../../../nodes/BugsinkGithubIssues/settings';
import { githubRefusals, type GithubOptions, type GithubSeed } from '../../standins/github';
import { invalid } from '../../standins/github/model';
import { alertOf, DAY, ISSUE_ID, numbered, regressed, Rig, START } from './support';

const SEEDED: GithubSeed = {
	labels: ['bugsink', 'bug'],
	body: fingerprintMarker(`bugsink-${ISSUE_ID}`),
	createdAt: START - 40 * DAY,
};
const CLOSED: GithubSeed = { ...SEEDED, state: 'closed', closedAt: START - DAY };
const CREATE = /\/issues$/;
const COMMENTS = /\/comments$/;
/** What GitHub documents for writing to an issue. */
const STATUSES = [400, 403, 404, 410, 422];
const refuse = (status: number) => ({ status, body: { message: 'Not like this' } });

let rig: Rig;
afterEach(async () => await rig.github.close());

async function start(seed?: GithubSeed, options: GithubOptions = {}) {
	rig = await Rig.start(options);
	return seed && rig.github.seed(seed);
}

describe('comments that are not possible', () => {
	it.each<[string, GithubSeed, RegExp]>([
		['the conversation is locked', { locked: true }, /because issue is locked/],
		['there are 2,500 of them', { olderComments: 2_500 }, /more than 2500 comments/],
	])('do not keep an issue from being reopened: %s', async (_, more, reason) => {
		const issue = await start({ ...CLOSED, ...more });
		const outcome = await rig.send(regressed());
		expect(outcome).toMatchObject({
			action: 'reopened',
			key: '1',
			warnings: [expect.stringMatching(/^#1 has no comment about it: GitHub answered 403/)],
		});
		expect(String(outcome.warnings)).toMatch(reason);
		expect(String(outcome.warnings)).not.toMatch(/token|permission/i);
		expect(issue).toMatchObject({ state: 'open', comments: [] });
	});

	it.each<[string, GithubSeed]>([
		['locked', { locked: true }],
		['full', { olderComments: 2_500 }],
	])('do not keep an issue from being resolved: %s', async (_, more) => {
		const issue = await start({ ...SEEDED, ...more });
		expect(await rig.send(regressed(), {}, 'resolve')).toMatchObject({
			action: 'resolved',
			warnings: [expect.stringMatching(/^#1 has no comment about it: GitHub answered 403/)],
		});
		expect(issue?.state).toBe('closed');
	});

	it('are possible up to the 2,500th', async () => {
		const issue = await start({ ...CLOSED, olderComments: 2_499 });
		expect(await rig.send(regressed())).toMatchObject({ action: 'reopened', warnings: [] });
		expect(issue?.comments).toHaveLength(1);
	});

	it.each<[string, GithubSeed, RegExp]>([
		['locked', { locked: true }, /Unlock the conversation/],
		['full', { olderComments: 2_500 }, /as many comments as GitHub allows/],
	])('are an error where nothing else is to be done: %s', async (_, more, hint) => {
		await start({ ...SEEDED, ...more });
		await expect(rig.send(regressed())).rejects.toMatchObject({
			hint: expect.stringMatching(hint) as string,
		});
	});
});

describe('a step beside the main one that is refused is a warning', () => {
	it.each(STATUSES)('reopening, with %d: commented', async (status) => {
		const issue = await start(CLOSED);
		rig.github.fail({ method: 'PATCH', kind: refuse(status) });
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			key: '1',
			warnings: [`#1 was not reopened: GitHub answered ${status}: Not like this`],
		});
		expect(issue).toMatchObject({ state: 'closed' });
		expect(issue?.comments).toHaveLength(1);
	});

	it.each(STATUSES)('the comment after reopening, with %d: reopened', async (status) => {
		await start(CLOSED);
		rig.github.fail({ method: 'POST', path: COMMENTS, kind: refuse(status) });
		expect(await rig.send(regressed())).toMatchObject({
			action: 'reopened',
			warnings: [`#1 has no comment about it: GitHub answered ${status}: Not like this`],
		});
	});

	it.each(STATUSES)('the labels, with %d: reopened and commented', async (status) => {
		const issue = await start({ ...CLOSED, labels: [] });
		rig.github.fail({ method: 'POST', path: /\/labels$/, times: 2, kind: refuse(status) });
		expect(await rig.send(regressed(), { labels: ['bugsink', 'p1'] })).toMatchObject({
			action: 'reopened',
			warnings: [
				'The token may not add the labels: bugsink, p1',
				'The token may not add the labels: bugsink',
			],
		});
		expect(issue?.comments).toHaveLength(1);
	});

	it.each(STATUSES)('resolving, with %d: commented', async (status) => {
		const issue = await start(SEEDED);
		rig.github.fail({ method: 'PATCH', kind: refuse(status) });
		expect(await rig.send(regressed(), {}, 'resolve')).toMatchObject({
			action: 'commented',
			warnings: [`#1 was not resolved: GitHub answered ${status}: Not like this`],
		});
		expect(issue?.comments[0].body).toContain('### Resolved in Bugsink');
	});

	it.each(STATUSES)('the list of milestones, with %d: created', async (status) => {
		await start();
		rig.github.fail({ path: /\/milestones$/, kind: refuse(status) });
		expect(await rig.send(alertOf(), { milestone: 'v1.0' })).toMatchObject({
			action: 'created',
			warnings: [
				`The milestones cannot be read, so the issue has none: GitHub answered ${status}: Not like this`,
			],
		});
		expect(rig.github.issues[0].milestone).toBeNull();
	});

	it.each([500, 503])('%d is no refusal: tried again, and then it fails', async (status) => {
		const issue = await start(CLOSED);
		rig.github.fail({ method: 'PATCH', times: 3, kind: refuse(status) });
		await expect(rig.send(regressed())).rejects.toThrow(`GitHub answered ${status}`);
		expect(issue?.comments).toEqual([]);
		expect(await rig.send(regressed())).toMatchObject({ action: 'reopened', warnings: [] });
	});
});

describe('a field that GitHub refuses with 422 is left out, with a warning', () => {
	it.each<[string, object, Partial<GithubSettings>, object, string]>([
		[
			'the issue type, as type',
			{ field: 'type', code: 'invalid', value: 'Incident' },
			{ issueType: 'Incident' },
			{ type: null },
			"There is no issue type 'Incident'; the issue has none",
		],
		[
			'the issue type, as issue_type',
			{ field: 'issue_type', code: 'invalid' },
			{ issueType: 'Incident' },
			{ type: null },
			"There is no issue type 'Incident'; the issue has none",
		],
		[
			'the issue type, as issueType',
			{ field: 'issueType', code: 'custom' },
			{ issueType: 'Incident' },
			{ type: null },
			"There is no issue type 'Incident'; the issue has none",
		],
		[
			'the issue type, in words alone',
			{ code: 'custom', message: 'Issue type Incident is not enabled' },
			{ issueType: 'Incident' },
			{ type: null },
			"There is no issue type 'Incident'; the issue has none",
		],
		[
			'the milestone',
			{ field: 'milestone', code: 'invalid', value: 1 },
			{ milestone: '1' },
			{ milestone: null },
			'There is no milestone 1; the issue has none',
		],
		[
			'one assignee',
			{ field: 'assignees', code: 'invalid', value: 'hubot' },
			{ assignees: ['hubot', 'octocat'] },
			{ assignees: ['octocat'] },
			'Cannot be assigned in acme/shop: hubot',
		],
		[
			'all assignees, of which none is named',
			{ field: 'assignee', code: 'invalid' },
			{ assignees: ['hubot', 'octocat'] },
			{ assignees: [] },
			'Cannot be assigned in acme/shop: hubot, octocat',
		],
		[
			'one label',
			{ resource: 'Label', field: 'name', code: 'invalid', value: 'p1' },
			{ labels: ['bugsink', 'p1', 'bug'] },
			{ labels: ['bugsink', 'bug'] },
			'GitHub refused the labels: p1',
		],
		[
			'labels, of which none is named',
			{ resource: 'Issue', field: 'labels', code: 'invalid' },
			{ labels: ['bugsink', 'p1', 'bug'] },
			{ labels: ['bugsink'] },
			'GitHub refused the labels: p1, bug',
		],
	])('%s', async (_, error, settings, fields, warning) => {
		await start();
		rig.github.fail({
			method: 'POST',
			path: CREATE,
			kind: invalid([{ resource: 'Issue', ...error } as never]),
		});
		expect(await rig.send(alertOf(), settings)).toMatchObject({
			action: 'created',
			key: '1',
			warnings: [warning],
		});
		expect(rig.github.issues).toMatchObject([fields]);
	});

	it('all of them, one after the other', async () => {
		await start(undefined, { issueTypeField: 'issue_type' });
		const labels = { resource: 'Issue', field: 'labels', code: 'invalid' };
		rig.github.fail({ method: 'POST', path: CREATE, kind: invalid([labels]), after: 1 });
		rig.github.fail({ method: 'POST', path: CREATE, kind: invalid([labels]), after: 1 });
		const settings = { issueType: 'Incident', milestone: '7', assignees: ['nobody', 'octocat'] };
		expect(await rig.send(alertOf(), settings)).toMatchObject({
			action: 'created',
			warnings: [
				'Cannot be assigned in acme/shop: nobody',
				'There is no milestone 7; the issue has none',
				"There is no issue type 'Incident'; the issue has none",
				'GitHub refused the labels: bug',
				'GitHub refused the labels: bugsink',
			],
		});
		expect(rig.github.issues).toMatchObject([{ labels: [], assignees: ['octocat'] }]);
		// The next alert finds it without its marker label.
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented', key: '1' });
	});

	it('is an error where nothing is left to leave out', async () => {
		await start();
		const kind = invalid([{ resource: 'Issue', field: 'milestone', code: 'invalid' }]);
		rig.github.fail({ method: 'POST', path: CREATE, kind });
		await expect(rig.send(alertOf())).rejects.toMatchObject({
			message: 'GitHub answered 422: Validation Failed; milestone is not valid',
			hint: "Check 'Milestone' under Options.",
		});
		expect(rig.github.calls('POST', CREATE)).toBe(1);
	});

	it('is no label because its name is: a 422 about an unknown resource stays one', async () => {
		await start();
		const kind = invalid([{ resource: 'Milestone', field: 'name', code: 'invalid' }]);
		rig.github.fail({ method: 'POST', path: CREATE, kind });
		await expect(rig.send(alertOf())).rejects.toThrow('GitHub answered 422');
	});
});

describe('422 for a field that the node does not have', () => {
	it.each(['q', 'base'])('%s: the hint speaks of what the user can change', async (field) => {
		await start();
		const kind = invalid([{ resource: 'Search', field, code: 'invalid' }]);
		rig.github.fail({ path: /\/search\/issues$/, kind });
		await expect(rig.send(regressed())).rejects.toMatchObject({
			hint: "Check 'Repository', and that the token may see it and use its issues.",
		});
	});
});

describe('other 403s', () => {
	it.each(Object.entries(githubRefusals))('%s: nothing is created', async (_, kind) => {
		await start();
		rig.github.fail({ kind, times: Infinity });
		const outcomes = await rig.execute([alertOf(), numbered(1), regressed()]);
		expect(outcomes).toEqual([
			expect.objectContaining({ hint: expect.any(String) as string }),
			expect.objectContaining({ hint: expect.any(String) as string }),
			expect.objectContaining({ hint: expect.any(String) as string }),
		]);
		expect(rig.github.calls('POST')).toBe(0);
	});
});
