import { GithubTracker } from '../../../nodes/BugsinkGithubIssues/tracker';
import type { GithubSettings } from '../../../nodes/BugsinkGithubIssues/settings';
import { digestSummary } from '../../../nodes/shared/limit/summary';
import { alertOf } from '../../support/alerts';
import {
	API,
	iso,
	issue,
	MINUTE,
	NOW,
	scripted,
	ticket,
	type Scripted,
	type Seen,
} from './scripted';

const alert = alertOf();
const refused = { status: 403, body: { message: 'Unable because issue is locked.' } };
const comment = { status: 201, body: { id: 1 } };
const wrong = 'something else than what was asked for';

function setting(answer: (request: Seen) => Scripted, more: Partial<GithubSettings> = {}) {
	const all = scripted(answer);
	const { delivery, memory, repository, shared } = all.github;
	const settings: GithubSettings = {
		apiUrl: API,
		accessToken: 'token',
		repository,
		labels: ['bugsink', 'bug'],
		assignees: [],
		milestone: '',
		issueType: '',
		onlyNewIssues: true,
		onExisting: 'comment',
		onRegression: 'reopenAndComment',
		reopenWindowDays: 30,
		truncated: [],
		warnings: [],
		...more,
	};
	const tracker = new GithubTracker({ alert, settings, delivery, memory, shared });
	const on = (fields = {}) => ticket(7, repository, fields);
	const written = () => all.requests.map(({ method, path, json }) => [method, path, json]);
	return { ...all, on, tracker, written };
}
/** What GitHub answers where all goes well. */
const well = ({ method, path }: Seen): Scripted => {
	if (method === 'PATCH') return { body: issue(7) };
	return path.endsWith('/comments') ? comment : { body: [] };
};

test('names what it is about as the node is set up, in any letters', () => {
	const { repository, tracker } = setting(well, { warnings: ['Beware'] });
	const upper = setting(well, { repository: repository.toUpperCase() }).tracker;
	expect(tracker).toMatchObject({ noun: 'issue', looksAfterCreate: true });
	expect([tracker.place, upper.place]).toEqual(
		Array(2).fill(`https://api.github.com ${repository}`),
	);
	expect(tracker.memoryKey('Bugsink-1')).toBe(`api.github.com/${repository}#bugsink-1`);
	expect(upper.memoryKey('bugsink-1')).toBe(tracker.memoryKey('bugsink-1'));
	expect(tracker.belongs()).toBe(true);
	expect(tracker.warnings).toEqual(['Beware']);
});

test('its own warnings are no other alert’s', () => {
	const warnings: string[] = [];
	const { tracker } = setting(well, { warnings });
	tracker.warnings.push('Mine');
	expect(warnings).toEqual([]);
});

test('shows id and repository of an issue', () => {
	const { on, repository, tracker } = setting(well);
	expect(tracker.shown(on())).toEqual({ id: 9_007, repository });
});

test('recalls issues by their refs; one that is gone is missing', async () => {
	const { tracker } = setting(({ path }) =>
		path.endsWith('/7') ? { body: issue(7) } : { status: 410 },
	);
	expect([...(await tracker.recall(['7:9007', '8:9008'])).keys()]).toEqual(['7:9007']);
});

test('looks for the newest before an issue by its number', async () => {
	const { on, requests, tracker } = setting(({ path }) =>
		path.endsWith('/issues') ? { body: [issue(5)] } : { body: issue(6) },
	);
	expect(await tracker.latest(NOW - 10 * MINUTE, on())).toHaveLength(2);
	expect(requests).toHaveLength(2);
});

describe('who closed an issue', () => {
	it.each([
		['Bot', true],
		['User', false],
		['', false],
	])('%j is a bot: %s', async (type, isBot) => {
		const { on, requests, tracker } = setting(well);
		expect(await tracker.closedByBot(on({ closed_by: { type } }))).toBe(isBot);
		expect(requests).toEqual([]);
	});

	it.each<[string, Scripted, boolean]>([
		['a bot', { body: issue(7, { closed_by: { type: 'Bot' } }) }, true],
		['a person', { body: issue(7, { closed_by: { type: 'User' } }) }, false],
		['nobody', { body: issue(7) }, false],
		['nobody, since it is gone', { status: 410 }, false],
	])('is asked for where a list does not say: %s', async (_, answer, isBot) => {
		const { on, requests, tracker } = setting(() => answer);
		expect(await tracker.closedByBot(on())).toBe(isBot);
		expect(requests).toHaveLength(1);
	});
});

