import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import type { IDataObject } from 'n8n-workflow';

import { commentOf } from '../../nodes/BugsinkJiraCloud/adf';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { commentBody } from '../../nodes/BugsinkGithubIssues/markdown';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import { oneLine } from '../../nodes/shared/text/clean';
import { adfProblems, cardProblems, startAll, type AllStandIns } from '../standins';
import {
	nodesOf as cardNodes,
	parserEvents,
	type Card,
} from '../nodes/BugsinkMicrosoftTeams/support';
import { discord } from '../sixthDestination/nodes/BugsinkDiscord/discord';
import type { Embed } from '../sixthDestination/nodes/BugsinkDiscord/embed';
import { runNode } from '../support/engine';
import { activeParts, nodesOf } from '../support/githubMarkdown';
import { ATTEMPTS, CODE, ID, infested, LINK } from './attempts';
import { adfNodes, expectNoMarkup, folded, json, prepareWith, strings } from './parts';

test.each(ATTEMPTS)('the reader takes nothing but text from: $name', ({ text, shown = text }) => {
	const alert = infested(text);
	expect(alert.errorMessage).toBe(shown);
	expect(alert.fingerprint).toBe(`bugsink-${ID}`);
	expect(alert.issueUrl).toBe(LINK);
	expect(alert.title).not.toMatch(/[\n\r\u2028\u2029]/);
	// What is no time is none, whatever the parser of dates makes of it.
	expect([alert.firstSeen, alert.lastSeen]).toEqual([null, null]);
	const { url } = alert.event ?? {};
	if (url !== null) expect(url).toMatch(/^https:\/\/evil\.example\//);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

describe('Jira', () => {
	const prepare = prepareWith(
		jiraCloud,
		{ jiraUrl: 'https://acme.atlassian.net', userEmail: 'a@example.com', apiToken: 'token' },
		{ projectKey: 'OPS', issueType: 'Bug' },
	);

	test.each(ATTEMPTS)('$name is text', ({ text, shown = text }) => {
		const { fields } = json(prepare(text).body) as {
			fields: { summary: string; labels: string[]; description: object };
		};
		expect(fields.labels).toEqual([`bugsink-${ID}`, 'bugsink']);
		expect(fields.summary).toBe(`Error: ${folded(shown)}`);
		for (const document of [fields.description, commentOf(infested(text))]) {
			expect(adfProblems(document)).toEqual([]);
			const nodes = adfNodes(document);
			// Nothing that reaches a person or another page but the links to Bugsink and to the code.
			expect(nodes.map(({ type }) => type)).not.toContain('mention');
			expect(nodes.map(({ type }) => type)).not.toContain('inlineCard');
			const links = nodes.flatMap(({ marks = [] }) => marks.filter(({ type }) => type === 'link'));
			const pages = document === fields.description ? [LINK, CODE] : [LINK];
			expect(links).toEqual(pages.map((href) => ({ type: 'link', attrs: { href } })));
		}
		const block = adfNodes(fields.description).find(({ type }) => type === 'codeBlock');
		expect(block?.content).toEqual([{ type: 'text', text: shown }]);
	});
});

describe('GitHub', () => {
	const prepare = prepareWith(
		githubIssues,
		{ apiUrl: 'https://api.github.com', accessToken: 'token-token' },
		{ repository: 'acme/shop' },
	);
	const OURS =
		/^(link https:\/\/(?:bugsink\.example\.com|github\.com\/acme\/shop\/blob)\/\S+|html (<details>\n<summary>(Stack trace|Tags)<\/summary>|<\/details>|<!-- bugsink-(fingerprint|alert): [\w-]+ -->))$/;

	test.each(ATTEMPTS)('$name is text', ({ text, shown = text }) => {
		const { title, body, labels } = json(prepare(text).body);
		expect(labels).toEqual(['bugsink']);
		expect(title).toBe(`Error: ${folded(shown)}`);
		const comment = commentBody(infested(text), 'A heading').text;
		for (const markdown of [String(body), comment]) {
			const parts = activeParts(markdown);
			expect(parts.filter((part) => !OURS.test(part))).toEqual([]);
			const pages = markdown === body ? [LINK, CODE] : [LINK];
			expect(parts.filter((part) => part.startsWith('link'))).toEqual(
				pages.map((page) => `link ${page}`),
			);
			expect(markdown.match(/<!-- bugsink-/g)).toHaveLength(1);
			// In another parser too: no tag in the HTML but those of Markdown and ours.
			const html = micromark(markdown, {
				extensions: [gfm()],
				htmlExtensions: [gfmHtml()],
				allowDangerousHtml: true,
			});
			const active = html.replaceAll(`<a href="${CODE}">`, '');
			expect(active.match(/<(script|img|b|h1|at|a(?! href="https:\/\/bugsink))\b[^>]*>/gi)).toBe(
				null,
			);
		}
		const [code] = nodesOf(String(body)).filter(({ type }) => type === 'code');
		const expected = shown.replace('<!-- bugsink-', '<!-\u2060- bugsink-');
		expect(code.value).toBe(expected.trimEnd());
	});
});

describe('Teams', () => {
	const credential = {
		webhookUrl:
			'https://default1.16.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=abcdefgh',
	};

	test.each(ATTEMPTS)('$name is text', ({ text }) => {
		const { body } = prepareWith(microsoftTeams, credential)(text);
		const [{ content }] = json(body).attachments as Array<{ content: Card }>;
		expect(parserEvents(content)).toEqual([]);
		expect(cardProblems(content)).toEqual([]);
		expect(content.msteams.entities ?? []).toEqual([]);
		const kinds = cardNodes(content.body).flatMap(({ type }) => type ?? []);
		const ours = ['Container', 'FactSet', 'RichTextBlock', 'TextBlock', 'TextRun'];
		expect(kinds.filter((kind) => !ours.includes(kind))).toEqual([]);
		for (const action of content.actions ?? []) {
			expect(action.title).not.toMatch(/<\/?at\b|\{\{(DATE|TIME)\(|[\n\r\u2028\u2029]/i);
			if (action.url === CODE) expect(action.title).toMatch(/^Source: ./);
			else if (action.type === 'Action.OpenUrl' && action.url !== LINK) {
				expect(action.url).toMatch(/^https:\/\/evil\.example\//);
				expect(action.title).toBe('View event');
			}
		}
		for (const { type, text: block, title, value } of cardNodes(content.body)) {
			if (type === 'TextRun') expect(block).not.toMatch(/<\/?at\b|\{\{(DATE|TIME)\(/i);
			else expectNoMarkup([block, title, value]);
		}
	});

	test.each(ATTEMPTS)('$name is text in a MessageCard', ({ text }) => {
		const connector = {
			webhookUrl: 'https://acme.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d',
		};
		const { body } = prepareWith(microsoftTeams, connector, { 'options.format': 'messageCard' })(
			text,
		);
		const card = json(body);
		expect(Object.keys(card).sort()).toEqual([
			'@context',
			'@type',
			'potentialAction',
			'sections',
			'summary',
			'themeColor',
			'title',
		]);
		const [section] = card.sections as Array<Record<string, unknown>>;
		const { activityTitle, ...rest } = section;
		expect(String(activityTitle)).toMatch(/^\*\*.*\*\*$/s);
		expectNoMarkup(strings(rest));
	});
});

describe('PagerDuty', () => {
	const prepare = prepareWith(pagerDuty, {
		routingKey: 'A'.repeat(32),
		region: 'us',
	});

	test.each(ATTEMPTS)('$name is text', ({ text, shown = text }) => {
		const event = json(prepare(text).body);
		expect(Object.keys(event).sort()).toEqual([
			'client',
			'client_url',
			'dedup_key',
			'event_action',
			'links',
			'payload',
			'routing_key',
		]);
		expect(event).toMatchObject({
			event_action: 'trigger',
			dedup_key: `bugsink-${ID}`,
			client_url: LINK,
			payload: {
				severity: 'error',
				source: 'Bugsink',
				summary: `Error: ${folded(shown)} (${folded(shown)})`,
				custom_details: { error: { message: shown } },
			},
		});
		const links = event.links as Array<{ href: string; text: string }>;
		expect(links.at(-1)).toEqual({
			href: CODE,
			text: expect.stringMatching(/^Source: [^\n\r\u2028\u2029]+$/) as string,
		});
		for (const { href } of links.slice(0, -1)) {
			expect(href).toMatch(/^https:\/\/(bugsink\.example\.com|evil\.example)\//);
		}
	});
});

describe('Webhook', () => {
	const credential = { webhookUrl: 'https://hooks.example.com/x' };

	test.each(ATTEMPTS)('$name is text', ({ text, shown = text }) => {
		const { body, headers, url } = prepareWith(webhook, credential)(text);
		expect(url).toBe('https://hooks.example.com/x');
		expect(json(body)).toMatchObject({
			event_type: 'alert',
			source: 'bugsink',
			data: { issue_id: ID, issue_url: LINK, error_message: shown },
		});
		expect(strings(headers).join('\n')).not.toContain('Evil');
	});

	test.each(ATTEMPTS)('$name is no header of a binary CloudEvent', ({ text }) => {
		const { headers = {} } = prepareWith(webhook, credential, {
			'options.payloadFormat': 'cloudEvents',
			'options.cloudEventsMode': 'binary',
		})(text);
		expect(Object.keys(headers).sort()).toEqual([
			'accept',
			'ce-id',
			'ce-source',
			'ce-specversion',
			'ce-subject',
			'ce-time',
			'ce-type',
			'content-type',
			'user-agent',
		]);
		for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]+$/);
		expect(headers['ce-type']).toMatch(/^com\.bugsink\.alert\.[a-z0-9_]+$/);
	});

	test.each(['é\u2028X-Evil: 1', '\ud83d\ude00', '\ud83d'])(
		'a custom header of %j is sent in ASCII',
		(value) => {
			const { headers } = prepareWith(webhook, credential, {
				customHeaders: { 'X-Title': value },
			})('x');
			expect(headers?.['x-title']).toMatch(/^[\x20-\x7e]+$/);
		},
	);

	test.each(['x\r\nX-Evil: 1', 'x\nX-Evil: 1', 'x\u0000'])(
		'a custom header cannot be %j',
		(value) => {
			expect(() =>
				prepareWith(webhook, credential, { customHeaders: { 'X-Title': value } }),
			).toThrow(/cannot be sent/);
		},
	);
});

describe('Discord', () => {
	const prepare = prepareWith(discord, { webhookUrl: 'https://discord.com/api/webhooks/1/abc' });

	test.each(ATTEMPTS)('$name is text', ({ text, shown = text }) => {
		const { embeds, allowed_mentions, ...more } = json(prepare(text).body);
		expect([allowed_mentions, more]).toEqual([{ parse: [] }, {}]);
		const [embed] = embeds as Embed[];
		expect(embed.url).toBe(LINK);
		const [, code] = /^```\n(.*)\n```$/s.exec(embed.description ?? '') ?? [];
		expect(code).not.toContain('```');
		expect(code.startsWith(shown.replaceAll('```', "'''").trimEnd())).toBe(true);
		for (const line of [embed.title, ...embed.fields.map(({ value }) => value)]) {
			// What is left after the escapes does nothing.
			const active = line.replace(/\\./gs, 'x');
			expect(active).not.toMatch(/[*_~`|<>]|\]\(|:\/\/|@(everyone|here)|^\s*([#-]|\d+\.)/i);
		}
	});
});

describe('an answer of a service', () => {
	let services: AllStandIns;
	beforeAll(async () => {
		services = await startAll();
	});
	afterAll(async () => await services.close());

	test.each(ATTEMPTS)(
		'shows $name on one line, without odd characters',
		async ({ text, shown = text }) => {
			const { webhook: receiver } = services;
			receiver.fail({ kind: { status: 400, body: { message: `No: ${text}` } } });
			const { items } = await runNode({
				node: 'bugsinkWebhook',
				credentials: { webhookUrl: receiver.hookUrl },
				items: [{ ...infested('x') } as unknown as IDataObject],
				continueOnFail: true,
			});
			const { error } = items?.[0].json ?? {};
			expect(String(error)).toBe(`The webhook answered 400: No: ${oneLine(shown)}`);
			receiver.heal();
		},
	);
});
