/**
 * Text that no destination can choke on: lone surrogates become U+FFFD (they are no valid UTF-8),
 * control characters other than tab and line feed go, line ends become `\n`, and the directional
 * overrides that let a message reverse what follows it (U+202A–202E, U+2066–2069,
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing) are dropped.
 */
export function cleanText(text: string): string {
	return (
		text
			.replace(/\r\n?/g, '\n')
			// eslint-disable-next-line no-control-regex -- control characters are what this removes
			.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
			.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
	);
}

/** `text` on one line: every run of white space, line separators included, becomes one space. */
export function oneLine(text: string): string {
	return text.replace(/[\s\u2028\u2029]+/g, ' ').trim();
}
