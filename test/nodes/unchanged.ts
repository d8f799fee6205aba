import type { IDataObject } from 'n8n-workflow';

import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import { readEvent } from '../../nodes/shared/alert/readers/event';
import { alertOf } from '../support/alerts';
import { settingsOf } from '../support/execution';

const NOW = new Date('2026-08-03T09:14:23Z');
const event = readEvent({
	id: 'f18be67ee24b402fb677a79ba2e7aa14',
	url: 'https://bugsink.example.com/issues/issue/1/event/2/',
	timestamp: '2026-08-03T09:14:20Z',
	level: 'fatal',
	platform: 'python',
	environment: 'production',
	release: 'checkout@4.2.0',
	tags: { region: 'eu-west-1' },
	user: { id: '7' },
	request: { method: 'POST', url: 'https://shop.example.com/pay', headers: { accept: '*/*' } },
	breadcrumbs: [{ timestamp: '2026-08-03T09:14:19Z', category: 'http', message: 'GET /cart' }],
	stacktrace: [
		{
			type: 'ValueError',
			message: 'Invalid input',
			frames: [{ file: 'shop/pay.py', line: 12, function: 'pay', inApp: true, code: 'int(x)' }],
		},
	],
});
const ALERTS = {
	new: alertOf(),
	enriched: alertOf({ event }),
	unmuted: alertOf({ reason: 'UNMUTED', unmuteReason: 'More than 5 events' }),
	test: alertOf({ reason: 'TEST' }),
};
const WEBHOOK: Record<string, IDataObject> = {
	full: {},
	minimal: { includeFullPayload: false, customHeaders: '{ "X-Team": "checkout" }' },
	structured: { 'options.payloadFormat': 'cloudEvents' },
	binary: { 'options.payloadFormat': 'cloudEvents', 'options.cloudEventsMode': 'binary' },
};
const PAGER_DUTY: Record<string, IDataObject> = {
	incident: {},
	changeEvent: { 'options.unmutedAs': 'changeEvent', includeLink: false },
};

/** What Webhook and PagerDuty send with every new option off, by case: headers and body, byte by byte. */
export function sentWithoutOptions(): Record<string, unknown> {
	const sent: Record<string, unknown> = {};
	const webhookUrl = 'https://example.com/hook';
	const key = { routingKey: 'A'.repeat(32), region: 'us' };
	for (const [format, fields] of Object.entries(WEBHOOK)) {
		const settings = settingsOf(webhook, { webhookUrl }, fields);
		for (const [name, alert] of Object.entries(ALERTS)) {
			const { headers, body } = webhook.prepare(alert, settings, NOW).request;
			sent[`webhook ${format} ${name}`] = { headers, body };
		}
	}
	for (const [unmutedAs, fields] of Object.entries(PAGER_DUTY)) {
		const settings = settingsOf(pagerDuty, key, fields);
		for (const [name, alert] of Object.entries(ALERTS)) {
			const { headers, body } = pagerDuty.prepare(alert, settings, NOW).request;
			sent[`pagerDuty ${unmutedAs} ${name}`] = { headers, body };
		}
	}
	return sent;
}
