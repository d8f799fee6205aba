import type { IDataObject, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { Parameters } from '../../../../nodes/shared/parameters';
import {
	notResolving,
	onlyNewIssuesProperty,
	readTicketRules,
	resolveOperation,
	ticketOptions,
} from '../../../../nodes/shared/tracker/properties';
import { executeContext } from '../../../support/executeContext';

/** Names, values and defaults are in people's saved workflows. */
const FIELDS = [
	['reopenWindowDays', 'number', 30],
	['onRegression', 'options', 'reopenAndComment'],
	['onExisting', 'options', 'comment'],
];
const words = {
	reopenWindow: 'about the window',
	onRegression: {
		comment: 'to comment',
		create: 'to create',
		reopenAndComment: 'to reopen',
		description: 'about the error',
	},
	onExisting: { update: 'to update', description: 'about the ticket' },
};
const optionsFor = (noun: 'Issue' | 'Ticket') => ticketOptions({ noun, ...words });
const choicesOf = ({ options }: INodeProperties) =>
	(options as INodePropertyOptions[]).map(({ name, value, description }) => [
		name,
		value,
		description,
	]);

test.each(['Issue', 'Ticket'] as const)('the fields for an %s that exists', (noun) => {
	const fields = optionsFor(noun);
	expect(fields.map(({ name, type, default: byDefault }) => [name, type, byDefault])).toEqual(
		FIELDS,
	);
	const [window, comesBack, exists] = fields;
	expect(window).toMatchObject({
		displayName: 'Reopen Window (Days)',
		typeOptions: { minValue: 0, maxValue: 3650 },
		description: 'about the window',
	});
	expect(comesBack).toMatchObject({
		displayName: 'When the Error Comes Back',
		description: 'about the error',
	});
	expect(choicesOf(comesBack)).toEqual([
		['Comment', 'comment', 'to comment'],
		['Ignore', 'ignore', 'Do nothing and say so in the output'],
		[`Open a New ${noun}`, 'create', 'to create'],
		['Reopen and Comment', 'reopenAndComment', 'to reopen'],
	]);
	expect(exists).toMatchObject({
		displayName: noun === 'Issue' ? 'When an Issue Exists' : 'When a Ticket Exists',
		description: 'about the ticket',
	});
	expect(choicesOf(exists)).toEqual([
		['Comment', 'comment', 'Say what changed'],
		['Ignore', 'ignore', 'Do nothing and say so in the output'],
		[`Open Another ${noun}`, 'createAnother', 'One for each alert'],
		['Update', 'update', 'to update'],
	]);
});

test('Only New Issues is on, and not asked where something is resolved', () => {
	expect(onlyNewIssuesProperty('about it')).toEqual({
		displayName: 'Only New Issues',
		name: 'onlyNewIssues',
		type: 'boolean',
		default: true,
		displayOptions: { hide: { operation: ['resolve'] } },
		description: 'about it',
	});
	expect(notResolving).toEqual({ hide: { operation: ['resolve'] } });
	expect(resolveOperation('closes it', 'Resolve it')).toEqual({
		name: 'Resolve',
		value: 'resolve',
		description: 'closes it',
		action: 'Resolve it',
	});
});

describe('reading them', () => {
	const read = (values: IDataObject, noun: 'Issue' | 'Ticket' = 'Ticket') =>
		readTicketRules(new Parameters(executeContext({ parameters: [values] }).context, 0), noun);

	test('without values they are at their defaults', () => {
		expect(read({})).toEqual({
			onlyNewIssues: true,
			onExisting: 'comment',
			onRegression: 'reopenAndComment',
			reopenWindowDays: 30,
		});
	});

	test.each([
		['options.onExisting', ['comment', 'createAnother', 'ignore', 'update'], 'onExisting'],
		['options.onRegression', ['comment', 'create', 'ignore', 'reopenAndComment'], 'onRegression'],
		['options.reopenWindowDays', [0, 3650], 'reopenWindowDays'],
		['onlyNewIssues', [false, true], 'onlyNewIssues'],
	])('%s may be any of %j', (field, values, name) => {
		for (const value of values) expect(read({ [field]: value })).toMatchObject({ [name]: value });
	});

	test.each([
		['options.onExisting', 'create', 'Ticket', /^'When a Ticket Exists' cannot be 'create'/],
		['options.onExisting', 'create', 'Issue', /^'When an Issue Exists' cannot be 'create'/],
		['options.onRegression', 'reopen', 'Issue', /^'When the Error Comes Back' cannot be 'reopen'/],
		['options.reopenWindowDays', -1, 'Issue', /^'Reopen Window' must be .* from 0 to 3650/],
		['options.reopenWindowDays', 3651, 'Issue', /^'Reopen Window' must be .* from 0 to 3650/],
	] as const)('%s cannot be %j', (field, value, noun, message) => {
		expect(() => read({ [field]: value }, noun)).toThrow(message);
	});
});
