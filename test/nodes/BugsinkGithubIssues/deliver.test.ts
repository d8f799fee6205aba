import { githubIssues } from '../../../nodes/BugsinkGithubIssues/githubIssues';
import { fingerprintMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import type { GithubSettings } from '../../../nodes/BugsinkGithubIssues/settings';
import { testMessageAlert } from '../../../nodes/shared/alert/toAlert';
import type { GithubSeed } from '../../standins/github';
import { alertOf, DAY, ISSUE_ID, numbered, regressed, Rig, START } from './support';

const MARKER = fingerprintMarker(`bugsink-${ISSUE_ID}`);
const unmuted = (parts = {}) =>
	alertOf({ reason: 'UNMUTED', unmuteReason: '10 events in an hour', eventCount: 17, ...parts });

let rig: Rig;
afterEach(async () => await rig.github.close());

/** Seeds one Bugsink issue and gives what became of it. */
function seedTicket(seed: GithubSeed = {}) {
	return rig.github.seed({
		body: MARKER,
		labels: ['bugsink', 'triaged'],
		createdAt: START - 40 * DAY,
		updatedAt: START - 40 * DAY,
		...seed,
	});
}

const closedDaysAgo = (days: number, more: GithubSeed = {}): GithubSeed => ({
	state: 'closed',
	stateReason: 'completed',
	closedAt: START - days * DAY,
	updatedAt: START - days * DAY,
	...more,
});

describe('a new issue', () => {
	it('has title, body, labels, assignees, milestone and type', async () => {
		rig = await Rig.start();
		const outcome = await rig.send(alertOf(), {
			assignees: ['octocat', 'hubot'],
			milestone: 'V1.0',
			issueType: 'Bug',
		});
		expect(outcome).toMatchObject({
			action: 'created',
			key: '1',
			url: 'https://github.com/acme/shop/issues/1',
			warnings: [],
			truncated: [],
		});
		expect(rig.github.issues[0]).toMatchObject({
			title: 'ValueError: Invalid input',
			labels: ['bugsink', 'bug'],
			assignees: ['octocat', 'hubot'],
			milestone: 1,
			type: 'Bug',
			body: expect.stringContaining(MARKER) as string,
		});
		// The milestone is looked up once for all executions.
		rig.calls();
		await rig.send(numbered(1), { milestone: 'V1.0' });
		expect(rig.calls()).not.toContain('GET /repos/acme/shop/milestones');
	});

	it.each<[string, Partial<GithubSettings>, object, RegExp]>([
		[
			'an unknown assignee',
			{ assignees: ['nobody', 'octocat'] },
			{ assignees: ['octocat'] },
			/Cannot be assigned in acme\/shop: nobody/,
		],
		['only unknown assignees', { assignees: ['nobody'] }, { assignees: [] }, /nobody/],
		['an unknown milestone', { milestone: 'v9' }, { milestone: null }, /no milestone 'v9'/],
		['an unknown milestone number', { milestone: '9' }, { milestone: null }, /no milestone 9/],
		['an unknown type', { issueType: 'Nope' }, { type: null }, /no issue type 'Nope'/],
	])('goes without %s, and says so', async (_name, settings, fields, warning) => {
		rig = await Rig.start();
		const outcome = await rig.send(alertOf(), settings);
		expect(outcome).toMatchObject({
			action: 'created',
			warnings: [expect.stringMatching(warning)],
		});
		expect(rig.github.issues).toEqual([expect.objectContaining(fields)]);
	});

	it('is refused once for an unknown assignee, however many alerts there are', async () => {
		rig = await Rig.start();
		await rig.send(numbered(0), { assignees: ['nobody'] });
		rig.calls();
		await rig.execute(
			Array.from({ length: 20 }, (_, index) => numbered(index + 1)),
			{ assignees: ['nobody'] },
		);
		const refused = rig.github.requests.filter(({ status }) => status === 422);
		expect(refused.length).toBeLessThanOrEqual(githubIssues.concurrency);
	});

	it('goes without labels that the token may not make', async () => {
		rig = await Rig.start();
		rig.github.fail({
			method: 'POST',
			kind: {
				status: 403,
				body: { message: 'You do not have permission to create labels on this repository.' },
			},
		});
		expect(await rig.send(alertOf())).toMatchObject({
			action: 'created',
			warnings: ['The token may not create the labels: bugsink, bug'],
		});
	});
});

describe('an answer that never came', () => {
	it.each([
		['the connection is cut after the create', { kind: 'lostAnswer' as const }],
		['a gateway answers 502 after the create', { kind: 'lostAnswer' as const, status: 502 }],
		['the create times out', { kind: 'lostTimeout' as const }],
		['the answer is cut in half', { kind: 'cutBody' as const }],
		['the connection is cut before the create', { kind: 'reset' as const }],
		['the server says 503', { kind: { status: 503, body: 'busy' } }],
	])('leaves one issue where %s', async (_name, fault) => {
		rig = await Rig.start({ searchLagMs: DAY });
		rig.github.fail({ method: 'POST', ...fault });
		expect(await rig.send(alertOf())).toMatchObject({ action: 'created', key: '1' });
		expect(rig.github.issues).toHaveLength(1);
	});

	it('leaves one issue where every answer is lost', async () => {
		rig = await Rig.start({ repositories: [{ fullName: 'acme/shop', push: false }] });
		rig.github.fail({ method: 'POST', kind: 'lostAnswer', times: Infinity });
		expect(await rig.send(alertOf())).toMatchObject({ action: 'created', key: '1' });
		expect(rig.github.issues).toHaveLength(1);
	});

	it.each(['lostAnswer', 'reset'] as const)('is not the old issue (%s)', async (kind) => {
		rig = await Rig.start();
		seedTicket(closedDaysAgo(0));
		rig.github.fail({ method: 'POST', kind });
		const outcome = await rig.send(regressed(), {
			onRegression: 'create',
			onlyNewIssues: false,
		});
		expect(outcome).toMatchObject({ action: 'created', key: '2' });
		expect(rig.github.issues).toHaveLength(2);
	});

	it('leaves one comment', async () => {
		rig = await Rig.start();
		const ticket = seedTicket();
		rig.github.fail({ method: 'POST', kind: 'lostAnswer' });
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented' });
		expect(ticket.comments).toHaveLength(1);
	});
});

describe('an alert for an issue that is there', () => {
	type Row = [
		string,
		ReturnType<typeof alertOf>,
		GithubSeed | undefined,
		Partial<GithubSettings>,
		{ action: string; key: string | null; state?: string; comments?: number; issues?: number },
	];
	const open: GithubSeed = {};
	const rows: Row[] = [
		// Bugsink's reason, the issue on GitHub, the settings, what becomes of it.
		['NEW, none', alertOf(), undefined, {}, { action: 'created', key: '1', issues: 1 }],
		['NEW, open', alertOf({ firstSeen: null }), open, {}, { action: 'commented', key: '1' }],
		[
			'NEW, closed',
			alertOf({ firstSeen: null }),
			closedDaysAgo(1),
			{},
			{ action: 'commented', key: '1', state: 'closed' },
		],
		[
			'NEW, open, ignore',
			alertOf({ firstSeen: null }),
			open,
			{ onExisting: 'ignore' },
			{ action: 'skipped', key: '1', comments: 0 },
		],
		[
			'NEW, open, update',
			alertOf({ firstSeen: null }),
			open,
			{ onExisting: 'update' },
			{ action: 'updated', key: '1', comments: 0 },
		],
		[
			'NEW, open, another',
			alertOf({ firstSeen: null }),
			open,
			{ onExisting: 'createAnother' },
			{ action: 'created', key: '2', issues: 2, comments: 0 },
		],
		[
			'REGRESSED, none, only new',
			regressed(),
			undefined,
			{},
			{ action: 'skipped', key: null, issues: 0 },
		],
		[
			'REGRESSED, none, all',
			regressed(),
			undefined,
			{ onlyNewIssues: false },
			{ action: 'created', key: '1', issues: 1 },
		],
		['REGRESSED, open', regressed(), open, {}, { action: 'commented', key: '1' }],
		[
			'REGRESSED, open, create',
			regressed(),
			open,
			{ onRegression: 'create' },
			{ action: 'commented', key: '1' },
		],
		[
			'REGRESSED, closed',
			regressed(),
			closedDaysAgo(29),
			{},
			{ action: 'reopened', key: '1', state: 'open' },
		],
		[
			'REGRESSED, closed within the window',
			regressed(),
			closedDaysAgo(6),
			{ reopenWindowDays: 7 },
			{ action: 'reopened', key: '1', state: 'open' },
		],
		[
			'REGRESSED, closed outside the window, only new',
			regressed(),
			closedDaysAgo(8),
			{ reopenWindowDays: 7 },
			{ action: 'commented', key: '1', state: 'closed', comments: 1 },
		],
		[
			'REGRESSED, closed outside the window, all',
			regressed(),
			closedDaysAgo(8),
			{ reopenWindowDays: 7, onlyNewIssues: false },
			{ action: 'created', key: '2', issues: 2, state: 'closed', comments: 0 },
		],
		[
			'REGRESSED, closed, comment',
			regressed(),
			closedDaysAgo(1),
			{ onRegression: 'comment' },
			{ action: 'commented', key: '1', state: 'closed' },
		],
		[
			'REGRESSED, closed, create',
			regressed(),
			closedDaysAgo(1),
			{ onRegression: 'create', onlyNewIssues: false },
			{ action: 'created', key: '2', issues: 2, state: 'closed', comments: 0 },
		],
		[
			'RESOLVED, none, all',
			alertOf({ reason: 'RESOLVED' }),
			undefined,
			{ onlyNewIssues: false },
			{ action: 'skipped', key: null, issues: 0 },
		],
		[
			'REGRESSED, closed, ignore',
			regressed(),
			closedDaysAgo(1),
			{ onRegression: 'ignore' },
			{ action: 'skipped', key: '1', state: 'closed', comments: 0 },
		],
		[
			'REGRESSED, open, ignore what exists',
			regressed(),
			open,
			{ onExisting: 'ignore' },
			{ action: 'skipped', key: '1', comments: 0 },
		],
		[
			'REGRESSED, not planned',
			regressed(),
			closedDaysAgo(1, { stateReason: 'not_planned' }),
			{},
			{ action: 'skipped', key: '1', state: 'closed', comments: 0 },
		],
		[
			'REGRESSED, duplicate',
			regressed(),
			closedDaysAgo(1, { stateReason: 'duplicate' }),
			{},
			{ action: 'commented', key: '1', state: 'closed', comments: 1 },
		],
		[
			'NEW, not planned',
			alertOf({ firstSeen: null }),
			closedDaysAgo(1, { stateReason: 'not_planned' }),
			{},
			{ action: 'commented', key: '1', state: 'closed', comments: 1 },
		],
		[
			'UNMUTED, none, only new',
			unmuted(),
			undefined,
			{},
			{ action: 'skipped', key: null, issues: 0 },
		],
		['UNMUTED, open', unmuted(), open, {}, { action: 'commented', key: '1' }],
		[
			'UNMUTED, closed',
			unmuted(),
			closedDaysAgo(1),
			{},
			{ action: 'commented', key: '1', state: 'closed' },
		],
		[
			'UNMUTED, open, another, only new',
			unmuted(),
			open,
			{ onExisting: 'createAnother' },
			{ action: 'commented', key: '1' },
		],
		[
			'UNMUTED, open, another, all',
			unmuted(),
			open,
			{ onExisting: 'createAnother', onlyNewIssues: false },
			{ action: 'created', key: '2', issues: 2, comments: 0 },
		],
		[
			'an unknown reason, open',
			alertOf({ reason: 'SPIKE', firstSeen: null }),
			open,
			{},
			{ action: 'commented', key: '1' },
		],
		[
			'TEST, none',
			alertOf({ reason: 'TEST' }),
			undefined,
			{},
			{ action: 'created', key: '1', issues: 1 },
		],
		[
			'TEST, open, ignore',
			alertOf({ reason: 'TEST' }),
			open,
			{ onExisting: 'ignore' },
			{ action: 'commented', key: '1' },
		],
		[
			'TEST, closed',
			alertOf({ reason: 'TEST' }),
			closedDaysAgo(1),
			{},
			{ action: 'created', key: '2', issues: 2, state: 'closed', comments: 0 },
		],
	];

	it.each(rows)('%s', async (_name, alert, seed, settings, expected) => {
		rig = await Rig.start();
		const ticket = seed && seedTicket(seed);
		const { action, key } = await rig.send(alert, settings);
		expect({ action, key }).toEqual({ action: expected.action, key: expected.key });
		expect(rig.github.issues).toHaveLength(expected.issues ?? 1);
		if (ticket === undefined) return;
		expect(ticket.comments).toHaveLength(expected.comments ?? 1);
		expect(ticket.state).toBe(expected.state ?? ticket.state);
	});

	it('takes a duplicate for its issue only if there is nothing else', async () => {
		rig = await Rig.start();
		seedTicket(closedDaysAgo(9));
		seedTicket(closedDaysAgo(2, { stateReason: 'duplicate' }));
		expect(await rig.send(regressed())).toMatchObject({ action: 'reopened', key: '1' });
	});

	it('says what changed, and says it once', async () => {
		rig = await Rig.start();
		const ticket = seedTicket();
		const outcomes = await rig.execute([unmuted(), unmuted(), unmuted({ eventCount: 18 })]);
		expect(outcomes).toMatchObject([
			{ action: 'commented' },
			{ action: 'skipped', skipReason: '#1 already has this comment' },
			{ action: 'commented' },
		]);
		expect(ticket.comments[0].body).toMatch(
			/^### A muted issue is active again: `CHECKOUT-API-17` in Checkout API\n\n\[View in Bugsink\]\(https:\/\/bugsink[^)]*\)\n\n\| Fact \| Value \|\n/,
		);
		expect(ticket.comments[0].body).toContain('| **Events** | 17 |');
		expect(ticket.comments[0].body).toContain('| **Unmuted because** | 10 events in an hour |');
		rig.memory.entries.clear();
		expect(await rig.send(unmuted())).toMatchObject({ action: 'skipped' });
	});

	it('refers from a new issue to the one that it continues', async () => {
		rig = await Rig.start();
		seedTicket(closedDaysAgo(90));
		await rig.send(regressed(), { onlyNewIssues: false });
		expect(rig.github.issues[1].body).toContain('\n\nContinues #1\n\n');
		expect(await rig.send(unmuted())).toMatchObject({ action: 'commented', key: '2' });
	});

	it('keeps the labels of people, and adds what is missing', async () => {
		rig = await Rig.start();
		const ticket = seedTicket(closedDaysAgo(1));
		await rig.send(regressed());
		expect(ticket.labels).toEqual(['bugsink', 'triaged', 'bug']);
	});

	it('comments where the token may not reopen, and says so', async () => {
		rig = await Rig.start({ repositories: [{ fullName: 'acme/shop', push: false }] });
		const ticket = seedTicket(closedDaysAgo(1, { user: 'somebody' }));
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			warnings: [/^#1 was not reopened: GitHub answered 403/],
		});
		expect(ticket.comments).toHaveLength(1);
	});

	it('updates title and body, and nothing else', async () => {
		rig = await Rig.start();
		const ticket = seedTicket({ title: 'old', assignees: ['octocat'] });
		await rig.send(alertOf({ firstSeen: null }), { onExisting: 'update' });
		expect(ticket).toMatchObject({
			title: 'ValueError: Invalid input',
			labels: ['bugsink', 'triaged', 'bug'],
			assignees: ['octocat'],
		});
		expect(ticket.body).toContain(MARKER);
	});
});

