import { headline } from '../../../../nodes/shared/text/headline';
import fc from '../../../support/fastCheck';

const words = (count: number): string => 'word '.repeat(count).trim();

test.each([
	['a short one is whole', 'Jira answered 400: no', 'Jira answered 400: no'],
	['120 characters are whole', 'x'.repeat(120), 'x'.repeat(120)],
	[
		'120 characters are whole, also with a sentence in them',
		`${'x'.repeat(60)}. ${'y'.repeat(58)}`,
		`${'x'.repeat(60)}. ${'y'.repeat(58)}`,
	],
	[
		'it ends with the last sentence that fits',
		`${words(8)}. ${words(8)}. ${words(30)}. x`,
		`${words(8)}. ${words(8)}.`,
	],
	['it ends with a sentence', `${words(10)}. ${words(30)}`, `${words(10)}.`],
	['a very short sentence is not all', `No. ${words(40)}`, `No. ${words(23)}…`],
	['it ends with a word', words(40), `${words(24).slice(0, -5)} word…`],
	[
		'a sentence of 30 characters is enough',
		`${'x'.repeat(29)}y. ${words(40)}`,
		`${'x'.repeat(29)}y.`,
	],
	[
		'a sentence of 29 is not',
		`${'x'.repeat(28)}y. ${words(40)}`,
		`${'x'.repeat(28)}y. ${words(17)}…`,
	],
	['a sentence of 120 is whole', `${'x'.repeat(119)}. More`, `${'x'.repeat(119)}.`],
	[
		'words of 30 characters are enough',
		`${'x'.repeat(30)} ${'y'.repeat(100)}`,
		`${'x'.repeat(30)}…`,
	],
	[
		'words of 29 are not',
		`${'x'.repeat(29)} ${'y'.repeat(100)}`,
		`${'x'.repeat(29)} ${'y'.repeat(89)}…`,
	],
	['an endless word is cut', 'x'.repeat(200), `${'x'.repeat(119)}…`],
])('%s', (_, message, expected) => {
	expect(headline(message)).toBe(expected);
});

test('whatever the message, the headline fits and begins like it', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (message) => {
			const shown = headline(message);
			expect(shown.length).toBeLessThanOrEqual(120);
			expect(message.startsWith(shown.replace(/…$/, ''))).toBe(true);
		}),
	);
});
