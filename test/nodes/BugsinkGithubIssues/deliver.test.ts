import { githubIssues } from '../../../nodes/BugsinkGithubIssues/githubIssues';
import type { GithubSettings } from '../../../nodes/BugsinkGithubIssues/settings';
import { testMessageAlert } from '../../../nodes/shared/alert/toAlert';
import { alertOf, closedDaysAgo, DAY, MARKER, numbered, regressed, Rig, START } from './support';

let rig: Rig;
afterEach(async () => await rig.github.close());

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
		rig.seedTicket(closedDaysAgo(0));
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
		const ticket = rig.seedTicket();
		rig.github.fail({ method: 'POST', kind: 'lostAnswer' });
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented' });
		expect(ticket.comments).toHaveLength(1);
	});
});

describe('resolve', () => {
	it('closes as completed, with a comment, once', async () => {
		rig = await Rig.start();
		const ticket = rig.seedTicket();
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
		rig.seedTicket();
		rig.seedTicket();
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