describe('resolve', () => {
	it('closes as completed, with a comment, once', async () => {
		rig = await Rig.start();
		const ticket = seedTicket();
		expect(await rig.send(alertOf({ firstSeen: null }), {}, 'resolve')).toMatchObject({
			action: 'resolved',
			key: '1',
		});
		expect(ticket).toMatchObject({ state: 'closed', stateReason: 'completed' });
		expect(ticket.comments[0].body).toContain('### Resolved in Bugsink');
		expect(await rig.send(alertOf(), {}, 'resolve')).toMatchObject({
			action: 'skipped',
			skipCode: 'alreadyClosed',
		});
		expect(await rig.send(numbered(1), {}, 'resolve')).toMatchObject({
			action: 'skipped',
			key: null,
			skipReason: 'There is no issue for this alert',
		});
	});

	it('closes all that are open', async () => {
		rig = await Rig.start();
		seedTicket();
		seedTicket();
		await rig.send(regressed(), {}, 'resolve');
		expect(rig.github.open()).toEqual([]);
	});
});

describe('a test message', () => {
	it('is marked, notifies nobody, and the next one says so on the same issue', async () => {
		rig = await Rig.start();
		const settings = { assignees: ['octocat'], milestone: '1' };
		await rig.send(testMessageAlert(new Date(START)), settings);
		expect(rig.github.issues[0]).toMatchObject({
			title: '[Test] Test message from n8n',
			assignees: [],
			milestone: null,
			body: expect.stringContaining('### Test message from Bugsink') as string,
		});
		for (let round = 1; round <= 2; round++) {
			expect(await rig.send(testMessageAlert(new Date(START)), settings)).toMatchObject({
				action: 'commented',
				key: '1',
			});
		}
	});
});

