import type { Alert } from '../shared/alert/alert';
import { cut } from '../shared/text/cut';
import { factsWithin, headingOf, linksOf } from './content';
import type { Lengths } from './fitting';
import { escapeLines, escapeMarkdown } from './markdown';

/**
 * The card of the old connectors, which some systems still take; it knows an exact colour, but
 * neither mentions nor a toggle
 * (https://learn.microsoft.com/outlook/actionable-messages/message-card-reference). Pure.
 *
 * @param themeColor `#rrggbb`
 */
export function messageCard(
	alert: Alert,
	{ themeColor, channelName }: { themeColor: string; channelName: string },
	lengths: Lengths,
): object {
	const { heading, title } = headingOf(alert);
	const message = cut(alert.errorMessage, lengths.errorMessage).text;
	const links = linksOf(alert);
	return {
		'@type': 'MessageCard',
		'@context': 'https://schema.org/extensions',
		themeColor: themeColor.slice(1),
		// Shown in notifications; neither it nor the title is Markdown.
		summary: `${heading}: ${title}`,
		title,
		sections: [
			{
				activityTitle: `**${escapeMarkdown(heading)}**`,
				...(channelName === '' ? {} : { activitySubtitle: escapeMarkdown(channelName) }),
				facts: factsWithin(alert, lengths.facts).map(({ label, value }) => ({
					name: label,
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
