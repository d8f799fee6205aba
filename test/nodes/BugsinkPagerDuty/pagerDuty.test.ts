import { BugsinkPagerDutyApi } from '../../../credentials/BugsinkPagerDutyApi.credentials';
import { BugsinkPagerDuty } from '../../../nodes/BugsinkPagerDuty/BugsinkPagerDuty.node';
import { pagerDuty } from '../../../nodes/BugsinkPagerDuty/pagerDuty';
import { testMessageAlert } from '../../../nodes/shared/alert/toAlert';
import { sampleAlert as alertOf } from '../../support/alerts';
import { execute } from '../../support/execution';
import { sample } from '../../support/samples';
import { PACKAGE, runNode, type Registry } from '../../support/engine';
import { KEY, onVirtualTime, settingsOf, standIn } from './support';

describe('incidents', () => {
	it('folds the alerts of an issue into one, acknowledges and resolves it, and opens anew', async () => {
		const { server, once } = await onVirtualTime();
		const alert = alertOf('custom-new');
		const sent = await once('sendAlert', alert);
		expect(sent).toMatchObject({ action: 'sent', key: alert.fingerprint, warnings: [] });
		await once('sendAlert', { ...alert, reason: 'REGRESSED' });
		expect(server.incidents).toMatchObject([{ triggers: 2, notifications: 1 }]);

		const acknowledged = await once('acknowledge', alert);
		expect(acknowledged).toMatchObject({ action: 'acknowledged', key: alert.fingerprint });
		expect(server.incidents[0].status).toBe('acknowledged');
		const resolved = await once('resolve', alert);
		expect(resolved.action).toBe('resolved');
		expect(server.incidents[0].status).toBe('resolved');
		expect(server.requests.at(-1)?.json).toEqual({
			routing_key: server.routingKey,
			dedup_key: alert.fingerprint,
			event_action: 'resolve',
		});

		await once('sendAlert', alert);
		expect(server.incidents.map(({ status }) => status)).toEqual(['resolved', 'triggered']);
	});

	it('warns that a resolve of nothing is accepted too', async () => {
		const { server, once } = await onVirtualTime();
		const resolved = await once('resolve', alertOf('custom-new'));
		expect(server.dropped).toHaveLength(1);
		expect(resolved.warnings?.[0]).toContain('when no incident of this issue is open');
	});

	it('resolves for RESOLVED and skips MUTED, so that Send Alert never pages for them', async () => {
		const { server, once } = await onVirtualTime();
		const alert = alertOf('custom-new');
		await once('sendAlert', alert);
		const muted = await once('sendAlert', { ...alert, reason: 'MUTED' });
		expect(muted).toMatchObject({ action: 'skipped', skipReason: expect.any(String) });
		expect(server.requests).toHaveLength(1);
		const resolved = await once('sendAlert', { ...alert, reason: 'RESOLVED' });
		expect(resolved.action).toBe('resolved');
		await once('sendAlert', { ...alert, reason: 'RESOLVED' });
		expect(server.incidents).toMatchObject([{ status: 'resolved', notifications: 1 }]);
	});
});

describe('tests', () => {
	it.each([
		['a test alert', alertOf('custom-test')],
		['a test message', testMessageAlert(new Date())],
	])('%s ends resolved', async (_, alert) => {
		const { server, once } = await onVirtualTime();
		const outcome = await once('sendAlert', alert, { 'options.unmutedAs': 'changeEvent' });
		expect(outcome).toMatchObject({ action: 'sent', key: `${alert.fingerprint}-test` });
		expect(server.incidents).toMatchObject([
			{ status: 'resolved', severity: 'info', summary: expect.stringMatching(/^\[Test\] /) },
		]);
	});

	it('says that a test stayed open where the resolve failed', async () => {
		const { server, once } = await onVirtualTime();
		server.fail({ after: 1, times: Infinity, kind: { status: 500, body: 'oops' } });
		await expect(once('sendAlert', alertOf('custom-test'))).rejects.toMatchObject({
			message: 'PagerDuty answered 500 (tried 3 times): oops',
			hint: expect.stringContaining('resolve it in PagerDuty'),
		});
	});
});

describe('change events', () => {
	const parameters = { 'options.unmutedAs': 'changeEvent' };

	it('take an unmuted alert and nothing else', async () => {
		const { server, once } = await onVirtualTime();
		const outcome = await once('sendAlert', alertOf('custom-unmuted'), parameters);
		expect(outcome.action).toBe('sent');
		expect([server.changeEvents.length, server.incidents.length]).toEqual([1, 0]);
		await once('sendAlert', alertOf('custom-new'), parameters);
		expect([server.changeEvents.length, server.incidents.length]).toEqual([1, 1]);
	});

	it('are refused for the key of an orchestration before anything is sent', async () => {
		const { server, once } = await onVirtualTime();
		const credential = { routingKey: `R${KEY.slice(1)}` };
		await expect(
			once('sendAlert', alertOf('custom-unmuted'), parameters, credential),
		).rejects.toThrow("'Unmuted As' cannot be a change event with this integration key");
		expect(server.requests).toHaveLength(0);
	});
});

