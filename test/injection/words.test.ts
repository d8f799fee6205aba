/** What a user says of an alert: typed into the field, or an alert's value in an expression there. */
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { commentOf } from '../../nodes/BugsinkJiraCloud/adf';
import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { listBody } from '../../nodes/BugsinkGithubIssues/lists';
import { commentBody } from '../../nodes/BugsinkGithubIssues/markdown';
import { userMarkdown } from '../../nodes/BugsinkGithubIssues/userMarkdown';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import { plainText, userText } from '../../nodes/shared/alert/words';
import type { Destination } from '../../nodes/shared/destination';
import { digestSummary } from '../../nodes/shared/limit/summary';
import { oneLine } from '../../nodes/shared/text/clean';
import { adfProblems, cardProblems } from '../standins';
import {
	nodesOf as cardNodes,
	parserEvents,
	type Card,
} from '../nodes/BugsinkMicrosoftTeams/support';
import { numbered } from '../support/alerts';
import { runNode } from '../support/engine';
import { settingsOf } from '../support/execution';
import { activeParts, nodesOf } from '../support/githubMarkdown';
import { ATTEMPTS, CODE, infested, LINK } from './attempts';
import { adfNodes as all, type Adf } from './parts';

const NOW = new Date('2026-08-03T09:14:23Z');
/** The only address that an attempt has and that a person may open. */
const EVIL = 'https://evil.example/';
const FROM_ALERT = '={{ $json.errorMessage }}';
const SOURCES = ['field', 'alert'] as const;
const CASES = ATTEMPTS.flatMap(({ name, text, shown = text }) =>
	SOURCES.map((from) => ({ name, text, shown, from })),
);
type Case = (typeof CASES)[number];

/** Where a link may lead: an https address that stands in the field is the user's own. */
const allowed = ({ from }: Case) => [LINK, CODE, ...(from === 'field' ? [EVIL] : [])];
const isAllowed = (one: Case, url: unknown) =>
	allowed(one).some(
		(start) => String(url) === start || (start === EVIL && String(url).startsWith(EVIL)),
	);

/** Settings with every new option set to the text. */
function settingsWith<Settings>(
	destination: Destination<Settings>,
	credential: ICredentialDataDecryptedObject,
	{ from, text }: Case,
	fields: IDataObject = {},
): Settings {
	const typed = from === 'alert' ? { options: { additionalText: FROM_ALERT } } : {};
	const all = {
		...fields,
		'options.title': text,
		'options.summary': text,
		'options.additionalText': `${text}\n${text}`,
		'options.facts': ['errorType', 'project', 'friendlyId', 'transaction', 'reason', 'tags'],
		'options.dataFields': { [text]: text, nested: { [text]: [text] } },
	};
	return settingsOf(destination, credential, all, typed);
}

function sent<Settings>(
	destination: Destination<Settings>,
	settings: Settings,
	{ text }: Case,
): Array<Record<string, unknown>> {
	const many = [infested(text), numbered(1)];
	const requests = [
		destination.prepare(many[0], settings, NOW).request,
		...(destination.together === undefined
			? []
			: [destination.together.prepare(many, settings, NOW).request]),
	];
	return requests.map(({ body }) => JSON.parse(body ?? '') as Record<string, unknown>);
}

describe('Jira', () => {
	const credential = { jiraUrl: 'acme.atlassian.net', userEmail: 'a@example.com', apiToken: 't' };

	test.each(CASES)('$name is text, from the $from', (one) => {
		const place = { projectKey: 'OPS', issueType: 'Bug' };
		const settings = settingsWith(jiraCloud, credential, one, place);
		const [{ fields }] = sent(jiraCloud, settings, one) as [{ fields: Record<string, unknown> }];
		expect(fields.summary).toBe(oneLine(one.shown));
		const comment = commentOf(infested(one.text), settings.words.additionalText);
		for (const document of [fields.description, comment] as Adf[]) {
			expect(adfProblems(document)).toEqual([]);
			const nodes = all(document);
			expect(nodes.map(({ type }) => type)).not.toContain('mention');
			expect(nodes.map(({ type }) => type)).not.toContain('inlineCard');
			for (const { marks = [] } of nodes) {
				for (const { type, attrs } of marks) {
					if (type === 'link') expect(isAllowed(one, attrs?.href)).toBe(true);
				}
			}
			const first = all(document.content?.[0] ?? { type: '' });
			expect(oneLine(first.map(({ text = '' }) => text).join(''))).toContain(
				oneLine(one.shown.split('\n')[0]),
			);
		}
	});
});

