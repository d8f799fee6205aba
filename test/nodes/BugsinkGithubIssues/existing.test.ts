/** What becomes of an alert whose issue is there, open or closed. */
import type { GithubSettings } from '../../../nodes/BugsinkGithubIssues/settings';
import type { GithubSeed } from '../../standins/github';
import { alertOf, closedDaysAgo, MARKER, regressed, Rig, unmuted } from './support';

let rig: Rig;
afterEach(async () => await rig.github.close());

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
		const ticket = seed && rig.seedTicket(seed);
		const { action, key } = await rig.send(alert, settings);
		expect({ action, key }).toEqual({ action: expected.action, key: expected.key });
		expect(rig.github.issues).toHaveLength(expected.issues ?? 1);
		if (ticket === undefined) return;
		expect(ticket.comments).toHaveLength(expected.comments ?? 1);
		expect(ticket.state).toBe(expected.state ?? ticket.state);
	});

	it('takes a duplicate for its issue only if there is nothing else', async () => {
		rig = await Rig.start();
		rig.seedTicket(closedDaysAgo(9));
		rig.seedTicket(closedDaysAgo(2, { stateReason: 'duplicate' }));
		expect(await rig.send(regressed())).toMatchObject({ action: 'reopened', key: '1' });
	});

	it('says what changed, and says it once', async () => {
		rig = await Rig.start();
		const ticket = rig.seedTicket();
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
		rig.seedTicket(closedDaysAgo(90));
		await rig.send(regressed(), { onlyNewIssues: false });
		expect(rig.github.issues[1].body).toContain('\n\nContinues #1\n\n');
		expect(await rig.send(unmuted())).toMatchObject({ action: 'commented', key: '2' });
	});

	it('keeps the labels of people, and adds what is missing', async () => {
		rig = await Rig.start();
		const ticket = rig.seedTicket(closedDaysAgo(1));
		await rig.send(regressed());
		expect(ticket.labels).toEqual(['bugsink', 'triaged', 'bug']);
	});

	it('comments where the token may not reopen, and says so', async () => {
		rig = await Rig.start({ repositories: [{ fullName: 'acme/shop', push: false }] });
		const ticket = rig.seedTicket(closedDaysAgo(1, { user: 'somebody' }));
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			warnings: [/^#1 was not reopened: GitHub answered 403/],
		});
		expect(ticket.comments).toHaveLength(1);
	});

	it('updates title and body, and nothing else', async () => {
		rig = await Rig.start();
		const ticket = rig.seedTicket({ title: 'old', assignees: ['octocat'] });
		await rig.send(alertOf({ firstSeen: null }), { onExisting: 'update' });
		expect(ticket).toMatchObject({
			title: 'ValueError: Invalid input',
			labels: ['bugsink', 'triaged', 'bug'],
			assignees: ['octocat'],
		});
		expect(ticket.body).toContain(MARKER);
	});
});
