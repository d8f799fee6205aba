import { pacesOf } from '../../../nodes/BugsinkGithubIssues/api';
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
const CREATE = 'POST /repos/acme/shop/issues';

let rig: Rig;
afterEach(async () => await rig.github.close());

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
			hint: expect.stringMatching(
				/GitHub limits how much.*Possible again at 2026-08-03 13:00:00 UTC/,
			) as string,
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
		gateOf(rig.clock).close([pacesOf(rig.apiUrl, "another's token").search[0]], {
			until: START + MINUTE,
			statusCode: 403,
			body: '',
		});
		await rig.send(regressed());
		expect(rig.clock.at).toBe(START);
		gateOf(rig.clock).close([pacesOf(rig.apiUrl, rig.github.token).search[0]], {
			until: START + MINUTE,
			statusCode: 403,
			body: '',
		});
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
