import type { Alert } from '../../../nodes/shared/alert/alert';
import { readEvent } from '../../../nodes/shared/alert/readers/event';
import { NO_WORDS, userText } from '../../../nodes/shared/alert/words';
import { bareAlert } from '../../support/alerts';
import { plainFields } from '../../support/pagerDutyFields';
import {
	changeEvent,
	dedupKeyOf,
	followUpEvent,
	MAX_EVENT_BYTES,
	triggerEvent,
	type EventFields,
} from '../../../nodes/BugsinkPagerDuty/event';

/** Key by key, with the limits of https://developer.pagerduty.com/docs/send-alert-event. */
const KEY = '0123456789abcdef'.repeat(2);
const LINK = 'https://bugsink.example.com/issues/issue/1/';
const alertOf = (more: Partial<Alert> = {}) => bareAlert({ issueId: '1', ...more });

const trigger = (alert: Alert, more: Partial<EventFields> = {}) =>
	triggerEvent(alert, { ...plainFields, ...more }, KEY);

describe('the trigger event', () => {
	it('has no key without a value', () => {
		const { event, json, truncated } = trigger(alertOf());
		expect(event).toEqual({
			routing_key: KEY,
			event_action: 'trigger',
			dedup_key: 'bugsink-1',
			client: 'Bugsink',
			payload: {
				summary: 'ValueError: bad',
				source: 'Bugsink',
				severity: 'error',
				custom_details: {
					what_happened: 'New issue in Bugsink',
					reason: 'NEW',
					issue: { id: '1', title: 'ValueError: bad' },
				},
			},
		});
		expect(JSON.parse(json)).toEqual(event);
		expect(truncated).toEqual([]);
	});

	it('has its time, its link, and a picture that leads there', () => {
		const imageUrl = 'https://charts.example.com/a.png';
		const alert = alertOf({ lastSeen: '2026-08-02T00:00:00Z', issueUrl: LINK });
		const { event } = trigger(alert, { imageUrl });
		expect(event.payload.timestamp).toBe('2026-08-02T00:00:00Z');
		expect(event.client_url).toBe(LINK);
		expect(event.images).toEqual([{ src: imageUrl, alt: 'Picture for this alert', href: LINK }]);
		const { event: test } = trigger({ ...alert, isTest: true }, { imageUrl });
		expect(test).not.toHaveProperty('images');
	});

	it('has no link where none is wanted', () => {
		const { event } = trigger(alertOf({ issueUrl: LINK }), { includeLink: false });
		expect(event).not.toHaveProperty('links');
		expect(JSON.stringify(event)).not.toContain(LINK);
	});

	it('has a picture without a way to open it where there is no link', () => {
		const imageUrl = 'https://charts.example.com/a.png';
		expect(trigger(alertOf(), { imageUrl }).event.images).toEqual([
			{ src: imageUrl, alt: 'Picture for this alert' },
		]);
	});

	it.each(['component', 'group', 'class'] as const)('cuts %s at 255', (name) => {
		const fits = trigger(alertOf(), { [name]: 'x'.repeat(255) });
		expect(fits.event.payload[name]).toBe('x'.repeat(255));
		expect(fits.truncated).toEqual([]);
		const isCut = trigger(alertOf(), { [name]: 'x'.repeat(256) });
		expect(isCut.event.payload[name]).toBe(`${'x'.repeat(254)}…`);
		expect(isCut.truncated).toEqual([`payload.${name}`]);
	});

	it.each([
		['a title', { title: 'x'.repeat(1024) }, 'x'.repeat(1024), []],
		['a longer title', { title: 'x'.repeat(1025) }, `${'x'.repeat(1023)}…`, ['payload.summary']],
		[
			'a title beside a project',
			{ title: 'x'.repeat(1018), project: { id: 1, name: ' S\nhop' } },
			`${'x'.repeat(1015)}… (S hop)`,
			['payload.summary'],
		],
		[
			'a long project',
			{ title: 'T', project: { id: 1, name: 'p'.repeat(101) } },
			`T (${'p'.repeat(99)}…)`,
			[],
		],
	])('summarises %s', (_, parts, summary, truncated) => {
		const fitted = trigger(alertOf(parts));
		expect(fitted.event.payload.summary).toBe(summary);
		expect(fitted.event.payload.summary.length).toBeLessThanOrEqual(1024);
		expect(fitted.truncated).toEqual(truncated);
	});

	it('summarises on one line', () => {
		expect(trigger({ ...alertOf(), title: 'one\n two' }).event.payload.summary).toBe('one two');
	});
});

