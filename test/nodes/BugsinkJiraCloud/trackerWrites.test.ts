import { commentOf, noteOf } from '../../../nodes/BugsinkJiraCloud/adf';
import { digestSummary } from '../../../nodes/shared/limit/summary';
import { Refused } from '../../../nodes/shared/tracker/tracker';
import { NOW, type Scripted } from './scripted';
import {
	alert,
	fingerprint,
	issue,
	issues,
	log,
	moved,
	ONE_WAY,
	refused,
	setting,
	ticket,
	well,
} from './scriptedTracker';

const OFFER = "Its workflow offers 'Stay' (41, to Here).";
const link = (type: string, from: string, to: string) => [
	'POST',
	'/issueLink',
	{ type: { name: type }, inwardIssue: { id: from }, outwardIssue: { id: to } },
];

describe('a new ticket', () => {
	const creates = (seen: string[]) => seen.filter((one) => one === 'POST /issue').length;

	it('has what makes it ours', async () => {
		const { seen, tracker, written } = setting(well());
		const { ticket: created, truncated } = await tracker.create(alert, undefined, []);
		expect(created).toMatchObject({
			ref: '10040',
			key: 'OPS-40',
			home: 'OPS',
			fingerprints: [fingerprint],
			createdAt: NOW,
		});
		expect(truncated).toEqual([]);
		expect(written()).toMatchObject([
			['POST', '/issue', { fields: { labels: [fingerprint, 'bugsink', 'checkout'] } }],
		]);
		expect(seen()).toEqual(['POST /issue']);
		expect(tracker.warnings).toEqual([]);
	});

	it('adds what the user should know to the warnings', async () => {
		const { tracker } = setting(well({ '/user/': { body: [] } }), { assignee: 'x@example.com' });
		await tracker.create(alert, undefined, []);
		expect(tracker.warnings).toEqual([
			'No one is assigned: no account was found for x@example.com',
		]);
	});

	it('is linked to the closed one that it follows', async () => {
		const { tracker, written } = setting(well());
		await tracker.create(alert, ticket(7), []);
		expect(written()[1]).toEqual(link('Relates', '10040', '10007'));
		expect(tracker.warnings).toEqual([]);
	});

	it('without that link is there all the same, with a warning', async () => {
		const { tracker } = setting(well({ '/issueLink': refused('No links here.', 404) }));
		const { ticket: created } = await tracker.create(alert, ticket(7), []);
		expect(created.key).toBe('OPS-40');
		expect(tracker.warnings).toEqual([
			'OPS-40 could not be linked to OPS-7: Jira answered 404: No links here.',
		]);
	});

	const made = { properties: { bugsink: { home: 'OPS', fingerprint } } };
	const ofOther = issue(38, { fields: { labels: ['bugsink-17'] } });
	const ofShop = issue(3, { properties: { bugsink: { home: 'SHOP', fingerprint } } }, 'SHOP');
	const lost = issue(39, made);

	it.each([
		['in the index', [lost], [], 'OPS-39', 1],
		['behind those that were there before', [issue(5), issue(6), lost], [], 'OPS-39', 1],
		['behind the ticket of another alert', [ofOther, lost], [], 'OPS-39', 1],
		["behind another project's", [ofShop, lost], [], 'OPS-39', 1],
		['not yet in the index', [issue(5)], [ofOther, lost], 'OPS-39', 1],
		['nowhere: it is created', [issue(5), issue(6), ofShop], [ofOther], 'OPS-40', 2],
	])('whose answer is lost is looked for: %s', async (_, indexed, newest, key, times) => {
		let posts = 0;
		const { requests, seen, tracker } = setting((request) => {
			const { path, json } = request;
			if (path === '/issue' && ++posts === 1) return 'lost';
			if (path === '/issue/bulkfetch') return issues(...newest);
			if (path !== '/search/jql') return well()(request);
			const { jql } = json as { jql: string };
			return jql.startsWith(`labels = "${fingerprint}"`) ? issues(...indexed) : issues();
		});
		const { ticket: created } = await tracker.create(alert, undefined, [ticket(5), ticket(6)]);
		expect(created.key).toBe(key);
		expect(creates(seen())).toBe(times);
		if (indexed.includes(lost)) expect(requests).toHaveLength(2);
	});

	it('for many alerts is found again by a fingerprint of its own', async () => {
		const summary = { ...digestSummary([alert]), burst: 'shop-2026-08-09T10:00:00Z' };
		const label = 'bugsink-burst-shop-2026-08-09T10-00-00Z';
		const own = issue(39, { fields: { labels: [label] } });
		const { seen, tracker, written } = setting(
			well({ 'POST /search': issues(own), '/issue': 'lost' }),
		);
		expect(await tracker.lists.open(summary)).toMatchObject({
			ticket: { key: 'OPS-39', fingerprints: [label] },
		});
		expect(written()).toMatchObject([
			[
				'POST',
				'/issue',
				{ fields: { summary: summary.heading, labels: [label, 'bugsink', 'checkout'] } },
			],
		]);
		expect(seen()).toEqual(['POST /issue', 'POST /search/jql']);
	});
});

test('comments with what happened to which issue', async () => {
	const { tracker, written } = setting(well());
	expect(await tracker.comment(ticket(7), alert, undefined)).toBe(true);
	expect(written()).toEqual([['POST', '/issue/10007/comment', { body: commentOf(alert) }]]);
});

test('does not comment twice within the time that it is given', async () => {
	const said = { id: '1', body: commentOf(alert), created: new Date(NOW - 1_000).toISOString() };
	const answer = well({ 'GET /issue/10007/comment': { body: { comments: [said], total: 1 } } });
	const { tracker, written } = setting(answer);
	expect(await tracker.comment(ticket(7), alert, NOW - 1_000)).toBe(false);
	expect(written()).toEqual([]);
	expect(await tracker.comment(ticket(7), alert, NOW - 999)).toBe(true);
});