describe('GitHub', () => {
	const OURS =
		/^html (<details>\n<summary>(Stack trace|Tags)<\/summary>|<\/details>|<!-- bugsink-(fingerprint|alert): [\w-]+ -->)$/;
	const credential = { apiUrl: 'https://api.github.com', accessToken: 'token-token' };

	test.each(CASES)('$name is text, from the $from', (one) => {
		const settings = settingsWith(githubIssues, credential, one, { repository: 'acme/shop' });
		const [{ title, body }] = sent(githubIssues, settings, one);
		expect(title).toBe(oneLine(one.shown));
		const text = settings.words?.additionalText;
		const summary = digestSummary([numbered(1), numbered(2)]);
		for (const markdown of [
			String(body),
			commentBody(infested(one.text), 'A heading', text).text,
			listBody(summary, 'bugsink-burst-x', text).body,
		]) {
			for (const part of activeParts(markdown)) {
				if (OURS.test(part)) continue;
				const url = /^link (.*)$/.exec(part)?.[1];
				const isListed = url?.startsWith('https://bugsink.example.com/') === true;
				expect([part, isListed || isAllowed(one, url)]).toEqual([part, true]);
			}
			expect(markdown.match(/<!-- bugsink-/g)).toHaveLength(1);
			const html = micromark(markdown, {
				extensions: [gfm()],
				htmlExtensions: [gfmHtml()],
				allowDangerousHtml: true,
			});
			expect(html).not.toMatch(/<(script|img|b|h1|h2|at|blockquote|hr|del)\b/i);
		}
	});

	test.each(CASES)('$name reads as it was written, from the $from', (one) => {
		const text = userText(one.text, one.from === 'alert' ? FROM_ALERT : one.text);
		const shown = nodesOf(userMarkdown(text))
			.flatMap(({ type, value }) => (type === 'break' ? '\n' : type === 'text' ? value : []))
			.join('')
			.replace(/\u2060/g, '');
		expect(shown.replace(/\n/g, '')).toBe(plainText(text).replace(/\n/g, ''));
	});
});

