/**
 * What Teams on a phone makes of the text of a TextBlock or a fact, after the rules of its own parser
 * (microsoft/Teams-AdaptiveCards-Mobile, source/shared/cpp/ObjectModel/MarkDown*.cpp). Stricter than the
 * phones where their rules are long: every pair of delimiters counts as emphasis.
 */
export type Phone = 'android' | 'ios';

/** What a backslash hides behind it; before anything else it is seen. */
const UNESCAPES: Record<Phone, string> = { android: '*_[]()', ios: '*_' };

export interface Shown {
	/** As people read it; what nobody sees is still in it. */
	text: string;
	/** What is no text any more: links, emphasis, lists, dates. */
	acts: string[];
}

export function shownOnPhone(markdown: string, phone: Phone): Shown {
	let text = '';
	/** The same with every escaped character blanked, so that only what acts is left. */
	let active = '';
	for (let at = 0; at < markdown.length; at++) {
		const next = markdown[at + 1] ?? '';
		const isEscape = markdown[at] === '\\' && next !== '' && UNESCAPES[phone].includes(next);
		if (isEscape) at++;
		text += markdown[at];
		active += isEscape ? ' ' : markdown[at];
	}
	const acts = [
		// Android's parser and iOS' alike begin a list after a bracket too.
		...matches('list', active, /(?:^|[\n\])])(?:[-+*]|\d+\.) /g),
		...matches('link', active, /\[[^\]]*\]\([^)]*\)/g),
		...matches('emphasis', active, /(?<![\p{L}\p{N}])_[^_]+_|\*[^*]+\*/gu),
		...matches('date', markdown, /\{\{(?:DATE|TIME)\([^)]*\)\}\}/g),
	];
	return { text, acts };
}

function matches(name: string, text: string, pattern: RegExp): string[] {
	return [...text.matchAll(pattern)].map(([found]) => `${name}: ${found}`);
}

/** Only the functions act in a text run; its line feeds are breaks. */
export function shownInRun(text: string): Shown {
	return { text, acts: shownOnPhone(text, 'ios').acts.filter((act) => act.startsWith('date')) };
}

/** Without what nobody sees, and with ordinary spaces. */
export function seen(text: string): string {
	return text.replace(/[\u2060\u200b]/g, '').replace(/\u00a0/g, ' ');
}
