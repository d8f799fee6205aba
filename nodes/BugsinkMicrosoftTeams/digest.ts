import type { Alert } from '../shared/alert/alert';
import { jsonRequest } from '../shared/delivery/http';
import type { Prepared } from '../shared/destination';
import { fitDigest } from '../shared/digest';
import type { Summary } from '../shared/limit/summary';
import { nearestAccent, type Accent } from './colors';
import { digestLines, digestMessage, shownHeading, type DigestMessage } from './digestCard';
import { MAX_MESSAGE_BYTES, sizeOf } from './fitting';
import { escapeMarkdown } from './markdown';
import { messageCardOfLines } from './messageCard';
import type { TeamsSettings } from './settings';

/** Alerts that go in one card: the same channel, the same look, the same people mentioned. */
export function cardOf(_: Alert, settings: TeamsSettings): string {
	const { channelName, colorByReason, format, mentions, themeColor, url, words } = settings;
	const look = [channelName, mentions, themeColor, colorByReason, words?.additionalText];
	return JSON.stringify([url, format, ...look]);
}

/** The card about many alerts, within Teams' limit. Pure. */
export function prepareDigest(summary: Summary, settings: TeamsSettings): Prepared {
	const { message, isWhole } = messageFor(summary, settings);
	const channel = settings.channelName || 'the channel of the webhook';
	return {
		summary: `Post one card to ${channel}: ${shownHeading(summary)}`,
		request: jsonRequest('POST', settings.url, message, { 'user-agent': 'n8n-nodes-bugsink' }),
		truncated: isWhole ? [] : ['issues'],
		warnings: settings.warnings,
	};
}

function messageFor(summary: Summary, settings: TeamsSettings): DigestMessage {
	if (settings.format !== 'messageCard') {
		const accent = settings.colorByReason ? accentOf(summary) : nearestAccent(settings.themeColor);
		return digestMessage(summary, { ...settings, accent });
	}
	const { built, isWhole } = fitDigest(
		summary.digest,
		(projects) => {
			const lines = [escapeMarkdown(summary.note), ...digestLines(projects)];
			return messageCardOfLines(
				shownHeading(summary),
				lines.filter((line) => line !== ''),
				settings,
			);
		},
		(message) => sizeOf(message) <= MAX_MESSAGE_BYTES,
	);
	return { message: built, isWhole };
}

/** Red if anything is new, as the card of one alert. */
function accentOf({ digest }: Summary): Accent {
	const reasons = digest.projects.flatMap(({ issues }) => issues.flatMap((one) => one.reasons));
	return reasons.length === 0 || reasons.includes('NEW') ? 'attention' : 'warning';
}
