import { isObject, objects, text } from '../fields';
import { chatParts, headingIn } from './chat';
import type { AlertReader } from './reader';

/** Bugsink's Discord backend: one embed, without a link where Bugsink's host name has no dot. */
export const discord: AlertReader = {
	source: 'discord',
	label: "Bugsink's Discord message",
	read(payload) {
		if (!Array.isArray(payload.embeds)) return null;
		const embed: unknown = payload.embeds[0];
		if (!isObject(embed)) return null;
		const fields = objects(embed.fields);
		const value = (name: string): unknown =>
			fields.find((field) => text(field.name).toLowerCase() === name)?.value;
		const [title, description] = [text(embed.title), text(embed.description)];
		const isTest = title === 'TEST issue' && headingIn([title, description]) === 0;
		return chatParts({
			heading: isTest ? title : description,
			title: isTest ? description : title,
			projectName: value('project'),
			link: embed.url,
			unmuteReason: value('unmute reason'),
		});
	},
};
