import type { Alert } from '../../../../nodes/shared/alert/alert';
import {
	factsOf,
	markedTitle,
	stackTraceText,
	whatHappened,
} from '../../../../nodes/shared/alert/describe';
import { cut } from '../../../../nodes/shared/text/cut';
import { webLink } from '../../../../nodes/shared/text/links';
import { codeBlock, escapeMarkdown, FENCES } from './markdown';

/** https://discord.com/developers/docs/resources/message#embed-object-embed-limits */
const MAX_TITLE = 256;
const MAX_AUTHOR = 256;
const MAX_DESCRIPTION = 4096;
/** The sum of all texts of a message (same page). */
const MAX_TOTAL = 6000;
/** discord/discord-api-docs#6531 */
const MAX_URL = 2048;
/** Longest value of a fact: Discord takes 1,024, but 13 of those would leave nothing for the error. */
const MAX_FACT = 200;

/** As 0xRRGGBB. */
const COLORS: Record<string, number> = {
	NEW: 0xd63333,
	REGRESSED: 0xe08a00,
	UNMUTED: 0xe08a00,
	TEST: 0x3b82f6,
};
const OTHER_COLOR = 0x6b7280;

export interface Embed {
	title: string;
	url?: string;
	description?: string;
	color: number;
	author: { name: string };
	fields: Array<{ name: string; value: string; inline: boolean }>;
	timestamp?: string;
}

/** The alert as an embed within Discord's limits, and the names of what had to be cut. Pure. */
export function embedOf(alert: Alert): { embed: Embed; truncated: string[] } {
	const title = cut(escapeMarkdown(markedTitle(alert)), MAX_TITLE);
	const author = cut(whatHappened(alert), MAX_AUTHOR).text;
	const facts = factsOf(alert).map(({ label, value }) => ({
		name: label,
		...cut(escapeMarkdown(value), MAX_FACT),
	}));
	const link = linkOf(alert);
	const fields = [
		...facts.map(({ name, text }) => ({ name, value: text, inline: true })),
		...link.field,
	].filter(({ value }) => value.trim() !== '');

	const used = [title.text, author, ...fields.flatMap(({ name, value }) => [name, value])];
	const room =
		Math.min(MAX_DESCRIPTION, MAX_TOTAL - used.reduce((sum, { length }) => sum + length, 0)) -
		FENCES;
	const error = cut(alert.errorMessage, room);
	const trace = cut(stackTraceText(alert.event), Math.max(0, room - error.text.length - 2));
	const shown = [error.text, trace.text].filter((part) => part.trim() !== '').join('\n\n');
	return {
		embed: {
			title: title.text,
			...(link.url === null ? {} : { url: link.url }),
			...(shown === '' ? {} : { description: codeBlock(shown) }),
			color: alert.isTest ? COLORS.TEST : (COLORS[alert.reason] ?? OTHER_COLOR),
			author: { name: author },
			fields,
			...(isTime(alert.lastSeen) ? { timestamp: alert.lastSeen } : {}),
		},
		truncated: [
			...(title.wasCut ? ['title'] : []),
			...(error.wasCut ? ['errorMessage'] : []),
			...(trace.wasCut ? ['stacktrace'] : []),
			...(facts.some(({ wasCut }) => wasCut) ? ['facts'] : []),
			...(link.isTooLong ? ['issueUrl'] : []),
		],
	};
}

/**
 * Bugsink's page as the title's link. Discord refuses the whole message where the host has no dot in
 * its name, as in Docker (bugsink/bugsink#280); there the address stands in a field, to be copied.
 */
function linkOf(alert: Alert) {
	const url = webLink(alert.issueUrl);
	if (url === null) return { url, field: [], isTooLong: false };
	if (url.length > MAX_URL) return { url: null, field: [], isTooLong: true };
	if (new URL(url).hostname.includes('.')) return { url, field: [], isTooLong: false };
	const { text, wasCut } = cut(url, 1_024);
	return {
		url: null,
		field: wasCut ? [] : [{ name: 'Bugsink', value: text, inline: false }],
		isTooLong: wasCut,
	};
}

function isTime(value: string | null): value is string {
	return value !== null && !Number.isNaN(Date.parse(value));
}
