import { adfProblems, adfText } from '../../standins/jira';
import { aJira, alert, anotherProcess, label, later, send, sendOne } from './support';

const DAY = 86_400_000;
const regressed = (number: number) =>
	alert(number, { reason: 'REGRESSED', eventCount: 7, lastSeen: '2026-08-09T10:00:00Z' });

describe('a new alert', () => {
	it('opens one ticket with two requests, whatever the number of older tickets', async () => {
		const jira = await aJira();
		jira.seedMany(300, (index) => ({ labels: [`bugsink-old-${index}`] }));
		const out = await sendOne(jira, alert(1), { parameters: { labels: 'backend, from-bugsink' } });
		expect(out).toMatchObject({
			destination: 'jiraCloud',
			action: 'created',
			key: 'OPS-301',
			url: `${jira.url}/browse/OPS-301`,
			statusCode: 201,
			requests: 2,
			warnings: [],
			truncated: [],
		});
		const ticket = jira.issue('OPS-301');
		expect(ticket).toMatchObject({
			summary: 'ValueError: number 1',
			labels: [label(1), 'bugsink', 'backend', 'from-bugsink'],
			issueType: { name: 'Bug' },
		});
		expect(adfProblems(ticket?.description)).toEqual([]);
		expect(adfText(ticket?.description)).toContain('number 1\nsecond line');
		expect(jira.requests).toHaveLength(2);
	});

	it('costs a create each in a burst of 100, and a search for every fifty', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const alerts = Array.from({ length: 100 }, (_, index) => alert(index));
		const staticData = {};
		const { items } = await send(jira, alerts, { staticData });
		expect(items?.map(({ json }) => json.action)).toEqual(Array(100).fill('created'));
		expect(new Set(items?.map(({ json }) => json.key)).size).toBe(100);
		expect(jira.requests).toHaveLength(102);
		expect(jira.sockets.peak).toBeLessThanOrEqual(5);
	});

	it('comments on the ticket that exists, and never twice the same', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1));
		const again = alert(1, { eventCount: 3, lastSeen: '2026-08-03T10:00:00Z' });
		expect(await sendOne(jira, again)).toMatchObject({ action: 'commented', key: 'OPS-1' });
		expect(await sendOne(jira, again)).toMatchObject({
			action: 'skipped',
			skipReason: 'OPS-1 already has this comment',
		});
		const [comment, ...others] = jira.issue('OPS-1')?.comments ?? [];
		expect(others).toEqual([]);
		expect(adfProblems(comment.body)).toEqual([]);
		expect(adfText(comment.body)).toContain('2026-08-03 10:00:00 UTC');
		expect(jira.issues).toHaveLength(1);
	});

	it.each([
		['ignore', 'skipped', 1, 0],
		['createAnother', 'created', 2, 0],
		['update', 'updated', 1, 0],
	] as const)(
		'does as told with an existing ticket: %s',
		async (onExisting, action, tickets, comments) => {
			const jira = await aJira();
			jira.seed({ labels: [label(1), 'kept'], summary: 'old' });
			const more = { options: { onExisting }, parameters: { labels: 'added' } };
			expect(await sendOne(jira, alert(1), more)).toMatchObject({ action });
			expect(jira.issues).toHaveLength(tickets);
			expect(jira.issues[0].comments).toHaveLength(comments);
			if (onExisting === 'update') {
				expect(jira.issues[0]).toMatchObject({
					summary: 'ValueError: number 1',
					labels: [label(1), 'kept', 'bugsink', 'added'],
				});
			}
		},
	);

	it('finds a ticket that was moved to another project', async () => {
		const jira = await aJira();
		await sendOne(jira, alert(1));
		jira.move('OPS-1', 'SHOP');
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'commented', key: 'SHOP-1' });
	});

	it('goes on when the ticket it remembers was deleted', async () => {
		const jira = await aJira();
		const staticData = {};
		await sendOne(jira, alert(1), { staticData });
		jira.remove('OPS-1');
		expect(await sendOne(jira, alert(1), { staticData })).toMatchObject({ action: 'created' });
	});
});

