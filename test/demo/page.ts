/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { AllStandIns } from '../standins';
import { adfToHtml, escapeHtml } from './adfToHtml';
import type { Delivered } from './steps';

const MODULES = join(__dirname, '..', '..', 'node_modules');

/** One page with everything that arrived at the services, each thing as it looks there. */
export async function page(delivered: Delivered[], services: AllStandIns): Promise<string> {
	const file = (path: string): string => readFileSync(join(MODULES, path), 'utf8');
	const { jira, github, microsoftTeams, pagerDuty, webhook } = services;
	const markdown = await markdownRenderer();

	const tickets = jira.issues.map(
		({ key, summary, labels, priority, status, description, comments }) =>
			`<article class="jira"><header><b>${key}</b> <span class="status">${escapeHtml(status.name)}</span> ${labels.map((label) => `<span class="label">${escapeHtml(label)}</span>`).join(' ')} ${priority ? escapeHtml(String(priority)) : ''}</header><h3>${escapeHtml(summary ?? '')}</h3>${adfToHtml(description)}${comments.map(({ body }) => `<div class="comment">${adfToHtml(body)}</div>`).join('')}</article>`,
	);
	const issues = github.issues.map(
		({ number, title, labels, state, body, comments }) =>
			`<article><header><b>#${number}</b> <span class="status">${state}</span> ${labels.map((label) => `<span class="label">${escapeHtml(label)}</span>`).join(' ')}</header><h3>${escapeHtml(title)}</h3><div class="markdown-body">${markdown(body ?? '')}</div>${comments.map((comment) => `<div class="comment markdown-body">${markdown(comment.body)}</div>`).join('')}</article>`,
	);
	const cards = microsoftTeams.messages.map(
		(_, index) => `<article class="card" data-card="${index}"></article>`,
	);
	const incidents = pagerDuty.incidents.map(
		({ number, status, severity, summary, triggers, events }) =>
			`<article><header><b>Incident ${number}</b> <span class="status">${status}</span> severity ${severity}, ${triggers} trigger${triggers === 1 ? '' : 's'}</header><h3>${escapeHtml(summary ?? '')}</h3>${json(events.at(-1))}</article>`,
	);
	const calls = webhook.deliveries.map(
		({ request }) =>
			`<article><header><b>${request.method}</b></header>${json(request.json)}</article>`,
	);
	const rows = delivered.map(
		({ step, destination, item, milliseconds, problem }) =>
			`<tr><td>${step.name}</td><td>${destination.label}</td><td>${String(item.action ?? 'failed')}</td><td>${String(item.key ?? '')}</td><td>${milliseconds} ms</td><td>${problem === undefined ? 'verified' : escapeHtml(problem)}</td></tr>`,
	);
	const section = (title: string, articles: string[]): string =>
		`<section><h2>${title}</h2>${articles.join('')}</section>`;

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
${section('Jira Cloud', tickets)}
${section('GitHub Issues', issues)}
${section('Microsoft Teams', cards)}
${section('PagerDuty', incidents)}
${section('Webhook', calls)}
<script>${file('adaptivecards/dist/adaptivecards.min.js').replace(/<\/script/g, '<\\/script')}</script>
<script>
const cards = ${JSON.stringify(microsoftTeams.messages.map(({ card }) => card)).replace(/</g, '\\u003c')};
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
	const box = document.createElement('div');
	box.textContent = text.replace(/<at>(.*?)<\\/at>/g, '@$1').replace(/\\\\([^A-Za-z0-9\\s])/g, '$1');
	result.outputHtml = box.innerHTML.replace(/\\*\\*(.+?)\\*\\*/g, '<b>$1</b>');
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

/** Markdown as GitHub reads it. Raw HTML passes, so that injected HTML would be seen here. */
async function markdownRenderer(): Promise<(text: string) => string> {
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

function json(value: unknown): string {
	return `<pre>${escapeHtml(JSON.stringify(value, null, 2) ?? '')}</pre>`;
}
