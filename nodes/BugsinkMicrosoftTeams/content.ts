import type { Alert } from '../shared/alert/alert';
import { whatHappened, type Fact } from '../shared/alert/describe';
import { sourceOf } from '../shared/alert/source';
import { NO_WORDS, shownFacts, shownTitleOf, type Words } from '../shared/alert/words';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';
import { webLink } from '../shared/text/links';
import { runText } from './markdown';

/** Unknown reasons are part of the heading, and may be anything. */
const MAX_HEADING = 120;
/** Bugsink's own titles are shorter; a card's title has a few lines at most. */
export const MAX_TITLE = 300;
/** A notification shows about this much. */
const MAX_SUMMARY = 250;
/** Longest value of a fact; a transaction or a release has more only by mistake. */
export const MAX_FACT = 200;
/** Longest name of a tag. */
const MAX_LABEL = 40;
/** SDKs add a handful of tags; more would hide the facts. */
const MAX_TAGS = 10;
/** Bugsink's addresses have about 120 characters and its own host; longer ones would crowd out the alert. */
const MAX_LINK = 1_000;

/** What a card says in the user's own words. */
export interface Own {
	/** In place of what happened to the issue. */
	heading?: string;
	words?: Words;
}

/** What happened, and to what. */
export function headingOf(
	alert: Alert,
	{ heading = whatHappened(alert), words = NO_WORDS }: Own,
): { heading: string; title: string } {
	return {
		heading: cut(heading, MAX_HEADING).text,
		title: cut(shownTitleOf(alert, words), MAX_TITLE).text,
	};
}

/** What notifications and previews say instead of "Card"; plain text, one line. */
export function summaryOf(
	alert: Alert,
	{ heading = whatHappened(alert), words = NO_WORDS }: Own,
): string {
	return cut(oneLine(`${heading}: ${shownTitleOf(alert, words)}`), MAX_SUMMARY).text;
}

export interface Link {
	label: string;
	url: string;
}

/** The pages of an alert that can be opened, Bugsink's issue first, the code last; never an empty URL. */
export function linksOf(alert: Alert): Link[] {
	const source = sourceOf(alert.event);
	const links: Array<[string, string | null | undefined]> = [
		['View in Bugsink', alert.issueUrl],
		['View event', alert.event?.url],
		[runText(`Source: ${source?.text ?? ''}`), source?.url],
	];
	const seen = new Set<string>();
	return links.flatMap(([label, value]) => {
		const url = webLink(value);
		if (url === null || url.length > MAX_LINK || seen.has(url)) return [];
		seen.add(url);
		return [{ label, url }];
	});
}

/** True if the alert names a page that is too long to be linked. */
export function isLinkTooLong(alert: Alert): boolean {
	return (alert.issueUrl?.length ?? 0) > MAX_LINK;
}

/** What a card says besides heading, title and message, each on one line: facts, then tags. */
export function cardFacts(
	alert: Alert,
	{ words = NO_WORDS }: Own,
): { facts: Fact[]; hasMoreTags: boolean } {
	const { facts, tags } = shownFacts(alert, words);
	return {
		facts: [...facts, ...tags.slice(0, MAX_TAGS)].map(({ label, value }) => ({
			label: cut(oneLine(label), MAX_LABEL).text,
			value: oneLine(value),
		})),
		hasMoreTags: tags.length > MAX_TAGS,
	};
}

/** The facts, each value cut to `length`; none where nothing may remain. */
export function factsWithin(facts: Fact[], length: number): Fact[] {
	return facts
		.map(({ label, value }) => ({ label, value: cut(value, length).text }))
		.filter(({ value }) => value !== '');
}
