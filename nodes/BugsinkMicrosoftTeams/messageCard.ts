import type { Alert } from '../shared/alert/alert';
import type { Fact } from '../shared/alert/describe';
import { NO_WORDS, shownMessage, type Words } from '../shared/alert/words';
import { cut } from '../shared/text/cut';
import { factsWithin, headingOf, linksOf, summaryOf } from './content';
import type { Lengths } from './fitting';
import { escapeLines, escapeMarkdown, userLines } from './markdown';

interface MessageCardLook {
	/** `#rrggbb` */
	themeColor: string;
	channelName: string;
	words?: Words;
}

/** The user's own text, above what the card says of the alert. */
function userSection({ additionalText }: Words): object[] {
	const text = userLines(additionalText)
		.filter((line) => line !== '')
		.join('\n\n');
	return text === '' ? [] : [{ text, markdown: true }];
}

/**
 * The card of the old connectors, which some systems still take; it knows an exact colour, but
 * neither mentions nor a toggle
 * (https://learn.microsoft.com/outlook/actionable-messages/message-card-reference). Pure.
 *
 * @param known the facts of `cardFacts`.
 */
export function messageCard(
	alert: Alert,
	{ themeColor, channelName, words = NO_WORDS }: MessageCardLook,
	lengths: Lengths,
	known: Fact[],
): object {
	const { heading, title } = headingOf(alert, { words });
	const message = cut(shownMessage(alert, words), lengths.errorMessage).text;
	const links = linksOf(alert);
	return {
		'@type': 'MessageCard',
		'@context': 'https://schema.org/extensions',
		themeColor: themeColor.slice(1),
		// Shown in notifications; neither it nor the title is Markdown.
		summary: summaryOf(alert, { words }),
		title,
		sections: [
			...userSection(words),
			{
				activityTitle: `**${escapeMarkdown(heading)}**`,
				...(channelName === '' ? {} : { activitySubtitle: escapeMarkdown(channelName) }),
				facts: factsWithin(known, lengths.facts).map(({ label, value }) => ({
					name: escapeMarkdown(label),
					value: escapeMarkdown(value),
				})),
				...(message === '' ? {} : { text: escapeLines(message) }),
				markdown: true,
			},
		],
		...(links.length === 0
			? {}
			: {
					potentialAction: links.map(({ label, url }) => ({
						'@type': 'OpenUri',
						name: label,
						targets: [{ os: 'default', uri: url }],
					})),
				}),
	};
}

/** The same about many alerts. Pure. */
export function messageCardOfLines(
	title: string,
	lines: string[],
	{ themeColor, channelName, words = NO_WORDS }: MessageCardLook,
): object {
	return {
		'@type': 'MessageCard',
		'@context': 'https://schema.org/extensions',
		themeColor: themeColor.slice(1),
		summary: title,
		title,
		sections: [
			...userSection(words),
			{
				...(channelName === '' ? {} : { activitySubtitle: escapeMarkdown(channelName) }),
				text: lines.join('\n\n'),
				markdown: true,
			},
		],
	};
}
