import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';

import {
	escapeLines,
	escapeMarkdown,
	runText,
} from '../../../nodes/BugsinkMicrosoftTeams/markdown';
import { cleanText, oneLine } from '../../../nodes/shared/text/clean';
import { seen } from '../../render/phoneMarkdown';
import fc, { tries } from '../../support/fastCheck';

const parser = unified().use(remarkParse);
// One tilde strikes through on GitHub only.
const withTables = unified().use(remarkParse).use(remarkGfm, { singleTilde: false });

/** Any node of the parsed Markdown. */
type Nodes = ReturnType<typeof parser.parse> | ReturnType<typeof parser.parse>['children'][number];

const plain = (node: Nodes): string => {
	if ('value' in node) return seen(node.value);
	return 'children' in node ? node.children.map(plain).join('') : '';
};
const types = (node: Nodes): string[] => [
	node.type,
	...('children' in node ? node.children.flatMap(types) : []),
];

const NASTY = [
	'**bold** _it_ __x__ ~~gone~~',
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
	'~~~',
	'snake_case_name and __init__',
	'https://x.de/a_b*c www.x.de/a_b',
];

test.each(NASTY)('%s is shown letter by letter', (line) => {
	const tree = parser.parse(escapeMarkdown(line));
	expect(types(tree)).toEqual(['root', 'paragraph', 'text']);
	expect(plain(tree)).toBe(line);
});

test('neither a mention nor a date function is left, in Markdown and in text runs', () => {
	const parted = '<\u2060at>Ann<\u2060/at> {\u2060{DATE(x)}} {\u2060{time(x)}}';
	expect(escapeMarkdown('<at>Ann</at> {{DATE(x)}} {{time(x)}}')).toBe(parted);
	expect(runText('<at>Ann</at> {{DATE(x)}} {{time(x)}}')).toBe(parted);
});

test('backticks stay: a client that knows code shows the same words', () => {
	for (const line of ['use `self` here', '```js', '`a` ``b``']) {
		expect(seen(escapeMarkdown(line))).toBe(line);
	}
	expect(plain(parser.parse(escapeMarkdown('use `*x*` here')))).toBe('use \\*x\\* here');
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
	// What the escaping adds the comparison takes out again; backticks have a test of their own.
	.map((parts) => cleanText(parts.join('')).replace(/[\u2060\u200b\u00a0`]/g, ''));

test('any line is one paragraph of plain text', () => {
	fc.assert(
		fc.property(nastyText, (text) => {
			const line = oneLine(text);
			const tree = parser.parse(escapeMarkdown(line));
			expect(types(tree)).toEqual(line === '' ? ['root'] : ['root', 'paragraph', 'text']);
			expect(plain(tree)).toBe(line);
		}),
		tries(2_000),
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
			const lines = text.replaceAll('\t', '    ').split('\n');
			const shown = tree.children.map((node) => plain(node).trim());
			expect(shown).toEqual(lines.map((line) => seen(line).trim()));
		}),
		tries(2_000),
	);
});

test('indentation and columns stay', () => {
	expect(escapeLines('a\n    b   c\n\n\td')).toBe(
		'a\n\n\u00a0\u00a0\u00a0\u00a0b\u00a0\u00a0\u00a0c\n\n\u00a0\n\n\u00a0\u00a0\u00a0\u00a0d',
	);
	expect(runText('a\n    b   c\n\n\td')).toBe(
		'a\n\u00a0\u00a0\u00a0\u00a0b\u00a0\u00a0\u00a0c\n\n\u00a0\u00a0\u00a0\u00a0d',
	);
});