describe('Teams', () => {
	const WORKFLOWS =
		'https://default1.16.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=abcdefgh';
	const CONNECTOR = 'https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d';
	/** Links of our own making; what is left must not act. */
	const links = /\[((?:[^\]]|\](?=\u2060))*)\]\(([^)]*)\)/g;

	function expectNothingActs(one: Case, texts: unknown[]): void {
		for (const text of texts.filter((entry): entry is string => typeof entry === 'string')) {
			for (const [, , url] of text.matchAll(links)) {
				expect(isAllowed(one, url) || url.startsWith('https://bugsink.example.com/')).toBe(true);
			}
			const rest = text
				.replace(links, '$1')
				.replace(/\\[*_]/g, '')
				.replace(/^\*\*|\*\*$/g, '');
			expect(rest).not.toMatch(
				/<[a-z/!?]|~~|:\/\/|&#?\w+;|\{\{(DATE|TIME)\(|\\(?![\u2060\u200b])|^\s*(?:[#>+=~]|\d+[.)] )/im,
			);
		}
	}

	test.each(CASES)('$name is text, from the $from', (one) => {
		const settings = settingsWith(microsoftTeams, { webhookUrl: WORKFLOWS }, one);
		for (const { attachments } of sent(microsoftTeams, settings, one)) {
			const [{ content }] = attachments as Array<{ content: Card }>;
			expect(parserEvents(content)).toEqual([]);
			expect(cardProblems(content)).toEqual([]);
			expect(content.msteams.entities ?? []).toEqual([]);
			for (const { type, text, title, value } of cardNodes(content.body)) {
				if (type === 'TextRun') expect(text).not.toMatch(/<\/?at\b|\{\{(DATE|TIME)\(/i);
				else expectNothingActs(one, [text, title, value]);
			}
		}
	});

	test.each(CASES)('$name is text in a MessageCard, from the $from', (one) => {
		const format = { 'options.format': 'messageCard' };
		const settings = settingsWith(microsoftTeams, { webhookUrl: CONNECTOR }, one, format);
		for (const { sections } of sent(microsoftTeams, settings, one)) {
			const [{ text, ...rest }] = sections as Array<Record<string, unknown>>;
			expect(rest).toEqual({ markdown: true });
			expectNothingActs(one, [text]);
		}
	});
});

describe('PagerDuty', () => {
	test.each(CASES)('$name is text, from the $from', (one) => {
		const settings = settingsWith(pagerDuty, { routingKey: 'A'.repeat(32), region: 'us' }, one);
		for (const event of sent(pagerDuty, settings, one)) {
			expect(Object.keys(event).sort()).toEqual([
				'client',
				'client_url',
				'dedup_key',
				'event_action',
				'links',
				'payload',
				'routing_key',
			]);
			expect(event).toMatchObject({ event_action: 'trigger', payload: { severity: 'error' } });
			expect(String(event.client_url)).toMatch(/^https:\/\/bugsink\.example\.com\//);
			const { custom_details: details } = event.payload as { custom_details: IDataObject };
			expect(details.additional_text).toBe(
				plainText(settings.words?.additionalText ?? userText('')),
			);
			expect(details.what_happened).not.toBe(one.text);
		}
		const [single] = sent(pagerDuty, settings, one);
		for (const { href } of single.links as Array<{ href: string }>) {
			// The event's own page is one of the alert's, and a link as before.
			const isOfEvent = href === infested(one.text).event?.url;
			expect(isOfEvent || isAllowed(one, href)).toBe(true);
		}
	});
});

describe('Webhook', () => {
	test.each(CASES)('$name is text, from the $from', (one) => {
		const settings = settingsWith(webhook, { webhookUrl: 'https://hooks.example.com/x' }, one);
		for (const body of sent(webhook, settings, one)) {
			expect(Object.keys(body)).toEqual(['event_type', 'timestamp', 'source', 'data']);
			const { data } = body as { data: { alerts?: IDataObject[] } & IDataObject };
			const [first] = data.alerts ?? [data];
			expect(first).toMatchObject({ issue_url: LINK, error_message: one.shown });
			expect(Object.entries(first).filter(([key]) => key === one.text)).toEqual(
				Object.hasOwn(first, one.text) ? [[one.text, one.shown]] : [],
			);
		}
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	test.each(ATTEMPTS)('$name in a row of headers is a value or refused', ({ text }) => {
		const read = () =>
			settingsOf(
				webhook,
				{ webhookUrl: 'https://hooks.example.com/x' },
				{
					'options.headers': { rows: [{ name: 'X-Text', value: text }] },
				},
			);
		if (/(?!\t)\p{Cc}/u.test(text)) {
			expect(read).toThrow("'Headers' has a value for X-Text that cannot be sent");
			return;
		}
		const { rowHeaders } = read();
		expect(Object.keys(rowHeaders)).toEqual(['x-text']);
		expect(rowHeaders['x-text']).toMatch(/^[\t\x20-\x7e]*$/);
	});
});

test.each([
	['bugsinkGithubIssues', { apiUrl: 'https://api.github.com', accessToken: 't' }],
	['bugsinkMicrosoftTeams', { webhookUrl: 'http://127.0.0.1/hook' }],
])(
	'as n8n evaluates it, an address of the alert is text and one of the user a link: %s',
	async (node, credentials) => {
		const { items, error } = await runNode({
			node,
			credentials,
			parameters: {
				operation: 'preview',
				repository: { __rl: true, mode: 'name', value: 'acme/shop' },
				options: {
					additionalText:
						'=https://wiki.example.com/{{ $json.friendlyId }} {{ $json.errorMessage }} @octocat',
				},
			},
			items: [
				{
					...infested(`${EVIL} <at>Ann</at> @octocat`),
					friendlyId: 'SHOP-7',
				} as unknown as IDataObject,
			],
		});
		expect(error).toBeUndefined();
		const text = JSON.stringify(items?.[0].json.request);
		expect(text).toContain('](https://wiki.example.com/SHOP-7)');
		expect(text).not.toContain(`](${EVIL}`);
		const own = /https:[\u2060\u200b/]+wiki.*?octocat/.exec(text)?.[0] ?? '';
		expect(own).toContain('octocat');
		expect(own).not.toMatch(/<at>|:\/\/evil/);
		if (node === 'bugsinkGithubIssues') expect(own).toMatch(/@\u2060octocat$/);
	},
);
