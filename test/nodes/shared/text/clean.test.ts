import { cleanText, oneLine } from '../../../../nodes/shared/text/clean';
import { webLink } from '../../../../nodes/shared/text/links';

test.each([
	['Windows', 'a\r\nb', 'a\nb'],
	['the old Mac', 'a\rb', 'a\nb'],
	['Unix', 'a\nb', 'a\nb'],
	['two of Windows', 'a\r\n\r\nb', 'a\n\nb'],
])('line ends of %s become a line feed', (_, text, expected) => {
	expect(cleanText(text)).toBe(expected);
});

test.each([
	['control characters', '\u0000\u0008\u000b\u001f\u007f\u009f'],
	['overrides of the direction', '\u202a\u202b\u202c\u202d\u202e'],
	['isolates of the direction', '\u2066\u2067\u2068\u2069'],
	['the byte order mark', '\ufeff'],
])('%s go', (_, text) => {
	expect(cleanText(`a${text}b${text}c`)).toBe('abc');
});

test('tabs, line feeds and what stands beside the overrides stay', () => {
	const text = 'a\tb\nc\u2029d\u202fe\u2065f\u206ag';
	expect(cleanText(text)).toBe(text);
});

test('every lone surrogate becomes the replacement character, whole pairs stay', () => {
	expect(cleanText('\ud83d x \udc4d y \u{1f44d}')).toBe('\ufffd x \ufffd y \u{1f44d}');
});

test('a run of any white space becomes one space, none at the ends', () => {
	expect(oneLine('\n a \t\n b\u2028\u2029c\u00a0 ')).toBe('a b c');
});

test.each([
	['https://bugsink.example.com/issues/', 'https://bugsink.example.com/issues/'],
	['\u00a0http://bugsink.lan:8000/a?b=c#d\n', 'http://bugsink.lan:8000/a?b=c#d'],
	['HTTPS://Bugsink.Example.com', 'https://bugsink.example.com/'],
	['https://ada:secret@bugsink.example.com/', 'https://bugsink.example.com/'],
	['javascript:alert(1)', null],
	['data:text/html,x', null],
	['/issues/1/', null],
	['', null],
	[42, null],
	[null, null],
	[{ href: 'https://bugsink.example.com/' }, null],
])('%j as a link is %j', (value, expected) => {
	expect(webLink(value)).toBe(expected);
});
