import { isObject, objects, reasonOfHeading, text } from '../fields';
import { chatParts, headingIn, unescapeMarkdown } from './chat';
import type { AlertReader } from './reader';

/** Bugsink's Microsoft Teams backend (bugsink/bugsink#461): a message with one Adaptive Card. */
export const microsoftTeams: AlertReader = {
	source: 'microsoftTeams',
	label: "Bugsink's Microsoft Teams message",
	read(payload) {
		if (!Array.isArray(payload.attachments)) return null;
		const attachment: unknown = payload.attachments[0];
		const card = isObject(attachment) ? attachment.content : undefined;
		if (!isObject(card)) return null;
		const elements = objects(card.body);
		const blocks = elements.filter((element) => element.type === 'TextBlock');
		const at = headingIn(blocks.map((block) => text(block.text)));
		if (at < 0) return null;
		const heading = blocks[at];
		const others = blocks.filter((block) => block !== heading);
		const facts = elements.flatMap((element) => objects(element.facts));
		return chatParts({
			heading: heading.text,
			title: unescapeMarkdown(others[0]?.text),
			projectName: unescapeMarkdown(
				facts.find((fact) => text(fact.title).toLowerCase() === 'project')?.value,
			),
			link: objects(card.actions)[0]?.url,
			unmuteReason:
				reasonOfHeading(heading.text) === 'TEST' ? null : unescapeMarkdown(others[1]?.text),
		});
	},
};
