import { createHash } from 'crypto';

import type { Alert } from '../shared/alert/alert';
import {
	changedFacts,
	mustWrap,
	stackTraceText,
	whatHappened,
	whichIssue,
	type Fact,
} from '../shared/alert/describe';
import { sourceOf } from '../shared/alert/source';
import {
	NO_TEXT,
	NO_WORDS,
	shownFacts,
	shownMessage,
	shownTitleOf,
	type UserText,
	type Words,
} from '../shared/alert/words';
import { oneLine } from '../shared/text/clean';
import { cut, type CutText } from '../shared/text/cut';
import { linkDestination } from '../shared/text/links';
import { userMarkdown } from './userMarkdown';

/** dead-claudia/github-limits; GitHub counts characters, this counts UTF-16 units, which are more. */
export const MAX_TITLE = 256;
export const MAX_BODY = 65_536;
/** What one part may take of the body, so that the others stay. */
const MAX_MESSAGE = 30_000;
const MAX_TAGS = 8_000;
const MAX_VALUE = 500;
const MAX_URL = 4_000;

export interface Cut {
	text: string;
	/** Names of the fields that were cut. */
	truncated: string[];
}

export function issueTitle(alert: Alert, words: Words = NO_WORDS): Cut {
	const { text, wasCut } = cut(oneLine(shownTitleOf(alert, words)), MAX_TITLE);
	return { text, truncated: wasCut ? ['title'] : [] };
}

/** Found again in an issue's body, whatever people write around it. */
export function fingerprintMarker(fingerprint: string): string {
	return `<!-- bugsink-fingerprint: ${markerSafe(fingerprint)} -->`;
}

/** What a search looks for: the fingerprint as the marker has it. */
export function markerSafe(fingerprint: string): string {
	return /^[A-Za-z0-9_-]{1,100}$/.test(fingerprint) ? fingerprint : `bugsink-${hash(fingerprint)}`;
}

/** The same for the same alert: an identical comment is known by it. */
export function commentMarker(alert: Alert, heading: string): string {
	const { reason, lastSeen, eventCount, unmuteReason } = alert;
	return `<!-- bugsink-alert: ${hash(JSON.stringify([heading, reason, lastSeen, eventCount, unmuteReason]))} -->`;
}

/**
 * The body of an issue, at most 65,536 characters. Nothing of the alert stands outside code, where it
 * could mention, refer, link or be HTML; the link to Bugsink is never cut. The user's own text comes first.
 *
 * @param earlier the issue that this one continues, such as `#17`.
 */
export function issueBody(alert: Alert, earlier?: string, words: Words = NO_WORDS): Cut {
	const { additionalText } = words;
	const truncated: string[] = additionalText.wasCut ? ['additionalText'] : [];
	const shown = shownFacts(alert, words);
	const facts = factTable(shown.facts, truncated);
	const tags = tagTable(shown.tags, truncated);
	const head = [
		userMarkdown(additionalText),
		...heading(alert, whatHappened(alert)),
		...(earlier ? [`Continues ${earlier}`] : []),
	];
	const marker = fingerprintMarker(alert.fingerprint);
	const found = sourceOf(alert.event);
	const source =
		found === null ? '' : `Source: [${inline(found.text)}](${linkDestination(found.url)})`;
	const fixed = [...head, source, facts, tags, marker].join('\n\n');

	const messageText = shownMessage(alert, words).trim();
	const message = messageBlock(messageText, Math.min(MAX_MESSAGE, MAX_BODY - fixed.length - 100));
	if (message.wasCut) truncated.push('errorMessage');
	const room = MAX_BODY - fixed.length - message.text.length - 200;
	const stack = fenced(stackTraceText(alert.event, messageText), room);
	if (stack.wasCut) truncated.push('stacktrace');

	const parts = [
		...head,
		message.text,
		source,
		stack.text === '' ? '' : details('Stack trace', stack.text),
		facts,
		tags,
		marker,
	];
	return { text: parts.filter((part) => part !== '').join('\n\n'), truncated };
}

/** What changed since the issue was opened, and which one it is. */
export function commentBody(alert: Alert, title: string, additionalText: UserText = NO_TEXT): Cut {
	const truncated: string[] = [];
	const [what, link] = heading(alert, title);
	const which = whichIssue(alert)
		.map((part) => inline(cut(part, MAX_VALUE).text))
		.join(' in ');
	const parts = [
		userMarkdown(additionalText),
		which === '' ? what : `${what}: ${which}`,
		link,
		factTable(changedFacts(alert), truncated),
		commentMarker(alert, title),
	];
	return { text: parts.filter((part) => part !== '').join('\n\n'), truncated };
}

