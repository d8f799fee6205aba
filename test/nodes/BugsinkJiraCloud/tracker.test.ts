import { StaleFindings } from '../../../nodes/shared/tracker/tracker';
import { NOW, SITE, type Scripted } from './scripted';
import {
	fingerprint,
	issue,
	issues,
	log,
	moved,
	refused,
	setting,
	ticket,
	well,
} from './scriptedTracker';

describe('what it is about', () => {
	it('is the site of the node, in the words of Jira', () => {
		const { tracker } = setting(well());
		expect(tracker).toMatchObject({
			noun: 'ticket',
			looksAfterCreate: false,
			place: SITE,
			warnings: [],
		});
		expect(tracker.memoryKey(fingerprint)).toBe(fingerprint);
		expect(tracker.shown(ticket(7))).toEqual({ id: '10007', key: 'OPS-7' });
	});

	it.each([
		['OPS', true],
		['SHOP', false],
		['', true],
	])('are the tickets of another project for a node of %j: %s', (projectKey, isOurs) => {
		const { tracker } = setting(well(), { projectKey });
		expect(tracker.belongs({ ...ticket(7), home: 'OPS' })).toBe(isOurs);
	});
});

describe('a look for tickets', () => {
	it('that are known reads them by their ids; one that is gone is missing', async () => {
		const { requests, tracker } = setting(well({ bulkfetch: issues(issue(7)) }));
		const found = await tracker.recall(['10007', '10008']);
		expect([...found]).toEqual([['10007', ticket(7)]]);
		expect(requests).toMatchObject([{ json: { issueIdsOrKeys: ['10007', '10008'] } }]);
	});

	it('of several alerts asks for all of their labels', async () => {
		const { requests, tracker } = setting(well({ search: issues(issue(7)) }));
		const wanted = [{ fingerprint: 'bugsink-1' }, { fingerprint: 'bugsink-2', isBeside: true }];
		expect(await tracker.search(wanted)).toEqual([ticket(7)]);
		expect(requests).toMatchObject([
			{ json: { jql: 'labels in ("bugsink-1", "bugsink-2") ORDER BY created DESC' } },
		]);
	});

	it('that were created lately reads those after the newest in the index', async () => {
		const { tracker } = setting(well({ search: issues(issue(7)), bulkfetch: issues(issue(8)) }));
		expect(await tracker.latest()).toEqual([ticket(7), ticket(8)]);
	});

	it('finds none in a project that Jira does not know: the create says so', async () => {
		const { requests, tracker } = setting(() => refused('No project OPS.', 400));
		expect(await tracker.latest()).toEqual([]);
		expect(requests).toHaveLength(1);
	});

	it.each<[string, Scripted, string]>([
		['refused otherwise', refused('No.'), 'Jira answered 403: No.'],
		['throttled for long', { status: 429, headers: { 'retry-after': '900' } }, '429'],
		['without an answer', 'lost', 'cut the connection'],
		['answered with something else', { body: [] }, 'something else'],
	])('that is %s does not say that there are none', async (_, answer, message) => {
		const { tracker } = setting(() => answer);
		await expect(tracker.latest()).rejects.toThrow(message);
	});

	it('that has to move to the gateway makes void what was found', async () => {
		const { tracker } = setting(({ at, path }) => {
			if (at === 'edge') return { body: { cloudId: 'cloud-1' } };
			return path.includes('search') ? issues(issue(7)) : { status: 401 };
		});
		await expect(tracker.latest()).rejects.toBeInstanceOf(StaleFindings);
	});
});

describe('who closed a ticket', () => {
	it.each([
		['nobody', [], false],
		['a person', ['app', 'app', 'ada'], false],
		['an app', ['ada', 'ada', 'app'], true],
	])('is who moved it last: %s', async (_, accounts, isBot) => {
		const { seen, tracker } = setting(well(log(...accounts.map((account) => moved(account)))));
		expect(await tracker.closedByBot(ticket(7))).toBe(isBot);
		expect(seen()).toEqual(['GET /issue/10007/changelog?startAt=0&maxResults=100']);
	});

	it('is a person for a token that may not read the change log', async () => {
		const { tracker } = setting(() => refused('No log.'));
		expect(await tracker.closedByBot(ticket(7))).toBe(false);
	});

	it('is not known while Jira is down', async () => {
		const { tracker } = setting(() => ({ status: 500 }));
		await expect(tracker.closedByBot(ticket(7))).rejects.toThrow('Jira answered 500');
	});
});

describe('a ticket that is open counts as opened again', () => {
	const since = NOW - 60_000;
	const at = (time: number, before = 'Done') =>
		moved('ada', { created: new Date(time).toISOString() }, before);

	it.each([
		['it left a done status after that', [at(since + 1)], true],
		['it left one at that very time', [at(since)], false],
		['it left one before', [at(since - 1)], false],
		['nobody can tell when', [moved('ada')], false],
		['it left an open status', [at(NOW, 'Doing')], false],
		["it left what the user calls won't do", [at(NOW, 'parked')], true],
		['one of several moves says so', [at(NOW, 'To Do'), at(NOW), at(NOW, 'Doing')], true],
	])('if %s', async (_, moves, isReopened) => {
		const { tracker } = setting(well(log(...moves)), { wontDoNames: ['Parked'] });
		expect(await tracker.reopenedSince(ticket(7), since)).toBe(isReopened);
	});

	it('not for a token that may not read the change log', async () => {
		const { tracker } = setting(() => refused('No log.'));
		expect(await tracker.reopenedSince(ticket(7), 0)).toBe(false);
	});
});