describe('links', () => {
	const of = (length: number) => LINK + 'x'.repeat(length - LINK.length);

	it('are no longer than 2,000 characters', () => {
		const fits = trigger(alertOf({ issueUrl: of(2_000) }));
		expect(fits.event.links).toEqual([{ href: of(2_000), text: 'View in Bugsink' }]);
		expect(fits.event.client_url).toBe(of(2_000));
		expect(fits.truncated).toEqual([]);
		const tooLong = trigger(alertOf({ issueUrl: of(2_001) }));
		expect(tooLong.event).not.toHaveProperty('links');
		expect(tooLong.event).not.toHaveProperty('client_url');
		expect(tooLong.truncated).toEqual(['links']);
	});

	it('lead to the issue and to the event', () => {
		const url = `${LINK}event/7/`;
		expect(trigger(alertOf({ issueUrl: LINK, event: readEvent({ url }) })).event.links).toEqual([
			{ href: LINK, text: 'View in Bugsink' },
			{ href: url, text: 'View this event in Bugsink' },
		]);
	});

	it('lead to one page once', () => {
		const event = readEvent({ url: LINK });
		expect(trigger(alertOf({ issueUrl: LINK, event })).event.links).toEqual([
			{ href: LINK, text: 'View in Bugsink' },
		]);
	});

	it('to the event stand where there is none to the issue', () => {
		const event = readEvent({ url: LINK });
		expect(trigger(alertOf({ event })).event.links).toEqual([
			{ href: LINK, text: 'View this event in Bugsink' },
		]);
	});
});

describe('links in the user’s own text', () => {
	const own = (additionalText: string) =>
		trigger(alertOf({ issueUrl: LINK }), {
			words: { ...NO_WORDS, additionalText: userText(additionalText) },
		}).event.links;
	const issue = { href: LINK, text: 'View in Bugsink' };

	it('come after that to the issue', () => {
		const href = 'https://wiki.example.com/pay';
		expect(own(`Runbook: ${href}`)).toEqual([issue, { href, text: href }]);
	});

	it('to the issue do not repeat it', () => {
		expect(own(`See ${LINK}`)).toEqual([issue]);
	});
});

describe('the size', () => {
	const bytes = (event: unknown) => Buffer.byteLength(JSON.stringify(event), 'utf8');

	it('may be 512 KB, and not a byte more', () => {
		expect(MAX_EVENT_BYTES).toBe(512 * 1024);
		const base = bytes(trigger(alertOf({ errorMessage: 'x' })).event) - 1;
		const errorMessage = 'x'.repeat(MAX_EVENT_BYTES - base);
		const fits = trigger(alertOf({ errorMessage }));
		expect(bytes(fits.event)).toBe(MAX_EVENT_BYTES);
		expect(fits.truncated).toEqual([]);
		const tooLarge = trigger(alertOf({ errorMessage: `${errorMessage}x` }));
		expect(bytes(tooLarge.event)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
		expect(JSON.parse(tooLarge.json)).toEqual(tooLarge.event);
		expect(tooLarge.truncated).toEqual(['custom_details.error.message']);
	});

	it('names what was cut before and for it', () => {
		const { truncated } = trigger(alertOf({ errorMessage: 'x'.repeat(MAX_EVENT_BYTES) }), {
			group: 'x'.repeat(256),
		});
		expect(truncated).toEqual(['payload.group', 'custom_details.error.message']);
	});
});

describe('the change event', () => {
	it('has no key without a value', () => {
		const { event, truncated } = changeEvent(alertOf(), plainFields, KEY);
		expect(event).toEqual({
			routing_key: KEY,
			payload: {
				summary: 'New issue in Bugsink: ValueError: bad',
				source: 'Bugsink',
				custom_details: expect.objectContaining({ reason: 'NEW' }),
			},
		});
		expect(truncated).toEqual([]);
	});

	it('has its time and its links', () => {
		const alert = alertOf({ lastSeen: '2026-08-02T00:00:00Z', issueUrl: LINK });
		const { event } = changeEvent(alert, plainFields, KEY);
		expect(event.payload.timestamp).toBe('2026-08-02T00:00:00Z');
		expect(event.links).toEqual([{ href: LINK, text: 'View in Bugsink' }]);
		const without = changeEvent(alert, { ...plainFields, includeLink: false }, KEY).event;
		expect(JSON.stringify(without)).not.toContain(LINK);
	});
});

it.each(['acknowledge', 'resolve'] as const)('%s carries the key and nothing else', (action) => {
	expect(followUpEvent(action, alertOf(), KEY)).toEqual({
		routing_key: KEY,
		event_action: action,
		dedup_key: 'bugsink-1',
	});
});

it('a test has a key of its own', () => {
	expect(dedupKeyOf(alertOf())).toBe('bugsink-1');
	expect(dedupKeyOf(alertOf({ reason: 'TEST' }))).toBe('bugsink-1-test');
});
