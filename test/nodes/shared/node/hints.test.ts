import type { IDataObject, NodeExecutionHint } from 'n8n-workflow';

import { addHints, hintsOf } from '../../../../nodes/shared/node/hints';
import { executeContext } from '../../../support/executeContext';

const sent = (...warnings: string[]): IDataObject => ({ action: 'sent', warnings });
const skipped = (skipReason: string, skipCode: string | null = null): IDataObject => ({
	action: 'skipped',
	skipCode,
	skipReason,
	warnings: [],
});
const messages = (...outputs: IDataObject[]) =>
	hintsOf(outputs).map(({ message, type }) => `${type}: ${message}`);

test('nothing to say is no hint, failures included', () => {
	expect(hintsOf([])).toEqual([]);
	expect(hintsOf([sent(), { action: 'created' }, { error: 'no', details: {} }])).toEqual([]);
});

test('a kind is told once, with its count', () => {
	expect(
		messages(
			sent(),
			skipped('It is a test alert', 'test'),
			skipped('It is a test alert', 'test'),
			sent('A link was left out.'),
		),
	).toEqual([
		'info: 2 of 4 alerts were skipped: It is a test alert.',
		'warning: 1 of 4 alerts came with a warning: A link was left out.',
	]);
});

test('a single item is spoken of without numbers', () => {
	expect(messages(skipped('OPS-1 is closed', 'alreadyClosed'))).toEqual([
		'info: The alert was skipped: OPS-1 is closed.',
	]);
	expect(messages(sent('Look'))).toEqual(['warning: The alert came with a warning: Look.']);
});

test.each([
	['one code', skipped('OPS-1 is closed', 'alreadyClosed'), skipped('A-2 has it', 'alreadyClosed')],
	['ticket keys', sent('OPS-1 was not reopened'), sent('A_B-22 was not reopened')],
	['numbers', sent('Issue #7 is locked'), sent('Issue #12 is locked')],
	['what is quoted', sent("Label 'a' is unknown"), sent("Label 'b c' is unknown")],
	['without a code', skipped('OPS-1 is muted'), skipped('OPS-2 is muted')],
])('items that differ in %s are one kind, told by an example', (_, one, other) => {
	const [{ message }, ...more] = hintsOf([one, other]);
	expect(more).toEqual([]);
	expect(message).toMatch(/^2 of 2 alerts .*, for example: /);
});

test('one of several is spoken of in the singular, two in the plural', () => {
	expect(messages(skipped('a', 'test'), sent())).toEqual(['info: 1 of 2 alerts was skipped: a.']);
	expect(messages(skipped('a', 'test'), skipped('a', 'test'), sent())).toEqual([
		'info: 2 of 3 alerts were skipped: a.',
	]);
});

test('only the full stop at the end goes', () => {
	expect(messages(sent('Version 1.2 is old. Update it.'))).toEqual([
		'warning: The alert came with a warning: Version 1.2 is old. Update it.',
	]);
});

test('a reason to skip is one only of what was skipped, and only in words', () => {
	expect(hintsOf([{ action: 'sent', skipReason: 'none', warnings: [] }])).toEqual([]);
	expect(hintsOf([{ action: 'skipped', skipReason: 7 }])).toEqual([]);
	const odd = (skipReason: string) => ({ action: 'skipped', skipCode: 7, skipReason });
	expect(messages(odd('one'), odd('two'))).toHaveLength(2);
});

test('other words are another kind, and so is a skip beside a warning', () => {
	expect(messages(sent('one'), sent('two'), skipped('one'))).toHaveLength(3);
	expect(messages(skipped('same', 'test'), skipped('same', 'limit'))).toHaveLength(2);
});

test('an item that gives the same warning twice counts once', () => {
	expect(messages(sent('same', 'same'), sent())).toEqual([
		'warning: 1 of 2 alerts came with a warning: same.',
	]);
});

test('ten kinds are told, the most frequent first, and how many more there are', () => {
	const words = 'abcdefghijkl'.split('');
	const hints = messages(...words.map((word) => sent(word)), sent('l'));
	expect(hints).toHaveLength(11);
	expect(hints[0]).toBe('warning: 2 of 13 alerts came with a warning: l.');
	const outputs = words.map((word) => sent(word));
	expect(hintsOf(outputs).map(({ location }) => location)).toEqual(Array(11).fill('outputPane'));
	expect(hints[10]).toMatch(/^info: 2 more: see .*output/);
});

test('no service writes HTML into the editor, and none fills it', () => {
	const [{ message }] = hintsOf([sent(`<img src=x> & co ${'x'.repeat(1_000)}`)]);
	expect(message).toMatch(/: &lt;img src=x&gt; &amp; co x+…\.$/);
	expect(message.length).toBeLessThan(360);
});

test('all are shown beside the output; an n8n without execution hints gets none', () => {
	const { context } = executeContext();
	expect(() => addHints(context, [sent('a')])).not.toThrow();
	const hints: NodeExecutionHint[] = [];
	context.addExecutionHints = (...more) => void hints.push(...more);
	addHints(context, [sent('a'), sent('b')]);
	expect(hints.map(({ location }) => location)).toEqual(['outputPane', 'outputPane']);
});

test('an execution without anything to say does not touch the hints', () => {
	const { context } = executeContext();
	context.addExecutionHints = jest.fn();
	addHints(context, [sent()]);
	expect(context.addExecutionHints).not.toHaveBeenCalled();
});
