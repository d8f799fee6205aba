/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
/** Any alert with any words of the user: no invalid format, nothing over a limit. */
import { HTTP, type CloudEvent } from 'cloudevents';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { commentOf } from '../../nodes/BugsinkJiraCloud/adf';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { listBody } from '../../nodes/BugsinkGithubIssues/lists';
import { listDescription } from '../../nodes/BugsinkJiraCloud/lists';
import { commentBody } from '../../nodes/BugsinkGithubIssues/markdown';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import type { Alert } from '../../nodes/shared/alert/alert';
import { FACT_LABELS, whatHappened } from '../../nodes/shared/alert/describe';
import type { Destination } from '../../nodes/shared/destination';
import { digestSummary } from '../../nodes/shared/limit/summary';
import { adfLength, adfProblems, cardProblems, MAX_ADF_LENGTH } from '../standins';
import { parserEvents, type Card } from '../nodes/BugsinkMicrosoftTeams/support';
import fc from '../support/fastCheck';
import { anyAlert, anyText, longText } from '../support/arbitraryAlert';
import { settingsOf } from '../support/execution';
import { activeParts } from '../support/githubMarkdown';

const NOW = new Date('2026-08-03T09:14:23Z');
/** Over all tests of this file: 100,000 with `npm run test:properties`. */
const RUNS = Math.ceil(Number(process.env.FAST_CHECK_RUNS ?? 120) / 6);
const LONG = 3_600_000;

interface Said {
	alert: Alert;
	options: IDataObject;
	/** Whether the text is an alert's value in an expression. */
	isFromAlert: boolean;
}

const anyUserText = fc.oneof(
	longText(10_000),
	fc
		.array(fc.oneof(anyText, fc.webUrl(), fc.constant('\n')), { maxLength: 60 })
		.map((parts) => parts.join('')),
	fc.constantFrom('x\n'.repeat(3_000), 'https://a.example/ '.repeat(300), '"'.repeat(3_000)),
);

function anySaid(most: number): fc.Arbitrary<Said> {
	const options = fc.record({
		'options.title': longText(1_000),
		'options.summary': longText(1_000),
		'options.additionalText': anyUserText,
		'options.facts': fc.shuffledSubarray(Object.keys(FACT_LABELS)),
		'options.dataFields': fc.dictionary(anyText, fc.oneof(longText(most), fc.jsonValue()), {
			maxKeys: 5,
		}),
	}) as fc.Arbitrary<IDataObject>;
	return fc.record({ alert: anyAlert(most), options, isFromAlert: fc.boolean() });
}

function check(most: number, holds: (said: Said) => void): void {
	fc.assert(fc.property(anySaid(most), holds), { numRuns: RUNS });
}

function read<Settings>(
	destination: Destination<Settings>,
	credential: ICredentialDataDecryptedObject,
	{ isFromAlert, options }: Said,
	fields: IDataObject = {},
): Settings {
	const typed = isFromAlert ? { options: { additionalText: '={{ $json.errorMessage }}' } } : {};
	return settingsOf(destination, credential, { ...fields, ...options }, typed);
}

/** The body of a message about the alert, and of one about several if there is such. */
function bodies<Settings>(
	destination: Destination<Settings>,
	settings: Settings,
	alert: Alert,
): string[] {
	const together = destination.together?.prepare(
		[alert, { ...alert, fingerprint: 'bugsink-x' }],
		settings,
		NOW,
	);
	const requests = [destination.prepare(alert, settings, NOW).request, together?.request];
	return requests.flatMap((request) => {
		const body = request?.body;
		if (body === undefined) return [];
		expect(body.isWellFormed() && !/\\ud[89a-f]/.test(body)).toBe(true);
		return [body];
	});
}

const parsed = (body: string) => JSON.parse(body) as Record<string, unknown>;

function expectLine(text: unknown, most: number): void {
	expect(String(text).trim()).not.toBe('');
	expect(String(text).length).toBeLessThanOrEqual(most);
	expect(/[\n\r\u2028\u2029]/.test(String(text))).toBe(false);
}

