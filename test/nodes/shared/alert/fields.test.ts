import { createHash } from 'node:crypto';

import {
	count,
	isObject,
	issueAddress,
	line,
	reasonOfHeading,
	text,
	typeAndMessage,
	utcTime,
} from '../../../../nodes/shared/alert/fields';
import { fingerprintOf } from '../../../../nodes/shared/alert/fingerprint';
import { testMessageAlert, toAlert } from '../../../../nodes/shared/alert/toAlert';

test.each([
	[{}, true],
	[{ a: 1 }, true],
	[[], false],
	[null, false],
	['text', false],
	[() => 1, false],
])('%j as an object: %j', (value, expected) => {
	expect(isObject(value)).toBe(expected);
});

test.each([
	['a\u0000b', 'ab'],
	[7, '7'],
	[0, '0'],
	[Number.NaN, ''],
	[Number.POSITIVE_INFINITY, ''],
	[true, ''],
	[null, ''],
	[['a'], ''],
])('the text of %j is %j', (value, expected) => {
	expect(text(value)).toBe(expected);
});

test.each([
	[' a\n b ', 'a b'],
	[' \n ', null],
	['', null],
	[undefined, null],
	[7, '7'],
])('the line of %j is %j', (value, expected) => {
	expect(line(value)).toBe(expected);
});

test.each([
	[7, 7],
	[0, 0],
	['7', 7],
	[' 7.5 ', 7.5],
	['', null],
	['  ', null],
	['seven', null],
	['Infinity', null],
	[Number.NaN, null],
	[true, null],
	[null, null],
])('the number of %j is %j', (value, expected) => {
	expect(count(value)).toBe(expected);
});

test.each([
	['2026-08-03T09:14:22Z', '2026-08-03T09:14:22Z'],
	['2026-08-03T09:14:22.481903Z', '2026-08-03T09:14:22.481903Z'],
	['2026-08-03T09:14:22+02:00', '2026-08-03T07:14:22.000Z'],
	['2026-08-03T09:14:22-0230', '2026-08-03T11:44:22.000Z'],
	['2026-08-03 09:14:22.5', '2026-08-03T09:14:22.500Z'],
	['2026-08-03T09:14:22.125+00:00', '2026-08-03T09:14:22.125Z'],
	['2026-08-03T09:14', '2026-08-03T09:14:00.000Z'],
	['2026-08-03T09:14Z', '2026-08-03T09:14:00.000Z'],
	['2026-08-03 09:14:22Z', '2026-08-03T09:14:22.000Z'],
	['2026-13-03T09:14:22Z', null],
	['2026-08-03', null],
	['2026-08-03T09', null],
	['at 2026-08-03T09:14:22Z', null],
	['2026-08-03T09:14:22Z or so', null],
	['2026-08-03T09:14:22.Z', null],
	[['2026-08-03T09:14:22Z'], null],
	['Mon 2026-08-03 09:14:22Z', null],
	['2026-08-03 09:14:22Z (UTC)', null],
	['12026-08-03T09:14:22Z', null],
	['Mon, 03 Aug 2026 09:14:22 GMT', null],
	['0000-01-01T00:00+01:00', null],
	[1_785_000_000_000, null],
	[null, null],
])('the time %j in UTC is %j', (value, expected) => {
	expect(utcTime(value)).toBe(expected);
});

describe('the address of an issue', () => {
	const ID = '0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11';

	test.each([
		[
			`https://bugsink.example.com/issues/issue/${ID}/event/last/`,
			'https://bugsink.example.com',
			ID,
		],
		[`https://bugsink.example.com/issues/${ID}`, 'https://bugsink.example.com', ID],
		[
			`https://bugsink.example.com/issues/issue/${ID.toUpperCase()}/`,
			'https://bugsink.example.com',
			ID,
		],
		['https://example.com/errors/issues/issue/1234/', 'https://example.com/errors', '1234'],
	])('%s belongs to %s', (issueUrl, bugsinkUrl, issueId) => {
		expect(issueAddress(issueUrl)).toEqual({ issueUrl, bugsinkUrl, issueId });
	});

	test.each([
		`https://bugsink.example.com/issues/issue/${ID}x/`,
		`https://bugsink.example.com/issues/issue/${ID.slice(1)}/`,
		`https://bugsink.example.com/issues/issue/${ID.replace('4d5f', '4d5')}/`,
		`https://bugsink.example.com/issues/issue/${ID.slice(0, -1)}/`,
		`https://bugsink.example.com/issues/issue/${ID.replace('0b1c', '0g1c')}/`,
		`https://bugsink.example.com/issues/issue/${ID.replace('-4d5f', '')}/`,
		'https://bugsink.example.com/issues/issue/17a/',
		'https://bugsink.example.com/issue/17/',
		'https://bugsink.example.com/issues/',
	])('%s tells no issue', (issueUrl) => {
		expect(issueAddress(issueUrl)).toEqual({ issueUrl, issueId: null, bugsinkUrl: null });
	});

	test('what is no link is nothing', () => {
		expect(issueAddress('issues/17/')).toEqual({ issueUrl: null, issueId: null, bugsinkUrl: null });
	});
});

