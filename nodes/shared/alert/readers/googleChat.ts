import { text } from '../fields';
import { chatLink, chatParts, headingIn, unescapeMarkdown } from './chat';
import type { AlertReader } from './reader';

/** Bugsink's Google Chat backend (bugsink/bugsink#326): everything in one text. */
export const googleChat: AlertReader = {
	source: 'googleChat',
	label: "Bugsink's Google Chat message",
	read(payload) {
		const lines = text(payload.text).split('\n');
		const heading = headingIn(lines.map(withoutStars));
		if (heading < 0) return null;
		const after = (pattern: RegExp): string | undefined =>
			lines.map((row) => pattern.exec(row)?.[1]).find((found) => found !== undefined);
		// The Test button's message has its heading first and a text of its own after it.
		const title =
			heading === 0 ? (lines[1] ?? '') : withoutStars(lines.slice(0, heading).join(' '));
		return chatParts({
			heading: withoutStars(lines[heading]),
			title: unescapeMarkdown(title),
			projectName: unescapeMarkdown(after(/^\W*\*Project\*: (.*)/)),
			link: chatLink(payload.text)?.url,
			unmuteReason: unescapeMarkdown(after(/^\W*\*Unmute Reason\*: (.*)/)),
		});
	},
};

function withoutStars(row: string): string {
	return row.trim().replace(/^\*(.*)\*$/s, '$1');
}
