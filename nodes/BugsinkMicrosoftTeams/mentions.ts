import { InvalidSetting } from '../shared/delivery/failure';
import { cleanText, oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';

/** Somebody whom the card mentions. */
export interface Mention {
	/** User principal name, or the object ID in Microsoft Entra. */
	id: string;
	name: string;
	/** `<at>…</at>`, letter by letter the same in the card's text and in its entity. */
	tag: string;
}

const EXAMPLE = 'For example: jane@example.com, Ada Lovelace <ada@example.com>.';
const USER = /^(?:[^\s<>@",;]+@[^\s<>@",;]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
/** Room for the alert beside them in a message of limited size. */
const MAX_MENTIONS = 20;
const MAX_NAME = 40;
/** Longest user principal name: 64 + @ + 48 (https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname). */
const MAX_USER = 128;

/**
 * `jane@example.com` or `Jane Doe <jane@example.com>` (an object ID does in place of the address) →
 * mentions. Nobody twice; namesakes get their address, so that each tag means one person.
 *
 * @throws {InvalidSetting} naming the entry that is neither.
 */
export function readMentions(entries: string[]): Mention[] {
	const mentions = new Map<string, Mention>();
	const tags = new Set<string>();
	for (const entry of entries.flatMap((text) => text.split(';'))) {
		const text = oneLine(cleanText(entry));
		if (text === '') continue;
		const match = /^(.*?)<([^<>]*)>$/.exec(text);
		const id = (match?.[2] ?? text).trim().replace(/^mailto:/i, '');
		if (!USER.test(id) || id.length > MAX_USER) {
			throw new InvalidSetting(
				`'Mention Users' contains an invalid entry: '${cut(text, 80).text}'`,
				`Enter the sign-in name (user principal name) of each user, with or without a name, without a comma in the name. ${EXAMPLE}`,
			);
		}
		const key = id.toLowerCase();
		if (mentions.has(key)) continue;
		const given = plainName(match?.[1] ?? '') || plainName(id);
		const name = tags.has(tagOf(given)) ? `${given} (${plainName(id)})` : given;
		mentions.set(key, { id, name, tag: tagOf(name) });
		tags.add(tagOf(name));
	}
	if (mentions.size > MAX_MENTIONS) {
		throw new InvalidSetting(
			`'Mention Users' has ${mentions.size} users; at most ${MAX_MENTIONS} fit into a message`,
			'Mention fewer people; all members of the channel see the card anyway.',
		);
	}
	return [...mentions.values()];
}

/**
 * A name without what Markdown acts on: a backslash there would tear the tag from its entity.
 * Underscores inside a word are harmless, and usual in addresses.
 */
function plainName(name: string): string {
	const plain = name
		.replace(/^\s*"(.*)"\s*$/, '$1')
		.replace(/[*`~[\]{}\\|]|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, '')
		.trim();
	return cut(plain, MAX_NAME).text;
}

/** Encoded as in Microsoft's own samples for mentions. */
function tagOf(name: string): string {
	const encoded = name
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/"/g, '&quot;');
	return `<at>${encoded}</at>`;
}
