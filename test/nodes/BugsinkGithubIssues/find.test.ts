import { searchPace } from '../../../nodes/BugsinkGithubIssues/api';
import { fingerprintMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import { gateOf } from '../../../nodes/shared/delivery/gate';
import { githubPrimaryLimit, githubSecondaryLimit } from '../../standins/github';
import {
	alertOf,
	anotherProcess,
	DAY,
	ISSUE_ID,
	mapMemory,
	MINUTE,
	numbered,
	regressed,
	Rig,
	START,
} from './support';

const MARKER = fingerprintMarker(`bugsink-${ISSUE_ID}`);
const LIST = 'GET /repos/acme/shop/issues';
const SEARCH = 'GET /search/issues';
const CREATE = 'POST /repos/acme/shop/issues';

let rig: Rig;
afterEach(async () => await rig.github.close());

/** 5,000 Bugsink issues of the last year, and pull requests with the label. */
function seedHistory() {
	rig.github.seedIssues(5000, (index) => ({
		title: `Old ${index}`,
		body: fingerprintMarker(`bugsink-old-${index}`),
		labels: ['bugsink'],
		state: index % 3 === 0 ? 'closed' : 'open',
		createdAt: START - 365 * DAY + index * MINUTE,
		updatedAt: START - 365 * DAY + index * MINUTE,
	}));
	rig.github.addPullRequest({ title: 'Fix it', labels: ['bugsink'], body: MARKER });
}

describe('calls per alert', () => {
	it('takes three for a new alert, whatever the history: the last looks for a double', async () => {
		rig = await Rig.start();
		seedHistory();
		expect(await rig.send(alertOf())).toMatchObject({ action: 'created', key: '5002' });
		expect(rig.calls()).toEqual([LIST, CREATE, LIST]);
	});

	it.each([
		['no first seen', { firstSeen: null }],
		['an old first seen', { firstSeen: new Date(START - 30 * DAY).toISOString() }],
		['no id', { issueId: null }],
	])('takes three for a new alert with %s', async (_name, parts) => {
		rig = await Rig.start();
		seedHistory();
		expect(await rig.send(alertOf(parts))).toMatchObject({ action: 'created' });
		expect(rig.calls()).toEqual([LIST, SEARCH, CREATE]);
	});

	it('takes three where more than a page changed lately', async () => {
		rig = await Rig.start();
		rig.github.seedIssues(350, () => ({ labels: ['bugsink'] }));
		await rig.send(alertOf());
		expect(rig.calls()).toEqual([LIST, SEARCH, CREATE]);
	});

	it('takes one look for an issue that it remembers', async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		rig.clock.at += 15 * MINUTE;
		rig.calls();
		await rig.send(regressed());
		expect(rig.calls()).toEqual([
			'GET /repos/acme/shop/issues/1',
			'POST /repos/acme/shop/issues/1/comments',
		]);
	});
});

describe('a burst of 100 new alerts in one execution', () => {
	it.each([
		['with a first seen', {}, false],
		['with a first seen, after 5,000 older issues', {}, true],
		['without a first seen, after 5,000 older issues', { firstSeen: null }, true],
	])(
		'%s: 100 issues, at most 2.1 calls an alert, no limit hit',
		async (_name, parts, hasHistory) => {
			rig = await Rig.start({ minWriteIntervalMs: 1000 });
			if (hasHistory) seedHistory();
			const before = rig.github.open().length;
			const alerts = Array.from({ length: 100 }, (_, index) => numbered(index, parts));
			const outcomes = await rig.execute(alerts);
			expect(outcomes.map((outcome) => 'action' in outcome && outcome.action)).toEqual(
				alerts.map(() => 'created'),
			);
			expect(rig.github.open().length - before).toBe(100);
			const titles = rig.github
				.open()
				.slice(-100)
				.map(({ title }) => title);
			expect(new Set(titles).size).toBe(100);
			expect(rig.github.refused).toEqual({ primary: 0, search: 0, secondary: 0 });
			const writes = rig.github.requests.filter(({ method }) => method === 'POST');
			const gaps = writes.slice(1).map(({ at }, index) => at - writes[index].at);
			expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
			expect(rig.calls().length / 100).toBeLessThanOrEqual(2.1);
		},
	);

	it('opens one issue for 20 alerts about one error', async () => {
		rig = await Rig.start({ minWriteIntervalMs: 1000 });
		const alerts = Array.from({ length: 20 }, (_, index) => alertOf({ eventCount: index + 1 }));
		const outcomes = await rig.execute(alerts);
		expect(outcomes[0]).toMatchObject({ action: 'created', key: '1' });
		expect(outcomes.slice(1)).toEqual(
			Array(19).fill(expect.objectContaining({ action: 'commented', key: '1' })),
		);
		expect(rig.github.issues).toHaveLength(1);
	});
});

