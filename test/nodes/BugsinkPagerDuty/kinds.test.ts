/** What users enter, what PagerDuty answers, what is no trouble, and what an incident shows, kind by kind. */
import { startPagerDuty } from '../../standins/pagerDuty';
import { notAnAnswer } from '../../standins';
import { keep } from '../../standins/harness';
import { pagerDuty } from '../../../nodes/BugsinkPagerDuty/pagerDuty';
import { triggerEvent } from '../../../nodes/BugsinkPagerDuty/event';
import { severityOf } from '../../../nodes/BugsinkPagerDuty/severity';
import type { Alert } from '../../../nodes/shared/alert/alert';
import { readEvent } from '../../../nodes/shared/alert/readers/event';
import { sampleAlert } from '../../support/alerts';
import { plainFields } from '../../support/pagerDutyFields';
import { executeOne, settingsOf as readSettings, transportTo } from '../../support/execution';
import { VirtualClock } from '../../support/virtualClock';
import { KEY, settingsOf } from './support';

async function rig() {
	const clock = new VirtualClock();
	const server = keep(await startPagerDuty({ now: clock.now }));
	const send = async (alert: Alert, operation = 'sendAlert', parameters = {}) => {
		const credential = { routingKey: server.routingKey, region: 'us' };
		return await executeOne(pagerDuty, readSettings(pagerDuty, credential, parameters), alert, {
			clock,
			transport: transportTo(clock, { url: server.url }),
			operation,
		});
	};
	return { clock, server, send };
}

const alert = () => sampleAlert('custom-new');

describe('an event counts as delivered only with 202 and status success', () => {
	it.each([
		...Object.entries(notAnAnswer),
		['another 2xx', { status: 200, body: { status: 'success', message: 'Event processed' } }],
		['202 without a body', { status: 202, body: '' }],
		['202 with another status', { status: 202, body: { status: 'queued' } }],
		['204', { status: 204, body: '' }],
	] as const)('%s is an error, after one request', async (_name, kind) => {
		const { server, send } = await rig();
		server.fail({ times: Infinity, kind });
		for (const operation of ['sendAlert', 'acknowledge', 'resolve']) {
			const before = server.requests.length;
			await expect(send(alert(), operation)).rejects.toThrow(/PagerDuty answered 20\d/);
			expect(server.requests.length - before).toBe(1);
		}
	});

	it.each([
		{ status: 'throttle exceeded', message: 'Requests are arriving too quickly' },
		{ status: 'error', message: 'Rate limit reached' },
	])('throttling that is told inside a 202 is waited for: %j', async (body) => {
		const { clock, server, send } = await rig();
		const start = clock.at;
		server.fail({ times: 2, kind: { status: 202, body } });
		expect(await send(alert())).toMatchObject({ action: 'sent' });
		expect(server.incidents).toHaveLength(1);
		expect(clock.at - start).toBeGreaterThanOrEqual(60_000);
	});

	it('shows what was answered', async () => {
		const { server, send } = await rig();
		server.fail({ kind: { status: 202, body: { status: 'odd', message: 'Held for review' } } });
		await expect(send(alert())).rejects.toThrow('PagerDuty answered 202: Held for review');
	});
});

describe('alerts that are no trouble', () => {
	it.each(['REOPENED', 'OPEN', 'MUTED', 'QUIET', 'TICKET_CLOSED', 'TICKET_REOPENED'])(
		'%s pages nobody, and says why',
		async (reason) => {
			const { server, send } = await rig();
			const outcome = await send({ ...alert(), reason });
			expect(outcome).toMatchObject({ action: 'skipped', skipCode: 'notAnAlert' });
			expect(outcome.skipReason).toMatch(/nobody is paged/);
			expect(server.requests).toHaveLength(0);
		},
	);

	it('UNMUTED by a person pages nobody; by a condition, and as a change event, it is told', async () => {
		const { server, send } = await rig();
		const byHand = { ...alert(), reason: 'UNMUTED', unmuteReason: 'Unmuted by hand in Bugsink' };
		const outcome = await send(byHand);
		expect(outcome).toMatchObject({ action: 'skipped', skipCode: 'notAnAlert' });
		expect(outcome.skipReason).toMatch(/nobody is paged/);
		expect(server.requests).toHaveLength(0);
		await send({ ...byHand, unmuteReason: 'More than 7 events per 2 hours occurred' });
		expect(server.incidents).toHaveLength(1);
	});

	it.each(['NEW', 'REGRESSED', 'UNMUTED', 'EVENT_COUNT', 'STILL_OPEN', 'GROWING'])(
		'%s still pages',
		async (reason) => {
			const { server, send } = await rig();
			await send({ ...alert(), reason });
			expect(server.incidents).toHaveLength(1);
		},
	);
});

