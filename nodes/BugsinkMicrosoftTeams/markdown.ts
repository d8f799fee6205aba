const NO_BREAK_SPACE = '\u00a0';
const WORD_JOINER = '\u2060';

/**
 * One line of foreign text as a TextBlock or a fact shows it letter by letter. Backslashes neutralise
 * what Teams' Markdown subset acts on (bold, italic, lists, links:
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format),
 * what single clients render besides (code, headings, rules, quotes, entities, bare addresses: a link
 * would take the backslashes in), `<at>` and the `{{DATE(…)}}` function
 * (https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features). Nothing says whether Teams
 * looks for mentions before or after the Markdown, so a word joiner, which nobody sees, parts `<at>`.
 */
export function escapeMarkdown(line: string): string {
	return line
		.replace(/<(?=\/?at\b)/gi, `<${WORD_JOINER}`)
		.replace(/[\\`*_[\]<>~{}&|]/g, '\\$&')
		.replace(/:(?=\/\/)|(?<=\bwww)\./gi, '\\$&')
		.replace(/^(\s*)([#+=-])/, '$1\\$2')
		.replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/**
 * Text of several lines with its layout: a line break takes an empty line in Markdown, and white
 * space counts only as no-break spaces. Runs of empty lines become one.
 */
export function escapeLines(text: string): string {
	return text
		.replace(/\n(?:[ \t]*\n){2,}/g, '\n\n')
		.replace(/\t/g, '    ')
		.split('\n')
		.map((line) => escapeMarkdown(line).replace(/^ +| {2,}/g, fixedSpace) || NO_BREAK_SPACE)
		.join('\n\n');
}

function fixedSpace(run: string): string {
	return NO_BREAK_SPACE.repeat(run.length);
}
