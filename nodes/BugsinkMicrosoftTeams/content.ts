import type { Alert } from '../shared/alert/alert';
import { factsOf, markedTitle, whatHappened, type Fact } from '../shared/alert/describe';
import { cut } from '../shared/text/cut';
import { webLink } from '../shared/text/links';

/** Unknown reasons are part of the heading, and may be anything. */
const MAX_HEADING = 120;
/** Bugsink's own titles are shorter; a card's title has a few lines at most. */
export const MAX_TITLE = 300;
/** Longest value of a fact; a transaction or a release has more only by mistake. */
export const MAX_FACT = 200;
/** Bugsink's addresses have about 120 characters and its own host; longer ones would crowd out the alert. */
const MAX_LINK = 1_000;

/** What happened, and to what. */
export function headingOf(alert: Alert): { heading: string; title: string } {
	return {
		heading: cut(whatHappened(alert), MAX_HEADING).text,
		title: cut(markedTitle(alert), MAX_TITLE).text,
	};
}

export interface Link {
	label: string;
	url: string;
}

/** The pages of an alert that can be opened, Bugsink's issue first; never an empty URL. */
export function linksOf(alert: Alert): Link[] {
	const links: Array<[string, string | null | undefined]> = [
		['View in Bugsink', alert.issueUrl],
		['View event', alert.event?.url],
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
	return (webLink(alert.issueUrl)?.length ?? 0) > MAX_LINK;
}

/** The facts, each value cut to `length`; none where nothing may remain. */
export function factsWithin(alert: Alert, length: number): Fact[] {
	return factsOf(alert)
		.map(({ label, value }) => ({ label, value: cut(value, length).text }))
		.filter(({ value }) => value !== '');
}
