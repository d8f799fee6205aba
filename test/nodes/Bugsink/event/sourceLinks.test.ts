import { sourceLinker, sourceTemplate } from '../../../../nodes/Bugsink/event/sourceLinks';
import { InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import fc, { tries } from '../../../support/fastCheck';

const GITHUB = 'https://github.com/acme/shop/blob/{ref}/{path}#L{line}';
const BASE = 'https://github.com/acme/shop/blob';

interface Frame {
	filename?: unknown;
	abs_path?: unknown;
	lineno?: unknown;
}

function link(
	frame: Frame,
	{
		template = GITHUB,
		ref = 'release',
		stripPrefix = '',
		data = { release: 'v1' } as Record<string, unknown>,
		inApp = true,
	} = {},
): string | null {
	const settings = { template: sourceTemplate(template), ref, stripPrefix };
	return sourceLinker(settings, data)({ lineno: 7, ...frame }, inApp);
}

describe('the template', () => {
	test.each([
		GITHUB,
		'https://gitlab.example.com:8443/acme/shop/-/blob/{ref}/{path}#L{line}',
		'https://bitbucket.org/acme/shop/src/{ref}/{path}#lines-{line}',
		'https://dev.azure.com/acme/_git/shop?path=/{path}&version=GB{ref}&line={line}',
		'https://git.example.com/shop/tree/main/backend/{path}',
		'HTTPS://GitHub.com/acme/shop/blob/{ref}/{path}',
	])('%s is accepted', (template) => expect(sourceTemplate(template)).toBe(template));

	test.each([
		['http://github.com/{ref}/{path}', 'must begin with https://'],
		['javascript:alert(1)//{path}', 'must begin with https://'],
		['//github.com/{path}', 'must begin with https://'],
		['{path}', 'must begin with https://'],
		['https://{ref}.example.com/{path}', 'must not have a placeholder in its host'],
		['https://github.com{path}/', 'must not have a placeholder in its host'],
		['https://github.com:{line}/{path}', 'must not have a placeholder in its host'],
		['https://jane:secret@github.com/{path}', 'must not contain a user or password'],
		['https://github.com@evil.example/{path}', 'must not contain a user or password'],
		['https://github.com', 'is not an address with a path'],
		['https:///{path}', 'is not an address with a path'],
		['https://git hub.com/{path}', 'must not contain spaces, backslashes or control characters'],
		['https://github.com\\{path}', 'must not contain spaces, backslashes or control characters'],
		[
			'https://github.com/\u0007{path}',
			'must not contain spaces, backslashes or control characters',
		],
		[
			'https://github.com/\u202e{path}',
			'must not contain spaces, backslashes or control characters',
		],
		['https://github.com/{ref}', 'must contain {path}'],
		['https://github.com/{branch}/{path}', 'has the unknown placeholder {branch}'],
		['https://github.com/{}/{path}', 'has the unknown placeholder {}'],
		['https://github.com/{ref/{path}', 'has a brace without a pair'],
		['https://github.com/{path}}', 'has a brace without a pair'],
		[`https://github.com/${'a'.repeat(2000)}/{path}`, 'is too long'],
	])('%j is refused', (template, reason) => {
		const refused = expect(() => sourceTemplate(template));
		refused.toThrow(InvalidSetting);
		refused.toThrow(`'Source URL' ${reason}`);
	});
});

test.each<[string, Frame, string, string]>([
	[
		'relative',
		{ filename: 'shop/orders.py', abs_path: '/app/shop/orders.py' },
		'',
		'shop/orders.py',
	],
	['below the prefix', { filename: '/srv/shop/orders.py' }, '/srv/', 'shop/orders.py'],
	['below it, without a slash', { filename: '/srv/shop/orders.py' }, '/srv', 'shop/orders.py'],
	[
		'the absolute one below it',
		{ filename: 'orders.py', abs_path: '/srv/shop/orders.py' },
		'/srv',
		'shop/orders.py',
	],
	[
		'beside it',
		{ filename: 'shop/orders.py', abs_path: '/srv2/shop/orders.py' },
		'/srv',
		'shop/orders.py',
	],
	['Windows', { filename: 'C:\\inetpub\\shop\\Cart.cs' }, 'c:\\inetpub\\', 'shop/Cart.cs'],
	['Windows, slashes in the prefix', { abs_path: 'D:\\a\\shop\\Cart.cs' }, 'd:/a/', 'shop/Cart.cs'],
	[
		'Windows, relative',
		{ filename: 'shop\\cart.py', abs_path: 'C:\\app\\shop\\cart.py' },
		'',
		'shop/cart.py',
	],
	['a share', { abs_path: '\\\\build\\src\\shop\\Cart.cs' }, '\\\\build\\src\\', 'shop/Cart.cs'],
	['webpack', { filename: 'webpack:///./src/cart.ts' }, '', 'src/cart.ts'],
	['webpack, named', { filename: 'webpack://shop/./src/Cart.vue?a1b2' }, '', 'src/Cart.vue'],
	[
		'webpack, a layer',
		{ filename: 'webpack-internal:///(rsc)/./app/[id]/page.tsx' },
		'',
		'app/%5Bid%5D/page.tsx',
	],
	[
		'webpack below a prefix',
		{ filename: 'webpack:///./web/src/cart.ts' },
		'webpack:///./web/',
		'src/cart.ts',
	],
	[
		'webpack below a bare prefix',
		{ filename: 'webpack:///./web/src/cart.ts' },
		'web/',
		'src/cart.ts',
	],
	['app:///', { filename: 'app:///dist/server.js' }, '', 'dist/server.js'],
	['app:/// below a prefix', { filename: 'app:///dist/server.js' }, 'app:///dist', 'server.js'],
	['file://', { filename: 'file:///srv/shop/src/server.mjs' }, '/srv/shop/', 'src/server.mjs'],
	[
		'file://, a drive',
		{ filename: 'file:///C:/shop/src/server.mjs' },
		'C:\\shop',
		'src/server.mjs',
	],
	[
		'an address below it',
		{ abs_path: 'https://shop.example/static/js/app.js?v=2' },
		'https://shop.example/static/',
		'js/app.js',
	],
	['./', { filename: './src/a.rb' }, '', 'src/a.rb'],
	[
		'odd letters',
		{ filename: "src/a b#c?d/ü'(1)!*.ts" },
		'',
		'src/a%20b%23c%3Fd/%C3%BC%27%281%29%21%2A.ts',
	],
	['signs of percent', { filename: 'src/100%25/x.py' }, '', 'src/100%2525/x.py'],
])('the path is found: %s', (_, frame, stripPrefix, path) => {
	expect(link(frame, { stripPrefix })).toBe(`${BASE}/v1/${path}#L7`);
});

test.each<[string, Frame, string]>([
	['absolute without a prefix', { filename: '/usr/src/app/orders.py' }, ''],
	['below another prefix', { filename: '/srvshop/orders.py' }, '/srv'],
	['the prefix itself', { filename: '/srv/' }, '/srv/'],
	['an address', { filename: 'https://shop.example/static/app.js' }, ''],
	["Node's own", { filename: 'node:internal/process/task_queues' }, ''],
	['no file', { filename: '<anonymous>' }, ''],
	['frozen', { filename: '<frozen importlib._bootstrap>' }, ''],
	['up', { filename: '../../../evil/x.py' }, ''],
	['up in the middle', { filename: 'src/../../../../evil/x.py' }, ''],
	['up, below the prefix', { abs_path: '/srv/../../evil/x.py' }, '/srv/'],
	['up behind a scheme', { filename: 'webpack:///../src/x.ts' }, ''],
	['up, encoded', { filename: 'src/%2e%2E/x.py' }, ''],
	['up, on Windows', { filename: 'C:\\shop\\..\\..\\evil\\x.cs' }, 'C:\\shop\\'],
	['here in the middle', { filename: 'src/./x.py' }, ''],
	['an empty name', { filename: 'src//x.py' }, ''],
	['another host', { filename: '//evil.example/x.py' }, ''],
	['another host behind the prefix', { filename: '/srv///evil.example/x.py' }, '/srv/'],
	['a backslash', { filename: 'src\\..\\x.py' }, ''],
	['a line feed', { filename: 'src/a\n.py' }, ''],
	['a zero', { filename: 'src/a\u0000.py' }, ''],
	['an override of direction', { filename: 'src/\u202eyp.a' }, ''],
	['half a letter', { filename: 'src/\ud800.py' }, ''],
	['a folder', { filename: 'src/' }, ''],
	['a secret', { filename: 'src/ghp_0123456789abcdefABCDEF0123456789abcd.py' }, ''],
	['a number', { filename: 7 }, ''],
	['nothing', {}, ''],
	['too long', { filename: `src/${'a/'.repeat(300)}x.py` }, ''],
	['too long once encoded', { filename: `src/${'語'.repeat(400)}.py` }, ''],
	['no line', { filename: 'src/x.py', lineno: null }, ''],
	['line zero', { filename: 'src/x.py', lineno: 0 }, ''],
	['part of a line', { filename: 'src/x.py', lineno: 1.5 }, ''],
	['a line of text', { filename: 'src/x.py', lineno: '7#/../' }, ''],
])('no link: %s', (_, frame, stripPrefix) => expect(link(frame, { stripPrefix })).toBeNull());

test('a template without {line} needs none', () => {
	const template = 'https://github.com/acme/shop/blob/{ref}/{path}';
	expect(link({ filename: 'a.py', lineno: null }, { template })).toBe(`${BASE}/v1/a.py`);
});

test('only a template without {ref} is filled without one, since its branch is what the user typed', () => {
	const options = { template: 'https://github.com/acme/shop/blob/main/{path}', data: {} };
	expect(link({ filename: 'a.py' }, options)).toBe(`${BASE}/main/a.py`);
	expect(link({ filename: 'a.py' }, { data: {} })).toBeNull();
});

test.each<[string, unknown, string | null]>([
	[
		'a commit',
		'1f2e3d4c5b6a79880123456789abcdef01234567',
		'1f2e3d4c5b6a79880123456789abcdef01234567',
	],
	['a package', 'checkout@4.3.0+build.7', 'checkout%404.3.0%2Bbuild.7'],
	['a branch', 'feature/new cart', 'feature/new%20cart'],
	['a number', 4711, '4711'],
	['markup', 'v1)[x](y', 'v1%29%5Bx%5D%28y'],
	['a query', 'v1?x=1#frag', 'v1%3Fx%3D1%23frag'],
	['up', '../../../evil', null],
	['up at the end', 'v1/..', null],
	['here', '.', null],
	['a slash in front', '/v1', null],
	['two slashes', 'v1//v2', null],
	['a backslash', 'v1\\..\\x', null],
	['a line feed', 'v1\nx', null],
	['spaces around', ' v1 ', null],
	['half a letter', 'v\udc00', null],
	['too long', 'v'.repeat(251), null],
	['empty', '', null],
	['nothing', null, null],
	['a list', ['v1'], null],
	['no number', NaN, null],
])('the ref is %s', (_, value, expected) => {
	const url = expected === null ? null : `${BASE}/${expected}/a.py#L7`;
	expect(link({ filename: 'a.py' }, { data: { release: value } })).toBe(url);
	const data = { release: 'other', tags: { git_sha: value } };
	expect(link({ filename: 'a.py' }, { ref: 'git_sha', data })).toBe(url);
	expect(link({ filename: 'a.py' }, { ref: 'git_sha', data: { tags: [['git_sha', value]] } })).toBe(
		url,
	);
});

test('a tag that the event lacks is not replaced by its release', () => {
	expect(link({ filename: 'a.py' }, { ref: 'git_sha' })).toBeNull();
	expect(link({ filename: 'a.py' }, { ref: 'constructor', data: { tags: {} } })).toBeNull();
});

test('frames of libraries have a link only below the prefix, and never where they are installed', () => {
	const options = { inApp: false, stripPrefix: '/srv/' };
	expect(link({ filename: 'lib/x.py' }, options)).toBeNull();
	expect(link({ filename: '/srv/vendor/x.py' }, options)).toBe(`${BASE}/v1/vendor/x.py#L7`);
	expect(link({ filename: '/srv/web/node_modules/a/x.js' }, options)).toBeNull();
	expect(link({ filename: '/srv/.venv/lib/python3.12/site-packages/x.py' }, options)).toBeNull();
});

test('whatever an event says, a link begins as the template does and has its shape', () => {
	const odd = fc.constantFrom(
		'..',
		'.',
		'/',
		'\\',
		'%2e%2e',
		'%2f',
		'@',
		'?',
		'#',
		':',
		'//',
		'\n',
		'\u0000',
		'a',
		'b.py',
		'{ref}',
		'{path}',
		'$&',
		'webpack:///',
		'file://',
		'C:\\',
	);
	const part = fc.oneof(
		fc.string(),
		fc.string({ unit: 'binary' }),
		fc.array(odd).map((parts) => parts.join('')),
	);
	fc.assert(
		fc.property(part, part, part, part, (ref, filename, absolute, stripPrefix) => {
			const url = link({ filename, abs_path: absolute }, { stripPrefix, data: { release: ref } });
			if (url === null) return;
			const { origin, pathname, search, hash, href } = new URL(url);
			expect(href).toBe(url);
			expect([origin, search, hash]).toEqual(['https://github.com', '', '#L7']);
			expect(pathname).toMatch(/^\/acme\/shop\/blob\/[^/]+\/[^/]/);
			// What is decoded once is the ref and the path again: nothing was resolved away.
			const decoded = decodeURIComponent(pathname).slice('/acme/shop/blob/'.length);
			expect(decoded.startsWith(`${ref}/`)).toBe(true);
			expect(decoded).not.toMatch(/(?:^|\/)\.{0,2}(?:\/|$)/);
			expect(url).not.toMatch(/[()<>'"*!\\^`{|}\s]/);
		}),
		tries(3000),
	);
});
