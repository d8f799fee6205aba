import { reasonOfHeading, text } from '../fields';
import { chatLink, chatParts } from './chat';
import type { AlertReader } from './reader';

/** Bugsink's Google Chat backend (bugsink/bugsink#326): everything in one text. */
export const googleChat: AlertReader = {
	source: 'googleChat',
	label: "Bugsink's Google Chat message",
	read(payload) {
		const lines = text(payload.text).split('\n');
		const heading = lines.findIndex((row) => reasonOfHeading(row) !== null);
		const reason = reasonOfHeading(lines[heading]);
		if (reason === null || heading === 0) return null;
		const after = (pattern: RegExp): string | undefined =>
			lines.map((row) => pattern.exec(row)?.[1]).find((found) => found !== undefined);
		return chatParts({
			reason,
			title: lines
				.slice(0, heading)
				.join(' ')
				.trim()
				.replace(/^\*(.*)\*$/s, '$1'),
			projectName: after(/^\W*\*Project\*: (.*)$/),
			link: chatLink(payload.text)?.url,
			unmuteReason: after(/^\W*\*Unmute Reason\*: (.*)$/),
		});
	},
};
