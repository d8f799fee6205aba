import { cut } from '../../../../nodes/shared/text/cut';
import fc from '../../../support/fastCheck';

test('what fits stays', () => {
	expect(cut('abc', 3)).toEqual({ text: 'abc', wasCut: false });
});

test.each([
	['abcdef', 4, 'abc…'],
	['ab👍🏽cd', 5, 'ab…'],
	['ab👨‍👩‍👧cd', 9, 'ab…'],
	['ab👨‍👩‍👧cd', 11, 'ab👨‍👩‍👧…'],
	['👨‍👩‍👧cd', 5, '…'],
	['日本語テキスト', 4, '日本語…'],
	['e\u0301e\u0301e\u0301', 4, 'e\u0301…'],
	['abc', 1, '…'],
	['abc', 0, ''],
])('%s cut to %d is %s', (text, limit, expected) => {
	const result = cut(text, limit);
	expect(result.wasCut).toBe(true);
	expect(result.text).toBe(expected);
});

test('never longer than the limit, never half a character, whatever the text', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.nat(100), (text, limit) => {
			const result = cut(text, limit);
			expect(result.text.length).toBeLessThanOrEqual(
				Math.max(limit, text.length <= limit ? text.length : 0),
			);
			expect(result.text.isWellFormed()).toBe(true);
			if (result.wasCut && limit > 0) expect(text.startsWith(result.text.slice(0, -1))).toBe(true);
		}),
	);
});

test('whole characters are looked for where the cut is, far into a long text', () => {
	const family = '👨‍👩‍👧';
	const text = 'a'.repeat(70) + family.repeat(20);
	// Three whole families fit between the 70 letters and the 99 units that the mark leaves.
	expect(cut(text, 100).text).toBe(`${'a'.repeat(70)}${family.repeat(3)}…`);
});

test('combining marks without end are cut where they must be', () => {
	expect(cut(`a${'\u0301'.repeat(500)}`, 200).text).toHaveLength(200);
});

/** Characters that extend the one before them, so that a long row of them is one single character. */
test.each([
	['above the surrogates', 'a' + '\ufe20'.repeat(500), 200, 199],
	// The single unit among the pairs lets the cut fall between the halves of one.
	['of two units', `a${'\u{e0100}'.repeat(80)}\u0301${'\u{e0100}'.repeat(80)}`, 200, 198],
	[
		'with the first low surrogate',
		`a${'\u{11000}'.repeat(80)}\u0301${'\u{11000}'.repeat(80)}`,
		200,
		198,
	],
	[
		'with the last low surrogate',
		`a${'\u{1f3ff}'.repeat(80)}\u0301${'\u{1f3ff}'.repeat(80)}`,
		200,
		198,
	],
])('an endless character %s is cut, but no pair is halved', (_, text, limit, kept) => {
	expect(cut(text, limit).text).toBe(`${text.slice(0, kept)}…`);
});
