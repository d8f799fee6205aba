import type { Alert } from '../shared/alert/alert';
import { factsOf, stackTraceText, whatHappened, type Fact } from '../shared/alert/describe';
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
const MAX_LENGTH = 32_000;
/** What a heading, a code block and an expand weigh without their text. */
const FRAMES = 600;
/** Weight of one fact, and of all tags together. */
const MAX_FACT = 500;
const MAX_LINK = 8_000;
const MAX_TAGS = 4_000;
const MAX_TAG = 200;
/** Room that a long message leaves to the stack trace. */
const STACK_TRACE_SHARE = 8_000;

const text = (value: string, ...marks: NonNullable<AdfNode['marks']>): AdfNode[] =>
	// An empty text node is invalid anywhere.
	value === '' ? [] : [{ type: 'text', text: value, ...(marks.length > 0 ? { marks } : {}) }];
const strong = (value: string) => text(value, { type: 'strong' });
const link = (value: string, href: string) => text(value, { type: 'link', attrs: { href } });
const paragraph = (...content: AdfNode[]): AdfNode => ({ type: 'paragraph', content });
const heading = (value: string): AdfNode => ({
	type: 'heading',
	attrs: { level: 3 },
	content: text(value),
});
const codeBlock = (value: string): AdfNode => ({ type: 'codeBlock', content: text(value) });
const panel = (panelType: string, ...content: AdfNode[]): AdfNode => ({
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
function lines(value: string): AdfNode[] {
	return value
		.split('\n')
		.flatMap((one, index) => [...(index > 0 ? [LINE_BREAK] : []), ...text(one)]);
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

function document(content: AdfNode[]): AdfDocument {
	return { type: 'doc', version: 1, content };
}

function lengthOf(value: unknown): number {
	return JSON.stringify(value).length;
}

/** The longest beginning that weighs at most `room` as JSON. */
function fit(value: string, room: number): string {
	let short = cut(value, Math.max(0, room)).text;
	for (let weight = lengthOf(short); weight > room && short !== ''; weight = lengthOf(short)) {
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

/** What happened, and the way to Bugsink: what stays whatever has to be cut. */
function summaryPanel(alert: Alert): AdfNode {
	const project = alert.project.name;
	const where = project === null ? '' : ` (${fit(project, MAX_FACT)})`;
	return panel(
		panelType(alert),
		// An unknown reason is part of it, and may be anything.
		paragraph(...strong(fit(whatHappened(alert), MAX_FACT)), ...text(where)),
		...(hasLink(alert) && alert.issueUrl !== null
			? [paragraph(...link('View in Bugsink', alert.issueUrl))]
			: []),
	);
}

function hasLink({ issueUrl }: Alert): boolean {
	return issueUrl !== null && issueUrl.length <= MAX_LINK;
}

/**
 * A ticket's description: a panel coloured by the reason with the link to Bugsink, the message, the
 * facts, tags and stack trace where the alert was enriched. Too long, the stack trace is cut
 * first, then the message; `truncated` names what was.
 */
export function descriptionOf(alert: Alert): { document: AdfDocument; truncated: string[] } {
	const truncated: string[] = hasLink(alert) || alert.issueUrl === null ? [] : ['issueUrl'];
	const facts = factsOf(alert);
	if (facts.some(({ value }) => lengthOf(value) > MAX_FACT)) truncated.push('facts');
	const before = [summaryPanel(alert)];
	const factsTable = table(facts);

	const allTags = Object.entries(alert.event?.tags ?? {});
	const tagLines: string[] = [];
	let tagsWeight = 0;
	for (const [name, value] of allTags) {
		const line = `${cut(oneLine(name), MAX_TAG).text}: ${cut(oneLine(value), MAX_TAG).text}`;
		tagsWeight += lengthOf(text(line)) + lengthOf(LINE_BREAK);
		if (tagsWeight > MAX_TAGS) break;
		tagLines.push(line);
	}
	if (tagLines.length < allTags.length) truncated.push('tags');
	const tags =
		tagLines.length === 0 ? [] : [expand('Tags', paragraph(...lines(tagLines.join('\n'))))];

	const room = MAX_LENGTH - FRAMES - lengthOf(document([...before, ...factsTable, ...tags]));
	const stackTrace = stackTraceText(alert.event);
	const message = fit(alert.errorMessage, room - Math.min(lengthOf(stackTrace), STACK_TRACE_SHARE));
	if (message !== alert.errorMessage) truncated.push('errorMessage');
	const shownTrace = fit(stackTrace, room - lengthOf(message));
	if (shownTrace !== stackTrace) truncated.push('stacktrace');

	return {
		document: document([
			...before,
			...(message === '' ? [] : [heading('Message'), codeBlock(message)]),
			...factsTable,
			...(shownTrace === '' ? [] : [expand('Stack trace', codeBlock(shownTrace))]),
			...tags,
		]),
		truncated,
	};
}

/** What a comment tells of a known issue: only what may have changed since. */
const CHANGING_FACTS = ['Reason', 'Unmuted because', 'Last seen', 'Events', 'Release'];

/** A comment: what happened, and the facts that may have changed. */
export function commentOf(alert: Alert): AdfDocument {
	const facts = factsOf(alert).filter(({ label }) => CHANGING_FACTS.includes(label));
	return document([summaryPanel(alert), ...table(facts)]);
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
