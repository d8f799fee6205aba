import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { checkedHeaders, headerText, readHeaderRows } from '../../../nodes/BugsinkWebhook/headers';
import { Parameters } from '../../../nodes/shared/parameters';
import { refusal } from '../../support/refusal';

const NAME_HINT = 'Header names have letters, digits and hyphens, for example X-Team.';
const VALUE_HINT = 'A header value is one line of text, a number, or true or false.';
const TWICE_HINT = 'Upper and lower case make no difference in header names. Keep one.';

/** The rows of the field as an expression or the editor gives them. */
const rowsOf = (rows: unknown, taken: Record<string, string> = {}) => {
	const fields: IDataObject = { 'options.headers': rows as IDataObject };
	const context = {
		getNode: () => ({ parameters: {} }),
		getNodeParameter: (name: string, _: number, fallback: unknown) =>
			name in fields ? fields[name] : fallback,
	} as unknown as IExecuteFunctions;
	return readHeaderRows(new Parameters(context, 0), taken);
};

describe('a header that cannot go out is refused with a hint', () => {
	test.each<[Array<[string, unknown]>, string]>([
		[[['X A', 'a']], `'H' has a header name that is not allowed: "X A". ${NAME_HINT}`],
		[
			[[`(${'n'.repeat(60)}`, 'a']],
			`'H' has a header name that is not allowed: "(${'n'.repeat(59)}". ${NAME_HINT}`,
		],
		[[['X-Ä', 'a']], `'H' has a header name that is not allowed: "X-Ä". ${NAME_HINT}`],
		[[['X-A', 'a\nb']], `'H' has a value for X-A that cannot be sent. ${VALUE_HINT}`],
		[[['X-A', {}]], `'H' has a value for X-A that cannot be sent. ${VALUE_HINT}`],
		[[['X-A', undefined]], `'H' has a value for X-A that cannot be sent. ${VALUE_HINT}`],
		[
			[
				['X-A', 'a'],
				['x-A', 'a'],
			],
			`'H' has the header x-A twice. ${TWICE_HINT}`,
		],
		[
			[['Host', 'a']],
			"'H' cannot set the header Host. This header belongs to the connection itself, and receivers trust it. Remove it.",
		],
		[
			[['X-Forwarded-Proto', 'a']],
			"'H' cannot set the header X-Forwarded-Proto. This header belongs to the connection itself, and receivers trust it. Remove it.",
		],
		[[['X-Taken', 'a']], "'H' cannot set the header X-Taken. Something else sets it."],
	])('%j', (headers, expected) => {
		const taken = { 'x-taken': 'Something else sets it.' };
		expect(refusal(() => checkedHeaders('H', headers, taken))).toBe(expected);
	});

	test.each(['constructor', 'toString', 'X-Proxy-Id', 'My-X-Forwarded-For', "!#$%&'*+.^_`|~09Az-"])(
		'%s may go out',
		(name) => {
			expect(checkedHeaders('H', { [name]: 'a' })).toEqual({ [name.toLowerCase()]: 'a' });
		},
	);
});

describe('rows', () => {
	const row = (name: unknown, value: unknown) => ({ name, value });

	test.each<[string, unknown, Record<string, string>]>([
		['none', {}, {}],
		['an expression without a value', null, {}],
		['rows without a value', { rows: null }, {}],
		['as the editor keeps them', { rows: [row('X-Team', 'a')] }, { 'x-team': 'a' }],
		['as an expression gives them', [row('X-Team', 'a')], { 'x-team': 'a' }],
		[
			'several',
			[row(' X-One ', ' 1 '), row('X-Two', 2), row('X-Three', false)],
			{ 'x-one': '1', 'x-two': '2', 'x-three': 'false' },
		],
		['empty ones', [row('', ''), row(' ', null), {}, row('X-Team', 'a')], { 'x-team': 'a' }],
		['an empty value', [row('X-Team', ''), row('X-None', null)], { 'x-team': '', 'x-none': '' }],
	])('%s', (_, rows, headers) => {
		expect(rowsOf(rows)).toEqual(headers);
	});

	test.each<[unknown, string]>([
		['X-Team: a', "'Headers' is not a list of names and values. Add each as a row."],
		[{ rows: 'X-Team: a' }, "'Headers' is not a list of names and values. Add each as a row."],
		[['X-Team: a'], "'Headers' is not a list of names and values. Add each as a row."],
		[[row('X-Team', 'a'), null], "'Headers' is not a list of names and values. Add each as a row."],
		[[row('', 'a')], `'Headers' has a header name that is not allowed: "". ${NAME_HINT}`],
		[[row('X-Mine', 'a')], "'Headers' cannot set the header X-Mine. It is set."],
	])('%j are refused', (rows, expected) => {
		expect(refusal(() => rowsOf(rows, { 'x-mine': 'It is set.' }))).toBe(expected);
	});
});

describe('a value', () => {
	const word = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;

	test.each<[string, string | undefined]>([
		['', ''],
		['a\tb ~', 'a\tb ~'],
		['a\u007fb', undefined],
		['a\u0085b', undefined],
		['a\nb', undefined],
		// 45 bytes are as many as a word of at most 75 characters can hold.
		[`${'é'.repeat(22)}a`, word(`${'é'.repeat(22)}a`)],
		[`${'é'.repeat(22)}aa`, `${word(`${'é'.repeat(22)}a`)} ${word('a')}`],
		[`${'é'.repeat(22)}é`, `${word('é'.repeat(22))} ${word('é')}`],
	])('%j goes out as %j', (value, sent) => {
		expect(headerText(value)).toBe(sent);
	});
});
