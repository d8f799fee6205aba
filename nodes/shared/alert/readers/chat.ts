import { issueAddress, line, reasonOfHeading, text, typeAndMessage } from '../fields';
import type { AlertParts } from '../alert';

/** The headings of Bugsink's own reasons. */
const OWN_HEADING = /^(NEW|REGRESSED|UNMUTED|TEST) issue$/;
/** The page of an issue in Bugsink. */
const ISSUE_PAGE = /\/issues\/issue\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\//i;

/** As Bugsink writes the heading of any reason, also of one that a later release may have. */
const HEADING = /^[A-Z_]+ issue$/;

/**
 * Index of Bugsink's heading among the texts of a message, -1 without one. A title may read like it
 * ("Login issue", even "NEW issue"): a heading of Bugsink's own goes before one of an unknown reason,
 * that before what only begins like one, and of two alike the first is the title.
 *
 * @param texts title first, as in all messages but a test's, which begins with the heading.
 */
export function headingIn(texts: string[]): number {
	const ranks = texts.map((one): number => {
		const heading = one.trim();
		if (OWN_HEADING.test(heading)) return 3;
		if (HEADING.test(heading)) return 2;
		return reasonOfHeading(heading) === null ? 0 : 1;
	});
	const best = ranks.reduce((a, b) => Math.max(a, b), 0);
	if (best === 0) return -1;
	return Math.max(0, ranks.indexOf(best, 1));
}

/**
 * What the chat backends have in common: a heading, a title, a project, a link; no counts, no times.
 *
 * @returns null for the message of another tool: without a link to an issue in Bugsink or a project
 * only Bugsink's own headings count.
 */
export function chatParts(found: {
	heading: unknown;
	title: string;
	projectName: unknown;
	link: unknown;
	unmuteReason?: unknown;
}): AlertParts | null {
	const heading = text(found.heading).trim();
	const reason = reasonOfHeading(heading);
	const projectName = line(found.projectName);
	const isBugsink =
		OWN_HEADING.test(heading) || projectName !== null || ISSUE_PAGE.test(text(found.link));
	if (reason === null || !isBugsink) return null;
	return {
		reason,
		title: found.title,
		...typeAndMessage(found.title),
		project: { id: null, name: projectName },
		...issueAddress(found.link),
		unmuteReason: line(found.unmuteReason),
	};
}

/** Undoes the escaping that Bugsink applies for Slack and Mattermost: `&amp;`, `&lt;`, `&gt;`, `\*`, `\_`. */
export function unescapeChat(value: unknown): string {
	return text(value)
		.replace(/\\([*_])/g, '$1')
		.replace(/&lt;/g, '<')
		.replace(/&gt;/g, '>')
		.replace(/&amp;/g, '&');
}

/** Undoes the backslashes that Bugsink puts before Markdown's characters for Teams and Google Chat. */
export function unescapeMarkdown(value: unknown): string {
	return text(value).replace(/\\([\\`*_{}[\]()#+\-.!~|<>])/g, '$1');
}

/** `<https://…|label>` as Slack, Mattermost and Google Chat write links. */
export function chatLink(value: unknown): { url: string; label: string } | null {
	// Neither part can hold a bracket, which Bugsink escapes; so no text is read twice.
	const match = /<(https?:\/\/[^|<>\s]+)\|([^<>]*)>/.exec(text(value));
	return match === null ? null : { url: match[1], label: match[2] };
}
