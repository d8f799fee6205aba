import { alertOf, numbered } from '../../../support/alerts';
import { actionsOf, burst, countsOf, MINUTE, NOON, Process, Site, titles } from './site';

test('the first of a window go as usual, the next sends a summary, the others are held back', async () => {
	const site = new Site();
	const n8n = new Process(site);
	const outputs = [];
	for (const alert of burst(6)) outputs.push(...(await n8n.send([alert])));
	expect(actionsOf(outputs)).toEqual(['sent', 'sent', 'sent', 'sent', 'limit', 'limit']);
	expect(site.titles()).toEqual(titles(3));
	expect(site.summaries()).toHaveLength(1);
	expect(outputs[3]).toMatchObject({
		key: 'summary',
		limit: {
			since: '2026-08-03T12:00:00.000Z',
			until: '2026-08-03T12:05:00.000Z',
			count: 1,
			issueIds: [numbered(4).issueId],
		},
	});
	expect(outputs[4]).toMatchObject({
		action: 'skipped',
		skipReason:
			'There were more than 3 in 5 min: held back until 12:05:00 UTC, the first alert after that lists it',
	});
});

test('the first alert after the window lists by name what was held back, and goes as usual', async () => {
	const site = new Site();
	const n8n = new Process(site);
	for (const alert of burst(100)) await n8n.send([alert]);
	expect(site.messages).toHaveLength(4);
	site.clock.at = NOON + 5 * MINUTE;
	const [output] = await n8n.send([numbered(200)]);
	const [, account] = site.summaries();
	expect(account.kind).toBe('account');
	expect(account.heading).toBe('96 alerts from Checkout API were held back');
	expect(account.digest.projects[0].issues.map(({ url }) => url)).toEqual(
		expect.arrayContaining(burst(96, 5).map(({ issueUrl }) => issueUrl)),
	);
	expect(output).toMatchObject({ action: 'sent', limit: { count: 96 } });
	expect(site.named().sort()).toEqual([...titles(100), 'Error 200'].sort());

	await n8n.send([numbered(201)]);
	expect(site.summaries()).toHaveLength(2);
});

test('alerts of one execution that are over the limit are all named in the one summary', async () => {
	const site = new Site();
	const n8n = new Process(site);
	const outputs = await n8n.send(burst(40));
	expect(countsOf(actionsOf(outputs))).toEqual({ sent: 4, limit: 36 });
	expect(site.summaries()).toHaveLength(1);
	expect(site.named().sort()).toEqual(titles(40).sort());
	expect(outputs[39].skipReason).toBe(
		'There were more than 3 in 5 min: the message about it lists this alert',
	);
	site.clock.at += 10 * MINUTE;
	await n8n.send([numbered(50)]);
	expect(site.summaries()).toHaveLength(1);
});

test('executions side by side share one limit', async () => {
	const site = new Site();
	const n8n = new Process(site);
	const outputs = await Promise.all(burst(100).map(async (alert) => await n8n.send([alert])));
	expect(countsOf(actionsOf(outputs.flat()))).toEqual({ sent: 4, limit: 96 });
	expect(site.messages).toHaveLength(4);
});

test('test alerts and what sends no message of its own neither count nor are held back', async () => {
	const site = new Site();
	const n8n = new Process(site);
	await n8n.send(burst(9));
	const test = alertOf({ isTest: true, reason: 'TEST', title: 'A test' });
	const resolved = alertOf({ reason: 'RESOLVED', title: 'Resolved' });
	const outputs = await n8n.send([test, resolved, test]);
	expect(actionsOf(outputs)).toEqual(['sent', 'sent', 'sent']);

	const another = new Site();
	const fresh = new Process(another);
	await fresh.send([test, test, test, test, resolved, resolved]);
	expect(actionsOf(await fresh.send(burst(4)))).toEqual(['sent', 'sent', 'sent', 'sent']);
	expect(another.summaries()).toHaveLength(1);
});

