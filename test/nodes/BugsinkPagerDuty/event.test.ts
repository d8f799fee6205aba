import type { Alert } from '../../../nodes/shared/alert/alert';
import { readEvent } from '../../../nodes/shared/alert/readers/event';
import fc, { tries } from '../../support/fastCheck';
import { alertOf } from '../../support/alerts';
import { plainFields } from '../../support/pagerDutyFields';
import { changeEvent, MAX_EVENT_BYTES, triggerEvent } from '../../../nodes/BugsinkPagerDuty/event';
import { readSeverityTable, severityOf } from '../../../nodes/BugsinkPagerDuty/severity';

const KEY = '0123456789abcdef'.repeat(2);
const UUID = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';
const LINK = `https://bugsink.example.com/issues/issue/${UUID}/event/last/`;

const bytes = (event: unknown) => Buffer.byteLength(JSON.stringify(event), 'utf8');

const event = () =>
	readEvent({
		level: 'fatal',
		environment: 'production',
		url: `https://bugsink.example.com/issues/issue/${UUID}/event/1/`,
		tags: { region: 'eu-west-1' },
		request: { method: 'POST', url: 'https://shop.example.com/', headers: {} },
		breadcrumbs: [{ message: 'clicked' }],
		stacktrace: [
			{
				type: 'ValueError',
				message: 'Invalid input',
				frames: [
					{
						file: 'shop/orders.py',
						line: 12,
						function: 'charge',
						inApp: true,
						code: 'raise error',
					},
				],
			},
		],
	});

