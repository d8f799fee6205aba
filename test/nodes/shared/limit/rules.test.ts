import type { IDataObject } from 'n8n-workflow';

import { limitProperty, readLimit } from '../../../../nodes/shared/limit/rules';
import { Parameters } from '../../../../nodes/shared/parameters';
import { executeContext } from '../../../support/executeContext';

const read = (limit: unknown) => {
	const parameters = limit === undefined ? [{}] : [{ 'options.limit': limit as IDataObject }];
	return readLimit(new Parameters(executeContext({ parameters }).context, 0));
};

test('the option has the names, ranges and defaults that people have saved', () => {
	const property = limitProperty('cards');
	expect(property).toMatchObject({
		displayName: 'Limit',
		name: 'limit',
		type: 'fixedCollection',
		placeholder: 'Add Limit',
		default: { values: { max: 10, minutes: 5, per: 'project' } },
		description: expect.stringMatching(/^How many cards are sent/) as string,
	});
	expect(property.options).toMatchObject([
		{
			displayName: 'Limit',
			name: 'values',
			values: [
				{
					displayName: 'Max Alerts',
					name: 'max',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 1000 },
					default: 10,
					description: expect.stringContaining('alerts') as string,
				},
				{
					displayName: 'Minutes',
					name: 'minutes',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 1440 },
					default: 5,
					description: expect.stringContaining('period') as string,
				},
				{
					displayName: 'Per',
					name: 'per',
					type: 'options',
					options: [
						{ name: 'All Projects Together', value: 'all' },
						{ name: 'Project', value: 'project' },
					],
					default: 'project',
					description: expect.stringContaining('project') as string,
				},
			],
		},
	]);
});

test.each([undefined, null, '', {}, { values: {} }, []])('%j means no limit', (limit) => {
	expect(read(limit)).toBeUndefined();
});

test.each([
	[{ values: { max: 3, minutes: 7, per: 'all' } }, { max: 3, minutes: 7, per: 'all' }],
	[
		{ max: 3, minutes: 7, per: 'project' },
		{ max: 3, minutes: 7, per: 'project' },
	],
	[{ values: { max: 1000 } }, { max: 1000, minutes: 5, per: 'project' }],
	[{ minutes: 1440 }, { max: 10, minutes: 1440, per: 'project' }],
	[{ values: { max: 1, minutes: 1 } }, { max: 1, minutes: 1, per: 'project' }],
])('%j is the limit %j', (limit, rules) => {
	expect(read(limit)).toEqual(rules);
});

test.each([
	[{ max: 0 }, "'Max Alerts' must be a whole number from 1 to 1000"],
	[{ max: 1001 }, "'Max Alerts' must be a whole number from 1 to 1000"],
	[{ minutes: 0 }, "'Minutes' must be a whole number from 1 to 1440"],
	[{ minutes: 1441 }, "'Minutes' must be a whole number from 1 to 1440"],
	[{ per: 'day' }, "'Per' cannot be 'day'"],
])('%j is refused', (values, message) => {
	expect(() => read({ values })).toThrow(message);
});
