import type { Alert } from '../shared/alert/alert';
import { stackTraceText } from '../shared/alert/describe';
import { cut } from '../shared/text/cut';
import type { Accent } from './colors';
import { factsWithin, headingOf, linksOf } from './content';
import type { Lengths } from './fitting';
import { escapeLines, escapeMarkdown } from './markdown';
import type { Mention } from './mentions';

const ADAPTIVE_CARD = 'application/vnd.microsoft.card.adaptive';

/** Any element or action of a card. */
export interface CardNode {
	type: string;
	[property: string]: unknown;
}

export interface CardLook {
	accent: Accent;
	channelName: string;
	mentions: Mention[];
}

/** What a message shows before "Show details". */
const MAX_LINES = 15;
const MAX_BEGINNING = 1_000;
/** Shorter pieces of a stack trace tell nothing. */
const SHORTEST_EXCERPT = 60;

/**
 * The message that Workflows and the connectors take: one Adaptive Card. Pure.
 *
 * Version 1.4: Teams shows up to 1.5 on webhooks, and nothing here needs more
 * (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference#adaptive-card).
 */
export function adaptiveCardMessage(alert: Alert, look: CardLook, lengths: Lengths): object {
	// `contentUrl: null` is part of Microsoft's documented envelope.
	const attachment = {
		contentType: ADAPTIVE_CARD,
		contentUrl: null,
		content: adaptiveCard(alert, look, lengths),
	};
	return { type: 'message', attachments: [attachment] };
}

function adaptiveCard(alert: Alert, look: CardLook, lengths: Lengths): CardNode {
	const { heading, title } = headingOf(alert);
	const links = linksOf(alert);
	const mentions = alert.isTest ? [] : look.mentions;
	const facts = factsWithin(alert, lengths.facts);
	const message = cut(alert.errorMessage, lengths.errorMessage).text;
	const excerpt = beginningOf(message);
	const stack = stackExcerpt(alert, lengths.stacktrace);
	const details = [
		...(excerpt === message ? [] : [smallHeading('Message'), codeBox(message)]),
		...(stack === '' ? [] : [smallHeading('Stack trace'), codeBox(stack)]),
	];

	const body = [
		header(heading, title, look),
		...mentionLine(mentions),
		...(facts.length === 0
			? []
			: [
					{
						type: 'FactSet',
						facts: facts.map(({ label, value }) => ({
							title: label,
							value: escapeMarkdown(value),
						})),
					},
				]),
		...(message === '' ? [] : [codeBox(excerpt)]),
		...(details.length === 0 ? [] : [hidden(details)]),
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
		version: '1.4',
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
function header(heading: string, title: string, { accent, channelName }: CardLook): CardNode {
	const what = {
		type: 'TextBlock',
		text: escapeMarkdown(heading),
		wrap: true,
		weight: 'Bolder',
		size: 'Small',
		...(accent === 'emphasis' ? { isSubtle: true } : { color: colorOf(accent) }),
	};
	const channel = {
		type: 'TextBlock',
		text: escapeMarkdown(channelName),
		wrap: true,
		size: 'Small',
		isSubtle: true,
		spacing: 'Small',
	};
	return {
		type: 'Container',
		style: accent,
		bleed: true,
		items: [
			what,
			{
				type: 'TextBlock',
				text: escapeMarkdown(title),
				wrap: true,
				weight: 'Bolder',
				size: 'Medium',
				spacing: 'Small',
			},
			...(channelName === '' ? [] : [channel]),
		],
	};
}

function mentionLine(mentions: Mention[]): CardNode[] {
	if (mentions.length === 0) return [];
	const text = mentions.map(({ tag }) => tag).join(', ');
	return [{ type: 'TextBlock', text, wrap: true }];
}

function entityOf({ id, name, tag }: Mention): CardNode {
	return { type: 'mention', text: tag, mentioned: { id, name } };
}

/** Shown and hidden by the button "Show details". */
function hidden(items: CardNode[]): CardNode {
	return { type: 'Container', id: 'details', isVisible: false, items };
}

function smallHeading(text: string): CardNode {
	return { type: 'TextBlock', text, wrap: true, weight: 'Bolder' };
}

/** Monospace on grey; a TextBlock knows no code (Teams' CodeBlock is unknown to other clients). */
function codeBox(text: string): CardNode {
	return {
		type: 'Container',
		style: 'emphasis',
		spacing: 'Medium',
		items: [
			{
				type: 'TextBlock',
				text: escapeLines(text),
				wrap: true,
				fontType: 'Monospace',
				size: 'Small',
			},
		],
	};
}

/** As much of a message as leaves the buttons in sight. */
function beginningOf(message: string): string {
	const lines = message.split('\n', MAX_LINES + 1);
	const beginning = lines.slice(0, MAX_LINES).join('\n');
	const isLonger = lines.length > MAX_LINES;
	return cut(isLonger ? `${beginning}\n…` : message, MAX_BEGINNING).text;
}

function stackExcerpt(alert: Alert, length: number): string {
	return length < SHORTEST_EXCERPT ? '' : cut(stackTraceText(alert.event), length).text;
}

function colorOf(accent: Exclude<Accent, 'emphasis'>): string {
	return accent.charAt(0).toUpperCase() + accent.slice(1);
}
