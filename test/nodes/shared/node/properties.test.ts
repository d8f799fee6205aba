import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	destinationNode,
	destinationProperties,
	fromList,
	reasonsProperty,
	resourceSubtitle,
	subtitle,
} from '../../../../nodes/shared/node/properties';

/** Names, values and defaults are in people's saved workflows; texts are for the editor, and none may be missing. */
const ZEBRA: INodeProperties = {
	displayName: 'Zebra',
	name: 'zebra',
	type: 'string',
	default: '',
	description: 'Of a destination',
};

const fieldsOf = (options: INodeProperties[] = [], operations: INodePropertyOptions[] = []) => {
	const [operationProperty, alertProperty, optionsProperty] = destinationProperties(
		[],
		options,
		operations,
	);
	return { operationProperty, alertProperty, optionsProperty };
};
const RESOLVE = { name: 'Resolve', value: 'resolve', description: 'x', action: 'Resolve' };

function expectTexts(entry: object, ...names: string[]): void {
	for (const name of names) {
		expect((entry as Record<string, unknown>)[name]).toMatch(/\w{2,}/);
	}
}

describe('Operation', () => {
	const options = (more?: INodePropertyOptions[]) =>
		fieldsOf([], more).operationProperty.options as INodePropertyOptions[];

	test('is a choice that no expression may make, and sends by default', () => {
		expect(fieldsOf().operationProperty).toMatchObject({
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			default: 'sendAlert',
		});
	});

	test('has the three of all destinations, and between them what one has besides', () => {
		expect(options().map(({ value }) => value)).toEqual([
			'sendAlert',
			'sendTestMessage',
			'preview',
		]);
		expect(options([RESOLVE]).map(({ value }) => value)).toEqual([
			'sendAlert',
			'resolve',
			'sendTestMessage',
			'preview',
		]);
		for (const option of options()) expectTexts(option, 'name', 'description', 'action');
	});
});

test('Alert is the item, needed for all but a test message', () => {
	const { alertProperty } = fieldsOf();
	expect(alertProperty).toMatchObject({
		displayName: 'Alert',
		name: 'alert',
		type: 'json',
		default: '={{ $json }}',
		required: true,
		displayOptions: { hide: { operation: ['sendTestMessage'] } },
	});
	expectTexts(alertProperty, 'description');
	expect(alertProperty.hint).toContain("{{ $('Bugsink Trigger').item.json }}");
});

describe('Options', () => {
	const options = (more?: INodeProperties[], operations?: INodePropertyOptions[]) =>
		fieldsOf(more, operations).optionsProperty.options as INodeProperties[];

	test('are a collection of three, and what a destination has besides, by name', () => {
		const collection = { ...fieldsOf().optionsProperty, options: undefined };
		expect(collection).toEqual({
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
		});
		expect(options([ZEBRA]).map(({ displayName }) => displayName)).toEqual([
			'Max Attempts',
			'Test Alerts',
			'Timeout (Seconds)',
			'Zebra',
		]);
		expect(options([{ ...ZEBRA, displayName: 'Ant' }])[0].displayName).toBe('Ant');
		expect(options()).toHaveLength(3);
		for (const option of options()) expectTexts(option, 'displayName', 'description');
	});

	test('of what is sent are hidden where something is only closed, unless they say otherwise', () => {
		const shown = { show: { '/operation': ['resolve'] } };
		const own = { ...ZEBRA, displayName: 'Ant', displayOptions: shown };
		const hidden = { hide: { '/operation': ['resolve'] } };
		expect(
			options([ZEBRA, own], [RESOLVE])
				.filter(({ type }) => type !== 'hidden')
				.map(({ displayName, displayOptions }) => [displayName, displayOptions]),
		).toEqual([
			['Ant', shown],
			['Max Attempts', undefined],
			['Test Alerts', hidden],
			['Timeout (Seconds)', undefined],
			['Zebra', hidden],
		]);
		expect(options([ZEBRA]).map(({ displayOptions }) => displayOptions)).toEqual(
			Array(4).fill(undefined),
		);
	});

	test('of tests are hidden where something is asked or closed, the others only where it is closed', () => {
		const asking = { ...RESOLVE, name: 'Ask', value: 'ask' };
		const all = destinationProperties([], [ZEBRA], [RESOLVE], [asking]);
		expect((all[0].options as INodePropertyOptions[]).map(({ value }) => value)).toEqual([
			'sendAlert',
			'ask',
			'resolve',
			'sendTestMessage',
			'preview',
		]);
		const [, testAlerts, , zebra] = all[2].options as INodeProperties[];
		expect([testAlerts, zebra].map(({ displayOptions }) => displayOptions)).toEqual([
			{ hide: { '/operation': ['resolve', 'ask'] } },
			{ hide: { '/operation': ['resolve'] } },
		]);
	});

	test('have their ranges, choices and defaults', () => {
		const [maxAttempts, testAlerts, timeout] = options();
		expect(maxAttempts).toMatchObject({
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 10 },
			default: 3,
		});
		expect(testAlerts).toMatchObject({
			name: 'testAlerts',
			type: 'options',
			options: [{ value: 'sendMarked' }, { value: 'skip' }],
			default: 'sendMarked',
		});
		for (const choice of testAlerts.options ?? []) expectTexts(choice, 'name', 'description');
		expect(timeout).toMatchObject({
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 300 },
			default: 30,
		});
	});
});

test('every destination is a node of version 1 with one way in and one way out', () => {
	expect(destinationNode('Bugsink to Somewhere')).toEqual({
		displayName: 'Bugsink to Somewhere',
		defaults: { name: 'Bugsink to Somewhere' },
		group: ['output'],
		version: 1,
		inputs: ['main'],
		outputs: ['main'],
	});
});

test('a list of the editor can be searched', () => {
	expect(fromList('Select a project…', 'searchProjects')).toEqual({
		displayName: 'From List',
		name: 'list',
		type: 'list',
		placeholder: 'Select a project…',
		typeOptions: { searchListMethod: 'searchProjects', searchable: true },
	});
});

test('the reasons are a choice of several, at their defaults', () => {
	const choices = [
		{ name: 'New', value: 'NEW' },
		{ name: 'Regressed', value: 'REGRESSED' },
	];
	const property = reasonsProperty(choices, ['NEW']);
	expect(property).toMatchObject({
		displayName: 'Trigger On',
		name: 'reasons',
		type: 'multiOptions',
		options: choices,
		default: ['NEW'],
	});
	expectTexts(property, 'description');
});

test.each([
	[subtitle, { operation: 'sendTestMessage' }, 'Send Test Message'],
	[subtitle, { operation: 'preview' }, 'Preview'],
	[resourceSubtitle, { operation: 'getMany', resource: 'issue' }, 'Get Many: Issue'],
])('%s says what the list says', (expression, $parameter, expected) => {
	const [, code] = /^=\{\{ (.+) \}\}$/.exec(expression) ?? [];
	// eslint-disable-next-line @n8n/community-nodes/no-dangerous-functions -- stands in for n8n's own evaluation of an expression
	const evaluate = new Function('$parameter', `return ${code}`) as (values: object) => string;
	expect(evaluate($parameter)).toBe(expected);
});
