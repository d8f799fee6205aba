import { adfText, type OfferedTransition } from '../../standins/jira';
import { aJira, alert, anotherProcess, BOT, closed, label, open, sendOne } from './support';

const regressed = (number: number) =>
	alert(number, { reason: 'REGRESSED', lastSeen: '2026-08-09T10:00:00Z' });
const resolve = { parameters: { operation: 'resolve' } };
const anyReason = { parameters: { onlyNewIssues: false } };

describe('Resolve', () => {
	it.each<[string, OfferedTransition[], string]>([
		[
			'a way to discard comes first',
			[
				{ id: '3', name: 'Drop', to: 'Dropped', category: 'done' },
				{ id: '5', name: 'Publish', to: 'In Production', category: 'done' },
			],
			'In Production',
		],
		[
			'only the status tells that nothing will be done',
			[
				{ id: '3', name: 'Close', to: 'Rejected', category: 'done' },
				{ id: '5', name: 'Ship', to: 'Shipped', category: 'done' },
			],
			'Shipped',
		],
		[
			'only the transition tells it',
			[
				{ id: '3', name: 'Cancel', to: 'End', category: 'done' },
				{ id: '5', name: 'Complete', to: 'End of work', category: 'done' },
			],
			'End of work',
		],
		[
			'names are in another language',
			[
				{ id: '3', name: 'Verwerfen', to: 'Verworfen', category: 'done' },
				{ id: '5', name: 'Abschließen', to: 'Abgeschlossen', category: 'done' },
			],
			'Abgeschlossen',
		],
		[
			'transitions have no names',
			[
				{ id: '8', name: '', to: 'Testing', category: 'indeterminate' },
				{ id: '9', to: 'Over', category: 'done' },
			],
			'Over',
		],
		[
			'a required resolution has one that means done',
			[
				{
					id: '7',
					name: 'Finish',
					to: 'Finished',
					category: 'done',
					resolutions: ['Cloned', 'By Design', 'Solved'],
					required: true,
				},
			],
			'Finished',
		],
		[
			'a required resolution has none, another way asks for none',
			[
				{
					id: '7',
					name: 'Finish',
					to: 'Finished',
					category: 'done',
					resolutions: ['Obsolete', 'Duplicate'],
					required: true,
				},
				{ id: '8', name: 'Leave', to: 'Left', category: 'done' },
			],
			'Left',
		],
	])('finds the way where %s', async (_, offered, status) => {
		const jira = await open(...offered);
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({
			action: 'resolved',
			key: 'OPS-1',
			warnings: [],
		});
		expect(jira.issues[0].status.name).toBe(status);
		expect(['Obsolete', 'By Design', 'Duplicate']).not.toContain(jira.issues[0].resolution);
	});

	it.each<[string, OfferedTransition[]]>([
		[
			"ways that mean won't do",
			[
				{ id: '2', name: 'Start', to: 'Doing', category: 'indeterminate' },
				{ id: '3', name: 'Decline', to: 'Declined', category: 'done' },
				{ id: '4', name: 'Duplicate', to: 'Closed', category: 'done' },
			],
		],
		[
			"required resolutions that mean won't do",
			[
				{
					id: '3',
					name: 'Close',
					to: 'Closed',
					category: 'done',
					resolutions: ['Invalid', 'Cannot Reproduce'],
					required: true,
				},
			],
		],
	])('comments where there are only %s', async (_, offered) => {
		const jira = await open(...offered);
		const out = await sendOne(jira, alert(1), resolve);
		expect(out).toMatchObject({ action: 'commented', key: 'OPS-1' });
		expect(String(out.warnings)).toMatch(
			/^OPS-1 was not resolved: no transition leads to a status that means done now\. Its workflow offers /,
		);
		for (const { id } of offered) expect(String(out.warnings)).toContain(`(${id}, to `);
		expect(jira.issues[0].status.category).toBe('new');
		expect(adfText(jira.issues[0].comments[0].body)).toContain('Resolved in Bugsink');
	});

	it.each(['declined', 'Decline', '3'])('takes what was asked for: %s', async (asked) => {
		const jira = await open(
			{ id: '3', name: 'Decline', to: 'Declined', category: 'done' },
			{ id: '5', name: 'Done', to: 'Done', category: 'done' },
		);
		const options = { resolveTransition: asked };
		await sendOne(jira, alert(1), { ...resolve, options });
		expect(jira.issues[0].status.name).toBe('Declined');
	});

	it.each(['Won’t Do Names', 'PARKED'])(
		'passes over what the user calls won’t do: %s',
		async (name) => {
			const jira = await open(
				{ id: '3', name: 'Park', to: 'Parked', category: 'done' },
				{ id: '5', name: 'End', to: 'Over', category: 'done' },
			);
			const options = { wontDoNames: `Frozen, ${name}` };
			await sendOne(jira, alert(1), { ...resolve, options });
			expect(jira.issues[0].status.name).toBe(name === 'PARKED' ? 'Over' : 'Parked');
		},
	);

	it('of a ticket that is closed gives key and url', async () => {
		const jira = await closed('Resolved', 'Fixed');
		expect(await sendOne(jira, alert(1), resolve)).toMatchObject({
			action: 'skipped',
			skipCode: 'alreadyClosed',
			key: 'OPS-1',
			url: `${jira.url}/browse/OPS-1`,
		});
	});
});

