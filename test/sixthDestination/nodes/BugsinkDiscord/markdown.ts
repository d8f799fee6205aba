const WORD_JOINER = '\u2060';

/**
 * One line of foreign text as Discord shows it letter by letter: backslashes before what its Markdown
 * and its mention formats act on (https://discord.com/developers/docs/reference#message-formatting).
 * A bare address becomes a link whatever stands before it, and `@everyone` is coloured like a mention
 * even where it reaches nobody; a word joiner, which nobody sees, parts those.
 */
export function escapeMarkdown(line: string): string {
	return line
		.replace(/[\\*_~`|<>]/g, '\\$&')
		.replace(/\](?=\()/g, '\\]')
		.replace(/:(?=\/\/)|@(?=everyone|here)/gi, `$&${WORD_JOINER}`)
		.replace(/^(\s*)([#-])/, '$1\\$2')
		.replace(/^(\s*\d+)\./, '$1\\.');
}

/** How many characters a code block takes beside its text. */
export const FENCES = '```\n\n```'.length;

/** Text of several lines in a code block, where nothing is acted on but the end of the block. */
export function codeBlock(text: string): string {
	// As many characters as before, so that what was measured still fits.
	return `\`\`\`\n${text.replace(/```/g, "'''")}\n\`\`\``;
}
