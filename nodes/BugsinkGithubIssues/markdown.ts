import { createHash } from 'crypto';

import type { Alert } from '../shared/alert/alert';
import { factsOf, markedTitle, stackTraceText, whatHappened } from '../shared/alert/describe';
import type { Fact } from '../shared/alert/describe';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';

/** dead-claudia/github-limits; GitHub counts characters, this counts UTF-16 units, which are more. */
const MAX_TITLE = 256;
const MAX_BODY = 65_536;
/** What one part may take of the body, so that the others stay. */
const MAX_MESSAGE = 30_000;
const MAX_TAGS = 8_000;
const MAX_VALUE = 500;
const MAX_URL = 4_000;
/** What is worth saying again in a comment. */
const CHANGING = ['Events', 'Last seen', 'Reason', 'Release', 'Environment', 'Unmuted because'];

export interface Cut {
	text: string;
	/** Names of the fields that were cut. */
	truncated: string[];
}

export function issueTitle(alert: Alert): Cut {
	const { text, wasCut } = cut(oneLine(markedTitle(alert)), MAX_TITLE);
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
 * could mention, refer, link or be HTML; the link to Bugsink is never cut.
 *
 * @param earlier the issue that this one continues, such as `#17`.
 */
export function issueBody(alert: Alert, earlier?: string): Cut {
	const truncated: string[] = [];
	const facts = factTable(factsOf(alert), truncated);
	const tags = tagTable(alert, truncated);
	const head = [
		...heading(alert, whatHappened(alert)),
		...(earlier ? [`Continues ${earlier}`] : []),
	];
	const marker = fingerprintMarker(alert.fingerprint);
	const fixed = [...head, facts, tags, marker].join('\n\n');

	const messageText = alert.errorMessage.trim() || alert.title;
	const message = fenced(messageText, Math.min(MAX_MESSAGE, MAX_BODY - fixed.length - 100));
	if (message.wasCut) truncated.push('errorMessage');
	const room = MAX_BODY - fixed.length - message.text.length - 200;
	const stack = fenced(stackTraceText(alert.event), room);
	if (stack.wasCut) truncated.push('stacktrace');

	const parts = [
		...head,
		facts,
		message.text,
		stack.text === '' ? '' : details('Stack trace', stack.text),
		tags,
		marker,
	];
	return { text: parts.filter((part) => part !== '').join('\n\n'), truncated };
}

/** What changed since the issue was opened. */
export function commentBody(alert: Alert, title: string): Cut {
	const truncated: string[] = [];
	const facts = factsOf(alert).filter(({ label }) => CHANGING.includes(label));
	const parts = [
		...heading(alert, title),
		factTable(facts, truncated),
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
	return ['| | |', '| --- | --- |', ...rows].join('\n');
}

function tagTable(alert: Alert, truncated: string[]): string {
	const rows: string[] = [];
	let length = 0;
	for (const [name, value] of Object.entries(alert.event?.tags ?? {})) {
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

/** Letters, digits and spaces that are no commit SHA (GitHub links seven hex digits and more), and our own times. */
const HARMLESS = /^(?:(?!.*\b[0-9a-f]{7,}\b)[a-z0-9 :,]+|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC)$/i;

/** Error text that quotes a marker must not pass for an issue of that fingerprint. */
function withoutMarkers(text: string): string {
	return text.replace(/<!--(?=\s*bugsink-)/g, '<!-\u2060-');
}

/** Text that stays what it is inside a line: as code, unless it is too plain to be anything else. */
export function inline(value: string): string {
	const line = oneLine(withoutMarkers(value));
	if (line === '' || HARMLESS.test(line)) return line;
	const fence = '`'.repeat(longestRun(line) + 1);
	const gap = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
	return fence + gap + line + gap + fence;
}

/**
 * A table splits at `|` before it looks for code, and `\\|` is a backslash and a split
 * (https://github.github.com/gfm/#tables-extension-): every backslash before a pipe is doubled.
 */
function cell(markdown: string): string {
	return markdown.replace(/(\\*)\|/g, '$1$1\\|');
}

/** A code block of at most `room` characters in a fence longer than any run of backticks inside. */
export function fenced(text: string, room: number): { text: string; wasCut: boolean } {
	const trimmed = withoutMarkers(text).replace(/^\n+|\s+$/g, '');
	if (trimmed === '') return { text: '', wasCut: false };
	// A fence may be longer than what it holds, so the room for the text is found step by step.
	for (let limit = room; limit > 0; limit = Math.floor(limit * 0.7)) {
		const short = cut(trimmed, limit);
		const fence = '`'.repeat(Math.max(3, longestRun(short.text) + 1));
		const block = `${fence}text\n${short.text}\n${fence}`;
		if (block.length <= room) return { text: block, wasCut: short.wasCut };
		if (block.length - short.text.length < 100) limit = Math.ceil((room - 100) / 0.7);
	}
	return { text: '', wasCut: true };
}

function longestRun(text: string): number {
	return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

function linkDestination(url: string): string {
	return url.replace(/[()<>\\`|\s]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
