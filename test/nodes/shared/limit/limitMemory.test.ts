/** What of a limit outlives an execution: over restarts, workers and polls, and when it is off. */
import { numbered } from '../../../support/alerts';
import { actionsOf, burst, MINUTE, Process, Site, titles } from './site';

describe('n8n restarted', () => {
	test('within a window goes on with it: at most one more allowance, and nothing is lost', async () => {
		const site = new Site();
		const before = new Process(site);
		for (const alert of burst(50)) await before.send([alert]);
		site.clock.at += MINUTE;
		const after = new Process(site);
		for (const alert of burst(50, 51)) await after.send([alert]);
		expect(site.titles().length).toBeLessThanOrEqual(6);
		expect(site.summaries().length).toBeLessThanOrEqual(2);
		site.clock.at += 10 * MINUTE;
		await after.send([numbered(101)]);
		expect(site.named().sort()).toEqual(titles(101).sort());
		expect(site.summaries().filter(({ kind }) => kind === 'account')).toHaveLength(1);
	});

	test('after a window tells what was held back before', async () => {
		const site = new Site();
		for (const alert of burst(10)) await new Process(site).send([alert]);
		site.clock.at += 60 * MINUTE;
		const again = new Process(site);
		await again.send([numbered(11)]);
		expect(new Set(site.named())).toEqual(new Set(titles(11)));
	});

	test('loses nothing though executions side by side overwrote one another', async () => {
		const site = new Site();
		const n8n = new Process(site);
		const begun = [];
		for (const alert of burst(60)) begun.push(await n8n.begin([alert]));
		// The one that began first ends last.
		for (const { end } of begun.reverse()) end();
		site.clock.at += 6 * MINUTE;
		await new Process(site).send([numbered(61)]);
		expect(site.named().sort()).toEqual(titles(61).sort());
	});

	test('reads anything else in its memory as nothing', async () => {
		for (const memory of [
			'{',
			'7',
			'{"of":"workflow 1","processes":7}',
			'{"of":"workflow 1","processes":{"a":[7,{"rules":{}}]}}',
		]) {
			const site = new Site();
			site.stored['1'] = JSON.stringify({ memory: { limit: memory } });
			const outputs = await new Process(site).send(burst(4));
			expect(actionsOf(outputs)).toEqual(['sent', 'sent', 'sent', 'sent']);
		}
	});
});

describe('queue mode', () => {
	test('each worker sends at most its maximum and one summary, and together they name every alert', async () => {
		for (const workers of [2, 3]) {
			const site = new Site();
			const processes = Array.from({ length: workers }, () => new Process(site));
			await Promise.all(
				burst(100).map(async (alert, index) => await processes[index % workers].send([alert])),
			);
			expect(site.titles().length).toBeLessThanOrEqual(3 * workers);
			expect(site.summaries().length).toBeLessThanOrEqual(workers);
			site.clock.at += 6 * MINUTE;
			for (const [index, one] of processes.entries()) await one.send([numbered(200 + index)]);
			const named = site.named();
			for (const title of titles(100)) expect(named).toContain(title);
		}
	});

	test('a worker that begins later knows the window of another one', async () => {
		const site = new Site();
		const first = new Process(site);
		for (const alert of burst(6)) await first.send([alert]);
		const outputs = await new Process(site).send([numbered(7)]);
		expect(actionsOf(outputs)).toEqual(['limit']);
	});

	test('what one worker told the other one does not tell again', async () => {
		const site = new Site();
		const [one, other] = [new Process(site), new Process(site)];
		await other.send([numbered(90)]);
		for (const alert of burst(8)) await one.send([alert]);
		site.clock.at += 6 * MINUTE;
		await other.send([numbered(91)]);
		await one.send([numbered(92)]);
		const accounts = site.summaries().filter(({ kind }) => kind === 'account');
		expect(accounts).toHaveLength(1);
		expect(new Set(site.named()).size).toBe(11);
	});
});

describe('a workflow with a polling trigger, whose nodes have no memory', () => {
	test('each poll tells at once what it holds back, so that a restart loses nothing', async () => {
		const site = new Site();
		site.isPolled = true;
		for (const first of [1, 101, 201]) {
			await new Process(site).send(burst(50, first), { mode: 'trigger' });
			site.clock.at += MINUTE;
		}
		const n8n = new Process(site);
		for (const first of [301, 401]) await n8n.send(burst(50, first), { mode: 'trigger' });
		expect(site.summaries()).toHaveLength(5);
		expect(site.titles()).toHaveLength(12);
		expect(new Set(site.named()).size).toBe(250);
	});

	test('webhooks in it are held back as ever', async () => {
		const site = new Site();
		site.isPolled = true;
		const n8n = new Process(site);
		for (const alert of burst(30)) await n8n.send([alert]);
		expect(site.messages).toHaveLength(4);
		site.clock.at += 6 * MINUTE;
		await n8n.send([numbered(31)]);
		expect(new Set(site.named()).size).toBe(31);
	});
});

test('a limit that is switched off still tells what it held back, and then no longer counts', async () => {
	const site = new Site();
	const n8n = new Process(site);
	for (const alert of burst(10)) await n8n.send([alert]);
	await n8n.send(burst(20, 11), { limit: null });
	expect(site.titles()).toHaveLength(23);
	site.clock.at += 6 * MINUTE;
	await n8n.send(burst(20, 31), { limit: null });
	expect(site.summaries()).toHaveLength(2);
	expect(new Set(site.named()).size).toBe(50);
	site.staticReads = 0;
	await n8n.send(burst(20, 51), { limit: null, mode: 'trigger' });
	expect(site.staticReads).toBe(0);
});

describe('with the limit off', () => {
	// A webhook's arrival is noted in it, whatever the limit.
	test('the memory is not read', async () => {
		const site = new Site();
		await new Process(site).send(burst(20), { limit: null, mode: 'trigger' });
		expect(site.titles()).toHaveLength(20);
		expect(site.staticReads).toBe(0);
	});

	test('an empty option is off', async () => {
		const site = new Site();
		await new Process(site).send(burst(20), { limit: null, more: { 'options.limit': {} } });
		expect(site.titles()).toHaveLength(20);
	});
});

test('of more than are kept by name the number is told, with the way to the project', async () => {
	const site = new Site();
	const n8n = new Process(site);
	for (const alert of burst(4)) await n8n.send([alert]);
	await n8n.send(burst(1_100, 5));
	site.clock.at += 6 * MINUTE;
	await n8n.send([numbered(5_000)]);
	const [, account] = site.summaries();
	expect(account.digest.alerts).toBe(1_100);
	expect(account.digest.projects).toMatchObject([
		{ unlisted: 100, url: 'https://bugsink.example.com/issues/3/' },
	]);
});

test('the memory does not grow from burst to burst', async () => {
	const site = new Site();
	const n8n = new Process(site);
	const sizes = [];
	for (let round = 0; round < 6; round++) {
		await n8n.send(burst(1_000, 1 + round * 1_000));
		site.clock.at += 6 * MINUTE;
		await n8n.send([numbered(10_000 + round)]);
		site.clock.at += 6 * MINUTE;
		sizes.push(site.stored['1'].length);
	}
	expect(sizes[5]).toBeLessThan(50_000);
	expect(sizes[5] - sizes[4]).toBeLessThan(100);
});
