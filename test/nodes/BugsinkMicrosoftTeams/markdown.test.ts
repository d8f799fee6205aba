import fc from 'fast-check';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

import { escapeLines, escapeMarkdown } from '../../../nodes/BugsinkMicrosoftTeams/markdown';
import { cleanText, oneLine } from '../../../nodes/shared/text/clean';

const parser = unified().use(remarkParse);
const withTables = unified().use(remarkParse).use(remarkGfm);

/** Any node of the parsed Markdown. */
type Nodes = ReturnType<typeof parser.parse> | ReturnType<typeof parser.parse>['children'][number];

const plain = (node: Nodes): string => {
	if ('value' in node) return node.value.replaceAll('\u2060', '');
	return 'children' in node ? node.children.map(plain).join('') : '';
};
const types = (node: Nodes): string[] => [
	node.type,
	...('children' in node ? node.children.flatMap(types) : []),
];

const NASTY = [
	'**bold** _it_ __x__ ~~gone~~ `code`',
	'# heading',
	'- item',
	'+ item',
	'1. item',
	'12) item',
	'> quote',
	'---',
	'===',
	'[text](http://x)',
	'![image](http://x)',
	'[ref]: http://x',
	'<at>Ann</at> <b>x</b> <http://x>',
	'&lt;at&gt; &amp; &#42;',
	'a \\* b \\',
	'| a | b |',
	'{{DATE(2026-08-03T09:14:22Z,SHORT)}}',
	'```js',
	'~~~',
	'snake_case_name and __init__',
	'https://x.de/a_b*c www.x.de/a_b',
];

test.each(NASTY)('%s is shown letter by letter', (line) => {
	const tree = parser.parse(escapeMarkdown(line));
	expect(types(tree)).toEqual(['root', 'paragraph', 'text']);
	expect(plain(tree)).toBe(line);
});

test('neither a mention nor a date function is left', () => {
	expect(escapeMarkdown('<at>Ann</at> {{DATE(x)}}')).toBe(
		'\\<\u2060at\\>Ann\\<\u2060/at\\> \\{\\{DATE(x)\\}\\}',
	);
});

const nastyText = fc
	.array(
		fc.oneof(
			fc.constantFrom(...NASTY, '\n', '\n\n', '\n\n\n\n', '    ', '\t', ' ', '\r\n', '\u2028'),
			fc.string({ unit: 'binary' }),
			fc.string({ unit: 'grapheme' }),
			fc.string(),
		),
		{ maxLength: 12 },
	)
	// Word joiners are what the escaping adds; the comparison takes them out again.
	.map((parts) => cleanText(parts.join('')).replaceAll('\u2060', ''));

test('any line is one paragraph of plain text', () => {
	fc.assert(
		fc.property(nastyText, (text) => {
			const line = oneLine(text);
			const tree = parser.parse(escapeMarkdown(line));
			expect(types(tree)).toEqual(line === '' ? ['root'] : ['root', 'paragraph', 'text']);
			expect(plain(tree)).toBe(line);
		}),
		{ numRuns: 2_000 },
	);
});

test('any text of several lines is paragraphs of plain text, its layout kept', () => {
	fc.assert(
		fc.property(nastyText, (text) => {
			const tree = withTables.parse(escapeLines(text));
			const found = new Set(types(tree));
			// A bare address may become a link to itself, which is what readers expect.
			for (const type of ['root', 'paragraph', 'text', 'link']) found.delete(type);
			expect([...found]).toEqual([]);
			const shown = tree.children.map((node) => plain(node).replaceAll('\u00a0', ' '));
			const lines = text
				.replace(/\n(?:[ \t]*\n){2,}/g, '\n\n')
				.replaceAll('\t', '    ')
				.split('\n');
			const trimmed = (line: string) => line.replaceAll('\u00a0', ' ').trim();
			expect(shown.map(trimmed)).toEqual(lines.map(trimmed));
		}),
		{ numRuns: 2_000 },
	);
});

test('indentation and columns stay', () => {
	expect(escapeLines('a\n    b   c\n\n\n\n\td')).toBe(
		'a\n\n\u00a0\u00a0\u00a0\u00a0b\u00a0\u00a0\u00a0c\n\n\u00a0\n\n\u00a0\u00a0\u00a0\u00a0d',
	);
});
