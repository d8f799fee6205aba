/** The node's fields as the workflow has saved them. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { dataFieldsProperty, readDataFields } from '../../../nodes/shared/dataFields';
import { InvalidSetting } from '../../../nodes/shared/delivery/failure';
import { isOneForAll, sendAsProperty } from '../../../nodes/shared/node/sendAs';
import {
	areFieldsFixed,
	choiceOf,
	Parameters,
	wholeNumberOf,
} from '../../../nodes/shared/parameters';
import {
	additionalTextProperty,
	factsProperty,
	readWords,
	titleProperty,
} from '../../../nodes/shared/words';
import { executeContext, node } from '../../support/executeContext';

/** A node with these fields saved; n8n evaluates to the others. */
function contextWith(saved: INodeParameters, evaluated: IDataObject = {}) {
	const { context } = executeContext({ parameters: [evaluated] });
	let copies = 0;
	context.getNode = () => {
		copies++;
		return { ...node, parameters: saved };
	};
	return { context, copies: () => copies };
}
const fields = (saved: INodeParameters, evaluated: IDataObject = {}) =>
	new Parameters(contextWith(saved, evaluated).context, 0);

function refused(attempt: () => unknown): InvalidSetting {
	try {
		attempt();
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidSetting);
		return error as InvalidSetting;
	}
	throw new Error('It was accepted');
}

describe('a field', () => {
	test('with plain text is read without asking n8n, one with an expression is not', () => {
		const saved = { plain: 'typed', expression: '={{ 1 }}', number: 7 };
		const some = fields(saved, { plain: 'no', expression: 'evaluated', number: 8 });
		expect(['plain', 'expression', 'number'].map((name) => some.raw(name))).toEqual([
			'typed',
			'evaluated',
			8,
		]);
	});

	test('costs one copy of the node for all', () => {
		const { context, copies } = contextWith({ a: 'x' });
		new Parameters(context, 0).text('a');
		new Parameters(context, 1).text('a');
		areFieldsFixed(context);
		expect(copies()).toBe(1);
	});

	test('is told as it was typed', () => {
		const saved = {
			text: '={{ $json.a }}',
			options: { text: '={{ $json.b }}', plain: 'x', deep: { er: 'y' } },
		};
		const all = fields(saved, { text: 'A', 'options.other': ' B ', number: 7 });
		expect(
			['text', 'options.text', 'options.plain', 'options.deep.er', 'options.other', 'number'].map(
				(name) => all.typed(name),
			),
		).toEqual(['={{ $json.a }}', '={{ $json.b }}', 'x', 'y', 'B', '7']);
		const hidden = all.without('text');
		expect([hidden.typed('text'), hidden.typed('options.plain')]).toEqual(['', 'x']);
	});

	test('gives the time zone of the workflow', () => {
		const { context } = contextWith({});
		context.getTimezone = () => 'Europe/Berlin';
		expect(new Parameters(context, 0).timeZone()).toBe('Europe/Berlin');
	});
});

test('the values of a resource mapper are read apart from its list, unchecked', () => {
	const { context } = contextWith({});
	const asked: unknown[] = [];
	const answers: unknown[] = [{ team: 'a' }, null];
	context.getNodeParameter = ((...given: unknown[]) => {
		asked.push(given);
		return answers.shift();
	}) as typeof context.getNodeParameter;
	const parameters = new Parameters(context, 3);
	expect(parameters.mapped('extra')).toEqual({ team: 'a' });
	expect(parameters.mapped('extra')).toEqual({});
	expect(parameters.without('extra').mapped('extra')).toEqual({});
	const one = ['extra.value', 3, null, { skipValidation: true }];
	expect(asked).toEqual([one, one]);
});

test('a resource locator whose object n8n gives back untouched has its own value', () => {
	const { context } = contextWith({});
	const locator = { mode: 'id', value: '7' };
	context.getNodeParameter = (() => locator) as unknown as typeof context.getNodeParameter;
	expect(new Parameters(context, 0).locator('project')).toEqual({ value: '7', mode: 'id' });
});

describe('fields that are the same for every item', () => {
	test.each([
		[{ operation: 'sendAlert', a: 1, b: { c: ['x'] }, d: null }, true],
		[{ operation: 'sendAlert', alert: '={{ $json }}' }, true],
		[{ a: 1 }, false],
		[{ operation: '={{ 1 }}' }, false],
		[{ operation: 'sendAlert', options: { deep: [{ er: '=1' }] } }, false],
		[{ operation: 'sendAlert', a: 'x=1' }, true],
	])('%j: %s', (saved, expected) => {
		expect(areFieldsFixed(contextWith(saved as INodeParameters).context)).toBe(expected);
	});
});

test('a value inside of a field is checked as the field would be', () => {
	const choose = (value: unknown) => choiceOf(value, 'Size', ['7', 'big'] as const, 'big');
	expect([choose(7), choose(' 7 '), choose({}), choose('')]).toEqual(['7', '7', 'big', 'big']);
	const refusal = refused(() => choose('small'));
	expect(refusal).toMatchObject({
		message: "'Size' cannot be 'small'",
		hint: 'Choose one of 7, big.',
	});
	expect(refused(() => wholeNumberOf('x', 'Size', 5, 1, 9)).hint).toBe(
		'Enter a number, for example 5.',
	);
});

