import { batchPayload, OWN_DATA, webhookPayload } from '../../../nodes/BugsinkWebhook/payload';
import { readEvent } from '../../../nodes/shared/alert/readers/event';
import { bareAlert } from '../../support/alerts';

/** The payload of Bugsink's original webhook backend (bugsink/bugsink#311), key by key. */
const NOW = new Date('2026-08-03T09:14:23.456Z');
const UUID = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';
const LINK = `https://bugsink.example.com/issues/issue/${UUID}/event/last/`;

const alertOf = (more = {}) =>
	bareAlert({
		reason: 'REGRESSED',
		issueId: UUID,
		issueUrl: LINK,
		errorType: 'ValueError',
		errorMessage: 'bad\nworse',
		project: { id: 3, name: 'Shop' },
		firstSeen: '2026-08-01T00:00:00Z',
		lastSeen: '2026-08-02T00:00:00Z',
		eventCount: 5,
		...more,
	});

const FULL = {
	issue_id: UUID,
	issue_url: LINK,
	summary: '[REGRESSED] ValueError: bad',
	error_type: 'ValueError',
	error_message: 'bad\nworse',
	project: 'Shop',
	first_seen: '2026-08-01T00:00:00Z',
	last_seen: '2026-08-02T00:00:00Z',
	event_count: 5,
	alert_type: 'REGRESSED',
	alert_reason: 'regressed',
};

test('full', () => {
	expect(webhookPayload(alertOf(), true, NOW)).toEqual({
		event_type: 'alert',
		timestamp: '2026-08-03T09:14:23Z',
		source: 'bugsink',
		data: FULL,
	});
});

test('with what an unmuted or an enriched alert has besides', () => {
	const event = readEvent({ id: '7' });
	const { data } = webhookPayload(alertOf({ unmuteReason: 'Time is up', event }), true, NOW);
	expect(data).toEqual({ ...FULL, unmute_reason: 'Time is up', event });
});

test('with the line of code that an enriched alert leads to', () => {
	const url = 'https://git.example.com/shop/pay.py#L7';
	const frame = { file: 'shop/pay.py', line: 7, function: 'pay', inApp: true, code: null, url };
	const event = readEvent({
		id: '7',
		stacktrace: [{ type: 'ValueError', message: 'bad', frames: [frame] }],
	});
	const { data } = webhookPayload(alertOf({ event }), true, NOW);
	expect(data).toEqual({ ...FULL, event, source: { text: 'shop/pay.py:7', url } });
});

test('of several alerts', () => {
	const alerts = [alertOf(), alertOf({ reason: 'NEW' })];
	const also = { summary: '[NEW] ValueError: bad', alert_type: 'NEW', alert_reason: 'new' };
	expect(batchPayload(alerts, true, NOW)).toEqual({
		event_type: 'alerts',
		timestamp: '2026-08-03T09:14:23Z',
		source: 'bugsink',
		data: { alerts: [FULL, { ...FULL, ...also }] },
	});
	const { data } = batchPayload([alertOf()], false, NOW, { team: 'checkout' });
	expect(data).toEqual({
		alerts: [webhookPayload(alertOf(), false, NOW, { team: 'checkout' }).data],
	});
});

test("the user's own fields stand beside the alert's, whose names they cannot have", () => {
	const { data } = webhookPayload(alertOf(), true, NOW, { team: 'checkout' });
	expect(data).toEqual({ ...FULL, team: 'checkout' });
	const names = [...Object.keys(FULL), 'alerts', 'event', 'source', 'unmute_reason'];
	expect([...OWN_DATA]).toEqual(names.sort());
});

test('minimal', () => {
	expect(webhookPayload(alertOf({ unmuteReason: 'Time is up' }), false, NOW)).toEqual({
		event_type: 'alert',
		timestamp: '2026-08-03T09:14:23Z',
		source: 'bugsink',
		data: {
			issue_id: UUID,
			issue_url: LINK,
			summary: '[REGRESSED] ValueError: bad',
			alert_type: 'REGRESSED',
		},
	});
});

test('of a test', () => {
	expect(webhookPayload(alertOf({ reason: 'TEST' }), false, NOW).event_type).toBe('test');
});
