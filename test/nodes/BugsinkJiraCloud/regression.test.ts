import {
	adfText,
	germanStatuses,
	germanTransitions,
	standardTransitions,
} from '../../standins/jira';
import { aJira, alert, closed, label, sendOne } from './support';

const DAY = 86_400_000;
const regressed = (number: number) =>
	alert(number, { reason: 'REGRESSED', eventCount: 7, lastSeen: '2026-08-09T10:00:00Z' });
const resolve = { parameters: { operation: 'resolve' } };
const anyReason = { parameters: { onlyNewIssues: false } };

describe('a regression', () => {
	it('reopens the ticket inside the window, and comments', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done', resolutionAt: Date.now() - 29 * DAY });
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened', key: 'OPS-1' });
		expect(jira.issues[0]).toMatchObject({ status: { name: 'To Do' }, resolution: null });
		expect(adfText(jira.issues[0].comments[0].body)).toContain('A resolved issue came back');
	});

	it('opens a ticket that links the old one outside the window', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done', resolutionAt: Date.now() - 31 * DAY });
		expect(await sendOne(jira, regressed(1), anyReason)).toMatchObject({
			action: 'created',
			key: 'OPS-2',
			warnings: [],
		});
		expect(jira.issues[0].status.category).toBe('done');
		expect(jira.issues[1].links).toMatchObject([{ type: 'Relates', key: 'OPS-1' }]);
	});

	it('opens it also where the site has no such link type', async () => {
		const jira = await aJira({ linkTypes: [] });
		jira.seed({ labels: [label(1)], status: 'Done' });
		const more = { ...anyReason, options: { onRegression: 'create' } };
		expect(await sendOne(jira, regressed(1), more)).toMatchObject({
			action: 'created',
			warnings: [/^OPS-2 could not be linked to OPS-1: Jira answered 404/],
		});
	});

	it.each([
		['comment', 'commented'],
		['ignore', 'skipped'],
	])('with onRegression %s the ticket stays closed', async (onRegression, action) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		expect(await sendOne(jira, regressed(1), { options: { onRegression } })).toMatchObject({
			action,
		});
		expect(jira.issues).toHaveLength(1);
		expect(jira.issues[0].status.category).toBe('done');
	});

	it.each([["Won't Do"], ['Won’t Fix'], ['Declined'], ['Wird nicht erledigt']])(
		'leaves a ticket alone that was closed as %s',
		async (resolution) => {
			const jira = await aJira();
			jira.seed({ labels: [label(1)], status: 'Done', resolution });
			const out = await sendOne(jira, regressed(1), anyReason);
			expect(out).toMatchObject({ action: 'skipped', key: 'OPS-1', skipCode: 'closedAsWontDo' });
			expect(out.skipReason).toContain(resolution);
		},
	);

	it('prefers an open ticket to one that is done or will not be done', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		jira.seed({ labels: [label(1)], status: 'In Progress' });
		jira.seed({ labels: [label(1)], status: 'Done', resolution: "Won't Do" });
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'commented', key: 'OPS-2' });
	});

	it('reopens of several the one that was done last, never a duplicate', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done', resolutionAt: Date.now() - 9 * DAY });
		jira.seed({ labels: [label(1)], status: 'Done', resolutionAt: Date.now() - 5 * DAY });
		jira.seed({ labels: [label(1)], status: 'Done', resolution: 'Duplicate' });
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened', key: 'OPS-2' });
	});
});

describe('transitions', () => {
	it('go by category where names are localised', async () => {
		const jira = await aJira({ statuses: germanStatuses, transitions: germanTransitions });
		jira.seed({ labels: [label(1)], status: 'Fertig' });
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened' });
		expect(jira.issues[0].status.name).toBe('Zu erledigen');
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({ action: 'resolved' });
		expect(jira.issues[0].status.name).toBe('Fertig');
	});

	it.each([['in progress'], ['21']])(
		'go by name or id when given: %s',
		async (reopenTransition) => {
			const jira = await aJira();
			jira.seed({ labels: [label(1)], status: 'Done' });
			const out = await sendOne(jira, regressed(1), { options: { reopenTransition } });
			expect(out).toMatchObject({ action: 'reopened', warnings: [] });
			expect(jira.issues[0].status.name).toBe('In Progress');
		},
	);

	it('name the choices where the one that was asked for is not there, and go by category', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		const out = await sendOne(jira, regressed(1), { options: { reopenTransition: 'Revive' } });
		expect(out).toMatchObject({ action: 'reopened', warnings: [/no transition 'Revive'/] });
		expect(String(out.warnings)).toContain("'In Progress' (21, to In Progress)");
	});

	it('that are not there leave a comment and a warning', async () => {
		const jira = await aJira({ transitions: [] });
		jira.seed({ labels: [label(1)], status: 'Done' });
		expect(await sendOne(jira, regressed(1))).toMatchObject({
			action: 'commented',
			key: 'OPS-1',
			warnings: [/could not be reopened/],
		});
		expect(jira.issues[0].comments).toHaveLength(1);
	});

	it('that Jira refuses leave a comment and a warning', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		const body = { errorMessages: ['A validator says no.'], errors: {} };
		jira.fail({ method: 'POST', path: /\/transitions$/, kind: { status: 400, body } });
		expect(await sendOne(jira, regressed(1))).toMatchObject({
			action: 'commented',
			warnings: [/A validator says no/],
		});
	});
});