describe("a person's decision not to fix it", () => {
	it.each([
		['Closed', 'Not a Bug'],
		['Closed', 'Accepted Risk'],
		['Done', 'WON’T FIX'],
		["Won't Do", 'Done'],
		['By Design', null],
		['not planned', 'Done'],
		['Will Not Implement', null],
		['Cancelled', 'Done'],
		['Abgelehnt', 'Erledigt'],
	])('by the status %s and the resolution %s is left alone', async (status, resolution) => {
		const jira = await closed(status, resolution);
		const out = await sendOne(jira, regressed(1), anyReason);
		expect(out).toMatchObject({ action: 'skipped', skipCode: 'closedAsWontDo', key: 'OPS-1' });
		expect(jira.issues).toHaveLength(1);
		expect(jira.issues[0]).toMatchObject({ status: { name: status }, comments: [] });
	});

	it.each([
		['Resolved', 'Fixed'],
		['Completed', null],
		['Closed', 'Cannot Reproduce'],
		['Released', 'Done'],
		['Closed', 'Incomplete'],
	])('is not the status %s with the resolution %s: reopened', async (status, resolution) => {
		const jira = await closed(status, resolution);
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened', key: 'OPS-1' });
	});

	it.each([
		['parked', null],
		['Closed', 'Frozen by Product'],
	])('has the names that the user adds: %s, %s', async (status, resolution) => {
		const jira = await closed(status, resolution);
		const options = { wontDoNames: 'Parked, frozen by product' };
		expect(await sendOne(jira, regressed(1), { options })).toMatchObject({
			skipCode: 'closedAsWontDo',
		});
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened' });
	});

	it('is not one if a bot closed the ticket as stale: reopened and commented', async () => {
		const jira = await closed("Won't Do", "Won't Do", BOT.accountId, { users: [BOT] });
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened', warnings: [] });
		expect(jira.issues[0].comments).toHaveLength(1);
	});

	it('is one if a person closed it after a bot had', async () => {
		const jira = await aJira();
		jira.users.push(BOT);
		jira.seed({ labels: [label(1)] });
		jira.closeAs('OPS-1', 'Declined', 'Declined', BOT.accountId);
		jira.reopen('OPS-1');
		jira.closeAs('OPS-1', 'Declined', 'Declined');
		expect(await sendOne(jira, regressed(1))).toMatchObject({ skipCode: 'closedAsWontDo' });
	});

	it.each([400, 401, 403, 404])('is one if the change log is refused with %d', async (status) => {
		const jira = await closed('Declined', 'Declined', BOT.accountId, { users: [BOT] });
		jira.fail({ path: /\/changelog$/, kind: { status, body: { message: 'scope' } } });
		expect(await sendOne(jira, regressed(1))).toMatchObject({ skipCode: 'closedAsWontDo' });
	});
});

describe('a ticket that was closed as a duplicate', () => {
	it.each([
		['Closed', 'Duplicate'],
		['Duplicate', null],
		['Doublon', 'Done'],
	])(
		'by the status %s and the resolution %s is commented, not reopened',
		async (status, resolution) => {
			const jira = await closed(status, resolution);
			expect(await sendOne(jira, regressed(1), anyReason)).toMatchObject({
				action: 'commented',
				key: 'OPS-1',
				warnings: ['OPS-1 was closed as a duplicate and was not reopened'],
			});
			expect(jira.issues).toMatchObject([{ status: { name: status } }]);
		},
	);

	it('by a link, in a workflow that has no word for it, is commented too', async () => {
		const jira = await closed('Done', 'Done');
		jira.issues[0].links.push({ id: '1', type: 'Duplicate', key: 'SHOP-1', side: 'outward' });
		const more = { registry: anotherProcess() };
		expect(await sendOne(jira, regressed(1), more)).toMatchObject({
			action: 'commented',
			warnings: ['OPS-1 was closed as a duplicate and was not reopened'],
		});
	});
});

describe('a test alert', () => {
	const test = alert(1, { reason: 'TEST' });

	it('of which the earlier ticket is closed opens a new one', async () => {
		const jira = await closed('Done');
		expect(await sendOne(jira, test)).toMatchObject({ action: 'created', key: 'OPS-2' });
		expect(jira.issues[0].comments).toEqual([]);
	});

	it.each(['ignore', 'update', 'createAnother', 'comment'])(
		'comments on the open one, also with %s',
		async (onExisting) => {
			const jira = await aJira();
			jira.seed({ labels: [label(1)] });
			const out = await sendOne(jira, test, { options: { onExisting } });
			expect(out).toMatchObject({ action: 'commented', key: 'OPS-1' });
			expect(jira.issues).toHaveLength(1);
		},
	);
});
