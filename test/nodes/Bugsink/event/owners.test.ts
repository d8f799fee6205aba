import { readOwnerRules } from '../../../../nodes/Bugsink/event/ownerRules';
import { ownersOf } from '../../../../nodes/Bugsink/event/owners';
import { InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import { toAlert } from '../../../../nodes/shared/alert/toAlert';
import { cost } from '../../../support/cost';
import fc, { tries } from '../../../support/fastCheck';
import { expression } from './pathPattern';

/** The event of one exception; the innermost frame is the last. */
function eventOf(paths: string[], more: object = {}): Record<string, unknown> {
	const frames = paths.map((filename) => ({ filename, in_app: true }));
	return { exception: { values: [{ type: 'E', stacktrace: { frames } }] }, ...more };
}

function owners(rules: string, data: Record<string, unknown> | null, stripPrefix = ''): string[] {
	const alert = toAlert('custom', {
		reason: 'NEW',
		title: 'E: m',
		project: { id: 3, name: 'Checkout API' },
	});
	return ownersOf(readOwnerRules(rules), alert, data, stripPrefix).map(({ owner }) => owner);
}

const matching = (rule: string, path: string) => owners(`${rule} @a`, eventOf([path])).length === 1;

describe('path patterns are those of CODEOWNERS', () => {
	test.each([
		// Anywhere, without a slash.
		[
			'orders.py',
			['orders.py', 'src/shop/orders.py', 'orders.py/x'],
			['my_orders.py', 'orders.pyc'],
		],
		['*.js', ['a.js', 'src/b/c.js', '.js'], ['a.jsx', 'a.js.map', 'ajs']],
		['test_*.py', ['test_.py', 'a/test_cart.py'], ['mytest_a.py', 'test_a/b.py/c']],
		['payments', ['payments', 'src/payments/x.py'], ['payments2/x.py', 'src/my-payments/x.py']],
		['payments/', ['payments/x.py', 'src/payments/a/x.py'], ['payments', 'src/payments']],
		['a?c', ['abc', 'x/a-c'], ['ac', 'a/c', 'abbc']],
		['*', ['x', 'a/b/c.py'], []],
		['**', ['x', 'a/b/c.py'], []],
		// From the root, with one in front or in the middle.
		['/src', ['src/x.py', 'src'], ['lib/src/x.py', 'src2/x.py']],
		['/src/', ['src/x.py', 'src/a/b.py'], ['src', 'lib/src/x.py']],
		[
			'src/payments',
			['src/payments/x.py', 'src/payments'],
			['lib/src/payments/x.py', 'src/payments2'],
		],
		['/*.py', ['manage.py'], ['src/manage.py']],
		['/*', ['manage.py'], ['src/manage.py']],
		['docs/*', ['docs/a.md'], ['docs/build/a.md', 'docs', 'x/docs/a.md']],
		['src/*/api', ['src/shop/api', 'src/cart/api/x.py'], ['src/api', 'src/a/b/api']],
		['/src/*.py', ['src/a.py'], ['src/a/b.py', 'a.py']],
		// Any number of folders.
		['**/logs', ['logs', 'build/logs/x', 'a/b/logs'], ['mylogs', 'logs2']],
		['/**/logs', ['logs', 'a/b/logs/x'], ['mylogs/x']],
		['src/**', ['src/a', 'src/a/b.py'], ['src', 'lib/src/a']],
		[
			'src/**/test.py',
			['src/test.py', 'src/a/b/test.py'],
			['test.py', 'src/mytest.py', 'src/a/test.pyx'],
		],
		['**/cart/**/*.ts', ['cart/a.ts', 'x/cart/y/z/a.ts'], ['x/cart.ts', 'carts/a.ts']],
		['a/**/b/**/c', ['a/b/c', 'a/x/b/y/z/c/d'], ['a/c', 'a/b', 'a/xb/c']],
		['a**b/c', ['ab/c', 'axxb/c'], ['a/b/c']],
		// Characters that mean something elsewhere.
		['src/a+b(c).py', ['src/a+b(c).py'], ['src/aab(c).py']],
		['src/.x', ['src/.x'], ['src/ax']],
		['src/my\\ cart/', ['src/my cart/x.py'], ['src/my/x.py']],
		['"src/my cart/"', ['src/my cart/x.py'], ['src/my/x.py']],
		['app/\\[id\\]/', ['app/[id]/page.tsx'], ['app/i/page.tsx']],
		['a\\*b', ['a*b'], ['axb']],
		['Src/A.py', ['Src/A.py'], ['src/a.py']],
		['src/🙂*/', ['src/🙂a/x.py', 'src/🙂/x.py'], ['src/🙃/x.py']],
		['src/ünï/語.py', ['src/ünï/語.py'], ['src/uni/語.py']],
	])('%s', (rule, yes, no) => {
		expect(yes.filter((path) => !matching(rule, path))).toEqual([]);
		expect(no.filter((path) => matching(rule, path))).toEqual([]);
	});

	test('what a regular expression makes of the same pattern, for any path', () => {
		const name = fc.stringMatching(/^[ab]{1,3}$/);
		const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => names.join('/'));
		const part = fc.oneof(
			fc.constant('**'),
			fc
				.array(fc.constantFrom('a', 'b', '*', '?'), { minLength: 1, maxLength: 3 })
				.map((chars) => chars.join(''))
				.filter((text) => !text.includes('**')),
		);
		const rule = fc.tuple(
			fc.array(part, { minLength: 1, maxLength: 4 }),
			fc.boolean(),
			fc.boolean(),
		);
		fc.assert(
			fc.property(rule, path, ([parts, isFromRoot, isFolder], text) => {
				const pattern = `${isFromRoot ? '/' : ''}${parts.join('/')}${isFolder ? '/' : ''}`;
				expect({ pattern, text, is: matching(pattern, text) }).toEqual({
					pattern,
					text,
					is: expression(parts, isFromRoot, isFolder).test(text),
				});
			}),
			tries(3000),
		);
	});
});

