import { fingerprintMarker } from '../../../nodes/BugsinkGithubIssues/markdown';
import { RecordsInMemory } from '../shared/tracker/recordsInMemory';
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
	])('takes four for a new alert with %s', async (_name, parts) => {
		rig = await Rig.start();
		seedHistory();
		expect(await rig.send(alertOf(parts))).toMatchObject({ action: 'created' });
		expect(rig.calls()).toEqual([LIST, SEARCH, CREATE, LIST]);
	});

	it.each([
		[150, [LIST, LIST]],
		[350, [LIST, LIST, LIST, SEARCH]],
	])('lists three pages before it searches: %d issues changed lately', async (count, looks) => {
		rig = await Rig.start();
		rig.github.seedIssues(count, () => ({ labels: ['bugsink'] }));
		await rig.send(alertOf());
		expect(rig.calls()).toEqual([...looks, CREATE, LIST]);
	});

	it('takes one look for an issue that it remembers', async () => {
		rig = await Rig.start();
		await rig.send(alertOf());
		// The first look after ten minutes is the last one for a duplicate.
		rig.clock.at += 15 * MINUTE;
		await rig.send(regressed());
		rig.calls();
		await rig.send(regressed({ eventCount: 43 }));
		expect(rig.calls()).toEqual([
			'GET /repos/acme/shop/issues/1',
			'GET /repos/acme/shop/issues/1/comments',
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
			rig.database = new RecordsInMemory();
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
		expect(rig.calls()).toEqual([LIST, SEARCH, SEARCH, CREATE, LIST]);
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
