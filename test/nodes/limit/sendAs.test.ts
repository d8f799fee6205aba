import type { IDataObject } from 'n8n-workflow';

import type { Alert } from '../../../nodes/shared/alert/alert';
import { MAX_EVENT_BYTES } from '../../standins/pagerDuty';
import { alertOf, numbered } from '../../support/alerts';
import { burst, linkedIn, Rig, type ServiceName } from './services';

const ONE = { 'options.sendAs': 'oneForAll' };
const NAMES = ['Teams', 'PagerDuty', 'Webhook'] as const;

let rig: Rig;
const start = async (name: ServiceName): Promise<Rig> => (rig = await Rig.start(name));
afterEach(async () => await rig.close());

/** Of nine projects, with texts as long as any reader gives them. */
function many(count: number): Alert[] {
	return Array.from({ length: count }, (_, index) =>
		numbered(index + 1, {
			title: `ValueError: ${index} ${'漢字 <at>x</at> **b** '.repeat(20)}`,
			eventCount: 1 + ((index * 7) % 50),
			project: { id: index % 9, name: `Project ${index % 9}` },
		}),
	);
}

describe.each(NAMES)('%s', (name) => {
	test('one alert alone reads exactly as without the option', async () => {
		await start(name);
		const [plain] = await rig.send(burst(1));
		const [alone] = await rig.send(burst(1), ONE);
		expect(alone.combined).toBeUndefined();
		expect(alone.key).toBe(plain.key);
		const [first, second] = rig.bodies;
		expect(withoutTimes(second)).toEqual(withoutTimes(first));
	});

	test.each([2, 1_000])(
		'%d alerts are one message, and each item has its output',
		async (count) => {
			await start(name);
			const alerts = many(count);
			const outputs = await rig.send(alerts, ONE);
			expect(rig.bodies).toHaveLength(1);
			expect(outputs.map(({ fingerprint }) => fingerprint)).toEqual(
				alerts.map(({ fingerprint }) => fingerprint),
			);
			expect(outputs.map(({ action, combined, key }) => [action, combined, key])).toEqual(
				Array(count).fill(['sent', count, outputs[0].key]),
			);
			expect(rig.seen).toHaveLength(1);
			if (count === 2) expect(linkedIn(rig.seen, alerts)).toEqual(alerts);
		},
	);

	test('a test alert among others goes alone, marked as it always is', async () => {
		await start(name);
		const test = alertOf({ reason: 'TEST', isTest: true, title: 'Only a test' });
		const outputs = await rig.send([...burst(2), test, ...burst(2, 3)], ONE);
		expect(outputs.map(({ combined }) => combined)).toEqual([4, 4, undefined, 4, 4]);
		expect(rig.bodies.filter((body) => body.includes('Only a test'))).toHaveLength(1);
		expect(
			rig.bodies.every((body) => !body.includes('Only a test') || !body.includes('Error 1')),
		).toBe(true);
	});

	test('an item that cannot be read fails alone', async () => {
		await start(name);
		const broken = { nothing: 'of an alert' } as unknown as Alert;
		const outputs = await rig.send([...burst(2), broken], ONE);
		expect(outputs.map(({ combined, error }) => combined ?? typeof error)).toEqual([
			2,
			2,
			'string',
		]);
		expect(rig.bodies).toHaveLength(1);
	});

	test('if the message is refused, each of its items says so', async () => {
		await start(name);
		rig.refuses = true;
		const outputs = await rig.send(burst(3), ONE);
		expect(outputs.map(({ error }) => typeof error)).toEqual(['string', 'string', 'string']);
		expect(rig.seen).toEqual([]);
	});

	test('Preview shows the one message and sends none', async () => {
		await start(name);
		const outputs = await rig.send(burst(3), { ...ONE, operation: 'preview' });
		expect(outputs.map(({ action, combined }) => [action, combined])).toEqual(
			Array(3).fill(['previewed', 3]),
		);
		expect(rig.bodies).toEqual([]);
	});
});

/** What differs from one message to the next by the time alone. */
function withoutTimes(body: string): unknown {
	return { ...(JSON.parse(body) as IDataObject), timestamp: '' };
}

