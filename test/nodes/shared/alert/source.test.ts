import type { StackFrame } from '../../../../nodes/shared/alert/alert';
import { readEvent } from '../../../../nodes/shared/alert/readers/event';
import { sourceOf } from '../../../../nodes/shared/alert/source';

const URL = 'https://github.com/acme/shop/blob/v1/a.py#L7';

/** Each list is one exception's frames, the innermost last. */
const sourceIn = (...chain: Array<Array<Partial<StackFrame>>>) =>
	sourceOf(
		readEvent({
			stacktrace: chain.map((frames) => ({
				frames: frames.map((frame) => ({
					file: 'a.py',
					line: 7,
					inApp: true,
					url: URL,
					...frame,
				})),
			})),
		}),
	);

test('is the innermost frame of the application that has a link', () => {
	const frames = [
		{ file: 'outer.py' },
		{ file: 'mine.py', line: 31 },
		{ file: 'lib.py', inApp: false },
	];
	expect(sourceIn(frames)).toEqual({ text: 'mine.py:31', url: URL });
	expect(sourceIn([{ file: 'outer.py' }, { url: undefined }])).toMatchObject({
		text: 'outer.py:7',
	});
});

test('begins with the exception that was raised last', () => {
	expect(sourceIn([{ file: 'cause.py' }], [{ file: 'last.py' }])?.text).toBe('last.py:7');
	expect(sourceIn([{ file: 'cause.py' }], [{ inApp: false }])?.text).toBe('cause.py:7');
});

test('says the path alone where the line is unknown, and the end of a long one', () => {
	expect(sourceIn([{ line: null }])?.text).toBe('a.py');
	expect(sourceIn([{ file: `${'folder/'.repeat(40)}orders.py` }])?.text).toMatch(
		/^….{90,}\/orders\.py:7$/,
	);
	expect(sourceIn([{ file: 'p'.repeat(100), line: null }])?.text).toBe('p'.repeat(100));
	expect(sourceIn([{ file: `/${'p'.repeat(100)}`, line: null }])?.text).toBe(`…${'p'.repeat(100)}`);
	const pair = sourceIn([{ file: `${'🙂'.repeat(60)}x` }])?.text ?? '';
	expect(pair.isWellFormed()).toBe(true);
});

test('has an address of up to 2,000 characters', () => {
	const url = (length: number) => `${URL}${'x'.repeat(length - URL.length)}`;
	expect(sourceIn([{ url: url(2_000) }])?.url).toBe(url(2_000));
	expect(sourceIn([{ url: url(2_001) }])).toBeNull();
});

test.each<[string, Partial<StackFrame>]>([
	['no link', { url: undefined }],
	['plain http', { url: 'http://git.example.com/a.py' }],
	['a script', { url: 'javascript:alert(1)' }],
	['a library', { inApp: false }],
	['no path', { file: ' ' }],
	['an address that nobody can open', { url: `https://git.example.com/${'a'.repeat(2_000)}` }],
])('is missing with %s', (_, frame) => expect(sourceIn([frame])).toBeNull());

test('is missing without an event', () => {
	expect(sourceOf(null)).toBeNull();
	expect(sourceIn()).toBeNull();
});
