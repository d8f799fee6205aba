import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';

import { keepHiddenValues } from '../../../../nodes/shared/node/keptValues';

const field = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name.toUpperCase(),
	name,
	type: 'string',
	default: '',
	...more,
});
const shown = { displayOptions: { show: { operation: ['sendAlert'] } } };
const twin = (name: string, more: Partial<INodeProperties> = {}): INodeProperties =>
	field(name, { type: 'hidden', displayOptions: {}, ...more });

test('a field that is shown only sometimes has an invisible twin behind all fields', () => {
	const [a, b] = [field('a', { ...shown, default: 'x', description: 'd' }), field('b')];
	expect(keepHiddenValues([a, b])).toStrictEqual([a, b, twin('a', { default: 'x' })]);
});

test('a field that is always shown has none', () => {
	const fields = [field('a'), field('b', { displayOptions: {} })];
	expect(keepHiddenValues(fields)).toStrictEqual(fields);
});

test('a notice, and what says which fields there are, have none', () => {
	const fields = [
		field('note', { ...shown, type: 'notice' }),
		field('operation', shown),
		field('resource', shown),
	];
	expect(keepHiddenValues(fields)).toStrictEqual(fields);
});

test('fields with one name have one twin, that of the first', () => {
	const [one, other] = [field('a', { ...shown, default: '1' }), field('a', shown)];
	const [, , ...twins] = keepHiddenValues([one, other]);
	expect(twins).toStrictEqual([twin('a', { default: '1' })]);
});

test('the twin of a resource locator has a marked default, that of another object has not', () => {
	const value = { mode: 'list', value: '' };
	const locator = field('a', { ...shown, type: 'resourceLocator', default: value });
	expect(keepHiddenValues([locator])[1].default).toStrictEqual({ __rl: true, ...value });
	const text = field('a', { ...shown, type: 'resourceLocator', default: 'x' });
	expect(keepHiddenValues([text])[1].default).toBe('x');
	const other = field('a', { ...shown, type: 'json', default: { b: 1 } as never });
	expect(keepHiddenValues([other])[1].default).toStrictEqual({ b: 1 });
});

test('options, and rows inside of fields, have twins of their own', () => {
	const collection = field('c', { type: 'collection', options: [field('a', shown)] });
	expect(keepHiddenValues([collection])).toStrictEqual([
		{ ...collection, options: [field('a', shown), twin('a')] },
	]);
	const group = (values: INodeProperties[]): INodePropertyCollection => ({
		displayName: 'G',
		name: 'g',
		values,
	});
	const rows = field('r', { type: 'fixedCollection', options: [group([field('a', shown)])] });
	expect(keepHiddenValues([rows])).toStrictEqual([
		{ ...rows, options: [group([field('a', shown), twin('a')])] },
	]);
	const choice = field('o', { type: 'options', options: [{ name: 'X', value: 'x' }] });
	expect(keepHiddenValues([choice])).toStrictEqual([choice]);
});