describe('the rate', () => {
	async function burst(credential: Record<string, string>) {
		const { time, server, surroundings } = await onVirtualTime();
		const from = time.now();
		const alerts = Array.from({ length: 300 }, (_, index) =>
			alertOf('custom-new', { fingerprint: `bugsink-${index}` }),
		);
		const settings = settingsOf(credential, {}, server.routingKey);
		const outcomes = await execute(pagerDuty, settings, alerts, surroundings);
		expect(outcomes.filter((outcome) => !(outcome instanceof Error))).toHaveLength(300);
		expect(server.incidents).toHaveLength(300);
		return { refused: server.refused.rate, seconds: (time.now() - from) / 1000 };
	}

	it('is kept in a burst of 300: 120 a minute, none refused', async () => {
		const { refused, seconds } = await burst({ region: 'us' });
		expect(refused).toBe(0);
		expect(seconds).toBeGreaterThanOrEqual(120);
		expect(seconds).toBeLessThan(130);
	});

	it('is found out at another host: a refusal holds back all, and all arrive', async () => {
		const { refused } = await burst({ region: 'custom', eventsUrl: 'https://proxy.example.com' });
		expect(refused).toBeGreaterThan(0);
		// Twice the full house of workers, each refused twice at most.
		expect(refused).toBeLessThanOrEqual(4 * pagerDuty.concurrency);
	});
});

describe("in n8n's engine", () => {
	const registry: Registry = {
		nodes: { [`${PACKAGE}.bugsinkPagerDuty`]: new BugsinkPagerDuty() },
		credentialTypes: { bugsinkPagerDutyApi: new BugsinkPagerDutyApi() },
	};

	const credentialsFor = (server: { routingKey: string; url: string }) => ({
		routingKey: server.routingKey,
		region: 'custom',
		eventsUrl: server.url,
	});

	it('sends every alert in input order, and shows what PagerDuty answered', async () => {
		const server = await standIn();
		const names = ['custom-new', 'custom-regressed', 'custom-unmuted', 'custom-test'];
		const { items, error } = await runNode({
			registry,
			node: 'bugsinkPagerDuty',
			parameters: {
				operation: 'sendAlert',
				defaultSeverity: 'warning',
				options: {
					severityByReason: { reasons: [{ reason: 'REGRESSED', severity: 'critical' }] },
					unmutedAs: 'changeEvent',
					component: 'shop',
				},
			},
			credentials: credentialsFor(server),
			items: names.map((name) => ({ body: sample(`captured/${name}`) as never })),
		});
		expect(error).toBeUndefined();
		expect(items?.map(({ json }) => [json.reason, json.action, json.requests])).toEqual([
			['NEW', 'sent', 1],
			['REGRESSED', 'sent', 1],
			['UNMUTED', 'sent', 1],
			['TEST', 'sent', 2],
		]);
		expect(items?.[0].json).toMatchObject({
			destination: 'pagerDuty',
			key: items?.[0].json.fingerprint,
			statusCode: 202,
			response: { status: 'success' },
		});
		expect(server.changeEvents).toHaveLength(1);
		expect(server.open(String(items?.[0].json.key))?.events[0].payload).toMatchObject({
			component: 'shop',
		});
		expect(JSON.stringify(items)).not.toContain(server.routingKey);
	});

	it("shows PagerDuty's own errors, once, and never the key", async () => {
		const server = await standIn({ routingKeys: ['f'.repeat(32)] });
		const { items, error } = await runNode({
			registry,
			node: 'bugsinkPagerDuty',
			credentials: { ...credentialsFor(server), routingKey: KEY },
			items: [sample('captured/custom-new') as never],
			continueOnFail: true,
		});
		expect(error).toBeUndefined();
		expect(server.requests).toHaveLength(1);
		expect(items?.[0].json).toMatchObject({
			error: 'PagerDuty answered 400: Event object is invalid: Invalid routing key',
			details: {
				statusCode: 400,
				errorType: 'ClientError',
				responseIsJson: true,
				hint: expect.stringContaining("'Region'"),
			},
		});
		expect(JSON.stringify(items)).not.toContain(KEY);
	});

	it('says how fast PagerDuty is, also to who answers in plain text', async () => {
		const server = await standIn();
		server.fail({ kind: { status: 429, body: 'Too Many Requests' } });
		const { items } = await runNode({
			registry,
			node: 'bugsinkPagerDuty',
			parameters: { options: { maxAttempts: 1 } },
			credentials: credentialsFor(server),
			items: [sample('captured/custom-new') as never],
			continueOnFail: true,
		});
		expect(items?.[0].json).toMatchObject({
			error: 'PagerDuty answered 429: Too Many Requests',
			details: { errorType: 'RateLimited', hint: expect.stringContaining('120 events a minute') },
		});
	});

	it('previews with the key masked, sends a test, acknowledges and resolves', async () => {
		const server = await standIn();
		const run = async (operation: string) => {
			const { items, error } = await runNode({
				registry,
				node: 'bugsinkPagerDuty',
				parameters: { operation },
				credentials: credentialsFor(server),
				items: [sample('captured/custom-new') as never],
			});
			expect(error).toBeUndefined();
			return items?.[0].json;
		};
		const preview = await run('preview');
		expect(preview).toMatchObject({
			action: 'previewed',
			request: { url: `${server.url}/v2/enqueue`, body: { routing_key: '***' } },
		});
		expect(server.requests).toHaveLength(0);
		expect(await run('sendTestMessage')).toMatchObject({ action: 'sent' });
		expect(server.incidents).toMatchObject([{ status: 'resolved' }]);
		await run('sendAlert');
		expect(await run('acknowledge')).toMatchObject({ action: 'acknowledged' });
		expect(server.incidents[1].status).toBe('acknowledged');
		expect(await run('resolve')).toMatchObject({ action: 'resolved' });
		expect(server.incidents[1].status).toBe('resolved');
	});

	it('tests the credential by its format only', async () => {
		const check = new BugsinkPagerDuty().methods.credentialTest.pagerDutyCredential;
		const test = async (data: object) =>
			await check.call({} as never, { id: '', name: '', type: '', data } as never);
		expect(await test({ routingKey: KEY, region: 'eu' })).toMatchObject({ status: 'OK' });
		expect(await test({ routingKey: 'nope' })).toMatchObject({ status: 'Error' });
	});
});
