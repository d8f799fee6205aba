import type { UserText } from '../shared/alert/words';
import { linkDestination } from '../shared/text/links';

/** Parts what would act together; nobody sees it. */
const WORD_JOINER = '\u2060';
/**
 * What GitHub looks for in the finished text, where a backslash no longer helps: mentions, references,
 * addresses, emoji names (https://docs.github.com/get-started/writing-on-github).
 */
const REFERENCES = /[@#$]|:(?=\S)|\bwww(?=\.)|\bGH-(?=\d)|[0-9a-f]{6}(?=[0-9a-f])/gi;
/** What Markdown acts on within a line (https://github.github.com/gfm/#backslash-escapes). */
const MARKUP = /[\\`*_[\]<>#|~&$!]/g;
/** And what begins a list, a heading or a rule. */
const BEGINNING = /^(\d+(?=[.)])|(?=[-+=]))/;

/**
 * The user's own text as Markdown that shows it letter by letter, its links apart: it mentions nobody,
 * refers to nothing, and is no HTML, whatever an alert's value in it says.
 */
export function userMarkdown({ lines }: UserText): string {
	const shown = lines.map((pieces) =>
		pieces
			.map(({ text, url }) => {
				const label = escaped(text);
				return url === undefined ? label : `[${label}](${linkDestination(url)})`;
			})
			.join('')
			.replace(BEGINNING, '$1\\'),
	);
	// A backslash at the end of a line breaks it, an empty line begins a paragraph.
	return shown.map((line, at) => (line !== '' && shown[at + 1] ? `${line}\\` : line)).join('\n');
}

function escaped(text: string): string {
	return text.replace(REFERENCES, `$&${WORD_JOINER}`).replace(MARKUP, '\\$&');
}