describe('Data Fields', () => {
	const read = (dataFields: unknown, own: string[] = ['title']) =>
		readDataFields(fields({}, { 'options.dataFields': dataFields as IDataObject }), own);

	test('is a JSON field that is empty by default', () => {
		expect(dataFieldsProperty('data')).toEqual({
			displayName: 'Data Fields',
			name: 'dataFields',
			type: 'json',
			default: '{}',
			placeholder: 'e.g. { "team": "checkout" }',
			description: expect.stringMatching(/^More fields for 'data', as a JSON object/) as string,
		});
	});

	test('come as JSON carries them, in whole characters at every depth', () => {
		const half = '\ud83d';
		const given = {
			[`a${half}`]: `b${half}`,
			list: [`c${half}`, { [`d${half}`]: 1 }],
			when: new Date(0),
			none: null,
			left: undefined,
		};
		expect(read(given)).toEqual({
			fields: {
				'a\ufffd': 'b\ufffd',
				list: ['c\ufffd', { 'd\ufffd': 1 }],
				when: '1970-01-01T00:00:00.000Z',
				none: null,
			},
			warnings: [],
		});
	});

	test('cannot replace the alert’s own, and say which they would', () => {
		expect(read({ title: 1, team: 2, url: 3 }, ['url', 'title', 'other'])).toEqual({
			fields: { team: 2 },
			warnings: ["'Data Fields' cannot replace the alert's own; left out: title, url"],
		});
	});

	test.each([{ a: 1n }, { toJSON: () => 'text' }])(
		'are refused if JSON cannot carry them',
		(value) => {
			expect(refused(() => read(value))).toMatchObject({
				message: "'Data Fields' contains what JSON cannot carry",
				hint: 'Enter a JSON object, for example { "team": "checkout" }.',
			});
		},
	);

	test('are refused if they are not an object', () => {
		expect(refused(() => read('[1]'))).toMatchObject({
			message: "'Data Fields' is not a JSON object",
			hint: 'Enter a JSON object, for example { "team": "checkout" }.',
		});
	});
});

describe('Send As', () => {
	test('is each alert by default', () => {
		const property = sendAsProperty('card');
		expect(property).toMatchObject({
			displayName: 'Send As',
			name: 'sendAs',
			type: 'options',
			options: [
				{ name: 'One for Each Alert', value: 'eachAlert' },
				{
					name: 'One for All Alerts',
					value: 'oneForAll',
					description: expect.stringContaining('by project') as string,
				},
			],
			default: 'eachAlert',
			description: expect.stringContaining('one card each') as string,
		});
		const of = (sendAs?: string) =>
			isOneForAll(fields({}, sendAs === undefined ? {} : { 'options.sendAs': sendAs }));
		expect([of(), of('eachAlert'), of('oneForAll')]).toEqual([false, false, true]);
		expect(refused(() => of('both')).message).toBe("'Send As' cannot be 'both'");
	});
});

describe('the user’s own words', () => {
	test('have their fields', () => {
		expect([titleProperty('summary', 'ticket'), titleProperty('title', 'card')]).toMatchObject([
			{
				displayName: 'Summary',
				name: 'summary',
				type: 'string',
				default: '',
				placeholder: 'e.g. {{ $json.project.name }}: {{ $json.title }}',
				description: expect.stringMatching(
					/^Replaces the summary of the ticket;.*\[Test\]/,
				) as string,
			},
			{ displayName: 'Title', name: 'title' },
		]);
		expect(additionalTextProperty('card')).toMatchObject({
			displayName: 'Additional Text',
			name: 'additionalText',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Runbook: https://wiki.example.com/checkout',
			description: expect.stringMatching(/^Your own text, shown first in each card,/) as string,
		});
		const facts = factsProperty();
		expect(facts).toMatchObject({
			displayName: 'Facts',
			name: 'facts',
			type: 'multiOptions',
			default: [],
			description: expect.stringMatching(/^Which facts are shown/) as string,
		});
		const names = (facts.options as Array<{ name: string }>).map(({ name }) => name);
		expect(names).toContain('First Seen');
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
		for (const name of names) expect(name).not.toMatch(/\b[a-z]/);
	});

	test('are read on one line, with the facts in order', () => {
		const words = readWords(
			fields(
				{ options: { additionalText: '={{ $json.x }}' } },
				{
					'options.title': ' Down\nagain ',
					'options.additionalText': 'See https://wiki.example.com/a',
					'options.facts': ['lastSeen', 'firstSeen'],
				},
			),
			'title',
		);
		expect(words).toMatchObject({ title: 'Down again', facts: ['lastSeen', 'firstSeen'] });
		expect(words.additionalText).not.toEqual(readWords(fields({}), 'title').additionalText);
	});

	test('whose text is empty ask n8n for it once', () => {
		const { context } = contextWith({ options: {} });
		const asked = jest.spyOn(context, 'getNodeParameter');
		readWords(new Parameters(context, 0), 'title');
		const names = asked.mock.calls.map(([name]) => name);
		expect(names.filter((name) => name === 'options.additionalText')).toHaveLength(1);
	});

	test('cannot name a fact that does not exist', () => {
		const wrong = 'x'.repeat(80);
		const { hint, message } = refused(() =>
			readWords(fields({}, { 'options.facts': [wrong] }), 'title'),
		);
		expect(message).toBe(`'Facts' cannot contain '${'x'.repeat(60)}'`);
		expect(hint).toMatch(/^Choose from \w+, .*firstSeen.*\.$/);
	});
});