test.each([
	['ValueError: bad: worse', 'ValueError', 'bad: worse'],
	['ValueError: one\ntwo', 'ValueError', 'one\ntwo'],
	['shop.ValueError: x', 'shop.ValueError', 'x'],
	['E: x', 'E', 'x'],
	[`${'E'.repeat(128)}: x`, 'E'.repeat(128), 'x'],
	[`${'E'.repeat(129)}: x`, '', `${'E'.repeat(129)}: x`],
	['Payment failed: no card', '', 'Payment failed: no card'],
	['ValueError:no space', '', 'ValueError:no space'],
	['ValueError: ', '', 'ValueError: '],
	[': x', '', ': x'],
	[' ValueError: x', '', ' ValueError: x'],
	['Out of memory', '', 'Out of memory'],
])('the title %j has the type %j', (title, errorType, errorMessage) => {
	expect(typeAndMessage(title)).toEqual({ errorType, errorMessage });
});

test.each([
	['NEW issue', 'NEW'],
	[' regressed issue: again ', 'REGRESSED'],
	['NEW issues', null],
	['A NEW issue', null],
	['NEW  issue', null],
	['issue', null],
	[null, null],
])('the heading %j has the reason %j', (heading, reason) => {
	expect(reasonOfHeading(heading)).toBe(reason);
});

describe('the fingerprint', () => {
	const unknown = {
		issueId: null,
		bugsinkUrl: 'https://bugsink.example.com',
		project: { id: 7, name: 'Shop' },
		title: 'T',
	};
	/** As the docstring says: over installation, project and title, or what else the id was. */
	const hashOf = (...identity: unknown[]) =>
		`bugsink-${createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32)}`;

	test.each([
		['0B1C-x', 'bugsink-0b1c-x'],
		['a'.repeat(64), `bugsink-${'a'.repeat(64)}`],
	])('of the id %s is %s', (issueId, expected) => {
		expect(fingerprintOf({ ...unknown, issueId })).toBe(expected);
	});

	test.each(['', 'a b', 'a/', '/a', 'a'.repeat(65)])('of the odd id %j is a hash', (issueId) => {
		expect(fingerprintOf({ ...unknown, issueId })).toBe(hashOf(unknown.bugsinkUrl, issueId));
	});

	test('without an id is a hash over installation, project and title', () => {
		expect(fingerprintOf(unknown)).toBe(hashOf(unknown.bugsinkUrl, 'Shop', 'T'));
		const nameless = { ...unknown, project: { id: 7, name: null } };
		expect(fingerprintOf(nameless)).toBe(hashOf(unknown.bugsinkUrl, 7, 'T'));
	});
});

describe('a whole alert', () => {
	test('has null, or nothing, for what a reader left out', () => {
		expect(toAlert('slack', { reason: ' new ', title: ' T \n' })).toEqual({
			reason: 'NEW',
			issueId: null,
			friendlyId: null,
			title: 'T',
			errorType: '',
			errorMessage: '',
			transaction: null,
			project: { id: null, name: null },
			firstSeen: null,
			lastSeen: null,
			eventCount: null,
			storedEventCount: null,
			issueUrl: null,
			bugsinkUrl: null,
			unmuteReason: null,
			isTest: false,
			fingerprint: expect.stringMatching(/^bugsink-[0-9a-f]{32}$/),
			event: null,
			source: 'slack',
		});
	});

	test.each([
		[{ title: 'T', errorMessage: 'M', errorType: 'E' }, 'T'],
		[{ title: ' ', errorMessage: ' one\ntwo', errorType: 'E' }, 'one two'],
		[{ title: '', errorMessage: '', errorType: 'E' }, 'E'],
		[{ title: '' }, 'Untitled issue'],
	])('made of %j is titled %s', (parts, title) => {
		expect(toAlert('custom', { reason: 'NEW', ...parts }).title).toBe(title);
	});

	test("is a test by its reason, or by the id of Bugsink's Test button", () => {
		const isTest = (reason: string, issueId: string) =>
			toAlert('custom', { reason, title: 'T', issueId }).isTest;
		expect(isTest('test', '1')).toBe(true);
		expect(isTest('NEW', '497f6eca-6276-4993-bfeb-53cbbbba6f08')).toBe(true);
		expect(isTest('NEW', '1')).toBe(false);
	});

	test('the test message belongs to no issue and was seen now', () => {
		const alert = testMessageAlert(new Date('2026-08-03T09:14:23Z'));
		expect(alert).toMatchObject({
			source: 'testMessage',
			reason: 'TEST',
			isTest: true,
			issueId: null,
			firstSeen: '2026-08-03T09:14:23.000Z',
			lastSeen: '2026-08-03T09:14:23.000Z',
		});
		expect(alert.title).toMatch(/test/i);
		expect(alert.errorType).toMatch(/test/i);
		expect(alert.errorMessage).toMatch(/works/);
	});
});
