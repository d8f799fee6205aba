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
	type UserText,
	type Words,
} from '../shared/alert/words';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';

/** A node of the Atlassian Document Format (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/). */
export interface AdfNode {
	type: string;
	attrs?: Record<string, unknown>;
	content?: AdfNode[];
	text?: string;
	marks?: Array<{ type: string; attrs?: Record<string, unknown> }>;
}

export interface AdfDocument extends AdfNode {
	type: 'doc';
	version: 1;
	content: AdfNode[];
}

/**
 * Jira takes 32,767, counting the text in UTF-16 units, an overhead for each node, and the targets of
 * links (JRACLOUD-68949; measured in SigNoz/signoz jira.go `adfDocLen`). The length of the JSON,
 * which grafana/alerting limits, is never less than that, so it is what is limited here.
 */
export const MAX_LENGTH = 32_000;
/** What a heading, a code block and an expand weigh without their text. */
const FRAMES = 600;
/** Weight of one fact, and of all tags together. */
const MAX_FACT = 500;
const MAX_LINK = 8_000;
const MAX_TAGS = 4_000;
const MAX_TAG = 200;
/** Room that a long message leaves to the stack trace; where there is little, half of it. */
const STACK_TRACE_SHARE = 8_000;

export const text = (value: string, ...marks: NonNullable<AdfNode['marks']>): AdfNode[] =>
	// An empty text node is invalid anywhere.
	value === '' ? [] : [{ type: 'text', text: value, ...(marks.length > 0 ? { marks } : {}) }];
export const strong = (value: string) => text(value, { type: 'strong' });
export const link = (value: string, href: string) => text(value, { type: 'link', attrs: { href } });
export const paragraph = (...content: AdfNode[]): AdfNode => ({ type: 'paragraph', content });
export const heading = (value: string): AdfNode => ({
	type: 'heading',
	attrs: { level: 3 },
	content: text(value),
});
const code = (value: string) => text(value, { type: 'code' });
const codeBlock = (value: string): AdfNode => ({ type: 'codeBlock', content: text(value) });
export const panel = (panelType: string, ...content: AdfNode[]): AdfNode => ({
	type: 'panel',
	attrs: { panelType },
	content,
});
const expand = (title: string, ...content: AdfNode[]): AdfNode => ({
	type: 'expand',
	attrs: { title },
	content,
});

const LINE_BREAK: AdfNode = { type: 'hardBreak' };

/** A line feed inside a text node is not shown as one. */
function lines(value: string, shown: (line: string) => AdfNode[] = text): AdfNode[] {
	return value
		.split('\n')
		.flatMap((one, index) => [...(index > 0 ? [LINE_BREAK] : []), ...shown(one)]);
}

function table(facts: Fact[]): AdfNode[] {
	if (facts.length === 0) return [];
	const rows = facts.map(({ label, value }) => ({
		type: 'tableRow',
		content: [
			{ type: 'tableHeader', content: [paragraph(...strong(label))] },
			{ type: 'tableCell', content: [paragraph(...text(fit(oneLine(value), MAX_FACT)))] },
		],
	}));
	return [{ type: 'table', content: rows }];
}

/** Jira's code blocks scroll sideways, its code within a paragraph wraps. */
function messageBlock(message: string): AdfNode {
	return mustWrap(message) ? paragraph(...lines(message, code)) : codeBlock(message);
}

/** The user's own text: a paragraph for each, breaks and links within. */
export function userParagraphs({ lines: all }: UserText): AdfNode[] {
	const paragraphs: AdfNode[][] = [];
	let isNew = true;
	for (const pieces of all) {
		const nodes = pieces.flatMap(({ text: shown, url }) =>
			url === undefined ? text(shown) : link(shown, url),
		);
		if (nodes.length === 0) {
			isNew = true;
		} else if (isNew) {
			paragraphs.push(nodes);
			isNew = false;
		} else {
			paragraphs[paragraphs.length - 1].push(LINE_BREAK, ...nodes);
		}
	}
	return paragraphs.map((nodes) => paragraph(...nodes));
}

export function document(content: AdfNode[]): AdfDocument {
	return { type: 'doc', version: 1, content };
}

export function lengthOf(value: unknown): number {
	return JSON.stringify(value).length;
}

/** The longest beginning that weighs at most `room`, by default as JSON. */
function fit(value: string, room: number, weigh: (beginning: string) => number = lengthOf): string {
	let short = cut(value, Math.max(0, room)).text;
	for (let weight = weigh(short); weight > room && short !== ''; weight = weigh(short)) {
		short = cut(value, Math.floor((short.length * Math.max(0, room)) / weight) - 1).text;
	}
	return short;
}

function panelType(alert: Alert): string {
	if (alert.isTest) return 'info';
	switch (alert.reason) {
		case 'NEW':
			return 'error';
		case 'REGRESSED':
		case 'UNMUTED':
			return 'warning';
		case 'RESOLVED':
			return 'success';
		default:
			return 'note';
	}
}