describe('finding what is there', () => {
	it('is not blind while the search lags, without any memory', async () => {
		rig = await Rig.start({ searchLagMs: 5 * MINUTE });
		await rig.send(alertOf());
		for (const alert of [alertOf(), regressed({ firstSeen: null }), alertOf({ issueId: null })]) {
			rig.memory = mapMemory();
			const outcome = await rig.send(alert, {}, 'sendAlert', anotherProcess());
			expect(outcome.action).toBe(alert.issueId === null ? 'created' : 'commented');
		}
	});

	it('needs no search for what an execution beside it has found', async () => {
		rig = await Rig.start();
		rig.github.seed({ body: MARKER, labels: ['bugsink'], createdAt: START - 30 * DAY });
		for (const searches of [1, 0]) {
			// n8n keeps what the last of them wrote, which is not what this one did.
			rig.memory = mapMemory();
			await rig.send(regressed());
			expect(rig.calls().filter((call) => call === SEARCH)).toHaveLength(searches);
		}
	});

	it('sees the present state of what the search shows as it was', async () => {
		rig = await Rig.start({ searchLagMs: 5 * MINUTE });
		rig.github.seed({ body: MARKER, labels: ['bugsink'], createdAt: START - 30 * DAY });
		rig.github.setState(1, 'closed');
		expect(await rig.send(regressed())).toMatchObject({ action: 'reopened', key: '1' });
	});

	it('finds old issues by search, with the marker label gone', async () => {
		rig = await Rig.start();
		seedHistory();
		rig.github.seed({
			body: `edited by hand\n\n${MARKER}`,
			createdAt: START - 90 * DAY,
			updatedAt: START - 90 * DAY,
		});
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented', key: '5002' });
	});

	it('takes no pull request and no other fingerprint for its issue', async () => {
		rig = await Rig.start();
		rig.github.addPullRequest({ labels: ['bugsink'], body: MARKER });
		rig.github.seed({ labels: ['bugsink'], body: `about bugsink-${ISSUE_ID} in words` });
		rig.github.seed({
			labels: ['bugsink'],
			body: fingerprintMarker(`bugsink-${ISSUE_ID}-2`),
		});
		expect(await rig.send(alertOf({ firstSeen: null }))).toMatchObject({
			action: 'created',
			key: '4',
		});
	});

	it('prefers the oldest open issue, and says that there are several', async () => {
		rig = await Rig.start();
		rig.github.seed({ labels: ['bugsink'], body: MARKER, state: 'closed' });
		rig.github.seed({ labels: ['bugsink'], body: MARKER, createdAt: START - DAY });
		rig.github.seed({ labels: ['bugsink'], body: MARKER });
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			key: '2',
			warnings: ['Several open issues are about this alert: #2, #3'],
		});
	});

	it('finds an open issue although it remembers a closed one', async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		rig.github.setState(1, 'closed');
		rig.github.seed({ labels: ['bugsink'], body: MARKER });
		expect(await rig.send(regressed())).toMatchObject({ action: 'commented', key: '2' });
	});

	it('forgets an issue that is gone', async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		rig.github.fail({
			path: /issues\/1$/,
			kind: { status: 410, body: { message: 'This issue was deleted' } },
		});
		rig.github.issues[0].body = '';
		expect(await rig.send(alertOf())).toMatchObject({ action: 'created', key: '2' });
	});

	it('asks again when the search ran out of time, and then says so', async () => {
		rig = await Rig.start();
		rig.github.incompleteResults = true;
		expect(await rig.send(alertOf({ firstSeen: null }))).toMatchObject({
			action: 'created',
			warnings: [expect.stringContaining('did not finish')],
		});
		expect(rig.calls()).toEqual([LIST, SEARCH, SEARCH, CREATE]);
	});

	it('works where the token may not push and the marker label is dropped', async () => {
		rig = await Rig.start({
			searchLagMs: 5 * MINUTE,
			repositories: [{ fullName: 'acme/shop', push: false }],
		});
		expect(await rig.send(alertOf(), { assignees: ['octocat'] })).toMatchObject({
			action: 'created',
			warnings: [expect.stringContaining('labels (bugsink, bug), assignees (octocat)')],
		});
		// Only what this workflow knows of the issue is lost.
		for (const key of rig.memory.entries.keys()) {
			if (key.includes('#')) rig.memory.entries.delete(key);
		}
		expect(await rig.send(alertOf())).toMatchObject({ action: 'commented', key: '1' });
	});
});

