/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { HTTP, type CloudEvent } from 'cloudevents';

import { commentOf } from '../../nodes/BugsinkJiraCloud/adf';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { commentBody } from '../../nodes/BugsinkGithubIssues/markdown';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import type { Alert } from '../../nodes/shared/alert/alert';
import { whatHappened } from '../../nodes/shared/alert/describe';
import { sourceOf } from '../../nodes/shared/alert/source';
import type { Prepared } from '../../nodes/shared/destination';
import { adfLength, adfProblems, cardProblems, MAX_ADF_LENGTH } from '../standins';
import { parserEvents, type Card } from '../nodes/BugsinkMicrosoftTeams/support';
import fc from '../support/fastCheck';
import { anyAlert } from '../support/arbitraryAlert';
import { activeParts, imagesAndLinks } from '../support/githubMarkdown';
import { preparer } from '../support/requests';

/** Schemas and parsers are slow; `npm run test:properties` takes more of each. */
const RUNS = process.env.FAST_CHECK_RUNS === undefined ? 0.2 : 10;

/** What a destination would send, read and measured. */
function prepareWith<Settings>(...of: Parameters<typeof preparer<Settings>>) {
	const prepare = preparer(...of);
	return (alert: Alert): Prepared & { json: Record<string, unknown>; bytes: number } => {
		const prepared = prepare(alert);
		const { body = '' } = prepared.request;
		// What is sent is UTF-8: half a character would become another one on the way.
		expect(body.isWellFormed() && !/\\ud[89a-f]/.test(body)).toBe(true);
		return {
			...prepared,
			json: JSON.parse(body) as Record<string, unknown>,
			bytes: Buffer.byteLength(body),
		};
	};
}

function check(alerts: fc.Arbitrary<Alert>, runs: number, holds: (alert: Alert) => void): void {
	fc.assert(fc.property(alerts, holds), { numRuns: Math.ceil(runs * RUNS) });
}

/** The pages that tickets link to: the issue in Bugsink, then the line of code. */
function pagesOf({ issueUrl, event }: Alert): string[] {
	return [issueUrl, sourceOf(event)?.url ?? null].filter((url) => url !== null);
}

/** One line, not empty, and no longer than the service takes. */
function expectLine(text: unknown, most: number): void {
	expect(typeof text).toBe('string');
	expect(String(text).trim()).not.toBe('');
	expect(String(text).length).toBeLessThanOrEqual(most);
	expect(/[\n\r\u2028\u2029]/.test(String(text))).toBe(false);
}

test('Jira: valid by the ADF schema, within 32,767, with the link', () => {
	const prepare = prepareWith(
		jiraCloud,
		{ jiraUrl: 'https://acme.atlassian.net', userEmail: 'a@example.com', apiToken: 'token' },
		{ projectKey: 'OPS', issueType: 'Bug', labels: 'one,two' },
	);
	check(anyAlert(33_000), 150, (alert) => {
		const { json } = prepare(alert);
		const fields = json.fields as { summary: string; description: object; labels: string[] };
		expectLine(fields.summary, 255);
		for (const label of fields.labels) {
			expect(label).toMatch(/^\S+$/);
			expect(label.length).toBeLessThanOrEqual(255);
		}
		expect(fields.labels).toContain(alert.fingerprint);
		for (const document of [fields.description, commentOf(alert)]) {
			expect(adfProblems(document)).toEqual([]);
			expect(adfLength(document)).toBeLessThanOrEqual(MAX_ADF_LENGTH);
			expect(JSON.stringify(document).length).toBeLessThanOrEqual(MAX_ADF_LENGTH);
			const links = [...JSON.stringify(document).matchAll(/"href":"([^"]*)"/g)];
			const pages = pagesOf(document === fields.description ? alert : { ...alert, event: null });
			expect(links.map(([, href]) => href)).toEqual(pages);
		}
	});
}, 600_000);

describe('GitHub', () => {
	const prepare = prepareWith(
		githubIssues,
		{ apiUrl: 'https://api.github.com', accessToken: 'token-token' },
		{ repository: 'acme/shop', labels: `one,${'l'.repeat(80)}` },
	);

	test('within its limits', () => {
		check(anyAlert(66_000), 200, (alert) => {
			const { json } = prepare(alert);
			expectLine(json.title, 256);
			for (const label of json.labels as string[]) expectLine(label, 50);
			for (const text of [String(json.body), commentBody(alert, whatHappened(alert)).text]) {
				expect(text.length).toBeLessThanOrEqual(65_536);
				if (alert.issueUrl) expect(text).toContain('[View in Bugsink](http');
			}
			expect(String(json.body)).toContain(`<!-- bugsink-fingerprint: ${alert.fingerprint} -->`);
		});
	}, 600_000);

	test('nothing of the alert mentions, refers, links or is HTML', () => {
		check(anyAlert(1_000), 60, (alert) => {
			const { json } = prepare(alert);
			const comment = commentBody(alert, whatHappened(alert)).text;
			for (const text of [String(json.body), comment]) {
				const pages = pagesOf(text === comment ? { ...alert, event: null } : alert);
				expect(imagesAndLinks(text)).toHaveLength(pages.length);
				expect(activeParts(text).filter((part) => !OURS.test(part))).toEqual([]);
			}
		});
	}, 600_000);

	/** The links, what folds the stack trace and the tags, and the hidden markers. */
	const OURS =
		/^(link https?:\/\/\S+|html (<details>\n<summary>(Stack trace|Tags)<\/summary>|<\/details>|<!-- bugsink-(fingerprint|alert): [\w-]+ -->))$/;
});

