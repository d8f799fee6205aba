import { alertOf } from '../../support/alerts';
import { burst, linkedIn, MINUTE, Rig, type ServiceName } from './services';

const LIMIT = { 'options.limit': { values: { max: 3, minutes: 5, per: 'project' } } };

let rig: Rig;
const start = async (name: ServiceName): Promise<Rig> => (rig = await Rig.start(name));
afterEach(async () => await rig.close());

/** After the window: one account, however many were held back. */
const after: Array<{ name: ServiceName; sight: string; messages: number }> = [
	{ name: 'Jira', sight: 'the ticket about the burst grows', messages: 5 },
	{ name: 'GitHub', sight: 'the issue about the burst grows', messages: 5 },
	{ name: 'Teams', sight: 'a second card lists them', messages: 6 },
	{ name: 'PagerDuty', sight: 'the incident about the burst lists them', messages: 5 },
];

describe.each(after)('$name', ({ messages, name, sight }) => {
	test('executions of one alert: as many as allowed and one about the burst, the rest waits', async () => {
		await start(name);
		const alerts = burst(12);
		const outputs = [];
		for (const alert of alerts) outputs.push(...(await rig.send([alert], LIMIT)));
		const actions = outputs.map(({ action, skipCode }) => skipCode ?? action);
		const sent = name === 'Jira' || name === 'GitHub' ? 'created' : 'sent';
		expect(actions).toEqual([...Array(4).fill(sent), ...Array(8).fill('limit')]);
		expect(rig.seen).toHaveLength(4);
		expect(rig.seen[3].title).toBe('More than 3 alerts in 5 minutes from Checkout API');
		expect(linkedIn(rig.seen, alerts)).toEqual(alerts.slice(0, 4));
		expect(outputs[3].limit).toMatchObject({ count: 1, issueIds: [alerts[3].issueId] });
	});

	test(`after the window ${sight}, and the next alert goes as usual`, async () => {
		await start(name);
		const alerts = burst(12);
		for (const alert of alerts) await rig.send([alert], LIMIT);
		rig.clock.at += 6 * MINUTE;
		const [next] = burst(1, 50);
		const [output] = await rig.send([next], LIMIT);
		expect(output).toMatchObject({ limit: { count: 8 } });
		expect(rig.seen).toHaveLength(messages);
		expect(linkedIn(rig.seen, [...alerts, next])).toEqual([...alerts, next]);
	});

	test('one execution of 200 alerts: all that get none of their own are linked at once', async () => {
		await start(name);
		const alerts = burst(200);
		const outputs = await rig.send(alerts, LIMIT);
		expect(outputs).toHaveLength(200);
		expect(rig.seen).toHaveLength(4);
		const linked = linkedIn(rig.seen, alerts).length;
		const [, more = '0'] = /… (?:and )?(\d+) alerts/.exec(rig.seen[3].text) ?? [];
		expect(linked + Number(more)).toBe(200);
		expect(linked).toBeGreaterThan(100);
	});

	test('a test alert is sent within a burst, and does not count', async () => {
		await start(name);
		const test = alertOf({ reason: 'TEST', isTest: true, title: 'A test' });
		await rig.send([test], LIMIT);
		await rig.send(burst(6), LIMIT);
		const before = rig.seen.length;
		expect(before).toBe(5);
		const [output] = await rig.send([{ ...test, fingerprint: 'bugsink-another-test' }], LIMIT);
		expect(output.skipCode).toBeNull();
		expect(rig.seen).toHaveLength(before + 1);
	});
});