describe('Teams', () => {
	test('the most frequent issue of the project with the most issues comes first', async () => {
		await start('Teams');
		const rare = numbered(1, { title: 'Rare', eventCount: 1 });
		const often = numbered(2, { title: 'Often', eventCount: 90 });
		const other = numbered(3, { title: 'Elsewhere', project: { id: 8, name: 'Mobile' } });
		await rig.send([other, rare, often], ONE);
		const { text, title } = rig.seen[0];
		expect(title).toBe('3 issues from Bugsink');
		const places = ['Checkout API · 2 alerts', 'Often', 'Rare', 'Mobile · 1 alert', 'Elsewhere'];
		expect(places.map((one) => text.indexOf(one))).toEqual(
			places.map((one) => text.indexOf(one)).sort((a, b) => a - b),
		);
		expect(text).not.toContain('-1');
	});

	test('several alerts of one issue are counted as alerts', async () => {
		await start('Teams');
		const again = numbered(1, { reason: 'REGRESSED', lastSeen: '2026-08-09T10:00:00Z' });
		await rig.send([numbered(1), again, numbered(2)], ONE);
		expect(rig.seen[0].title).toBe('3 alerts from Checkout API');
	});

	test('what an alert says is no markup in the list', async () => {
		await start('Teams');
		const title =
			'[click](https://evil.example) <at>everyone</at> **bold** ![x](https://evil.example/p.png)';
		await rig.send([numbered(1, { title }), numbered(2, { title })], ONE);
		const { text } = rig.seen[0];
		expect(text).not.toContain('](https://evil.example');
		expect(text).not.toContain('<at>');
		expect(text).not.toContain('**bold**');
	});

	test('a link that is no web link is left out', async () => {
		await start('Teams');
		const [one, two] = burst(2);
		await rig.send([{ ...one, issueUrl: 'javascript:alert(1)' }, two], ONE);
		expect(rig.seen[0].text).not.toContain('javascript');
	});

	test('alerts for two channels are two cards', async () => {
		await start('Teams');
		const outputs = await rig.send(burst(4), [
			{ ...ONE, channelName: 'a' },
			{ ...ONE, channelName: 'b' },
			{ ...ONE, channelName: 'a' },
			{ ...ONE, channelName: 'b' },
		]);
		expect(outputs.map(({ combined }) => combined)).toEqual([2, 2, 2, 2]);
		expect(rig.seen).toHaveLength(2);
	});
});

describe('PagerDuty', () => {
	test('the same alerts in another order join the open incident', async () => {
		await start('PagerDuty');
		const alerts = burst(5);
		const [first] = await rig.send(alerts, ONE);
		const [second] = await rig.send([...alerts].reverse(), ONE);
		const [other] = await rig.send(burst(4), ONE);
		expect(first.key).toMatch(/^bugsink-[0-9a-f]{32}$/);
		expect(second.key).toBe(first.key);
		expect(other.key).not.toBe(first.key);
		expect(rig.services.pagerDuty.incidents).toMatchObject([
			{ triggers: 2, notifications: 1 },
			{ triggers: 1 },
		]);
	});

	test('1,000 alerts are within 512 KB, with the highest severity among them', async () => {
		await start('PagerDuty');
		const alerts = many(1_000).map((alert, index) =>
			index === 700 ? { ...alert, reason: 'REGRESSED' as const } : alert,
		);
		await rig.send(alerts, { ...ONE, 'options.severityByReason': { REGRESSED: 'critical' } });
		expect(Buffer.byteLength(rig.bodies[0])).toBeLessThanOrEqual(MAX_EVENT_BYTES);
		expect(rig.services.pagerDuty.incidents).toMatchObject([{ severity: 'critical' }]);
	});

	test('what pages nobody goes its own way', async () => {
		await start('PagerDuty');
		const outputs = await rig.send([...burst(2), alertOf({ reason: 'RESOLVED' })], ONE);
		expect(outputs.map(({ action, combined }) => [action, combined])).toEqual([
			['sent', 2],
			['sent', 2],
			['resolved', undefined],
		]);
	});
});

describe('Webhook', () => {
	test("Bugsink's payload: `alerts`, each as it would be alone", async () => {
		await start('Webhook');
		await rig.send(burst(1));
		await rig.send(burst(2), ONE);
		const [alone, together] = rig.bodies.map((body) => JSON.parse(body) as IDataObject);
		expect(together).toMatchObject({ event_type: 'alerts', source: 'bugsink' });
		const { alerts } = together.data as { alerts: IDataObject[] };
		expect(alerts).toHaveLength(2);
		expect(alerts[0]).toEqual(alone.data);
	});

	test.each(['structured', 'binary'])(
		'CloudEvents: a batch of whole events, whatever the mode is for one (%s)',
		async (mode) => {
			await start('Webhook');
			const format = { 'options.payloadFormat': 'cloudEvents', 'options.cloudEventsMode': mode };
			await rig.send(burst(3), { ...ONE, ...format });
			const [body] = rig.bodies;
			const events = JSON.parse(body) as IDataObject[];
			expect(events).toHaveLength(3);
			expect(new Set(events.map(({ id }) => id)).size).toBe(3);
			for (const event of events) {
				expect(event).toMatchObject({ specversion: '1.0', type: expect.any(String) });
			}
			expect(rig.headers[0]['content-type']).toBe(
				'application/cloudevents-batch+json; charset=utf-8',
			);
		},
	);

	test('a custom body is the text of one item, and goes alone', async () => {
		await start('Webhook');
		const custom = { 'options.payloadFormat': 'custom', 'options.body': '{"text":"hi"}' };
		const outputs = await rig.send(burst(3), { ...ONE, ...custom });
		expect(rig.bodies).toHaveLength(3);
		expect(outputs.map(({ combined }) => combined)).toEqual([undefined, undefined, undefined]);
	});

	test('the id of the message is that of its alerts, so a repeated execution is known', async () => {
		await start('Webhook');
		rig.credential = {
			signing: 'standardWebhooks',
			signingSecret: `whsec_${Buffer.from('a secret of 32 bytes, for a test').toString('base64')}`,
		};
		const alerts = burst(3);
		await rig.send(alerts, ONE);
		await rig.send([...alerts].reverse(), ONE);
		await rig.send(burst(2), ONE);
		const ids = rig.headers.map((headers) => headers['webhook-id']);
		expect(ids[1]).toBe(ids[0]);
		expect(ids[2]).not.toBe(ids[0]);
	});
});
