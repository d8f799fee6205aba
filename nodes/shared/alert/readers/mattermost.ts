import { isObject, objects, reasonOfHeading, text } from '../fields';
import { chatLink, chatParts, unescapeChat } from './chat';
import type { AlertReader } from './reader';

/** Bugsink's Mattermost backend: a Markdown heading and one attachment. */
export const mattermost: AlertReader = {
	source: 'mattermost',
	label: "Bugsink's Mattermost message",
	read(payload) {
		if (!Array.isArray(payload.attachments)) return null;
		const attachment: unknown = payload.attachments[0];
		if (!isObject(attachment)) return null;
		const reason = reasonOfHeading(attachment.title);
		const body = text(attachment.text);
		const project = objects(attachment.fields).find(
			(field) => text(field.title).toLowerCase() === 'project',
		);
		return chatParts({
			heading: attachment.title,
			title: unescapeChat(text(payload.text).replace(/^#+\s*/, '')),
			projectName: unescapeChat(project?.value),
			link: chatLink(body)?.url,
			unmuteReason: reason === 'TEST' ? null : unescapeChat(body.split('\n\n').slice(1).join('\n')),
		});
	},
};