describe('what GitHub refuses', () => {
	it.each([
		[
			{ status: 401, body: { message: 'Bad credentials' } },
			'GitHub answered 401: Bad credentials',
			/wrong or expired/,
		],
		[
			{ status: 403, body: { message: 'Resource protected by organization SAML enforcement.' } },
			/SAML/,
			/Configure SSO/,
		],
		[
			{ status: 403, body: { message: 'Repository was archived so is read-only.' } },
			/archived/,
			/Unarchive/,
		],
		[
			{ status: 404, body: { message: 'Not Found' } },
			'GitHub answered 404: Not Found',
			/token does not see it/,
		],
		[
			{ status: 410, body: { message: 'Issues has been disabled in this repository.' } },
			/disabled/,
			/Switch them on/,
		],
		[
			{
				status: 422,
				body: {
					message: 'Validation Failed',
					errors: [{ resource: 'Issue', field: 'title', code: 'missing_field' }],
				},
			},
			'GitHub answered 422: Validation Failed; title is missing',
			/refused the title/,
		],
		[{ status: 400, body: '<html>' }, 'GitHub answered 400', /Compare the fields/],
	])('%j', async (answer, message, hint) => {
		rig = await Rig.start();
		rig.github.fail({ method: 'POST', kind: answer, times: Infinity });
		await expect(rig.send(alertOf())).rejects.toMatchObject({
			message: typeof message === 'string' ? message : (expect.stringMatching(message) as string),
			hint: expect.stringMatching(hint) as string,
		});
		expect(rig.calls()).toHaveLength(2);
	});
});