describe('which rule decides', () => {
	test('the last one that matches, and all its owners', () => {
		const rules =
			'# Everything\n* @ops\n\n/src/payments/ @pay @bob # and money\n/src/payments/legacy/ @old';
		expect(owners(rules, eventOf(['src/payments/x.py']))).toEqual(['@pay', '@bob']);
		expect(owners(rules, eventOf(['src/payments/legacy/x.py']))).toEqual(['@old']);
		expect(owners(rules, eventOf(['src/cart.py']))).toEqual(['@ops']);
	});

	test('a rule without an owner says that nobody owns it', () => {
		expect(owners('* @ops\n/generated/', eventOf(['generated/x.py']))).toEqual([]);
	});

	test('the innermost frame of the application that a path pattern matches', () => {
		const rules = '/src/util/ @util\n/src/payments/ @pay';
		expect(owners(rules, eventOf(['src/payments/x.py', 'src/util/http.py']))).toEqual(['@util']);
		expect(owners(rules, eventOf(['src/util/a.py', 'src/payments/x.py', 'src/cart.py']))).toEqual([
			'@pay',
		]);
		const frames = [
			{ filename: 'src/payments/x.py', in_app: true },
			{ filename: 'src/util/a.py', in_app: false },
		];
		expect(owners(rules, { exception: [{ stacktrace: { frames } }] })).toEqual(['@pay']);
	});

	test('the exception raised last comes first', () => {
		const chain = ['src/util/a.py', 'src/payments/x.py'].map((filename) => ({
			stacktrace: { frames: [{ filename, in_app: true }] },
		}));
		expect(
			owners('/src/util/ @util\n/src/payments/ @pay', { exception: { values: chain } }),
		).toEqual(['@pay']);
	});

	test('paths below the prefix begin behind it', () => {
		expect(owners('/src/ @a', eventOf(['/srv/src/x.py']), '/srv/')).toEqual(['@a']);
		expect(owners('/src/ @a', eventOf(['/srv/src/x.py']))).toEqual([]);
		expect(owners('src/x.py @b\nx.py @a', eventOf(['/srv/src/x.py']))).toEqual(['@a']);
		expect(owners('/src/ @a', eventOf(['C:\\shop\\src\\x.cs']), 'C:\\shop')).toEqual(['@a']);
	});

	test('a catch-all also matches an alert without frames, other patterns do not', () => {
		for (const rule of ['*', '**', '/**', '**/*'])
			expect(owners(`${rule} @ops`, {})).toEqual(['@ops']);
		for (const rule of ['/*', '*.py', '*/', '?']) expect(owners(`${rule} @ops`, {})).toEqual([]);
	});

	test.each([
		['project:"Checkout API" @a', true],
		['project:checkout\\ api @a', true],
		['project:Check* @a', true],
		['project:Checkout @a', false],
		['project:Other @a', false],
		['tag:region=eu-west-1 @a', true],
		['tag:region=eu-* @a', true],
		['tag:region=EU-west-1 @a', false],
		['tag:region=eu @a', false],
		['tag:zone=* @a', false],
		['tag:zone= @a', null],
		['tag:environment=production @a', true],
		['tag:release=shop@4.2.0 @a', true],
		['tag:query=a=b @a', true],
		['tag:vip=true @a', true],
		['tag:exception=* @a', false],
		['url:https://shop.example/api/cart @a', true],
		['url:https://shop.example/api/cart?x=1 @a', true],
		['url:*/api/* @a', true],
		['url:/api/* @a', true],
		['URL:/api/* @a', true],
		['url:/api @a', false],
		['url:*.example/* @a', true],
	])('%s: %s', (rule, expected) => {
		const data = {
			tags: { region: 'eu-west-1', query: 'a=b', vip: true },
			environment: 'production',
			release: 'shop@4.2.0',
			request: { url: 'https://shop.example/api/cart?x=1' },
		};
		if (expected === null) expect(() => owners(rule, data)).toThrow(InvalidSetting);
		else expect(owners(rule, data)).toEqual(expected ? ['@a'] : []);
	});

	test('rules of all kinds are one list, in which the last one counts', () => {
		const data = eventOf(['src/pay/x.py'], { tags: [['region', 'eu']] });
		expect(owners('/src/pay/ @pay\ntag:region=eu @eu', data)).toEqual(['@eu']);
		expect(owners('tag:region=eu @eu\n/src/pay/ @pay', data)).toEqual(['@pay']);
		expect(owners('/src/pay/ @pay\nproject:"Checkout API" @api', data)).toEqual(['@api']);
	});

	test('without the event only the project and a catch-all are known', () => {
		const rules = '* @ops\nproject:checkout* @api\n/src/ @src\ntag:region=* @eu\nurl:* @web';
		expect(owners(rules, null)).toEqual(['@api']);
	});
});