test.each([
	[
		'adaptiveCard',
		'https://default1.16.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=abcdefgh',
	],
	['messageCard', 'https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d'],
])(
	'Teams: a valid %s within 21,000 bytes, with the link',
	(format, webhookUrl) => {
		const prepare = prepareWith(
			microsoftTeams,
			{ webhookUrl },
			{ 'options.format': format, mentionUsers: 'Ann <ann@example.com>', channelName: 'alerts' },
		);
		check(anyAlert(21_000), 60, (alert) => {
			const { json, bytes } = prepare(alert);
			expect(bytes).toBeLessThanOrEqual(21_000);
			expect(JSON.stringify(json)).not.toMatch(/"(url|uri|iconUrl)":""/);
			if (alert.issueUrl) expect(JSON.stringify(json)).toContain(JSON.stringify(alert.issueUrl));
			if (format === 'messageCard') {
				expect(json.summary).toBeTruthy();
				return;
			}
			const [{ content }] = json.attachments as Array<{ content: Card }>;
			expect(parserEvents(content)).toEqual([]);
			expect(cardProblems(content)).toEqual([]);
			const tags = [...JSON.stringify(content.body).matchAll(/<at>/gi)];
			expect(tags).toHaveLength(alert.isTest ? 0 : 1);
		});
	},
	600_000,
);

test.each(['incident', 'changeEvent'])(
	'PagerDuty: within the limits of an %s',
	(unmutedAs) => {
		const prepare = prepareWith(
			pagerDuty,
			{ routingKey: 'A'.repeat(32), region: 'us' },
			{ 'options.unmutedAs': unmutedAs, 'options.component': 'c'.repeat(400) },
		);
		check(anyAlert(600_000), 100, (alert) => {
			const unmuted = unmutedAs === 'changeEvent' ? { ...alert, reason: 'UNMUTED' } : alert;
			const { json, bytes } = prepare(unmuted);
			expect(bytes).toBeLessThanOrEqual(512 * 1024);
			const payload = json.payload as Record<string, unknown> | undefined;
			// An issue that is resolved or muted opens nothing.
			if (payload === undefined) return;
			expectLine(payload.summary, 1024);
			expectLine(payload.source, 255);
			expect(typeof payload.custom_details).toBe('object');
			if (payload.timestamp !== undefined) {
				expect(payload.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
			}
			const links = (json.links ?? []) as Array<{ href: string; text: string }>;
			if (alert.issueUrl)
				expect(links[0]).toEqual({ href: alert.issueUrl, text: 'View in Bugsink' });
			for (const { href } of links) expect(href).toMatch(/^https?:\/\//);
			if (json.event_action === undefined) return;
			expectLine(json.dedup_key, 255);
			expect(['critical', 'error', 'warning', 'info']).toContain(payload.severity);
			expect(String(payload.component).length).toBeLessThanOrEqual(255);
		});
	},
	600_000,
);

describe('Webhook', () => {
	const credential = { webhookUrl: 'https://hooks.example.com/x' };

	test.each([true, false])(
		'the contract of the payload (full: %s)',
		(full) => {
			const prepare = prepareWith(webhook, credential, { includeFullPayload: full });
			check(anyAlert(66_000), 200, (alert) => {
				const { json } = prepare(alert);
				expect(json).toMatchObject({
					event_type: alert.isTest ? 'test' : 'alert',
					timestamp: '2026-08-03T09:14:23Z',
					source: 'bugsink',
					data: { issue_id: alert.issueId, issue_url: alert.issueUrl, alert_type: alert.reason },
				});
				const keys = Object.keys(json.data as object);
				const sometimes = [alert.unmuteReason, alert.event, sourceOf(alert.event)];
				expect(keys.length).toBe(full ? 11 + sometimes.filter(Boolean).length : 4);
			});
		},
		600_000,
	);

	test.each(['structured', 'binary'])(
		'an event that the CloudEvents SDK takes (%s)',
		(mode) => {
			const prepare = prepareWith(webhook, credential, {
				'options.payloadFormat': 'cloudEvents',
				'options.cloudEventsMode': mode,
			});
			check(anyAlert(33_000), 200, (alert) => {
				const { request } = prepare(alert);
				for (const [name, value] of Object.entries(request.headers ?? {})) {
					expect(`${name}: ${value}`).toMatch(/^[a-z0-9-]+: [\x20-\x7e]+$/);
				}
				const event = HTTP.toEvent({
					headers: request.headers ?? {},
					body: request.body,
				}) as CloudEvent<Record<string, unknown>>;
				expect(event.validate()).toBe(true);
				expect(event.type).toMatch(/^com\.bugsink\.alert\.[a-z0-9_]+$/);
				expect(event.data?.issue_url).toBe(alert.issueUrl);
				expect(event.subject).toBe(alert.issueId ?? alert.fingerprint);
			});
		},
		600_000,
	);
});