describe('whether an issue was reopened since a time', () => {
	const event = (what: string, at: number) => ({ event: what, created_at: iso(at) });
	const later = [event('closed', NOW - MINUTE), event('reopened', NOW + 1_000)];

	it.each<[string, unknown[], boolean]>([
		['reopened a second later', later, true],
		['reopened at that very time', [event('reopened', NOW)], false],
		[
			'reopened before, and closed later',
			[event('reopened', NOW - 1_000), event('closed', NOW + 1_000)],
			false,
		],
		['without any event', [], false],
	])('is told by its events: %s', async (_, events, wasReopened) => {
		const { at, on, requests, tracker } = setting(() => ({ body: events }));
		const reopened = on({ state_reason: 'reopened' });
		expect(await tracker.reopenedSince(reopened, NOW)).toBe(wasReopened);
		expect(requests).toMatchObject([{ method: 'GET', path: `${at}/issues/7/events` }]);
	});

	it.each([{}, { state: 'closed', state_reason: 'completed' }])(
		'needs no request for one that GitHub does not call reopened: %j',
		async (fields) => {
			const { on, requests, tracker } = setting(() => ({ body: later }));
			expect(await tracker.reopenedSince(on(fields), NOW)).toBe(false);
			expect(requests).toEqual([]);
		},
	);

	it('is taken for no if the token may not read the events; a fault is a fault', async () => {
		const { on, tracker } = setting(() => ({ status: 403 }));
		expect(await tracker.reopenedSince(on({ state_reason: 'reopened' }), NOW)).toBe(false);
		const faulty = setting(() => ({ status: 500 })).tracker;
		await expect(faulty.reopenedSince(on({ state_reason: 'reopened' }), NOW)).rejects.toThrow(
			'500',
		);
	});
});

test('notes the number of what it creates, for the next look', async () => {
	const { at, requests, tracker } = setting(({ method, path }) => {
		if (method === 'POST') return { status: 201, body: issue(40) };
		return path.endsWith('/issues') ? { body: [] } : { status: 404 };
	});
	await tracker.create(alert, undefined, []);
	await tracker.latest(NOW);
	expect(requests.at(-1)?.path).toBe(`${at}/issues/41`);
});

