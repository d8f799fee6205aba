/** What was entered is still there after another operation, resource or format was looked at. */
import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyOptions,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { keepHiddenValues } from '../../nodes/shared/node/keptValues';
import { loadSources } from '../support/engine';

const descriptions = Object.values(loadSources().nodes).map(({ description }) => description);
const SELECTORS = ['operation', 'resource'];

/** The node's fields after a change, as the editor makes them (setParameterValue of n8n's editor). */
function edited(
	description: INodeTypeDescription,
	parameters: INodeParameters,
	change: INodeParameters,
): INodeParameters {
	const node = { typeVersion: [description.version].flat().slice(-1)[0] };
	const pass = (values: INodeParameters, withDefaults: boolean): INodeParameters =>
		NodeHelpers.getNodeParameters(
			description.properties,
			values,
			withDefaults,
			false,
			node,
			description,
		) as INodeParameters;
	return pass(pass({ ...pass(parameters, false), ...change }, false), true);
}

/** A value that is not the default, of the field's kind. */
function valueFor(property: INodeProperties): INodeParameters[string] {
	const { type, default: byDefault, options = [] } = property;
	switch (type) {
		case 'boolean':
			return byDefault !== true;
		case 'number':
			return Number(byDefault) + 1;
		case 'options':
			return (options as INodePropertyOptions[])
				.map(({ value }) => value)
				.find((value) => value !== byDefault) as string;
		case 'multiOptions':
			return (options as INodePropertyOptions[]).slice(0, 1).map(({ value }) => String(value));
		case 'resourceLocator':
			return { __rl: true, mode: 'id', value: '4711' };
		case 'collection':
			return valuesFor(options as INodeProperties[]);
		case 'fixedCollection': {
			const [group] = options as INodePropertyCollection[];
			const row = valuesFor(group.values);
			const isList = property.typeOptions?.multipleValues === true;
			return { [group.name]: isList ? [row] : row } as INodeParameters;
		}
		default:
			return 'entered';
	}
}

/** One for each field that can be seen at all; twins and notices are none of them. */
function valuesFor(properties: INodeProperties[]): INodeParameters {
	const seen = properties.filter(
		({ name, type }) => !['hidden', 'notice'].includes(type) && !SELECTORS.includes(name),
	);
	return Object.fromEntries(seen.map((property) => [property.name, valueFor(property)]));
}

/** Every pair of resource and operation. */
function choices({ properties }: INodeTypeDescription): INodeParameters[] {
	const selectors = properties.filter(({ name }) => name === 'operation');
	return selectors.flatMap(({ options = [], displayOptions }) =>
		(options as INodePropertyOptions[]).map(({ value }) => ({
			operation: value,
			...(displayOptions?.show?.resource === undefined
				? {}
				: { resource: displayOptions.show.resource[0] as string }),
		})),
	);
}

const selecting = descriptions.filter((description) => choices(description).length > 0);

test.each(selecting)('$displayName keeps every value over every operation', (description) => {
	const values = valuesFor(description.properties);
	for (const first of choices(description)) {
		const before = edited(description, { ...values, ...first }, {});
		for (const second of choices(description)) {
			const there = edited(description, before, second);
			expect(there).toMatchObject(second);
			const back = edited(description, there, first);
			expect(back).toEqual(before);
			expect(back).toMatchObject(values);
		}
	}
});

test.each(selecting)('$displayName shows the defaults in a new node', (description) => {
	for (const choice of choices(description)) {
		const fresh = edited(description, choice, {});
		const shown = description.properties.filter(
			(property) =>
				property.type !== 'hidden' &&
				property.type !== 'notice' &&
				NodeHelpers.displayParameter(choice, property, { typeVersion: 1 }, description, choice),
		);
		for (const { name, type, default: value } of shown) {
			const expected = type === 'resourceLocator' ? { __rl: true, ...(value as object) } : value;
			expect({ name, value: fresh[name] }).toEqual({ name, value: choice[name] ?? expected });
		}
	}
});

test.each(descriptions)('fields of $displayName with one name have one default', (description) => {
	const ofName = new Map<string, unknown>();
	for (const { name, type, default: value } of description.properties) {
		if (SELECTORS.includes(name) || type === 'hidden') continue;
		if (ofName.has(name)) expect({ name, value }).toEqual({ name, value: ofName.get(name) });
		ofName.set(name, value);
	}
});

test('no field that may be hidden is without its twin', () => {
	const bare: string[] = [];
	const look = (where: string, properties: INodeProperties[]): void => {
		for (const { displayOptions = {}, name, type, options = [] } of properties) {
			if (type === 'collection') look(`${where}.${name}`, options as INodeProperties[]);
			if (type === 'fixedCollection') {
				for (const group of options as INodePropertyCollection[]) {
					look(`${where}.${name}.${group.name}`, group.values);
				}
			}
			const isKept = properties.some((other) => other.name === name && other.type === 'hidden');
			const mayHide = Object.keys(displayOptions).length > 0;
			if (mayHide && !isKept && type !== 'notice' && !SELECTORS.includes(name)) {
				bare.push(`${where}.${name}`);
			}
		}
	};
	for (const { name, properties } of descriptions) look(name, properties);
	expect(bare).toEqual([]);
});

describe('a twin', () => {
	const field: INodeProperties = {
		displayName: 'Field',
		name: 'field',
		type: 'string',
		default: 'x',
		displayOptions: { show: { operation: ['a'] } },
	};

	test('stands behind a field that may be hidden, one for all of a name, and can never be seen', () => {
		const twin = { displayName: 'Field', name: 'field', type: 'hidden', default: 'x' };
		expect(keepHiddenValues([field, { ...field, type: 'number' }])).toEqual([
			field,
			{ ...field, type: 'number' },
			{ ...twin, displayOptions: {} },
		]);
	});

	test.each([
		['is always shown', { ...field, displayOptions: undefined }],
		['says only that it has no condition', { ...field, displayOptions: {} }],
		['is a notice', { ...field, type: 'notice' as const }],
		['decides on the others', { ...field, name: 'operation' }],
	])('is not needed for what %s', (_, property: INodeProperties) => {
		expect(keepHiddenValues([property])).toEqual([property]);
	});

	test('of a resource locator is marked as one', () => {
		const locator: INodeProperties = {
			...field,
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
		};
		expect(keepHiddenValues([locator])[1].default).toEqual({ __rl: true, mode: 'list', value: '' });
	});
});
