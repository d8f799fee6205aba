import type { Alert } from '../shared/alert/alert';
import { stackTraceText, type Fact } from '../shared/alert/describe';
import { NO_WORDS, shownMessage } from '../shared/alert/words';
import { cut } from '../shared/text/cut';
import type { Accent } from './colors';
import { factsWithin, headingOf, linksOf, summaryOf, type Own } from './content';
import type { Lengths } from './fitting';
import { escapeMarkdown, runText, userLines } from './markdown';
import type { Mention } from './mentions';

export const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/** Any element or action of a card. */
export interface CardNode {
	type: string;
	[property: string]: unknown;
}

export interface Button {
	label: string;
	style: 'default' | 'positive' | 'destructive';
	url: string;
}

export interface CardLook extends Own {
	accent: Accent;
	channelName: string;
	mentions: Mention[];
	buttons?: Button[];
}

/** What a message shows before "Show details". */
const MAX_LINES = 15;
const MAX_BEGINNING = 1_000;
/** Shorter pieces of a stack trace tell nothing. */
const SHORTEST_EXCERPT = 60;

/**
 * The message that Workflows and the connectors accept: one Adaptive Card. Pure. What people get told
 * of it before they open it is `summary`, which some clients and flows read from the message, others
 * from the attachment (louislam/uptime-kuma#7493, grafana/alerting#316, prometheus/alertmanager#4319).
 *
 * Version 1.2 is what phones show (MicrosoftDocs/msteams-docs#13646); nothing here needs more.
 *
 * @param known the facts of `cardFacts`, which stay the same while lengths are tried.
 */
export function adaptiveCardMessage(
	alert: Alert,
	look: CardLook,
	lengths: Lengths,
	known: Fact[],
): object {
	const summary = summaryOf(alert, look);
	// `contentUrl: null` is part of Microsoft's documented envelope.
	const attachment = {
		contentType: ADAPTIVE_CARD,
		contentUrl: null,
		summary,
		content: adaptiveCard(alert, look, lengths, factsWithin(known, lengths.facts)),
	};
	return { type: 'message', summary, attachments: [attachment] };
}

/** The message first: a phone shows a few lines before it folds the rest. */
function adaptiveCard(alert: Alert, look: CardLook, lengths: Lengths, facts: Fact[]): CardNode {
	const { heading, title } = headingOf(alert, look);
	const links = linksOf(alert);
	const mentions = alert.isTest ? [] : look.mentions;
	const whole = shownMessage(alert, look.words ?? NO_WORDS);
	const message = cut(whole, lengths.errorMessage).text;
	const excerpt = beginningOf(message);
	const stack = stackExcerpt(alert, whole, lengths.stacktrace);
	const details = [
		...(excerpt === message ? [] : [smallHeading('Message'), codeBox(message)]),
		...(stack === '' ? [] : [smallHeading('Stack trace'), codeBox(stack)]),
	];

	const body = [
		header(heading, title, look),
		...userBlocks(look),
		...(message === '' ? [] : [codeBox(excerpt)]),
		...(details.length === 0 ? [] : [hidden(details)]),
		...factSet(facts),
		...mentionLine(mentions),
		...buttonSet(look.buttons ?? []),
	];
	const actions = [
		...links.map((link) => ({ type: 'Action.OpenUrl', title: link.label, url: link.url })),
		...(details.length === 0
			? []
			: [{ type: 'Action.ToggleVisibility', title: 'Show details', targetElements: ['details'] }]),
	];
	const link = links.length === 0 ? '' : ` ${links[0].url}`;
	return {
		$schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
		type: 'AdaptiveCard',
		version: '1.2',
		fallbackText: `${heading}: ${title}${link}`,
		msteams: {
			width: 'Full',
			...(mentions.length === 0 ? {} : { entities: mentions.map(entityOf) }),
		},
		body,
		...(actions.length === 0 ? {} : { actions }),
	};
}

/** What happened, on the accent's ground, and to what. */
export function header(
	heading: string,
	title: string,
	{ accent, channelName }: CardLook,
): CardNode {
	const color = accent === 'emphasis' ? { isSubtle: true } : { color: colorOf(accent) };
	return {
		type: 'Container',
		style: accent,
		bleed: true,
		items: [
			richText(heading, { weight: 'Bolder', size: 'Small', ...color }),
			{ ...richText(title, { weight: 'Bolder', size: 'Medium' }), spacing: 'Small' },
			...(channelName === ''
				? []
				: [{ ...richText(channelName, { size: 'Small', isSubtle: true }), spacing: 'Small' }]),
		],
	};
}

/** The user's own text, below the header; a block for each line, since phones break no line within one. */
export function userBlocks({ words = NO_WORDS }: CardLook): CardNode[] {
	const lines = userLines(words.additionalText);
	return lines.flatMap((text, at) => {
		const isNext = at > 0 && lines[at - 1] !== '';
		const block = { type: 'TextBlock', text, wrap: true, ...(isNext ? { spacing: 'None' } : {}) };
		return text === '' ? [] : [block];
	});
}

/** Foreign text in one text run, which no client reads as Markdown. */
function richText(text: string, look: object): CardNode {
	return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: runText(text), ...look }] };
}

function factSet(facts: Fact[]): CardNode[] {
	if (facts.length === 0) return [];
	const escaped = facts.map(({ label, value }) => ({
		title: escapeMarkdown(label),
		value: escapeMarkdown(value),
	}));
	return [{ type: 'FactSet', facts: escaped }];
}

export function mentionLine(mentions: Mention[]): CardNode[] {
	if (mentions.length === 0) return [];
	const text = `cc ${mentions.map(({ tag }) => tag).join(', ')}`;
	return [{ type: 'TextBlock', text, wrap: true }];
}

/** Apart from the links below, so that a choice is never the third of five buttons. */
function buttonSet(buttons: Button[]): CardNode[] {
	if (buttons.length === 0) return [];
	const actions = buttons.map(({ label, style, url }) => ({
		type: 'Action.OpenUrl',
		title: label,
		url,
		...(style === 'default' ? {} : { style }),
	}));
	return [{ type: 'ActionSet', actions }];
}

export function entityOf({ id, name, tag }: Mention): CardNode {
	return { type: 'mention', text: tag, mentioned: { id, name } };
}

/** Shown and hidden by the button "Show details". */
export function hidden(items: CardNode[]): CardNode {
	return { type: 'Container', id: 'details', isVisible: false, items };
}

export function smallHeading(text: string): CardNode {
	return { type: 'TextBlock', text, wrap: true, weight: 'Bolder' };
}

/** Monospace on grey (Teams' CodeBlock is unknown to other clients). */
function codeBox(text: string): CardNode {
	return {
		type: 'Container',
		style: 'emphasis',
		spacing: 'Medium',
		items: [richText(text, { fontType: 'Monospace', size: 'Small' })],
	};
}

/** As much of a message as leaves the buttons in sight. */
function beginningOf(message: string): string {
	const lines = message.split('\n', MAX_LINES + 1);
	const beginning = lines.slice(0, MAX_LINES).join('\n');
	const isLonger = lines.length > MAX_LINES;
	return cut(isLonger ? `${beginning}\n…` : message, MAX_BEGINNING).text;
}

function stackExcerpt(alert: Alert, said: string, length: number): string {
	if (length < SHORTEST_EXCERPT) return '';
	return cut(stackTraceText(alert.event, said), length).text;
}

function colorOf(accent: Exclude<Accent, 'emphasis'>): string {
	return accent.charAt(0).toUpperCase() + accent.slice(1);
}