describe('per', () => {
	const of = (project: number, id: number) =>
		numbered(id, { project: { id: project, name: `Project ${project}` } });

	test('project: each has its own window, and its own account', async () => {
		const site = new Site();
		const n8n = new Process(site);
		for (let id = 1; id <= 6; id++) {
			await n8n.send([of(1, id)]);
			await n8n.send([of(2, 100 + id)]);
		}
		expect(site.messages).toHaveLength(8);
		site.clock.at += 6 * MINUTE;
		const [output] = await n8n.send([of(1, 300)]);
		expect(site.summaries().map(({ heading }) => heading)).toEqual([
			'More than 3 alerts in 5 minutes from Project 1',
			'More than 3 alerts in 5 minutes from Project 2',
			'2 alerts from Project 1 were held back',
			'2 alerts from Project 2 were held back',
		]);
		expect(output.limit).toMatchObject({ count: 4 });
	});

	test('project: two of one name on two installations are two', async () => {
		const site = new Site();
		const n8n = new Process(site);
		const bases = ['https://one.example', 'https://two.example'];
		for (const bugsinkUrl of bases) {
			for (const alert of burst(3)) await n8n.send([{ ...alert, bugsinkUrl }]);
		}
		expect(site.titles()).toHaveLength(6);
	});

	test('all: one window for all projects', async () => {
		const site = new Site();
		const n8n = new Process(site);
		const limit = { max: 3, minutes: 5, per: 'all' };
		for (let id = 1; id <= 3; id++) {
			await n8n.send([of(1, id)], { limit });
			await n8n.send([of(2, 100 + id)], { limit });
		}
		expect(site.messages).toHaveLength(4);
		expect(site.summaries()[0].burst).toBe('all-2026-08-03T12:00:00Z');
	});
});

describe('what is sent twice or changes', () => {
	test('the same alert again is held once; a later alert of its issue is another one', async () => {
		const site = new Site();
		const n8n = new Process(site);
		await n8n.send(burst(4));
		const twice = numbered(5);
		const later = numbered(5, { reason: 'REGRESSED', lastSeen: '2026-08-03T11:00:00Z' });
		for (const alert of [twice, twice, later]) await n8n.send([alert]);
		site.clock.at += 6 * MINUTE;
		await n8n.send([numbered(9)]);
		const [, { digest }] = site.summaries();
		expect(digest).toMatchObject({ alerts: 2, issues: 1 });
		expect(digest.projects[0].issues[0].reasons).toEqual(['NEW', 'REGRESSED']);
	});

	test('a message that did not go out does not count', async () => {
		const site = new Site();
		const n8n = new Process(site);
		site.refuses = (message) => 'title' in message && message.title === 'Error 2';
		const outputs = await n8n.send(burst(2), { continueOnFail: true });
		expect(actionsOf(outputs)).toEqual(['sent', 'The service refused it']);
		await n8n.send([numbered(3)]);
		await n8n.send([numbered(4)]);
		await n8n.send([numbered(5)]);
		expect(site.titles()).toEqual(['Error 1', 'Error 3', 'Error 4']);
		expect(site.summaries()).toHaveLength(1);
	});

	test('a shorter window counts from the next alert on', async () => {
		const site = new Site();
		const n8n = new Process(site);
		for (const alert of burst(5)) await n8n.send([alert], { limit: { max: 3, minutes: 60 } });
		site.clock.at += 10 * MINUTE;
		const limit = { max: 3, minutes: 5 };
		await n8n.send([numbered(6)], { limit });
		await n8n.send([numbered(7)], { limit });
		expect(site.titles()).toEqual([...titles(3), 'Error 6', 'Error 7']);
		expect(site.named()).toContain('Error 5');
	});

	test('a higher maximum lets more through in the same window, and none is summed up twice', async () => {
		const site = new Site();
		const n8n = new Process(site);
		await n8n.send(burst(1));
		await n8n.send(burst(5, 2), { limit: { max: 2, minutes: 5 } });
		await n8n.send(burst(3, 10), { limit: { max: 4, minutes: 5 } });
		expect(site.titles()).toEqual(['Error 1', 'Error 2', 'Error 10', 'Error 11']);
		expect(site.summaries()).toHaveLength(1);
	});

	test('a clock that moves back holds nobody back for longer, and nothing is lost', async () => {
		const site = new Site();
		const n8n = new Process(site);
		for (const alert of burst(6)) await n8n.send([alert]);
		site.clock.at = NOON - 24 * 60 * MINUTE;
		const [output] = await n8n.send([numbered(7)]);
		expect(output.action).toBe('sent');
		expect(site.named().sort()).toEqual(titles(7).sort());
	});
});

