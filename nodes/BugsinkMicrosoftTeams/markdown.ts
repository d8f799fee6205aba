import type { UserText } from '../shared/alert/words';
import { oneLine } from '../shared/text/clean';
import { linkDestination } from '../shared/text/links';

const NO_BREAK_SPACE = '\u00a0';
/** Parts what would act together; nobody sees it. */
const WORD_JOINER = '\u2060';
/** Where a line may break; nobody sees it either. */
const BREAK = '\u200b';

/** The functions that every client replaces, in Markdown and text runs alike (microsoft/AdaptiveCards, text-formatters). */
const DATE_FUNCTION = /\{\{(?=(?:DATE|TIME)\()/gi;

/** Longest word that fits beside a fact's label on a phone. */
const LONGEST_WORD = 30;
/** A longer word without any separator is broken all the same; a Git commit's hash stays whole. */
const LONGEST_PIECE = /[!-~]{40}(?=[!-~])/g;

/** Short words without a sign that means anything anywhere: most labels, names and times. */
const PLAIN = /^[a-z0-9](?:[a-z0-9,:-]| (?=[a-z0-9])){0,29}$/i;

/**
 * Text as a text run shows it letter by letter: a run is not Markdown, so only the date functions and
 * what looks like a mention are parted. Line feeds are breaks there; white space that HTML would fold
 * stays as no-break spaces.
 */
export function runText(text: string): string {
	return withFixedSpaces(withoutFunctions(text));
}

/**
 * One line of foreign text as Markdown that shows it letter by letter, on phones too. Their parser
 * (microsoft/Teams-AdaptiveCards-Mobile, MarkDownBlockParser.cpp) unescapes `\*` and `\_` everywhere, and
 * some more on Android only; any other backslash is seen. So emphasis has its backslash, and whatever
 * else acts somewhere is parted by a character that nobody sees: links, headings, lists, quotes,
 * strikethrough, HTML, entities, addresses, mentions, and the alert's own backslashes. Backticks stay:
 * nothing invisible parts them, and Teams knows no code in Markdown
 * (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format).
 */
export function escapeMarkdown(line: string): string {
	if (PLAIN.test(line)) return line;
	const parted = withoutFunctions(withBreaks(line))
		.replace(/\\(?!\u200b)/g, `\\${WORD_JOINER}`)
		.replace(/\]|<(?!\u2060)|~(?=~)|:(?=\/\/)|\bwww(?=\.)/gi, `$&${WORD_JOINER}`)
		.replace(/&(?=#?\w+;)/g, `&${BREAK}`)
		// Phones begin a list after a bracket too.
		.replace(/\)(?=[-+]|\d+\.)/g, `)${WORD_JOINER}`)
		.replace(/^(?=[#>+=~`-]|\d+[.)](?:\s|$))/, WORD_JOINER);
	return withFixedSpaces(parted).replace(/[*_]/g, '\\$&');
}

/**
 * Text of several lines with its layout, for a MessageCard, whose Markdown wants an empty line for a
 * break (https://learn.microsoft.com/outlook/actionable-messages/message-card-reference).
 */
export function escapeLines(text: string): string {
	return text
		.split('\n')
		.map((line) => escapeMarkdown(line) || NO_BREAK_SPACE)
		.join('\n\n');
}

/** A link in Markdown. Brackets would end its label. */
export function markdownLink(label: string, url: string): string {
	const text = oneLine(label).replace(/\[/g, '(').replace(/\]/g, ')');
	return `[${escapeMarkdown(text)}](${linkDestination(url)})`;
}

/** The user's own text as lines of Markdown; an empty one parts paragraphs. */
export function userLines({ lines }: UserText): string[] {
	return lines.map((pieces) =>
		pieces
			.map(({ text, url }) => (url === undefined ? escapeMarkdown(text) : markdownLink(text, url)))
			.join(''),
	);
}

/** `<at>` is parted too: nothing says whether Teams looks for mentions before or after the Markdown. */
function withoutFunctions(text: string): string {
	return text
		.replace(DATE_FUNCTION, `{${WORD_JOINER}{`)
		.replace(/<(?=\/?at\b)/gi, `<${WORD_JOINER}`);
}

/**
 * Gives long words places to break, which the table of a FactSet does not do by itself
 * (microsoft/AdaptiveCards#3890, #6325; microsoft/Teams-AdaptiveCards-Mobile#151).
 */
function withBreaks(text: string): string {
	return text.replace(/\S+/g, (word) =>
		word.length <= LONGEST_WORD
			? word
			: word.replace(/[/.\\@?&](?=.)/g, `$&${BREAK}`).replace(LONGEST_PIECE, `$&${BREAK}`),
	);
}

function withFixedSpaces(text: string): string {
	return text
		.replace(/\t/g, '    ')
		.replace(/^ +| {2,}/gm, (run) => NO_BREAK_SPACE.repeat(run.length));
}