describe('resolve', () => {
	it('closes every open ticket, with the resolution that the screen offers', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], createdAt: Date.now() - DAY });
		jira.seed({ labels: [label(1)], status: 'In Progress' });
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({
			action: 'resolved',
			key: 'OPS-1',
			warnings: [],
		});
		expect(jira.open(label(1))).toEqual([]);
		expect(jira.issues[0].resolution).toBe('Done');
	});

	it('goes by name when given', async () => {
		const transitions = [...standardTransitions, { id: '41', name: 'Shipped', to: '10001' }];
		const jira = await aJira({ transitions });
		jira.seed({ labels: [label(1)] });
		const options = { resolveTransition: 'shipped' };
		expect(await sendOne(jira, alert(1), { ...resolve, options })).toMatchObject({
			action: 'resolved',
		});
		expect(jira.requests.at(-1)?.json).toEqual({ transition: { id: '41' } });
	});

	it('has nothing to do without a ticket', async () => {
		const jira = await aJira();
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({
			action: 'skipped',
			skipCode: 'noTicket',
			skipReason: 'There is no ticket for this alert',
			key: null,
		});
	});

	it('has nothing to do if the ticket is closed, and names it', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({
			action: 'skipped',
			skipCode: 'alreadyClosed',
			key: 'OPS-1',
			url: `${jira.url}/browse/OPS-1`,
		});
	});

	it('comments where the workflow offers no way', async () => {
		const jira = await aJira({ transitions: [] });
		jira.seed({ labels: [label(1)] });
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({
			action: 'commented',
			warnings: [/^OPS-1 was not resolved: no transition leads to a status that means done now/],
		});
		expect(adfText(jira.issues[0].comments[0].body)).toContain('Resolved in Bugsink');
	});
});

describe('with Only New Issues', () => {
	it.each([['UNMUTED'], ['REGRESSED'], ['SOMETHING']])('%s opens no ticket', async (reason) => {
		const jira = await aJira();
		const out = await sendOne(jira, alert(1, { reason }));
		expect(out).toMatchObject({ action: 'skipped', requests: 1 });
		expect(out.skipReason).toMatch(/Only New Issues/);
		expect(jira.issues).toHaveLength(0);
	});

	it.each([['UNMUTED'], ['REGRESSED']])('off, %s opens one', async (reason) => {
		const jira = await aJira();
		const more = { parameters: { onlyNewIssues: false } };
		expect(await sendOne(jira, alert(1, { reason }), more)).toMatchObject({ action: 'created' });
	});

	it('a ticket that exists hears of UNMUTED all the same', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)] });
		const unmuted = alert(1, { reason: 'UNMUTED', unmuteReason: 'More than 100 events in 1 day' });
		expect(await sendOne(jira, unmuted)).toMatchObject({ action: 'commented', requests: 3 });
		expect(adfText(jira.issues[0].comments[0].body)).toContain('More than 100 events');
	});

	it.each([
		['onExisting', { onExisting: 'createAnother' }, 'To Do'],
		['onRegression', { onRegression: 'create' }, 'Done'],
		['the window', { reopenWindowDays: 0 }, 'Done'],
	])('%s comments where it would open another', async (_, options, status) => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status, resolutionAt: Date.now() - DAY });
		const out = await sendOne(jira, regressed(1), { options });
		expect(out).toMatchObject({ action: 'commented', warnings: [/Only New Issues/] });
		expect(jira.issues).toHaveLength(1);
	});
});

describe('Reopen Transition', () => {
	it.each(['selected for work', 'SELECTED FOR WORK', 'Wake', 'wake', '7'])(
		'may hold the transition or the status it leads to: %s',
		async (reopenTransition) => {
			const jira = await closed('Done');
			jira.offer([
				{ id: '2', name: 'Back', to: 'To Do', category: 'new' },
				{ id: '7', name: 'Wake', to: 'Selected for Work', category: 'new' },
			]);
			const out = await sendOne(jira, regressed(1), { options: { reopenTransition } });
			expect(out).toMatchObject({ action: 'reopened', warnings: [] });
			expect(jira.issues[0].status.name).toBe('Selected for Work');
		},
	);

	it('that is empty is no transition without a name', async () => {
		const jira = await closed('Done');
		jira.offer([
			{ id: '8', name: '', to: 'Archive', category: 'done' },
			{ id: '9', to: 'Again', category: 'new' },
		]);
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened', warnings: [] });
		expect(jira.issues[0].status.name).toBe('Again');
	});
});
