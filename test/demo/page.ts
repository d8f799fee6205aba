/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AllStandIns } from '../standins';
import { adfToHtml, escapeHtml } from './adfToHtml';
import { BURST, type BurstResult } from './burst';
import type { Delivered } from './steps';

const MODULES = join(__dirname, '..', '..', 'node_modules');

/** One page with everything that arrived at the services, each thing as it looks there. */
export async function page(
	delivered: Delivered[],
	services: AllStandIns,
	burst: BurstResult,
): Promise<string> {
	const file = (path: string): string => readFileSync(join(MODULES, path), 'utf8');
	const markdown = await githubHtml();
	const single = articlesOf(services, markdown, 0);
	const many = articlesOf(burst.services, markdown, services.microsoftTeams.messages.length);
	const cards = [services, burst.services].flatMap(({ microsoftTeams }) =>
		microsoftTeams.messages.map(({ card }) => card),
	);
	const rows = delivered.map(
		({ step, destination, item, milliseconds, problem }) =>
			`<tr><td>${step.name}</td><td>${destination.label}</td><td>${String(item.action ?? 'failed')}</td><td>${String(item.key ?? '')}</td><td>${milliseconds} ms</td><td>${problem === undefined ? 'verified' : escapeHtml(problem)}</td></tr>`,
	);
	const burstRows = burst.rows.map(
		({ atOnce, label, later, linked, problem }) =>
			`<tr><td>${label}</td><td>${BURST}</td><td>${atOnce}</td><td>${later}</td><td>${linked}</td><td>${problem === undefined ? 'verified' : escapeHtml(problem)}</td></tr>`,
	);
	const section = (title: string, articles: string[]): string =>
		`<section><h2>${title}</h2>${articles.join('')}</section>`;
	const ofMany = (title: string, articles: string[]): string =>
		`<h3>${title}</h3>${articles.filter((article) => MANY.test(article)).join('')}`;
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bugsink alerts, delivered</title>
<style>${file('github-markdown-css/github-markdown-light.css')}</style>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1f2328; background: #f6f8fa; }
body > table, .jira table { border-collapse: collapse; } body > table td, body > table th, .jira td, .jira th { border: 1px solid #d1d9e0; padding: .25rem .6rem; text-align: left; } .jira td p, .jira th p { margin: 0; }
article { background: #fff; border: 1px solid #d1d9e0; border-radius: 8px; padding: 1rem 1.25rem; margin: 1rem 0; overflow-wrap: anywhere; }
article header { font-size: 13px; color: #57606a; } h3 { margin: .3rem 0 .8rem; }
pre { background: #f6f8fa; padding: .75rem; overflow: auto; max-height: 24rem; border-radius: 6px; white-space: pre-wrap; }
.status { background: #ddf4ff; border-radius: 4px; padding: 0 .4rem; } .label { border: 1px solid #d1d9e0; border-radius: 1rem; padding: 0 .5rem; }
.panel { border-radius: 4px; padding: .1rem 1rem; margin: .75rem 0; background: #deebff; } .panel.error { background: #ffebe6; } .panel.warning { background: #fffae6; } .panel.note { background: #eae6ff; } .panel.success { background: #e3fcef; }
.comment { border-left: 3px solid #d1d9e0; padding-left: 1rem; margin-top: 1rem; } .jira th { background: #f6f8fa; }
.card { max-width: 42rem; padding: 0; } .ac-pushButton { padding: .35rem .9rem; border: 1px solid #d1d1d1; border-radius: 4px; background: #fff; font: inherit; }
</style></head><body>
<h1>Bugsink alerts, delivered</h1>
<p>Alerts as a real Bugsink sent them, delivered by the built package inside n8n's engine to stand-ins of the five services. What follows is what the services received.</p>
<table><tr><th>Alert</th><th>Destination</th><th>Action</th><th>Key</th><th>Time</th><th>At the service</th></tr>${rows.join('')}</table>
<h2>A burst</h2>
<p>${BURST} new issues at once, as after a bad deploy; each destination but the webhook is set to at most 10 messages in 5 minutes. Six minutes later comes one more alert, and with it the account of what was held back. Below are the messages about many alerts.</p>
<table><tr><th>Destination</th><th>Alerts in</th><th>Came out at once</th><th>And after the next alert</th><th>Issues linked, of ${BURST + 1}</th><th>At the service</th></tr>${burstRows.join('')}</table>
${ofMany('Jira Cloud', many.tickets)}
${ofMany('GitHub Issues', many.issues)}
${ofMany('Microsoft Teams', many.cards)}
${ofMany('PagerDuty', many.incidents)}
<h1>The single alerts</h1>
${section('Jira Cloud', single.tickets)}
${section('GitHub Issues', single.issues)}
${section('Microsoft Teams', single.cards)}
${section('PagerDuty', single.incidents)}
${section('Webhook', single.calls)}
<script>${file('adaptivecards/dist/adaptivecards.min.js').replace(/<\/script/g, '<\\/script')}</script>
<script>
const cards = ${inScript(cards)};
const markdown = ${inScript(await markdownIn(cards))};
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
	result.outputHtml = markdown[text] ?? '';
	result.didProcess = true;
};
for (const place of document.querySelectorAll('[data-card]')) {
	const card = new AdaptiveCards.AdaptiveCard();
	card.hostConfig = new AdaptiveCards.HostConfig({ fontFamily: 'Segoe UI, system-ui, sans-serif' });
	card.parse(cards[Number(place.dataset.card)]);
	place.append(card.render());
}
</script></body></html>`;
}

/** What is about many alerts says so in its title. */
const MANY = /More than \d+ |held back/;

interface Articles {
	tickets: string[];
	issues: string[];
	cards: string[];
	incidents: string[];
	calls: string[];
}

/** What each service has, as people see it there. @param firstCard the number of its first card on the page. */
function articlesOf(
	services: AllStandIns,
	markdown: (text: string) => string,
	firstCard: number,
): Articles {
	const { jira, github, microsoftTeams, pagerDuty, webhook } = services;
	const tickets = jira.issues.map(
		({ key, summary, labels, priority, status, description, comments }) =>
			`<article class="jira"><header><b>${key}</b> <span class="status">${escapeHtml(status.name)}</span> ${labels.map((label) => `<span class="label">${escapeHtml(label)}</span>`).join(' ')} ${priority ? escapeHtml(String(priority)) : ''}</header><h3>${escapeHtml(summary ?? '')}</h3>${adfToHtml(description)}${comments.map(({ body }) => `<div class="comment">${adfToHtml(body)}</div>`).join('')}</article>`,
	);
	const issues = github.issues.map(
		({ number, title, labels, state, body, comments }) =>
			`<article><header><b>#${number}</b> <span class="status">${state}</span> ${labels.map((label) => `<span class="label">${escapeHtml(label)}</span>`).join(' ')}</header><h3>${escapeHtml(title)}</h3><div class="markdown-body">${markdown(body ?? '')}</div>${comments.map((comment) => `<div class="comment markdown-body">${markdown(comment.body)}</div>`).join('')}</article>`,
	);
	const cards = microsoftTeams.messages.map(
		({ card }, index) =>
			`<article class="card" data-card="${firstCard + index}" title="${escapeHtml(String(card.fallbackText))}"></article>`,
	);
	const incidents = pagerDuty.incidents.map(
		({ number, status, severity, summary, triggers, events }) =>
			`<article><header><b>Incident ${number}</b> <span class="status">${status}</span> severity ${severity}, ${triggers} trigger${triggers === 1 ? '' : 's'}</header><h3>${escapeHtml(summary ?? '')}</h3>${json(events.at(-1))}</article>`,
	);
	const calls = webhook.deliveries.map(
		({ request }) =>
			`<article><header><b>${request.method}</b></header>${json(request.json)}</article>`,
	);
	return { tickets, issues, cards, incidents, calls };
}

/** Markdown as GitHub reads it. Raw HTML passes, so that injected HTML would be seen here. */
export async function githubHtml(): Promise<(text: string) => string> {
	const [{ micromark }, { gfm, gfmHtml }] = await Promise.all([
		import('micromark'),
		import('micromark-extension-gfm'),
	]);
	return (text) =>
		micromark(text, {
			allowDangerousHtml: true,
			extensions: [gfm()],
			htmlExtensions: [gfmHtml()],
		});
}

/** Rendered here, because Microsoft leaves the Markdown engine to the host; tags of a mention become names. */
async function markdownIn(cards: unknown): Promise<Record<string, string>> {
	const { micromark } = await import('micromark');
	const withMentions = (html: string): string =>
		html.replace(/&lt;at(?:&gt;|>)(.*?)&lt;\/at(?:&gt;|>)/g, '@$1');
	return Object.fromEntries(textsIn(cards).map((text) => [text, withMentions(micromark(text))]));
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

function inScript(value: unknown): string {
	return JSON.stringify(value).replace(/</g, '\\u003c');
}

function json(value: unknown): string {
	return `<pre>${escapeHtml(JSON.stringify(value, null, 2) ?? '')}</pre>`;
}