test(
	'Jira',
	() => {
		check(33_000, (said) => {
			const credential = {
				jiraUrl: 'acme.atlassian.net',
				userEmail: 'a@example.com',
				apiToken: 't',
			};
			const place = { projectKey: 'OPS', issueType: 'Bug' };
			const settings = read(jiraCloud, credential, said, place);
			const { words } = settings;
			const { fields } = parsed(bodies(jiraCloud, settings, said.alert)[0]) as {
				fields: { summary: string; description: object };
			};
			expectLine(fields.summary, 255);
			const summary = digestSummary([said.alert, said.alert]);
			for (const document of [
				fields.description,
				commentOf(said.alert, words.additionalText),
				listDescription(summary, words.additionalText).document,
			]) {
				expect(adfProblems(document)).toEqual([]);
				expect(adfLength(document)).toBeLessThanOrEqual(MAX_ADF_LENGTH);
				expect(JSON.stringify(document).length).toBeLessThanOrEqual(MAX_ADF_LENGTH);
				if (said.alert.issueUrl) expect(JSON.stringify(document)).toContain(said.alert.issueUrl);
			}
		});
	},
	LONG,
);

test(
	'GitHub',
	() => {
		const OURS =
			/^(link https?:\/\/\S+|html (<details>\n<summary>(Stack trace|Tags)<\/summary>|<\/details>|<!-- bugsink-(fingerprint|alert): [\w-]+ -->))$/;
		check(33_000, (said) => {
			const credential = { apiUrl: 'https://api.github.com', accessToken: 'token-token' };
			const settings = read(githubIssues, credential, said, { repository: 'acme/shop' });
			const { title, body } = parsed(bodies(githubIssues, settings, said.alert)[0]);
			expectLine(title, 256);
			const text = settings.words?.additionalText;
			const summary = digestSummary([said.alert, said.alert]);
			for (const markdown of [
				String(body),
				commentBody(said.alert, whatHappened(said.alert), text).text,
				listBody(summary, 'bugsink-burst-x', text).body,
			]) {
				expect(markdown.length).toBeLessThanOrEqual(65_536);
				expect(markdown.match(/<!-- bugsink-/g)).toHaveLength(1);
				if (markdown.length > 10_000) continue;
				expect(activeParts(markdown).filter((part) => !OURS.test(part))).toEqual([]);
			}
		});
	},
	LONG,
);

test.each([
	[
		'adaptiveCard',
		'https://default1.16.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=abcdefgh',
	],
	['messageCard', 'https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d'],
])(
	'Teams: %s',
	(format, webhookUrl) => {
		check(21_000, (said) => {
			const fields = { 'options.format': format, mentionUsers: 'Ann <ann@example.com>' };
			const settings = read(microsoftTeams, { webhookUrl }, said, fields);
			for (const body of bodies(microsoftTeams, settings, said.alert)) {
				expect(Buffer.byteLength(body)).toBeLessThanOrEqual(21_000);
				expect(body).not.toMatch(/"(url|uri|iconUrl)":""/);
				if (format === 'messageCard') continue;
				const [{ content }] = parsed(body).attachments as Array<{ content: Card }>;
				expect(parserEvents(content)).toEqual([]);
				expect(cardProblems(content)).toEqual([]);
				expect([...JSON.stringify(content.body).matchAll(/<at>/gi)].length).toBeLessThanOrEqual(1);
			}
		});
	},
	LONG,
);

test(
	'PagerDuty',
	() => {
		check(600_000, (said) => {
			const settings = read(pagerDuty, { routingKey: 'A'.repeat(32), region: 'us' }, said);
			for (const body of bodies(pagerDuty, settings, said.alert)) {
				expect(Buffer.byteLength(body)).toBeLessThanOrEqual(512 * 1024);
				const { payload, links = [] } = parsed(body) as {
					payload?: IDataObject;
					links?: Array<{ href: string; text: string }>;
				};
				if (payload === undefined) continue;
				expectLine(payload.summary, 1024);
				for (const { href, text } of links) {
					expect(href).toMatch(/^https?:\/\//);
					expectLine(text, 255);
				}
			}
		});
	},
	LONG,
);

test(
	'Webhook',
	() => {
		check(66_000, (said) => {
			for (const mode of ['structured', 'binary']) {
				const fields = { 'options.payloadFormat': 'cloudEvents', 'options.cloudEventsMode': mode };
				const settings = read(webhook, { webhookUrl: 'https://hooks.example.com/x' }, said, fields);
				const { headers = {}, body } = webhook.prepare(said.alert, settings, NOW).request;
				const event = HTTP.toEvent({ headers, body }) as CloudEvent<Record<string, unknown>>;
				expect(event.validate()).toBe(true);
				expect(event.data).toMatchObject({
					issue_url: said.alert.issueUrl,
					alert_type: said.alert.reason,
					error_message: said.alert.errorMessage,
				});
			}
		});
	},
	LONG,
);
