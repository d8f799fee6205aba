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

const SEEDED = { labels: ['bugsink'], body: fingerprintMarker(`bugsink-${ISSUE_ID}`) };
const CHANGE = /issues\/2$/;

let rig: Rig;
afterEach(async () => await rig.github.close());

const openNumbers = () =>
	rig.github.open().flatMap((one) => (one.state === 'open' ? one.number : []));
const nothingLeft = { onExisting: 'ignore' as const };

describe('executions side by side', () => {
	it('makes one issue in one process', async () => {
		rig = await Rig.start();
		const outcomes = await Promise.all([1, 2, 3].map(async () => await rig.send(alertOf())));
		expect(outcomes.map(({ action }) => action).sort()).toEqual([
			'commented',
			'created',
			'skipped',
		]);
		expect(rig.github.issues).toHaveLength(1);
	});

	it('resolves only after what is under way', async () => {
		rig = await Rig.start();
		const [, resolved] = await Promise.all([
			rig.send(alertOf()),
			rig.send(alertOf(), {}, 'resolve'),
		]);
		expect(resolved).toMatchObject({ action: 'resolved', key: '1' });
		expect(openNumbers()).toEqual([]);
	});

	it('closes the second issue of two processes at once, as a duplicate of the first', async () => {
		rig = await Rig.start();
		const outcomes = await Promise.all(
			[anotherProcess(), anotherProcess()].map(
				async (process) => await rig.send(alertOf(), nothingLeft, 'sendAlert', process),
			),
		);
		expect(rig.github.issues).toHaveLength(2);
		expect(openNumbers()).toEqual([1]);
		expect(rig.github.issues[1]).toMatchObject({
			stateReason: 'duplicate',
			comments: [expect.objectContaining({ body: 'Duplicate of #1' })],
		});
		expect(outcomes).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ action: 'created', key: '1', warnings: [] }),
				expect.objectContaining({
					action: 'skipped',
					key: '1',
					warnings: ['#2 was closed as a duplicate of #1'],
				}),
			]),
		);
	});

	it.each([
		['the workflow remembers the first', () => undefined],
		['nothing is remembered', () => (rig.memory = mapMemory())],
	])('closes it with the next alert, however late, if it was not seen: %s', async (_, before) => {
		rig = await Rig.start({ searchLagMs: 5 * MINUTE, listLagMs: 8_000 });
		// A replica that does not know the first yet.
		const path = /issues\/1$/;
		rig.github.fail({ method: 'GET', path, times: 1, kind: { status: 404, body: {} } });
		await Promise.all(
			[anotherProcess(), anotherProcess()].map(
				async (process) =>
					await rig.send(alertOf({ firstSeen: null }), nothingLeft, 'sendAlert', process),
			),
		);
		expect(openNumbers()).toEqual([1, 2]);
		before();
		rig.clock.at += 20 * MINUTE;
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			key: '1',
			warnings: ['#2 was closed as a duplicate of #1'],
		});
		expect(openNumbers()).toEqual([1]);
	});
});

it('three processes that wait for their turn make one issue, however far the lists lag', async () => {
	rig = await Rig.start({ listLagMs: 8_000, searchLagMs: 10 * MINUTE });
	rig.database = new RecordsInMemory();
	const processes = [anotherProcess(), anotherProcess(), anotherProcess()];
	await Promise.all(
		processes.map(async (process) => await rig.send(alertOf(), {}, 'sendAlert', process)),
	);
	expect(rig.github.issues).toHaveLength(1);
});

describe('what another process created and no list shows yet', () => {
	it('is found in a later turn too, not only in the one that came across it first', async () => {
		rig = await Rig.start({ listLagMs: 60_000, searchLagMs: 10 * MINUTE });
		rig.database = new RecordsInMemory();
		const [one, two] = [anotherProcess(), anotherProcess()];
		for (const index of [1, 2, 3]) await rig.send(numbered(index), {}, 'sendAlert', one);
		rig.memory = mapMemory();
		for (const index of [4, 1, 2, 3]) {
			await rig.send(numbered(index), nothingLeft, 'sendAlert', two);
		}
		expect(rig.github.issues).toHaveLength(4);
	});

	it('is found in a repository in which nothing has changed for long', async () => {
		rig = await Rig.start({ listLagMs: 8_000, searchLagMs: 10 * MINUTE });
		rig.database = new RecordsInMemory();
		for (let number = 1; number <= 50; number++) {
			rig.github.seed({ title: 'Of a year ago', createdAt: START - 365 * DAY });
		}
		await rig.send(alertOf(), {}, 'sendAlert', anotherProcess());
		rig.memory = mapMemory();
		rig.calls();
		await rig.send(alertOf(), nothingLeft, 'sendAlert', anotherProcess());
		expect(rig.github.issues).toHaveLength(51);
		expect(rig.calls().length).toBeLessThan(8);
	});

	it('is found where somebody has just changed an old issue', async () => {
		rig = await Rig.start({ listLagMs: 8_000, searchLagMs: 10 * MINUTE });
		rig.database = new RecordsInMemory();
		for (let number = 1; number <= 50; number++) {
			rig.github.seed({ title: 'Of a year ago', createdAt: START - 365 * DAY });
		}
		rig.github.closeIssue(3);
		rig.clock.at += MINUTE;
		await rig.send(alertOf(), {}, 'sendAlert', anotherProcess());
		rig.memory = mapMemory();
		await rig.send(alertOf(), nothingLeft, 'sendAlert', anotherProcess());
		expect(rig.github.issues).toHaveLength(51);
	});

	it.each([false, true])('of two without a turn the later is closed: quiet %s', async (isQuiet) => {
		rig = await Rig.start({ listLagMs: 8_000, searchLagMs: 10 * MINUTE });
		if (isQuiet) rig.github.seed({ title: 'Of a year ago', createdAt: START - 365 * DAY });
		else rig.github.seed({ title: 'Of today', createdAt: START - MINUTE });
		await Promise.all(
			[anotherProcess(), anotherProcess()].map(
				async (process) => await rig.send(alertOf(), nothingLeft, 'sendAlert', process),
			),
		);
		expect(openNumbers()).toHaveLength(2);
	});
});

