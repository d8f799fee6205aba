import { issueAddress, line, text, typeAndMessage } from '../fields';
import type { AlertParts } from '../alert';

/** What the chat backends have in common: a heading, a title, a project, a link; no counts, no times. */
export function chatParts(found: {
	reason: string;
	title: string;
	projectName: unknown;
	link: unknown;
	unmuteReason?: unknown;
}): AlertParts {
	return {
		reason: found.reason,
		title: found.title,
		...typeAndMessage(found.title),
		project: { id: null, name: line(found.projectName) },
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
	const match = /<(https?:\/\/[^|>\s]+)\|([^>]*)>/.exec(text(value));
	return match === null ? null : { url: match[1], label: match[2] };
}