describe('a search that is 30 seconds behind', () => {
	it('hides nothing of the same execution', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const { items } = await send(jira, [alert(1), alert(2), regressed(1)]);
		expect(items?.map(({ json }) => json.action)).toEqual(['created', 'created', 'commented']);
	});

	it('hides nothing of an earlier execution in this process', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		await sendOne(jira, alert(1));
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'commented', key: 'OPS-1' });
	});

	it('hides nothing of an earlier execution in another process, by the workflow’s memory', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const staticData = {};
		await sendOne(jira, alert(1), { staticData, registry: anotherProcess() });
		const out = await sendOne(jira, alert(1), { staticData, registry: anotherProcess() });
		expect(out).toMatchObject({ action: 'commented', key: 'OPS-1' });
	});

	it('is not asked for a status that this node has just changed', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		jira.seed({ labels: [label(1)] });
		const more = { parameters: { operation: 'resolve' } };
		expect(await sendOne(jira, alert(1), more)).toMatchObject({ action: 'resolved' });
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened' });
		expect(jira.open(label(1))).toHaveLength(1);
	});

	it('makes no duplicate of concurrent executions in one process', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const outs = await Promise.all([1, 2, 3].map(() => sendOne(jira, alert(1))));
		expect(outs.map(({ action }) => action).sort()).toEqual(['commented', 'created', 'skipped']);
		expect(jira.issues).toHaveLength(1);
	});

	it.each([
		['the same issue', () => regressed(1)],
		['any other issue', () => alert(2)],
	])('may make a duplicate in another process: the next alert of %s closes it', async (_, next) => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const staticData = {};
		await Promise.all([
			sendOne(jira, alert(1), { staticData, registry: anotherProcess() }),
			sendOne(jira, alert(1), { registry: anotherProcess() }),
		]);
		expect(jira.open(label(1))).toHaveLength(2);
		later(90_000);
		const out = await sendOne(jira, next(), { staticData, registry: anotherProcess() });
		expect(out.warnings).toEqual(['OPS-2 was closed as a duplicate of OPS-1']);
		expect(jira.open(label(1)).map(({ key }) => key)).toEqual(['OPS-1']);
		expect(jira.issue('OPS-2')).toMatchObject({
			resolution: 'Duplicate',
			links: [{ type: 'Duplicate', side: 'outward', key: 'OPS-1' }],
		});
		expect(adfText(jira.issue('OPS-2')?.comments[0].body)).toBe('Closed as a duplicate of OPS-1.');
		expect(await sendOne(jira, regressed(1))).toMatchObject({ key: 'OPS-1' });
	});

	it('closes a duplicate once, though the index shows it open for a while', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const staticData = {};
		await Promise.all([
			send(jira, [alert(1), alert(2)], { staticData, registry: anotherProcess() }),
			send(jira, [alert(1), alert(2)], { registry: anotherProcess() }),
		]);
		later(90_000);
		const registry = anotherProcess();
		await send(
			jira,
			[3, 4, 5, 6, 1].map((number) => alert(number)),
			{ staticData, registry },
		);
		expect([jira.open(label(1)).length, jira.open(label(2)).length]).toEqual([1, 1]);
		const duplicates = jira.issues.filter(({ resolution }) => resolution === 'Duplicate');
		expect(duplicates.map(({ comments }) => comments.length)).toEqual([1, 1]);
		jira.requests.length = 0;
		await send(jira, [alert(7)], { staticData, registry: anotherProcess() });
		expect(jira.requests).toHaveLength(2);
	});

	it('counts a duplicate as closed, though its comment was refused', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)] });
		jira.seed({ labels: [label(1)] });
		jira.fail({ method: 'POST', path: /2\/comment$/, kind: { status: 400, body: '{}' } });
		const out = await sendOne(jira, alert(1));
		expect(out).toMatchObject({
			action: 'commented',
			key: 'OPS-1',
			warnings: [
				expect.stringMatching(
					/^OPS-2 does not say of which ticket it is a duplicate: Jira answered/,
				),
				'OPS-2 was closed as a duplicate of OPS-1',
			],
		});
		expect(jira.open(label(1)).map(({ key }) => key)).toEqual(['OPS-1']);
	});

	it('says so if a duplicate cannot be closed, and not in the ticket', async () => {
		const jira = await aJira({ transitions: [] });
		jira.seed({ labels: [label(1)] });
		jira.seed({ labels: [label(1)] });
		const out = await sendOne(jira, alert(1));
		expect(out).toMatchObject({ action: 'commented', key: 'OPS-1' });
		expect(String(out.warnings)).toMatch(/OPS-2 is a duplicate of OPS-1 and could not be closed/);
		expect(jira.issues[1].comments).toHaveLength(0);
	});

	it('looks at recent tickets within the one search that it makes anyway', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		const staticData = {};
		await sendOne(jira, alert(1), { staticData });
		later(90_000);
		jira.requests.length = 0;
		await sendOne(jira, alert(2), { staticData });
		expect(jira.requests).toHaveLength(2);
		expect(String(JSON.stringify(jira.requests[0].json))).toContain(label(1));
	});

	it('leaves a person’s second ticket with the label alone', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], createdAt: Date.now() - DAY });
		jira.seed({ labels: [label(1)] });
		expect(await sendOne(jira, alert(1))).toMatchObject({
			key: 'OPS-1',
			warnings: ['Several open tickets are about this alert: OPS-1, OPS-2'],
		});
		expect(jira.open(label(1))).toHaveLength(2);
	});
});

