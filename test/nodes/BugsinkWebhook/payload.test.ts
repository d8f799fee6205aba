import { webhookPayload } from '../../../nodes/BugsinkWebhook/payload';
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