/**
 * What happened, and the way to Bugsink: what stays whatever has to be cut.
 *
 * @param issue which one it happened to, where the reader cannot know.
 */
function summaryPanel(alert: Alert, issue = ''): AdfNode {
	const which = issue === '' ? '' : `: ${fit(issue, MAX_FACT)}`;
	const url = linkOf(alert);
	return panel(
		panelType(alert),
		// An unknown reason is part of it, and may be anything.
		paragraph(...strong(fit(whatHappened(alert), MAX_FACT)), ...text(which)),
		...(url === null ? [] : [paragraph(...link('View in Bugsink', url))]),
	);
}

function linkOf({ issueUrl }: Alert): string | null {
	return issueUrl !== null && issueUrl.length <= MAX_LINK ? issueUrl : null;
}

/** The tags, as many as have room, a line each. */
function tagLines(tags: Fact[]): string[] {
	const shown: string[] = [];
	let weight = 0;
	for (const { label, value } of tags) {
		const line = `${cut(oneLine(label), MAX_TAG).text}: ${cut(oneLine(value), MAX_TAG).text}`;
		weight += lengthOf(text(line)) + lengthOf(LINE_BREAK);
		if (weight > MAX_TAGS) break;
		shown.push(line);
	}
	return shown;
}

/**
 * A ticket's description: the user's own text, a panel coloured by the reason with the link to Bugsink,
 * the message, the stack trace where the alert was enriched, then facts and tags. Too long, the stack
 * trace is cut first, then the message; `truncated` names what was.
 */
export function descriptionOf(
	alert: Alert,
	words: Words = NO_WORDS,
): { document: AdfDocument; truncated: string[] } {
	const truncated: string[] = linkOf(alert) === alert.issueUrl ? [] : ['issueUrl'];
	const { additionalText } = words;
	if (additionalText.wasCut) truncated.push('additionalText');
	const { facts, tags } = shownFacts(alert, words);
	if (facts.some(({ value }) => lengthOf(value) > MAX_FACT)) truncated.push('facts');
	const shownTags = tagLines(tags);
	if (shownTags.length < tags.length) truncated.push('tags');
	const before = [...userParagraphs(additionalText), summaryPanel(alert)];
	const source = sourceOf(alert.event);
	const sourceLine =
		source === null ? [] : [paragraph(...text('Source: '), ...link(source.text, source.url))];
	const after = [
		...table(facts),
		...(shownTags.length === 0 ? [] : [expand('Tags', paragraph(...lines(shownTags.join('\n'))))]),
	];

	const room = MAX_LENGTH - FRAMES - lengthOf(document([...before, ...sourceLine, ...after]));
	const whole = shownMessage(alert, words);
	const stackTrace = stackTraceText(alert.event, whole);
	const weightOf = (message: string) => lengthOf(messageBlock(message));
	const share = Math.min(lengthOf(stackTrace), STACK_TRACE_SHARE, Math.floor(room / 2));
	const message = fit(whole, room - share, weightOf);
	if (message !== whole) truncated.push('errorMessage');
	const shownTrace = fit(stackTrace, room - weightOf(message));
	if (shownTrace !== stackTrace) truncated.push('stacktrace');

	return {
		document: document([
			...before,
			...(message === '' ? [] : [heading('Message'), messageBlock(message)]),
			...sourceLine,
			...(shownTrace === '' ? [] : [expand('Stack trace', codeBlock(shownTrace))]),
			...after,
		]),
		truncated,
	};
}

/** A comment: the user's own text, what happened to which issue, and the facts that may have changed. */
export function commentOf(alert: Alert, additionalText: UserText = NO_TEXT): AdfDocument {
	return document([
		...userParagraphs(additionalText),
		summaryPanel(alert, whichIssue(alert).join(' in ')),
		...table(changedFacts(alert)),
	]);
}

/** A comment of plain sentences, the ticket's key in it a link. */
export function noteOf(before: string, ticket: { key: string; url: string }, after: string) {
	return document([
		panel('note', paragraph(...text(before), ...link(ticket.key, ticket.url), ...text(after))),
	]);
}

/** Plain paragraphs, for rich text fields that the user filled in as text. */
export function richText(value: string): AdfDocument {
	return document(value.split(/\n{2,}/).map((part) => paragraph(...lines(part))));
}

/** All text of a document, white space folded: what is compared, as Jira may add attributes. */
export function textOf(node: unknown): string {
	return words(node).join(' ').replace(/\s+/g, ' ').trim();
}

function words(node: unknown): string[] {
	if (typeof node !== 'object' || node === null) return [];
	const { text: own, content } = node as { text?: unknown; content?: unknown };
	return [
		...(typeof own === 'string' ? [own] : []),
		...(Array.isArray(content) ? content.flatMap(words) : []),
	];
}