describe('moved and renamed', () => {
	it('writes to a renamed repository under its new name, and says so', async () => {
		rig = await Rig.start();
		rig.github.seed({
			labels: ['bugsink'],
			body: MARKER,
			createdAt: START - DAY,
			updatedAt: START - DAY,
		});
		rig.github.rename('acme/shop', 'acme/store');
		const outcomes = await rig.execute([numbered(1), regressed(), numbered(2)]);
		const warnings = [
			"The repository acme/shop is now called acme/store: change 'Repository' in this node",
		];
		expect(outcomes).toMatchObject([
			{ action: 'created', key: '2', url: 'https://github.com/acme/store/issues/2', warnings },
			{ action: 'commented', key: '1', warnings },
			{ action: 'created', key: '3', warnings },
		]);
		expect(rig.github.requests.every(({ status }) => status !== 307)).toBe(true);
	});

	it('sends the token to no other host', async () => {
		rig = await Rig.start();
		const other = await Rig.start();
		rig.github.fail({
			kind: { status: 301, headers: { location: `${other.github.url}/repositories/1/issues` } },
		});
		const failure = await rig.send(alertOf()).catch((error: Error) => error);
		await other.github.close();
		expect(failure).toMatchObject({
			message: expect.stringMatching(/301.*moved to 127/) as string,
		});
		expect(other.github.requests).toEqual([]);
	});

	it('follows an issue that was transferred', async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		rig.github.seed({ body: MARKER }, 'acme/tools');
		rig.github.fail({
			path: /acme\/shop\/issues\/1$/,
			kind: { status: 301, headers: { location: `${rig.github.url}/repos/acme/tools/issues/1` } },
		});
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			url: 'https://github.com/acme/tools/issues/1',
			warnings: ['The issue is now in acme/tools'],
		});
		expect(rig.github.repository('acme/tools').issues[0].comments).toHaveLength(1);
	});

	it('works below /api/v3 of Enterprise Server', async () => {
		rig = await Rig.start({ enterprise: true, rateLimit: Infinity });
		await rig.send(alertOf({ firstSeen: null }));
		rig.memory = mapMemory();
		rig.github.rename('acme/shop', 'acme/store');
		const outcome = await rig.send(regressed(), {}, 'sendAlert', anotherProcess());
		expect(outcome).toMatchObject({ action: 'commented', key: '1' });
		expect(rig.github.requests.every(({ path }) => path.startsWith('/api/v3/'))).toBe(true);
	});
});

describe('limits', () => {
	it.each([
		['a secondary limit with retry-after', githubSecondaryLimit(7), 7_000],
		['a secondary limit with 429', githubSecondaryLimit(9, 429), 9_000],
		['a secondary limit that names no time', githubSecondaryLimit(), MINUTE],
		['a used-up primary limit', githubPrimaryLimit(START + 90_000), 90_000],
		['a used-up primary limit with 429', githubPrimaryLimit(START + 90_000, 429), 90_000],
	])('waits out %s', async (_name, kind, wait) => {
		rig = await Rig.start();
		rig.github.fail({ method: 'POST', kind });
		expect(await rig.send(alertOf())).toMatchObject({ action: 'created' });
		expect(rig.clock.at - START).toBeGreaterThanOrEqual(wait);
		expect(rig.clock.at - START).toBeLessThan(wait + 1_500);
		expect(rig.github.issues).toHaveLength(1);
	});

	it('gives up at once where the limit is reset in an hour', async () => {
		rig = await Rig.start();
		rig.github.fail({ kind: githubPrimaryLimit(START + 60 * MINUTE) });
		await expect(rig.send(alertOf())).rejects.toMatchObject({
			hint: expect.stringMatching(/GitHub limits how much.*60 minutes/) as string,
		});
		expect(rig.calls()).toHaveLength(1);
	});

	it('keeps the others waiting when one is throttled', async () => {
		rig = await Rig.start({ minWriteIntervalMs: 1000 });
		rig.github.fail({ method: 'POST', after: 3, kind: githubSecondaryLimit(30) });
		const outcomes = await rig.execute(Array.from({ length: 10 }, (_, index) => numbered(index)));
		expect(outcomes.every((outcome) => 'action' in outcome)).toBe(true);
		expect(rig.github.issues).toHaveLength(10);
		// The one that was told to wait; nobody ran into the limit after it.
		expect(rig.github.refused.secondary).toBe(0);
	});

	it('lets one token search while another has to wait', async () => {
		rig = await Rig.start();
		gateOf(rig.clock).close(searchPace(rig.apiUrl, "another's token"), START + MINUTE);
		await rig.send(regressed());
		expect(rig.clock.at).toBe(START);
		gateOf(rig.clock).close(searchPace(rig.apiUrl, rig.github.token), START + MINUTE);
		await rig.send(regressed());
		expect(rig.clock.at).toBe(START + MINUTE);
	});

	it('takes a 403 about permissions for what it is', async () => {
		rig = await Rig.start({ fineGrained: true, issuesPermission: 'read' });
		await expect(rig.send(alertOf())).rejects.toMatchObject({
			message: 'GitHub answered 403: Resource not accessible by personal access token',
			hint: expect.stringContaining('Issues: Read and write') as string,
		});
		expect(rig.calls()).toEqual([LIST, CREATE]);
	});
});
