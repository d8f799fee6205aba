/** Nothing but printable ASCII, tabs and line feeds: most of what alerts say, and clean already. */
const PLAIN = /^[\t\n -~]*$/;

/**
 * Text that is safe for every destination: lone surrogates become U+FFFD (they are not valid UTF-8),
 * control characters other than tab and line feed go, line ends become `\n`, and the directional
 * overrides that let a message reverse what follows it (U+202A–202E, U+2066–2069,
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing) are dropped.
 */
export function cleanText(text: string): string {
	if (PLAIN.test(text)) return text;
	return text
		.replace(/\r\n?/g, '\n')
		.replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
		.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** Words with one space between them. */
const ONE_LINE = /^\S+(?: \S+)*$/;

/** `text` on one line: every run of white space, line separators included, becomes one space. */
export function oneLine(text: string): string {
	if (ONE_LINE.test(text)) return text;
	return text.replace(/[\s\u2028\u2029]+/g, ' ').trim();
}
