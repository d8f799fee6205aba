import { markedTitle, whatHappened } from '../../shared/alert/describe';
import { cut } from '../../shared/text/cut';
import type { Answer, Question } from './question';
import type { Choice } from './choices';

/** What the browser may do with the page: show it, and send its form back. */
export const PAGE_HEADERS: Record<string, string> = {
	'Content-Security-Policy':
		"default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
	// The address is what lets people answer: it must not end up with whoever is linked.
	'Referrer-Policy': 'no-referrer',
	'Cache-Control': 'no-store',
	'X-Robots-Tag': 'noindex, nofollow',
	'X-Content-Type-Options': 'nosniff',
};

const MAX_MESSAGE = 300;
export const MAX_NAME = 80;

const STYLE = `
:root { color-scheme: light dark; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 34rem; padding: 1.5rem 1rem; font: 1rem/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 .75rem; font-size: 1.25rem; line-height: 1.3; }
p { margin: 0 0 .75rem; }
.small { font-size: .875rem; opacity: .75; }
pre { margin: 0 0 1rem; padding: .75rem; border-radius: .375rem; background: #8882; font-size: .875rem; white-space: pre-wrap; overflow-wrap: anywhere; }
label { display: block; margin: 1rem 0 .25rem; font-size: .875rem; }
input { width: 100%; padding: .75rem; border: 1px solid #8888; border-radius: .375rem; font: inherit; }
button { display: block; width: 100%; min-height: 3rem; margin: .75rem 0 0; padding: .75rem; border: 1px solid #8888; border-radius: .375rem; background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.first { border-color: transparent; background: #5b5fc7; color: #fff; }
button.first.positive { background: #1f7a45; }
button.first.destructive { background: #b3263a; }
.notice { padding: .75rem; border-left: .25rem solid #c98a00; background: #c98a0022; }
`;

/**
 * The page behind a button: what it is about, and a form with one button for each choice, the one that
 * was pressed on the card first. Without JavaScript; nothing on it leads anywhere else.
 *
 * @param token only this page holds it.
 */
export function choicePage(
	question: Question,
	pressed: string,
	token: string,
	notice = '',
): string {
	const first = question.choices.filter(({ value }) => value === pressed);
	const others = question.choices.filter(({ value }) => value !== pressed);
	return page(
		subject(question) +
			(notice === '' ? '' : `<p class="notice">${escaped(notice)}</p>`) +
			`<form method="post"><input type="hidden" name="token" value="${escaped(token)}">` +
			`<label for="name">Your name (optional)</label><input id="name" name="name" maxlength="${MAX_NAME}" autocomplete="name">` +
			first.map((choice) => button(choice, 'first')).join('') +
			others.map((choice) => button(choice)).join('') +
			'</form>',
	);
}

/** What was chosen, to the one who did. */
export function thanksPage(question: Question, answer: Answer): string {
	return page(
		subject(question) +
			`<p><strong>${escaped(labelOf(question, answer))}</strong>: got it, the workflow goes on. You can close this page.</p>`,
	);
}

/** To somebody who comes later. */
export function alreadyPage(question: Question, answer: Answer): string {
	const who = answer.choiceBy === null ? '' : ` by ${answer.choiceBy}`;
	const when = (answer.choiceAt ?? '').slice(0, 19).replace('T', ' ');
	return page(
		subject(question) +
			`<p class="notice">Already answered${escaped(who)}: <strong>${escaped(labelOf(question, answer))}</strong> (${escaped(when)} UTC). Your answer was not needed any more.</p>`,
	);
}

/** A page with one sentence. */
export function plainPage(title: string, sentence: string): string {
	return page(`<h1>${escaped(title)}</h1><p>${escaped(sentence)}</p>`);
}

function subject({ alert, isApproval }: Question): string {
	const what = isApproval ? 'An AI agent asks for approval' : whatHappened(alert);
	const where = alert.project.name === null ? '' : ` · ${alert.project.name}`;
	const message = cut(alert.errorMessage, MAX_MESSAGE).text;
	return (
		`<p class="small">${escaped(what + where)}</p><h1>${escaped(markedTitle(alert))}</h1>` +
		(message === '' ? '' : `<pre>${escaped(message)}</pre>`)
	);
}

function button({ label, value, style }: Choice, place = ''): string {
	return `<button name="choice" value="${escaped(value)}" class="${place} ${style}">${escaped(label)}</button>`;
}

function labelOf({ choices }: Question, { choice }: Answer): string {
	return choices.find(({ value }) => value === choice)?.label ?? '';
}

function page(body: string): string {
	return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex, nofollow"><title>Bugsink</title><style>${STYLE}</style></head><body>${body}</body></html>`;
}

function escaped(text: string): string {
	return text
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;')
		.replace(/'/g, '&#39;');
}
