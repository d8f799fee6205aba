import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InvalidSetting } from '../../../nodes/shared/delivery/failure';
import { Parameters } from '../../../nodes/shared/parameters';
import { executeContext, node } from '../../support/executeContext';

const fields = (values: IDataObject) =>
	new Parameters(executeContext({ parameters: [values] }).context, 0);

function refused(attempt: () => unknown): { message: string; hint: string } {
	try {
		attempt();
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidSetting);
		return error as InvalidSetting;
	}
	throw new Error('It was accepted');
}

test('the fields of the item are read', () => {
	const { context } = executeContext({ parameters: [{ name: 'first' }, { name: 'second' }] });
	expect(new Parameters(context, 1).text('name')).toBe('second');
});

test('a field without a value has its fallback', () => {
	const none = fields({});
	expect(none.raw('name')).toBeNull();
	expect(none.raw('name', 1)).toBe(1);
	expect(none.text('name')).toBe('');
	expect(none.text('name', 'x')).toBe('x');
	expect(none.list('name')).toEqual([]);
	expect(none.locator('name')).toEqual({ value: '', mode: '' });
	expect(none.jsonObject('name', 'Name', '{}')).toEqual({});
});

test('what the editor hides for an operation is empty, though it holds a value', () => {
	const all = fields({ name: 'x', locator: { mode: 'id', value: '7' }, other: 'y' });
	const some = all.only('other');
	expect([some.text('name'), some.locator('locator').value, some.text('other')]).toEqual([
		'',
		'',
		'y',
	]);
	const rest = all.without('other');
	expect([rest.text('name'), rest.locator('locator').value, rest.text('other', 'none')]).toEqual([
		'x',
		'7',
		'none',
	]);
});

test.each([
	[' OPS \n', 'OPS'],
	[42, '42'],
	[0, '0'],
	[true, 'fallback'],
	[null, 'fallback'],
	[{ a: 1 }, 'fallback'],
])('the text of %j is %j', (value, expected) => {
	expect(fields({ name: value }).text('name', 'fallback')).toBe(expected);
});

describe('a choice', () => {
	const choose = (value: unknown) =>
		fields({ region: value as string }).choice('region', 'Region', ['us', 'eu'] as const, 'us');

	test.each([
		['eu', 'eu'],
		[' eu ', 'eu'],
		['', 'us'],
		[' ', 'us'],
		[null, 'us'],
		[undefined, 'us'],
	])('%j is %s', (value, expected) => {
		expect(choose(value)).toBe(expected);
	});

	test('that is none names the field, the value and what there is', () => {
		const { message, hint } = refused(() => choose('x'.repeat(100)));
		expect(message).toBe(`'Region' cannot be '${'x'.repeat(60)}'`);
		expect(hint).toContain('us, eu');
	});
});

test.each([
	[true, true],
	[false, false],
	['true', true],
	[' TRUE ', true],
	['false', false],
	['yes', false],
	[1, null],
	[null, null],
	['', null],
	[' ', null],
])('%j in a switch is %j; null stands for the fallback', (value, expected) => {
	for (const fallback of [true, false]) {
		expect(fields({ switch: value }).boolean('switch', fallback)).toBe(expected ?? fallback);
	}
});

describe('a whole number', () => {
	const read = (value: unknown) =>
		fields({ attempts: value as number }).wholeNumber('attempts', 'Max Attempts', 3, 1, 10);

	test.each([
		[1, 1],
		[10, 10],
		['7', 7],
	])('%j is %d', (value, expected) => {
		expect(read(value)).toBe(expected);
	});

	test('has a fallback', () => {
		expect(fields({}).wholeNumber('attempts', 'Max Attempts', 3, 1, 10)).toBe(3);
	});

	test.each([[''], [' '], ['\n'], [null], [undefined]])(
		'an empty number from an expression (%j) is the default, not zero',
		(value) => {
			expect(read(value)).toBe(3);
			const days = fields({ days: value as never }).wholeNumber('days', 'Window', 30, 0, 100);
			expect(days).toBe(30);
		},
	);

	test.each([0, 11, 2.5, 'two', Number.NaN, true, [], [5], {}])('%j is refused', (value) => {
		const { message, hint } = refused(() => read(value));
		expect(message).toBe("'Max Attempts' must be a whole number from 1 to 10");
		expect(hint).toContain('for example 3');
	});
});

