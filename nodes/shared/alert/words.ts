import { cleanText, oneLine } from '../text/clean';
import { cut } from '../text/cut';
import { webLink } from '../text/links';
import type { Alert } from './alert';
import {
	chosenFacts,
	furtherFacts,
	markedTitle,
	tagFacts,
	type Fact,
	type FactName,
} from './describe';

/** What a user says in place of the node's own words. */
export interface Words {
	/** One line; empty for the alert's title. */
	title: string;
	additionalText: UserText;
	/** The facts to show, in this order; empty for the standard ones. */
	facts: FactName[];
}

/** A part of a line; with `url` a link to that https address. */
export interface Piece {
	text: string;
	url?: string;
}

/** A user's own text: lines of plain text and links. An empty line parts paragraphs. */
export interface UserText {
	lines: Piece[][];
	wasCut: boolean;
}

export const NO_TEXT: UserText = { lines: [], wasCut: false };
export const NO_WORDS: Words = { title: '', additionalText: NO_TEXT, facts: [] };

/** In UTF-16 units. A longer text would crowd out the alert on a card. */
const MAX_TEXT = 2_000;
const MAX_LINES = 40;
const MAX_LINKS = 20;
const MAX_LINK = 1_000;
/** An address within a text. Whatever could end a link in Markdown or HTML is no part of it. */
const ADDRESS = /https:\/\/[^\s<>"'`\\^{}|[\]]+/giu;
/** What ends the sentence rather than the address. */
const AFTER_ADDRESS = /[.,;:!?*_~]+$/;

/**
 * The text of a user's field. An https address in it is a link if the user typed its host: one that
 * stands in an alert's value stays plain text.
 *
 * @param value the text as n8n evaluated it.
 * @param typed what stands in the field, expressions as they are.
 */
export function userText(value: string, typed = value): UserText {
	const short = cut(cleanText(value).trim(), MAX_TEXT);
	if (short.text === '') return NO_TEXT;
	const all = short.text
		.replace(/\n\s*\n/g, '\n\n')
		.split('\n')
		.map(oneLine);
	const hosts = hostsIn(typed);
	let links = 0;
	const lines = all
		.slice(0, MAX_LINES)
		.map((line) => piecesOf(line, (url) => hosts.has(url.host) && links++ < MAX_LINKS));
	return { lines, wasCut: short.wasCut || all.length > MAX_LINES };
}

/** The hosts of the https addresses that stand in a field. */
function hostsIn(typed: string): Set<string> {
	return new Set([...typed.matchAll(ADDRESS)].flatMap(([address]) => parsed(address)?.host ?? []));
}

function parsed(address: string): URL | undefined {
	const href = webLink(address);
	return href === null || href.length > MAX_LINK ? undefined : new URL(href);
}

function piecesOf(line: string, isLink: (url: URL) => boolean): Piece[] {
	const pieces: Piece[] = [];
	let end = 0;
	for (const { 0: found, index } of line.matchAll(ADDRESS)) {
		const address = withoutEnd(found);
		const url = parsed(address);
		// What was cut leads nowhere.
		if (url === undefined || found.endsWith('…') || !isLink(url)) continue;
		if (index > end) pieces.push({ text: line.slice(end, index) });
		pieces.push({ text: address, url: url.href });
		end = index + address.length;
	}
	if (end < line.length) pieces.push({ text: line.slice(end) });
	return pieces;
}

/** Without the punctuation after it, and without a bracket that was opened before it. */
function withoutEnd(found: string): string {
	const address = found.replace(AFTER_ADDRESS, '');
	return address.endsWith(')') && !address.includes('(')
		? withoutEnd(address.slice(0, -1))
		: address;
}

/** As plain text, for services that know no links in it. */
export function plainText({ lines }: UserText): string {
	return lines.map((pieces) => pieces.map(({ text }) => text).join('')).join('\n');
}

/** The addresses that it links to, each once. */
export function linksIn({ lines }: UserText): string[] {
	return [...new Set(lines.flat().flatMap(({ url }) => url ?? []))];
}

/** The title, the user's own if there is one; a test says so in front. */
export function shownTitleOf(alert: Alert, { title }: Words): string {
	return markedTitle(title === '' ? alert : { ...alert, title });
}

/** The message. Where the user's title hides the alert's own, that stands in for a missing one. */
export function shownMessage(alert: Alert, { title }: Words): string {
	if (alert.errorMessage.trim() !== '' || title === '') return alert.errorMessage;
	return title.includes(alert.title) ? '' : alert.title;
}

/** What is shown besides heading, title and message: the facts of the user's choice, then the tags. */
export function shownFacts(alert: Alert, { facts, title }: Words): { facts: Fact[]; tags: Fact[] } {
	if (facts.length === 0) {
		const titled = title === '' ? alert : { ...alert, title };
		return { facts: furtherFacts(titled), tags: tagFacts(titled) };
	}
	const chosen = chosenFacts(alert, facts);
	return { facts: chosen, tags: facts.includes('tags') ? tagFacts(alert, chosen) : [] };
}
