import { isObject, objects, reasonOfHeading, text, type JsonObject } from '../fields';
import { chatLink, chatParts, headingIn, unescapeChat } from './chat';
import type { AlertReader } from './reader';

function textOf(block: JsonObject | undefined): string {
	return block !== undefined && isObject(block.text) ? text(block.text.text) : '';
}

/**
 * Bugsink's Slack backend in both layouts: since 2.0.7 the title is the header and the link stands
 * last; before, the reason is the header and the link carries the title.
 */
export const slack: AlertReader = {
	source: 'slack',
	label: "Bugsink's Slack message",
	read(payload) {
		const blocks = objects(payload.blocks);
		const header = textOf(blocks.find((block) => block.type === 'header'));
		const sections = blocks.filter((block) => block.type === 'section');
		const texts = [header, ...sections.map(textOf)];
		const at = headingIn(texts);
		if (at < 0) return null;

		const isOldLayout = at === 0;
		const headingSection = isOldLayout ? undefined : sections[at - 1];
		const linkSection = sections.find((block) => chatLink(textOf(block)) !== null);
		const link = chatLink(textOf(linkSection));
		const fields = sections.flatMap((block) => objects(block.fields));
		const remaining = sections.filter(
			(block) => block !== linkSection && block !== headingSection && textOf(block) !== '',
		);
		// The Test button sends a text of its own and no link at all.
		const title = isOldLayout ? unescapeChat(link?.label ?? textOf(remaining[0])) : header;
		return chatParts({
			heading: texts[at],
			title,
			projectName: projectIn(fields),
			link: link?.url,
			unmuteReason:
				reasonOfHeading(texts[at]) === 'TEST' ? null : unescapeChat(textOf(remaining[0])),
		});
	},
};

function projectIn(fields: JsonObject[]): string | null {
	for (const field of fields) {
		const match = /^\*project\*: (.*)/s.exec(text(field.text));
		if (match !== null) return unescapeChat(match[1]);
	}
	return null;
}