describe.each(['Jira', 'GitHub'] as const)('%s', (name) => {
	const known = burst(1)[0];
	const again = { ...known, reason: 'REGRESSED', lastSeen: '2026-08-09T10:00:00Z' } as const;

	test('what goes to a ticket that is there neither counts nor is held back', async () => {
		await start(name);
		await rig.send([known], LIMIT);
		for (const lastSeen of ['2026-08-10T10:00:00Z', '2026-08-11T10:00:00Z']) {
			const [output] = await rig.send([{ ...again, lastSeen }], LIMIT);
			expect(output.action).toBe('commented');
		}
		await rig.send(burst(9, 2), LIMIT);
		const [output] = await rig.send([{ ...again, reason: 'UNMUTED' }], LIMIT);
		expect(output.action).toBe('commented');
		expect(rig.seen).toHaveLength(4);
		expect(rig.seen.filter(({ title }) => title.startsWith('More than'))).toHaveLength(1);
	});

	test('a list that somebody closed is not opened again: what follows gets a new one', async () => {
		await start(name);
		for (const alert of burst(6)) await rig.send([alert], LIMIT);
		const { github, jira } = rig.services;
		if (name === 'Jira') jira.closeAs('OPS-4', 'Done', 'Done');
		else github.closeIssue(4, {});
		rig.clock.at += 6 * MINUTE;
		await rig.send(burst(1, 50), LIMIT);
		expect(rig.seen).toHaveLength(6);
		expect(rig.seen[4].title).toBe('2 alerts from Checkout API were held back');
		expect(linkedIn([rig.seen[4]], burst(6))).toEqual(burst(2, 5));
	});

	test('a list without room for what follows is joined by a second one', async () => {
		await start(name);
		await rig.send(burst(200), LIMIT);
		await rig.send(burst(500, 300), LIMIT);
		rig.clock.at += 6 * MINUTE;
		await rig.send(burst(1, 900), LIMIT);
		expect(rig.seen.map(({ title }) => title).slice(3)).toEqual([
			'More than 3 alerts in 5 minutes from Checkout API',
			'500 alerts from Checkout API were held back',
			'Error 900',
		]);
	});

	test('boxes that somebody ticked stay ticked when the list grows', async () => {
		await start(name);
		for (const alert of burst(6)) await rig.send([alert], LIMIT);
		const { github, jira } = rig.services;
		if (name === 'Jira') {
			const list = JSON.stringify(jira.issues[3].description).replace('TODO', 'DONE');
			jira.issues[3].description = JSON.parse(list);
		} else {
			github.issues[3].body = String(github.issues[3].body).replace('- [ ]', '- [x]');
		}
		rig.clock.at += 6 * MINUTE;
		await rig.send(burst(1, 50), LIMIT);
		expect(rig.seen[3].text).toMatch(name === 'Jira' ? /"DONE"/ : /- \[x\]/);
		expect(linkedIn([rig.seen[3]], burst(6))).toEqual(burst(3, 4));
		const { comments } = (name === 'Jira' ? jira : github).issues[3];
		expect(JSON.stringify(comments)).toContain('2 alerts from Checkout API were held back');
	});
});

test('PagerDuty: the burst has a key of its own, in which what was held back is told', async () => {
	await start('PagerDuty');
	for (const alert of burst(6)) await rig.send([alert], LIMIT);
	rig.clock.at += 6 * MINUTE;
	await rig.send(burst(1, 50), LIMIT);
	const { incidents } = rig.services.pagerDuty;
	expect(incidents[3].dedupKey).toMatch(
		/^bugsink-burst-checkout-api-\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
	);
	expect(incidents[3]).toMatchObject({ triggers: 2, notifications: 1, status: 'triggered' });
});

test('PagerDuty: what pages nobody neither counts nor is held back', async () => {
	await start('PagerDuty');
	await rig.send(burst(6), LIMIT);
	const outputs = await rig.send(
		[alertOf({ reason: 'RESOLVED' }), alertOf({ reason: 'MUTED' })],
		LIMIT,
	);
	expect(outputs.map(({ action, skipCode }) => skipCode ?? action)).toEqual([
		'resolved',
		'notAnAlert',
	]);
	expect(rig.services.pagerDuty.incidents).toHaveLength(4);
});

test.each(['Jira', 'GitHub', 'Teams', 'PagerDuty'] as const)(
	'%s: with the limit off there is no request more, and nothing is kept of it',
	async (name) => {
		await start(name);
		await rig.send(burst(12), {});
		expect(rig.seen).toHaveLength(12);
		expect(JSON.stringify(rig.kept)).not.toContain('limit');
	},
);
