import type { INodeProperties } from 'n8n-workflow';

import { issueLocator, projectLocator } from '../../shared/bugsink/locators';
import { InvalidSetting } from '../../shared/delivery/failure';
import type { Parameters } from '../../shared/parameters';

/** The issue, and the project that is only needed to choose the issue from a list. */
export const issueChoice: INodeProperties[] = [
	projectLocator('Only needed to choose the issue from the list', false),
	issueLocator,
];

/** The fields of operations that list something. */
export const listFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		displayOptions: { show: { returnAll: [false] } },
		description: 'Max number of results to return',
	},
];

/** How long a mute lasts, or the time in which events are counted. */
export function periodFields(
	periods: string,
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties[] {
	return [
		{
			displayName: 'Number of Periods',
			name: 'periods',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			displayOptions,
			description: periods,
		},
		{
			displayName: 'Period',
			name: 'period',
			type: 'options',
			displayOptions,
			options: [
				{ name: 'Day', value: 'day' },
				{ name: 'Hour', value: 'hour' },
				{ name: 'Minute', value: 'minute' },
				{ name: 'Month', value: 'month' },
				{ name: 'Week', value: 'week' },
				{ name: 'Year', value: 'year' },
			],
			default: 'day',
			description: 'What the periods are',
		},
	];
}

const PERIODS = ['day', 'hour', 'minute', 'month', 'week', 'year'] as const;
/**
 * With more, the date lies outside of Python's calendar: Bugsink 2.6.2 answers 500, or accepts it and
 * then fails to store any event of the issue.
 */
const MAX_YEARS = 1_000;

/** The same as Bugsink's API takes it. @throws {InvalidSetting} */
export function periodOf(parameters: Parameters): { period_name: string; nr_of_periods: number } {
	const period = parameters.choice('period', 'Period', PERIODS, 'day');
	const most = period === 'year' ? MAX_YEARS : 10_000;
	const count = parameters.wholeNumber('periods', 'Number of Periods', 1, 1, most);
	return { period_name: period, nr_of_periods: count };
}

/** An UUID or a name such as `CHECKOUT-API-17`, safe as a part of a path. @throws {InvalidSetting} */
export function issueId(parameters: Parameters): string {
	const { value } = parameters.locator('issue');
	return checkedId('Issue', value, 'CHECKOUT-API-17');
}

/** @throws {InvalidSetting} for what could lead out of the path. */
export function checkedId(label: string, value: string, example: string): string {
	if (/^[\w-]{1,200}$/.test(value)) return value;
	throw new InvalidSetting(
		value === '' ? `'${label}' is empty` : `'${label}' is not an ID of Bugsink`,
		`Choose from the list, or enter an ID such as ${example}.`,
	);
}

/** @throws {InvalidSetting} */
export function projectId(parameters: Parameters): string {
	const id = projectIdOrNone(parameters);
	if (id !== null) return id;
	throw new InvalidSetting("'Project' is empty", 'Choose the project from the list.');
}

/** The same where no project means all of them. @throws {InvalidSetting} */
export function projectIdOrNone(parameters: Parameters): string | null {
	const { value } = parameters.locator('project');
	if (value === '') return null;
	if (/^\d{1,18}$/.test(value)) return value;
	throw new InvalidSetting(
		"'Project' is not the ID of a project",
		'Choose from the list, or enter the number in the address of its issues: /issues/7/.',
	);
}

/** How many entries a list returns. */
export function limitOf(parameters: Parameters): number {
	if (parameters.boolean('returnAll', false)) return Infinity;
	return parameters.wholeNumber('limit', 'Limit', 50, 1, 1_000_000);
}
