import {
	entriesOf,
	filteredBecause,
	invalidPattern,
	projectsOf,
} from '../../../nodes/BugsinkTrigger/filters';
import { sampleAlert } from '../../support/alerts';

describe('entries of a field', () => {
	it.each<[string, string[]]>([
		['', []],
		[' , ,', []],
		['KeyError, TypeError', ['KeyError', 'TypeError']],
		['KeyError\nTypeError\r\n\n', ['KeyError', 'TypeError']],
		['/^Err\\w{2,4}$/', ['/^Err\\w{2,4}$/']],
		['/(Read|Write),?Error/i, TimeoutError', ['/(Read|Write),?Error/i', 'TimeoutError']],
		['KeyError,/^A{1,2}$/ , /[,/]x/u', ['KeyError', '/^A{1,2}$/', '/[,/]x/u']],
		['KeyError\n/^A{1,2}$/', ['KeyError', '/^A{1,2}$/']],
		['/a\\/b,c/, d', ['/a\\/b,c/', 'd']],
		['"Smith, Jones & Co", Web', ['Smith, Jones & Co', 'Web']],
		['KeyError, TypeError\nValueError', ['KeyError', 'TypeError', 'ValueError']],
		['Read, /^A{1,2}$/\n"B, C", D\n/e,f/', ['Read', '/^A{1,2}$/', 'B, C', 'D', '/e,f/']],
		['"Smith, Jones & Co"\n"A", "B, C"', ['Smith, Jones & Co', 'A', 'B, C']],
		['5" disk, Web', ['5" disk', 'Web']],
		['"unclosed, Web', ['"unclosed', 'Web']],
		['/Timeout, Web', ['/Timeout', 'Web']],
		['/[a-', ['/[a-']],
		['https://shop.example.com/a, b', ['https://shop.example.com/a', 'b']],
	])('%j', (value, entries) => {
		expect(entriesOf(value)).toEqual(entries);
	});
});

describe('entries of projects', () => {
	it.each<[string, string[]]>([
		['', []],
		['Web, 7', ['Web', '7', 'Web, 7']],
		['Smith, Jones & Co\nWeb', ['Smith', 'Jones & Co', 'Smith, Jones & Co', 'Web']],
		['"Smith, Jones & Co"', ['Smith, Jones & Co', '"Smith, Jones & Co"']],
		['  Smith, Jones  \n \n\tWeb\t', ['Smith', 'Jones', 'Smith, Jones', 'Web']],
	])('%j', (value, entries) => {
		expect(projectsOf(value)).toEqual(entries);
	});
});

describe('an entry that begins with a slash and is not a pattern', () => {
	it.each(['/Timeout', '/[a-/', '/(/i', 'KeyError, /x/nope', 'KeyError\n/half', 'A, /half\nB'])(
		'%j is named',
		(value) => {
			expect(invalidPattern('errorTypes', value)?.message).toContain(
				/\/[^,\n]*/.exec(value)?.[0] ?? 'nothing',
			);
		},
	);

	it.each(['Timeout', '/^Value/', '/Time(out)?/gi', 'a/b', ''])('%j is fine', (value) => {
		expect(invalidPattern('errorTypes', value)).toBeUndefined();
	});

	it.each([
		['/[a-/', true],
		['Web, /(shop/i', true],
		['/web', false],
		['/var/www', false],
		['team/shop/', false],
		['/shop/(new)', false],
		['/^shop-/i', false],
	])('projects %j: %p', (value, isBroken) => {
		expect(invalidPattern('projects', value) !== undefined).toBe(isBroken);
	});

	it.each([
		['errorTypes', 'KeyError, /half', "'Error Types'", '/half'],
		['projects', 'Web, /(shop/i', "'Projects'", '/(shop/i'],
		['errorTypes', `/${'a'.repeat(59)}b`, "'Error Types'", `/${'a'.repeat(59)}`],
	] as const)('of %s %j: a person reads which, and what to write', (field, value, label, shown) => {
		expect(invalidPattern(field, value)).toEqual({
			message: `${label} has a pattern that is not a regular expression: ${shown}`,
			hint: 'Write for example /^(Value|Type)Error$/, or plain text that does not begin with a slash.',
		});
	});
});

describe('which alerts pass', () => {
	const all = { reasons: [], projects: [], errorTypes: [], dropTestAlerts: false };
	const alert = sampleAlert('custom-new', {
		errorType: 'ReadError',
		project: { id: 12, name: 'Smith, Jones & Co' },
	});

	it.each<[string, boolean]>([
		['/(Read|Write),?Error/i, TimeoutError', true],
		['/^(Write|Close),?Error/i, TimeoutError', false],
		['readerror', true],
		['/readerror/', false],
		['/READ/gi', true],
		['/Read/ or similar', false],
		['src/Read/', false],
	])('error types %j', (errorTypes, passes) => {
		const because = filteredBecause(alert, { ...all, errorTypes: entriesOf(errorTypes) });
		expect(because === undefined).toBe(passes);
		// A pattern does not remember where it matched.
		expect(filteredBecause(alert, { ...all, errorTypes: entriesOf(errorTypes) })).toBe(because);
	});

	it.each<[string, boolean]>([
		['"Smith, Jones & Co", Web', true],
		['Smith, Jones & Co\nWeb', true],
		['smith, jones & co\nweb', true],
		['12', true],
		['Smith, Jones & Co', true],
		['/^Smith\\b/', true],
		['/^smith/', false],
		['Smith', false],
		['1, 2', false],
		['/Smith/1', false],
		['shop/Smith/', false],
	])('projects %j', (projects, passes) => {
		const because = filteredBecause(alert, { ...all, projects: projectsOf(projects) });
		expect(because === undefined).toBe(passes);
	});

	it.each<[string, string[], boolean]>([
		['NEW', ['NEW'], true],
		['REGRESSED', ['NEW', 'REGRESSED'], true],
		['UNMUTED', ['UNMUTED'], true],
		['NEW', ['OTHER'], false],
		['REGRESSED', ['OTHER'], false],
		['UNMUTED', ['OTHER'], false],
		['GROWING', ['OTHER'], true],
		['GROWING', ['NEW', 'REGRESSED', 'UNMUTED'], false],
	])('reason %s, wanted %j: %p', (reason, reasons, passes) => {
		const because = filteredBecause({ ...alert, reason }, { ...all, reasons });
		expect(because).toBe(passes ? undefined : `reason ${reason} is not wanted`);
	});

	it('a project without a name is known by its id alone', () => {
		const nameless = { ...alert, project: { id: 12, name: null } };
		const because = (projects: string[]) => filteredBecause(nameless, { ...all, projects });
		expect(because(['Web', '12'])).toBeUndefined();
		expect(because(['Web', '/./'])).toBe('the project is not wanted');
	});

	it('an alert without an error type is judged by its title', () => {
		const plain = { ...alert, errorType: '', title: 'Payment declined' };
		expect(filteredBecause(plain, { ...all, errorTypes: ['declined'] })).toBeUndefined();
		expect(filteredBecause(plain, { ...all, errorTypes: ['Timeout'] })).toBe(
			'the error type is not wanted',
		);
	});

	it('a test alert follows its own switch alone', () => {
		const test = sampleAlert('custom-test');
		const none = { reasons: ['OTHER'], projects: ['Web'], errorTypes: ['/x/'] };
		expect(filteredBecause(test, { ...none, dropTestAlerts: false })).toBeUndefined();
		expect(filteredBecause(test, { ...all, dropTestAlerts: true })).toBe('test alerts are dropped');
	});
});