describe('the trigger event', () => {
	it('shows a picture beside the incident, but not in a test', () => {
		const withImage = { ...plainFields, imageUrl: 'https://charts.example.com/a.png' };
		const imagesOf = (alert: Alert) => triggerEvent(alert, withImage, KEY).event.images;
		expect(imagesOf(alertOf({}))).toEqual([
			{ src: withImage.imageUrl, alt: 'Picture for this alert', href: LINK },
		]);
		expect(imagesOf({ ...alertOf({}), isTest: true })).toBeUndefined();
		expect(triggerEvent(alertOf({}), plainFields, KEY).event).not.toHaveProperty('images');
	});

	it('carries everything known, nested', () => {
		const { event: sent, truncated } = triggerEvent(
			alertOf({ event: event(), friendlyId: 'CHECKOUT-API-17', eventCount: 3 }),
			{ ...plainFields, component: 'orders', group: 'production', class: 'exception' },
			KEY,
		);
		expect(truncated).toEqual([]);
		expect(sent).toMatchObject({
			routing_key: KEY,
			event_action: 'trigger',
			dedup_key: `bugsink-${UUID}`,
			client: 'Bugsink',
			client_url: LINK,
			links: [
				{ href: LINK, text: 'View in Bugsink' },
				{ href: event().url, text: 'View this event in Bugsink' },
			],
			payload: {
				summary: 'ValueError: Invalid input (Checkout API)',
				source: 'Bugsink',
				severity: 'error',
				timestamp: '2026-08-03T09:14:22.481903Z',
				component: 'orders',
				group: 'production',
				class: 'exception',
				custom_details: {
					what_happened: 'New issue in Bugsink',
					reason: 'NEW',
					error: { type: 'ValueError', message: 'Invalid input' },
					issue: { id: UUID, friendly_id: 'CHECKOUT-API-17', url: LINK },
					project: { id: 3, name: 'Checkout API' },
					event_count: 3,
					stack_trace: expect.stringContaining('charge (shop/orders.py:12)'),
					event: {
						level: 'fatal',
						environment: 'production',
						tags: { region: 'eu-west-1' },
						request: { method: 'POST' },
						breadcrumbs: ['clicked'],
					},
				},
			},
		});
		expect(JSON.stringify(sent)).not.toMatch(/null|""|\{\}|\[\]/);
	});

	it('has one summary for an issue, whatever the reason', () => {
		const summaries = ['NEW', 'REGRESSED', 'UNMUTED'].map(
			(reason) => triggerEvent(alertOf({ reason }), plainFields, KEY).event.payload.summary,
		);
		expect(new Set(summaries).size).toBe(1);
	});

	it('leaves every link out where none is wanted', () => {
		const { event: sent } = triggerEvent(
			alertOf({ event: event() }),
			{ ...plainFields, includeLink: false },
			KEY,
		);
		expect(JSON.stringify(sent)).not.toContain('bugsink.example.com');
	});

	it('keeps a test apart from the real incident, marked and of the lowest severity', () => {
		const { event: sent } = triggerEvent(
			alertOf({ reason: 'TEST' }),
			{ ...plainFields, severity: { ...plainFields.severity, byReason: { TEST: 'critical' } } },
			KEY,
		);
		expect(sent.dedup_key).toBe(`bugsink-${UUID}-test`);
		expect(sent.payload.severity).toBe('info');
		expect(sent.payload.summary).toMatch(/^\[Test\] /);
	});

	it('keeps to the limits by whole characters', () => {
		const family = '👩‍👩‍👧‍👦';
		const { event: sent, truncated } = triggerEvent(
			alertOf({ title: family.repeat(200) }),
			{ ...plainFields, component: family.repeat(40) },
			KEY,
		);
		const { summary, component } = sent.payload;
		expect(truncated).toEqual(['payload.summary', 'payload.component']);
		expect(summary).toMatch(/^(👩‍👩‍👧‍👦)+… \(Checkout API\)$/u);
		expect(summary.length).toBeLessThanOrEqual(1024);
		expect(component).toMatch(/^(👩‍👩‍👧‍👦)+…$/u);
		expect(component?.length).toBeLessThanOrEqual(255);
	});

	it('drops the largest parts first to stay under 512 KB, and says so', () => {
		const huge = readEvent({
			tags: { region: 'eu-west-1' },
			breadcrumbs: Array.from({ length: 3000 }, () => ({ message: '泡'.repeat(100) })),
			request: { method: 'POST', body: 'b'.repeat(200_000), headers: {} },
		});
		const { event: sent, truncated } = triggerEvent(
			alertOf({ event: huge, errorMessage: 'm'.repeat(450_000) }),
			plainFields,
			KEY,
		);
		expect(bytes(sent)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
		// 900 KB of breadcrumbs go first; then the message is the largest, and cut to what fits.
		expect(truncated).toEqual(['custom_details.event.breadcrumbs', 'custom_details.error.message']);
		expect(sent.links).toHaveLength(1);
		const details = sent.payload.custom_details as { event: object; error: { message: string } };
		expect(details.event).toMatchObject({
			tags: { region: 'eu-west-1' },
			request: { body: 'b'.repeat(200_000) },
		});
		expect(details.error.message.length).toBeGreaterThan(200_000);
		expect(details.error.message).toMatch(/m…$/);
	});

	it('is valid for any alert', () => {
		const text = fc.oneof(
			fc.string({ unit: 'grapheme', maxLength: 2000 }),
			fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((s) => s.repeat(9000)),
		);
		fc.assert(
			fc.property(text, text, text, fc.webUrl(), (title, errorMessage, project, url) => {
				const alert = alertOf({
					title,
					errorMessage,
					project: { id: null, name: project },
					issueUrl: url,
					event: readEvent({ tags: { long: errorMessage }, request: { url: title } }),
				});
				for (const { event: sent } of [
					triggerEvent(alert, plainFields, KEY),
					changeEvent(alert, plainFields, KEY),
				]) {
					expect(bytes(sent)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
					expect(sent.payload.summary.length).toBeLessThanOrEqual(1024);
					expect(sent.payload.summary.trim()).not.toBe('');
					expect(sent.links?.[0].href).toBe(new URL(url).href);
				}
			}),
			tries(60),
		);
	});
});

describe('the change event', () => {
	it('says what happened, and has neither key nor severity', () => {
		const { event: sent } = changeEvent(
			alertOf({ reason: 'UNMUTED', unmuteReason: 'More than 5 events' }),
			plainFields,
			KEY,
		);
		expect(Object.keys(sent).sort()).toEqual(['links', 'payload', 'routing_key']);
		expect(Object.keys(sent.payload).sort()).toEqual([
			'custom_details',
			'source',
			'summary',
			'timestamp',
		]);
		expect(sent.payload.summary).toBe(
			'A muted issue is active again: ValueError: Invalid input (Checkout API)',
		);
		expect(sent.payload.custom_details.unmute_reason).toBe('More than 5 events');
	});
});

describe('the severity', () => {
	const withLevel = (level: string, reason = 'NEW') =>
		alertOf({ reason, event: readEvent({ level }) });

	it.each([
		['fatal', 'critical'],
		['error', 'error'],
		['warning', 'warning'],
		['info', 'info'],
		['debug', 'info'],
		['sample', 'warning'],
		['constructor', 'warning'],
	])('of the level %s is %s', (level, severity) => {
		const rules = { byReason: {}, fromLevel: true, fallback: 'warning' as const };
		expect(severityOf(withLevel(level), rules)).toBe(severity);
		expect(severityOf(withLevel(level), { ...rules, fromLevel: false })).toBe('warning');
	});

	it('follows the reason before the level', () => {
		const rules = {
			byReason: readSeverityTable({ reasons: [{ reason: 'REGRESSED', severity: 'info' }] }),
			fromLevel: true,
			fallback: 'error' as const,
		};
		expect(severityOf(withLevel('fatal', 'REGRESSED'), rules)).toBe('info');
		expect(severityOf(withLevel('fatal', 'NEW'), rules)).toBe('critical');
		expect(severityOf(alertOf(), rules)).toBe('error');
	});

	it('is read from an expression too, and refused where PagerDuty does not know it', () => {
		expect(readSeverityTable({ new: 'critical' })).toEqual({ NEW: 'critical' });
		expect(readSeverityTable(undefined)).toEqual({});
		expect(() => readSeverityTable({ NEW: 'fatal' })).toThrow(
			"'Severity by Reason' cannot be 'fatal'",
		);
	});
});