it.each([
	['log', 'info'],
	['LOG', 'info'],
	['warn', 'warning'],
	['Warn ', 'warning'],
	['fatal', 'critical'],
	['trace', 'error'],
])('the level %s is the severity %s', (level, severity) => {
	const event = readEvent({ level });
	const rules = { byReason: {}, fromLevel: true, fallback: 'error' as const };
	expect(severityOf({ ...alert(), event }, rules)).toBe(severity);
});

describe('group, class and component', () => {
	const subject = () => ({
		...alert(),
		errorType: 'TimeoutError',
		transaction: 'GET /cart',
		project: { id: 8, name: 'Webshop' },
	});

	it('are the project, the error type and the transaction unless they are set', () => {
		expect(triggerEvent(subject(), plainFields, 'key').event.payload).toMatchObject({
			group: 'Webshop',
			class: 'TimeoutError',
			component: 'GET /cart',
		});
		const set = { ...plainFields, group: 'eu', class: 'db', component: 'pool' };
		expect(triggerEvent(subject(), set, 'key').event.payload).toMatchObject({
			group: 'eu',
			class: 'db',
			component: 'pool',
		});
	});

	it('are left out where the alert has nothing, and cut to 255 characters', () => {
		const bare = { ...subject(), transaction: null, project: { id: null, name: null } };
		expect(triggerEvent(bare, plainFields, 'key').event.payload).not.toHaveProperty('group');
		expect(triggerEvent(bare, plainFields, 'key').event.payload).not.toHaveProperty('component');
		const long = { ...subject(), transaction: 'x'.repeat(900) };
		const { event, truncated } = triggerEvent(long, plainFields, 'key');
		expect(event.payload.component?.length).toBeLessThanOrEqual(255);
		expect(truncated).toContain('payload.component');
	});

	it('no list in the details holds objects: breadcrumbs are lines', () => {
		const event = readEvent({
			breadcrumbs: [
				{
					timestamp: '2026-10-01T12:00:00Z',
					category: 'http',
					level: 'warning',
					message: 'GET /stock\n504',
				},
				{ category: 'ui.click', message: 'Pay' },
			],
			user: { id: '7', roles: [{ name: 'admin' }] },
		});
		const details = triggerEvent({ ...subject(), event }, plainFields, 'key').event.payload
			.custom_details as { event: { breadcrumbs: string[] } };
		expect(details.event.breadcrumbs).toEqual([
			'2026-10-01T12:00:00Z http (warning): GET /stock 504',
			'ui.click: Pay',
		]);
		expect(JSON.stringify(details)).not.toMatch(/\[\s*\{/);
	});
});

describe('the address', () => {
	it.each([
		[{ region: 'us' }, 'https://events.pagerduty.com/v2/enqueue'],
		[{}, 'https://events.pagerduty.com/v2/enqueue'],
		[{ region: 'eu' }, 'https://events.eu.pagerduty.com/v2/enqueue'],
		[{ region: 'custom', eventsUrl: 'https://p.example.com/' }, 'https://p.example.com/v2/enqueue'],
		[
			{ region: 'custom', eventsUrl: ' http://10.0.0.7:8080/pd/v2/change/enqueue?team=a ' },
			'http://10.0.0.7:8080/pd/v2/enqueue?team=a',
		],
	])('%j', (credential, url) => {
		const settings = settingsOf(credential);
		const { request } = pagerDuty.prepare(sampleAlert('custom-new'), settings, new Date());
		expect([request.method, request.url]).toEqual(['POST', url]);
	});
});

describe('wrong settings', () => {
	it.each([
		[{}, { routingKey: 'short' }, "'Integration Key' must be 32 letters and digits"],
		[{}, { routingKey: `${KEY.slice(1)}-` }, "'Integration Key' must be 32 letters and digits"],
		[{}, { routingKey: undefined }, "'Integration Key' must be 32 letters and digits"],
		[{}, { region: 'mars' }, "'Region' cannot be 'mars'"],
		[{}, { region: 'custom', eventsUrl: '' }, "'Events URL' is not a URL"],
		[
			{},
			{ region: 'custom', eventsUrl: 'http://example.com' },
			"'Events URL' would send a secret unencrypted to example.com",
		],
		[{ defaultSeverity: 'fatal' }, {}, "'Default Severity' cannot be 'fatal'"],
		[{ serviceName: 's'.repeat(101) }, {}, "'Service Name' has more than 100 characters"],
		[{ 'options.unmutedAs': 'page' }, {}, "'Unmuted As' cannot be 'page'"],
	])('%j %j', (parameters, credential, message) => {
		expect(() => settingsOf(credential as Record<string, string>, parameters)).toThrow(message);
	});
});