test('updates summary and description alone, and adds labels', async () => {
	const { tracker, written } = setting(well(), { priority: { name: 'High' } });
	const cut = await tracker.update(ticket(7), { ...alert, title: 'x'.repeat(256) });
	expect(cut).toEqual(['title']);
	expect(written()).toEqual([
		[
			'PUT',
			'/issue/10007',
			{
				fields: {
					summary: expect.stringMatching(/^x{200,254}/) as string,
					description: expect.objectContaining({ type: 'doc' }) as object,
				},
				update: { labels: [{ add: fingerprint }, { add: 'bugsink' }, { add: 'checkout' }] },
			},
		],
	]);
});

describe('a ticket that is moved', () => {
	const move = (id: string, more: object = {}) => [
		'POST',
		'/issue/10007/transitions',
		{ transition: { id }, ...more },
	];

	it.each([
		['', '11', []],
		['go on', '21', []],
		[
			'Revive',
			'11',
			[
				"OPS-7: it has no transition 'Revive' now. Its workflow offers 'Back' (11, to To Do), 'Go on' (21, to Doing), 'Close' (31, to Closed).",
			],
		],
	])('is reopened as the user says: %j', async (reopenTransition, id, warnings) => {
		const resolveTransition = 'Close';
		const { tracker, written } = setting(well(), { reopenTransition, resolveTransition });
		await tracker.reopen(ticket(7));
		expect(written()).toEqual([move(id)]);
		expect(tracker.warnings).toEqual(warnings);
	});

	it('is closed with a resolution that means done', async () => {
		const { tracker, written } = setting(well());
		await tracker.close(ticket(7));
		expect(written()).toEqual([move('31', { fields: { resolution: { name: 'Fixed' } } })]);
		expect(tracker.warnings).toEqual([]);
	});

	it('is closed as the user says', async () => {
		const { tracker, written } = setting(well(), {
			reopenTransition: 'Back',
			resolveTransition: 'Go on',
		});
		await tracker.close(ticket(7));
		expect(written()).toEqual([move('21')]);
	});

	it("is not closed by what the user calls won't do", async () => {
		const { tracker } = setting(well(), { wontDoNames: ['Close'] });
		await expect(tracker.close(ticket(7))).rejects.toBeInstanceOf(Refused);
	});

	it.each([
		['reopen', `no transition leads to an open status now. ${OFFER}`],
		['close', `no transition leads to a status that means done now. ${OFFER}`],
	] as const)('has a way: else to %s is refused', async (step, message) => {
		const { tracker, written } = setting(well({ '/transitions': ONE_WAY }));
		await expect(tracker[step](ticket(7))).rejects.toEqual(new Refused(message));
		expect(written()).toEqual([]);
	});
});

describe('a duplicate', () => {
	const first = ticket(3);
	const note = noteOf('Closed as a duplicate of ', { key: 'OPS-3', url: first.url }, '.');
	const CLOSED = [
		[
			'POST',
			'/issue/10007/transitions',
			{ transition: { id: '31' }, fields: { resolution: { name: 'Duplicate' } } },
		],
		link('Duplicate', '10007', '10003'),
		['POST', '/issue/10007/comment', { body: note }],
	];

	it.each<[string, Record<string, Scripted>]>([
		['nobody moved', {}],
		['people moved', log(moved('ada'), moved('mia'))],
		['nobody may say who moved', { changelog: refused('No log.') }],
	])('that %s is closed, linked and says of which', async (_, answers) => {
		const { seen, tracker, written } = setting(well(answers));
		await tracker.closeAsDuplicate(ticket(7), first);
		expect(written()).toEqual(CLOSED);
		expect(tracker.warnings).toEqual([]);
		expect(seen()[0]).toMatch('GET /issue/10007/changelog');
	});

	it.each([
		['alone', [moved('bot')]],
		['before a person', [moved('bot'), moved('ada')]],
	])('that its creator closed before stays open: %s', async (_, moves) => {
		const { tracker, written } = setting(well(log(...moves)));
		await expect(tracker.closeAsDuplicate(ticket(7), first)).rejects.toEqual(
			new Refused('it was closed as one before, and a person opened it again'),
		);
		expect(written()).toEqual([]);
	});

	it('by nobody known is closed, also after moves by nobody known', async () => {
		const { tracker, written } = setting(well(log(moved(''))));
		await tracker.closeAsDuplicate({ ...ticket(7), creator: '' }, first);
		expect(written()).toEqual(CLOSED);
	});

	it('that cannot be closed has neither link nor comment', async () => {
		const { tracker, written } = setting(well({ '/transitions': ONE_WAY }));
		const closing = tracker.closeAsDuplicate(ticket(7), first);
		await expect(closing).rejects.toThrow('no transition leads to a done status now');
		expect(written()).toEqual([]);
	});

	const noLink = { '/issueLink': refused('No links.', 404) };
	const noComment = { '/comment': refused('No comments.') };

	it.each<[string, Record<string, Scripted>, string]>([
		['link', noLink, 'Jira answered 404: No links.'],
		['comment', noComment, 'Jira answered 403: No comments.'],
		[
			'link and comment',
			{ ...noLink, ...noComment },
			'Jira answered 404: No links. Jira answered 403: No comments.',
		],
	])('without %s is closed, with a warning', async (_, answers, said) => {
		const { tracker, written } = setting(well(answers));
		await tracker.closeAsDuplicate(ticket(7), first);
		expect(written()).toEqual(CLOSED);
		expect(tracker.warnings).toEqual([
			`OPS-7 does not say of which ticket it is a duplicate: ${said}`,
		]);
	});
});