test('comments with its heading, after the marker label', async () => {
	const { at, on, tracker, written } = setting(well);
	expect(await tracker.comment(on({ labels: [] }), alert, undefined)).toBe(true);
	expect(written()).toEqual([
		['POST', `${at}/issues/7/labels`, { labels: ['bugsink'] }],
		[
			'POST',
			`${at}/issues/7/comments`,
			{ body: expect.stringMatching(/^### New issue in Bugsink/) as string },
		],
	]);
});

test('updates title and body alone, and adds labels that are missing', async () => {
	const { at, on, tracker, written } = setting(well, { truncated: ['labels'] });
	expect(await tracker.update(on(), { ...alert, title: 'x'.repeat(300) })).toEqual([
		'title',
		'labels',
	]);
	const [[method, path, json], labels] = written();
	expect([method, path]).toEqual(['PATCH', `${at}/issues/7`]);
	expect(Object.keys(json as object)).toEqual(['title', 'body']);
	expect(labels).toEqual(['POST', `${at}/issues/7/labels`, { labels: ['bug'] }]);
});

test('reopens, and adds labels that are missing', async () => {
	const { at, on, tracker, written } = setting(well);
	await tracker.reopen(on());
	expect(written()).toEqual([
		['PATCH', `${at}/issues/7`, { state: 'open' }],
		['POST', `${at}/issues/7/labels`, { labels: ['bug'] }],
	]);
});

describe('closing', () => {
	it('as done says so in a comment', async () => {
		const { at, on, tracker, written } = setting(well);
		await tracker.close(on(), alert);
		expect(written()).toEqual([
			['PATCH', `${at}/issues/7`, { state: 'closed', state_reason: 'completed' }],
			[
				'POST',
				`${at}/issues/7/comments`,
				{ body: expect.stringMatching(/^### Resolved in Bugsink/) as string },
			],
		]);
		expect(tracker.warnings).toEqual([]);
	});

	it('as done without the comment is a warning', async () => {
		const { on, tracker } = setting((seen) =>
			seen.path.endsWith('/comments') ? refused : well(seen),
		);
		await tracker.close(on(), alert);
		expect(tracker.warnings).toEqual([
			'#7 has no comment about it: GitHub answered 403: Unable because issue is locked.',
		]);
	});

	it('as a duplicate says of which, as GitHub itself knows it', async () => {
		const { at, on, repository, tracker, written } = setting(well);
		await tracker.closeAsDuplicate(on(), ticket(3, repository));
		expect(written()).toEqual([
			['PATCH', `${at}/issues/7`, { state: 'closed', state_reason: 'duplicate' }],
			['POST', `${at}/issues/7/comments`, { body: 'Duplicate of #3' }],
		]);
		expect(tracker.warnings).toEqual([]);
	});

	it('as a duplicate is not planned where a server does not know the reason', async () => {
		const { on, repository, tracker, written } = setting((seen) =>
			(seen.json as { state_reason?: string }).state_reason === 'duplicate'
				? { status: 422 }
				: well(seen),
		);
		await tracker.closeAsDuplicate(on(), ticket(3, repository));
		expect(written()[1][2]).toEqual({ state: 'closed', state_reason: 'not_planned' });
		expect(written()).toHaveLength(3);
	});

	it('as a duplicate without its comment is a warning', async () => {
		const { on, repository, tracker } = setting((seen) =>
			seen.path.endsWith('/comments') ? refused : well(seen),
		);
		await tracker.closeAsDuplicate(on(), ticket(3, repository));
		expect(tracker.warnings).toEqual([
			'#7 does not say of which issue it is a duplicate: GitHub answered 403: Unable because issue is locked.',
		]);
	});

	it.each<[string, Scripted, string]>([
		['a refusal', { status: 403 }, '403'],
		['an answer that is none', { body: '<html>' }, wrong],
	])('as a duplicate fails with %s', async (_, answer, message) => {
		const { on, repository, requests, tracker } = setting(() => answer);
		const closing = tracker.closeAsDuplicate(on(), ticket(3, repository));
		await expect(closing).rejects.toThrow(message);
		expect(requests).toHaveLength(1);
	});
});

test('labels that the token may not add are a warning, a fault is a fault', async () => {
	const { on, tracker } = setting((seen) => (seen.path.endsWith('/labels') ? refused : well(seen)));
	await tracker.reopen(on());
	expect(tracker.warnings).toEqual(['The token may not add the labels: bug']);
	const faulty = setting((seen) => (seen.path.endsWith('/labels') ? { status: 500 } : well(seen)));
	await expect(faulty.tracker.reopen(faulty.on())).rejects.toThrow('500');
});

test('writes under the new name that another alert of the execution has learned', async () => {
	const { github, on, repository, requests, tracker } = setting((seen) =>
		seen.method === 'POST' ? { status: 201, body: issue(1) } : well(seen),
	);
	github.shared.set(`new name of ${API} ${repository}`, 'acme/store');
	await tracker.create(alert, undefined, []);
	expect(requests[0].path).toBe('/repos/acme/store/issues');
	await tracker.update(on(), alert);
	const renamed = tracker.warnings.filter((warning) => /now called acme\/store/.test(warning));
	expect(renamed).toHaveLength(1);
});

test('lists alerts in an issue of the repository, by its new name', async () => {
	const { github, repository, requests, tracker } = setting(() => ({
		status: 201,
		body: issue(7),
	}));
	github.shared.set(`new name of ${API} ${repository}`, 'acme/store');
	const { ticket: opened } = await tracker.lists.open(digestSummary([alert, alert]));
	expect(opened).toMatchObject({ ref: '7:9007', repository: 'acme/store' });
	expect(requests[0]).toMatchObject({
		method: 'POST',
		path: '/repos/acme/store/issues',
		json: { title: expect.stringMatching(/^2 alerts from /) as string },
	});
});