describe('two nodes', () => {
	test('of one workflow have a limit each', async () => {
		const site = new Site();
		const n8n = new Process(site);
		await n8n.send(burst(3), { nodeId: 'a' });
		await n8n.send(burst(3), { nodeId: 'b' });
		expect(site.titles()).toHaveLength(6);
		expect(site.summaries()).toEqual([]);
	});

	test('a workflow that was copied with its memory does not tell what the original held back', async () => {
		const site = new Site();
		for (const alert of burst(6)) await new Process(site).send([alert], { nodeId: 'a' });
		site.stored.copy = site.stored.a;
		site.clock.at += 6 * MINUTE;
		await new Process(site).send([numbered(50)], { nodeId: 'copy' });
		expect(site.summaries().filter(({ kind }) => kind === 'account')).toEqual([]);
	});
});

describe('the summary', () => {
	const isSummary = (message: object) => 'summary' in message;

	test('that fails is tried with the next alert, and names also what came meanwhile', async () => {
		const site = new Site();
		const n8n = new Process(site);
		await n8n.send(burst(3));
		site.refuses = isSummary;
		// The fifth alert comes while the summary is under way.
		const outputs = await Promise.all([
			n8n.send([numbered(4)], { continueOnFail: true }),
			n8n.send([numbered(5)]),
		]);
		expect(actionsOf(outputs.flat())).toEqual(['The service refused it', 'limit']);
		site.refuses = () => false;
		await n8n.send([numbered(6)]);
		const [{ digest }] = site.summaries();
		expect(digest.projects[0].issues.map(({ title }) => title).sort()).toEqual([
			'Error 5',
			'Error 6',
		]);
		site.clock.at += 6 * MINUTE;
		await n8n.send([numbered(7)]);
		expect(site.summaries()).toHaveLength(1);
	});

	test('of an execution that fails keeps those that follow until it is sent', async () => {
		const site = new Site();
		const n8n = new Process(site);
		site.refuses = isSummary;
		const outputs = await n8n.send(burst(30), { continueOnFail: true });
		const failed = outputs.filter(({ error }) => error !== undefined).length;
		expect(failed).toBeGreaterThan(0);
		site.refuses = () => false;
		await n8n.send([numbered(31)]);
		site.clock.at += 6 * MINUTE;
		await n8n.send([numbered(32)]);
		const skipped = outputs.filter(({ skipCode }) => skipCode === 'limit').length;
		expect(skipped + failed + 3).toBe(30);
		const held = titles(30).filter((_, index) => outputs[index].error === undefined);
		expect(site.named()).toEqual(expect.arrayContaining(held));
	});

	test('of what was held back that fails is a warning, and is sent with the next alert', async () => {
		const site = new Site();
		const n8n = new Process(site);
		for (const alert of burst(6)) await n8n.send([alert]);
		site.clock.at += 6 * MINUTE;
		site.refuses = isSummary;
		const [output] = await n8n.send([numbered(7)]);
		expect(output).toMatchObject({
			action: 'sent',
			warnings: [
				'2 alerts from Checkout API were held back. The message that lists them failed and is sent again with the next alert: The service refused it',
			],
		});
		site.refuses = () => false;
		await n8n.send([numbered(8)]);
		expect(site.named().sort()).toEqual(titles(8).sort());
	});
});
