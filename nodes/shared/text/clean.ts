/**
 * Text that is safe for every destination: lone surrogates become U+FFFD (they are not valid UTF-8),
 * control characters other than tab and line feed go, line ends become `\n`, and the directional
 * overrides that let a message reverse what follows it (U+202A–202E, U+2066–2069,
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing) are dropped.
 */
export function cleanText(text: string): string {
	return text
		.replace(/\r\n?/g, '\n')
		.replace(/(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
		.replace(/\p{Surrogate}/gu, '\ufffd');
}

/** `text` on one line: every run of white space, line separators included, becomes one space. */
export function oneLine(text: string): string {
	return text.replace(/[\s\u2028\u2029]+/g, ' ').trim();
}