function heading(alert: Alert, title: string): string[] {
	const url = alert.issueUrl;
	const link =
		url === null || url.length > MAX_URL ? '' : `[View in Bugsink](${linkDestination(url)})`;
	// An unknown reason is part of it, and may be anything.
	return [`### ${inline(cut(title, MAX_VALUE).text)}`, link];
}

function factTable(facts: Fact[], truncated: string[]): string {
	if (facts.length === 0) return '';
	const rows = facts.map(({ label, value }) => {
		const short = cut(oneLine(value), MAX_VALUE);
		if (short.wasCut && !truncated.includes('facts')) truncated.push('facts');
		return `| **${label}** | ${cell(inline(short.text))} |`;
	});
	// GitHub draws a row of empty headers as an empty row.
	return ['| Fact | Value |', '| --- | --- |', ...rows].join('\n');
}

function tagTable(tags: Fact[], truncated: string[]): string {
	const rows: string[] = [];
	let length = 0;
	for (const { label: name, value } of tags) {
		const shortName = cut(oneLine(name), 100);
		const shortValue = cut(oneLine(value), MAX_VALUE);
		const row = `| ${cell(inline(shortName.text))} | ${cell(inline(shortValue.text))} |`;
		length += row.length + 1;
		const isFull = length > MAX_TAGS;
		if ((isFull || shortName.wasCut || shortValue.wasCut) && !truncated.includes('tags')) {
			truncated.push('tags');
		}
		if (isFull) break;
		rows.push(row);
	}
	if (rows.length === 0) return '';
	return details('Tags', ['| Tag | Value |', '| --- | --- |', ...rows].join('\n'));
}

function details(summary: string, content: string): string {
	return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

/** Letters, digits and spaces that are not a commit SHA (GitHub links seven hex digits and more), and our own times. */
const HARMLESS = /^(?:(?!.*\b[0-9a-f]{7,}\b)[a-z0-9 :,]+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC)$/i;

/** Error text that quotes a marker must not pass for an issue of that fingerprint. */
function withoutMarkers(text: string): string {
	return text.replace(/<!--(?=\s*bugsink-)/g, '<!-\u2060-');
}

/** Text that stays what it is inside a line: as code, unless it is too plain to be anything else. */
export function inline(value: string): string {
	const line = oneLine(withoutMarkers(value));
	return HARMLESS.test(line) ? line : codeSpan(line);
}

/**
 * A table splits at `|` before it looks for code, and `\\|` is a backslash and a split
 * (https://github.github.com/gfm/#tables-extension-): every backslash before a pipe is doubled.
 */
function cell(markdown: string): string {
	return markdown.replace(/(\\*)\|/g, '$1$1\\|');
}

/** As text that wraps if it is wide: GitHub's code blocks scroll sideways, code within a line wraps. */
function messageBlock(message: string, room: number): CutText {
	return mustWrap(message)
		? fitting(withoutMarkers(message), room, wrapping)
		: fenced(message, room);
}

/** Each line as code within a line, its spaces kept. */
function wrapping(text: string): string {
	const lines = text.split('\n').map((line) => line.trimEnd());
	// A backslash at the end of a line breaks it, an empty line begins a paragraph.
	return lines
		.map((line, at) => codeSpan(line) + (line !== '' && lines[at + 1] ? '\\' : ''))
		.join('\n');
}

function codeSpan(line: string): string {
	if (line === '') return '';
	const fence = '`'.repeat(longestRun(line) + 1);
	// One space on either side is no part of the code; without it, it is if there is one at both ends.
	const gap = /^[ `]|[ `]$/.test(line) ? ' ' : '';
	return fence + gap + line + gap + fence;
}

/** A code block of at most `room` characters in a fence longer than any run of backticks inside. */
export function fenced(text: string, room: number): CutText {
	const trimmed = withoutMarkers(text).replace(/^\n+|\s+$/g, '');
	if (trimmed === '') return { text: '', wasCut: false };
	return fitting(trimmed, room, (short) => {
		const fence = '`'.repeat(Math.max(3, longestRun(short) + 1));
		return `${fence}text\n${short}\n${fence}`;
	});
}

/** As much of a text as has at most `room` characters with the backticks around it; nothing if none does. */
function fitting(text: string, room: number, block: (short: string) => string): CutText {
	let limit = room;
	while (limit > 0) {
		const short = cut(text, limit);
		const shown = block(short.text);
		if (shown.length <= room) return { text: shown, wasCut: short.wasCut };
		// A shorter text needs no more backticks; it may need far fewer.
		limit = Math.max(room - (shown.length - short.text.length), Math.floor(limit * 0.7));
	}
	return { text: '', wasCut: true };
}

function longestRun(text: string): number {
	return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