describe('a create whose answer never came', () => {
	it.each([
		['the connection was cut', { kind: 'lostAnswer' }],
		['a gateway gave up', { kind: 'lostAnswer', status: 504 }],
		['the answer was cut', { kind: 'cutBody' }],
		['it timed out', { kind: 'lostTimeout' }],
	] as const)('is found, not repeated: %s', async (_, fault) => {
		const jira = await aJira({ searchLagMs: 30_000 });
		jira.seedMany(3, () => ({}));
		jira.fail({ method: 'POST', path: /\/issue$/, ...fault });
		const out = await sendOne(jira, alert(1), { options: { timeout: 1 } });
		expect(out).toMatchObject({ action: 'created', key: 'OPS-4', statusCode: 200 });
		expect(jira.issues).toHaveLength(4);
	});

	it('is not mistaken for the ticket that it follows', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		jira.seed({ labels: [label(1)], status: 'Done' });
		jira.fail({ method: 'POST', path: /\/issue$/, kind: 'reset' });
		const out = await sendOne(jira, regressed(1), {
			parameters: { onlyNewIssues: false },
			options: { onRegression: 'create' },
		});
		expect(out).toMatchObject({ action: 'created', key: 'OPS-2' });
		expect(jira.issues).toHaveLength(2);
	});

	it('is found among more than a hundred that search does not know', async () => {
		const jira = await aJira({ searchLagMs: 30_000 });
		jira.seedMany(130, () => ({ indexed: false }));
		jira.fail({ method: 'POST', path: /\/issue$/, kind: 'lostAnswer' });
		expect(await sendOne(jira, alert(1))).toMatchObject({ key: 'OPS-131' });
		expect(jira.issues).toHaveLength(131);
	});

	it.each([
		['reset', 'reset'],
		['503', { status: 503, body: 'busy' }],
	] as const)('is sent again if it did not go through: %s', async (_, kind) => {
		const jira = await aJira({ searchLagMs: 30_000 });
		jira.fail({ method: 'POST', path: /\/issue$/, kind });
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'created', key: 'OPS-1' });
		expect(jira.issues).toHaveLength(1);
	});

	it('holds for a comment too', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)] });
		jira.fail({ method: 'POST', path: /\/comment$/, kind: 'lostAnswer' });
		expect(await sendOne(jira, alert(1))).toMatchObject({ action: 'commented' });
		expect(jira.issues[0].comments).toHaveLength(1);
	});

	it('holds for a transition too', async () => {
		const jira = await aJira();
		jira.seed({ labels: [label(1)], status: 'Done' });
		jira.fail({ method: 'POST', path: /\/transitions$/, kind: 'lostAnswer' });
		expect(await sendOne(jira, regressed(1))).toMatchObject({ action: 'reopened', warnings: [] });
		expect(jira.calls('POST', /\/transitions$/)).toBe(1);
	});
});