test.each([
	['/src/ @a\n\nproject:', 3, 'has nothing after :'],
	['tag:region @a', 1, 'must name a tag and a value: tag:key=value'],
	['tag:=eu @a', 1, 'must name a tag and a value: tag:key=value'],
	['tag:region= @a', 1, 'has nothing after ='],
	['url: @a', 1, 'has nothing after :'],
	['\r\n# x\r\nmodule:shop @a', 3, 'begins with module:, an unknown kind of rule'],
	['!src/ @a', 1, 'begins with !, which CODEOWNERS does not know'],
	['src/[ab].py @a', 1, 'has brackets, which CODEOWNERS does not know; write \\[ and \\]'],
	['src//a @a', 1, 'has no name between two slashes, or is only a slash'],
	['/ @a', 1, 'has no name between two slashes, or is only a slash'],
	['// @a', 1, 'has no name between two slashes, or is only a slash'],
	['../src @a', 1, "has '..'; write the path from the root of the repository"],
	['./src @a', 1, "has '.'; write the path from the root of the repository"],
	['src\\pay @a', 1, 'has a backslash that escapes nothing; write folders with /'],
	['src\\', 1, 'has a backslash that escapes nothing; write folders with /'],
	['"src/my cart @a', 1, 'has a quote without an end'],
	['"" @a', 1, 'has no name between two slashes, or is only a slash'],
	['src/\u0007 @a', 1, 'contains control characters'],
	['src/ @\u202ea', 1, 'contains control characters'],
])('%j is refused with its line', (rules, line, reason) => {
	const refused = expect(() => readOwnerRules(rules));
	refused.toThrow(InvalidSetting);
	refused.toThrow(`'Owners', line ${line}: `);
	refused.toThrow(reason);
});

test('too many rules are refused', () => {
	expect(() => readOwnerRules('a @b\n'.repeat(10_001))).toThrow('more than 50000 characters');
});

test('any text is either rules or one error about a line', () => {
	const piece = fc.constantFrom(
		'*',
		'**',
		'/',
		'\\',
		'"',
		'#',
		' ',
		'\t',
		'\n',
		'[',
		'!',
		':',
		'=',
		'a',
		'tag:',
		'url:',
		'project:',
		'@b',
		'?',
		'\u0000',
	);
	fc.assert(
		fc.property(fc.array(piece), fc.array(piece), (rules, path) => {
			try {
				owners(rules.join(''), eventOf([path.join('')], { request: { url: path.join('') } }));
			} catch (error) {
				expect(error).toBeInstanceOf(InvalidSetting);
				expect((error as Error).message).toMatch(/^'Owners', line \d+: /);
			}
		}),
		tries(3000),
	);
});

test.each([
	['stars', (size: number) => `${'*a'.repeat(size)}b`, (size: number) => 'a'.repeat(size)],
	[
		'folders',
		(size: number) => `${'**/a/'.repeat(size)}b`,
		(size: number) => 'a/'.repeat(size) + 'a',
	],
	['question marks', (size: number) => `*${'?'.repeat(size)}b`, (size: number) => 'a'.repeat(size)],
	[
		'stars in an address',
		(size: number) => `url:${'*a'.repeat(size)}b`,
		(size: number) => 'a'.repeat(size),
	],
])('hostile %s cost length by length, not more', (_, rule, path) => {
	const run = (size: number) => {
		const text = path(Math.min(size, 245));
		const data = eventOf([text], { request: { url: path(size) } });
		return cost(() => owners(`${rule(size)} @a`, data));
	};
	// Both are four times as long: sixteen times the cost, a power more would be 64. A busy machine may
	// get in between once, a cost that grows too fast is seen every time.
	const isFine = [1, 2, 3, 4, 5].some(() => run(800) < 40 * run(200));
	expect(isFine).toBe(true);
});