test.each([
	['a, b ,,a\nc', ['a', 'b', 'c']],
	[
		['a', ' b ', '', 'a', 7],
		['a', 'b', '7'],
	],
	[7, ['7']],
	['', []],
])('the list %j is %j', (value, expected) => {
	expect(fields({ labels: value as string }).list('labels')).toEqual(expected);
});

describe('a resource locator', () => {
	const locator = (value: unknown) => ({ __rl: true, mode: 'url', value }) as IDataObject;

	test.each([
		['text of an expression', ' OPS ', { value: 'OPS', mode: '' }],
		['a value', { mode: 'id', value: ' 7 ' }, { value: '7', mode: 'id' }],
		['a number', { mode: 'id', value: 7 }, { value: '7', mode: 'id' }],
		['no mode', { mode: 1, value: 'x' }, { value: 'x', mode: '' }],
		['an odd value', { mode: 'id', value: { a: 1 } }, { value: '', mode: 'id' }],
		['no value', { mode: 'id' }, { value: '', mode: 'id' }],
	])('from %s', (_, value, expected) => {
		// n8n takes nothing out of a field that it does not show.
		const { context } = executeContext({ parameters: [{ project: value as IDataObject }] });
		const { getNodeParameter } = context;
		context.getNodeParameter = ((
			name: string,
			index: number,
			fallback: never,
			options?: { extractValue?: boolean },
		) => {
			if (options?.extractValue === true) throw new Error('Could not find property option');
			return getNodeParameter(name, index, fallback) as unknown;
		}) as IExecuteFunctions['getNodeParameter'];
		expect(new Parameters(context, 0).locator('project')).toEqual(expected);
	});

	test('has what n8n takes out of a pasted URL', () => {
		const { context } = executeContext();
		context.getNodeParameter = ((
			_name: string,
			_index: number,
			_fallback: never,
			options?: { extractValue?: boolean },
		) =>
			options?.extractValue === true
				? 'acme/shop'
				: locator('https://github.com/acme/shop')) as IExecuteFunctions['getNodeParameter'];
		expect(new Parameters(context, 0).locator('repository')).toEqual({
			value: 'acme/shop',
			mode: 'url',
		});
	});
});

describe('a JSON object', () => {
	const read = (value: unknown) =>
		fields({ json: value as string }).jsonObject('json', 'Custom Fields', '{"a": 1}');

	test.each([
		[{ a: 1 }, { a: 1 }],
		['{"a": 1}', { a: 1 }],
		['  ', {}],
		['', {}],
		[null, {}],
	])('of %j is %j', (value, expected) => {
		expect(read(value)).toEqual(expected);
	});

	test('of a field that an expression left undefined is empty', () => {
		expect(read(undefined)).toEqual({});
	});

	test.each([['{"a": 1'], ['[1]'], ['7'], [7], [[1]], [['{"a": 1}']], [true]])(
		'%j is none',
		(value) => {
			const { message, hint } = refused(() => read(value));
			expect(message).toBe("'Custom Fields' is not a JSON object");
			expect(hint).toBe('Enter a JSON object, for example {"a": 1}.');
		},
	);
});

test('the alert is the item itself in an n8n that does not know tools (1.123)', () => {
	const { context } = executeContext();
	const json = { title: 'T' };
	context.getNode = () => ({ ...node, parameters: {} });
	context.getInputData = () => [{ json }];
	expect(context).not.toHaveProperty('isToolExecution');
	expect(new Parameters(context, 0).alert()).toBe(json);
});