describe('two open issues of one alert', () => {
	it.each([
		["a person's copy", { user: 'somebody' }, []],
		[
			'one that came a day later',
			{ createdAt: START },
			['Several open issues are about this alert: #1, #2'],
		],
	])('leaves %s alone', async (_, second, warnings) => {
		rig = await Rig.start();
		rig.github.seed({ ...SEEDED, createdAt: START - DAY });
		rig.github.seed({ ...SEEDED, createdAt: START - DAY + MINUTE, ...second });
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			key: '1',
			warnings,
		});
		expect(openNumbers()).toEqual([1, 2]);
	});

	it('leaves both where each alert shall have an issue of its own', async () => {
		rig = await Rig.start();
		const settings = { onExisting: 'createAnother' as const, onlyNewIssues: false };
		await rig.send(alertOf(), settings);
		await rig.send(alertOf({ eventCount: 2 }), settings);
		await rig.send(alertOf({ eventCount: 3 }), settings);
		expect(openNumbers()).toEqual([1, 2, 3]);
	});

	it('closes the second as not planned where a server does not know duplicates', async () => {
		rig = await Rig.start();
		rig.github.seed(SEEDED);
		rig.github.seed(SEEDED);
		rig.github.fail({ method: 'PATCH', path: CHANGE, kind: { status: 422, body: {} } });
		await rig.send(regressed());
		expect(rig.github.issues[1]).toMatchObject({ state: 'closed', stateReason: 'not_planned' });
	});

	it('goes on with the alert where the second cannot be closed, and says so', async () => {
		rig = await Rig.start();
		rig.github.seed(SEEDED);
		rig.github.seed(SEEDED);
		rig.github.fail({ method: 'PATCH', kind: { status: 400, body: { message: 'No' } } });
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			key: '1',
			warnings: [
				'#2 is a duplicate of #1 and could not be closed: GitHub answered 400: No',
				'Several open issues are about this alert: #1, #2',
			],
		});
	});

	it('closes the second once, however many alerts of the execution are about it', async () => {
		rig = await Rig.start();
		rig.github.seed(SEEDED);
		rig.github.seed(SEEDED);
		await rig.execute([regressed(), regressed({ eventCount: 43 })]);
		expect(rig.github.issues[1].comments).toHaveLength(1);
	});

	it('knows that the second is closed where it takes no comment', async () => {
		rig = await Rig.start();
		rig.github.seed(SEEDED);
		rig.github.seed(SEEDED);
		const path = /issues\/2\/comments$/;
		rig.github.fail({ method: 'POST', path, kind: { status: 403, body: { message: 'Locked' } } });
		expect(await rig.send(regressed())).toMatchObject({
			action: 'commented',
			key: '1',
			warnings: [
				'#2 does not say of which issue it is a duplicate: GitHub answered 403: Locked',
				'#2 was closed as a duplicate of #1',
			],
		});
		expect(openNumbers()).toEqual([1]);
	});

	it('says of a new issue that it is a double where the token may not close it', async () => {
		rig = await Rig.start();
		rig.github.seed(SEEDED);
		// The list does not show it yet.
		rig.github.fail({ method: 'GET', kind: { status: 200, body: [] } });
		rig.github.fail({ method: 'PATCH', times: 2, kind: { status: 403, body: {} } });
		expect(await rig.send(alertOf())).toMatchObject({
			action: 'created',
			key: '2',
			warnings: [/^#2 is a duplicate of #1 and could not be closed: GitHub answered 403/],
		});
	});

	it('calls the new issue created where the look for a double fails, and says so', async () => {
		rig = await Rig.start();
		rig.github.fail({
			method: 'GET',
			after: 1,
			kind: { status: 400, body: { message: 'No' } },
		});
		expect(await rig.send(alertOf())).toMatchObject({
			action: 'created',
			key: '1',
			warnings: ['It is not known whether #1 has a duplicate: GitHub answered 400: No'],
		});
	});
});
