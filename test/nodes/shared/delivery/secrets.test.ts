import { isPrivateHost, secretAddress } from '../../../../nodes/shared/delivery/address';
import { InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import { redactor, secretsInUrl } from '../../../../nodes/shared/delivery/redact';

const URL_WITH_SECRETS =
	'https://user:passw0rd@prod.example.com:443/powerautomate/workflows/0123456789abcdef0123/invoke?api-version=1&sig=S3cr3t-S1gnature%2B';

describe('redaction', () => {
	const { text, json } = redactor(['p@ss"word/1', ...secretsInUrl(URL_WITH_SECRETS)]);

	test.each([
		['as it is', 'p@ss"word/1'],
		['in a URL', encodeURIComponent('p@ss"word/1')],
		['in JSON', JSON.stringify({ echoed: 'p@ss"word/1' })],
	])('masks a secret %s', (_, value) => {
		expect(text(`before ${value} after`)).toMatch(/before .*\*\*\*.* after/);
		expect(text(value)).not.toMatch(/ss.{1,4}word/);
	});

	test('masks what is secret in a URL and leaves the host', () => {
		const masked = text(`POST ${URL_WITH_SECRETS} failed`);
		expect(masked).toContain('prod.example.com');
		expect(masked).not.toMatch(/passw0rd|S3cr3t|0123456789abcdef0123/);
	});

	test('reaches every depth, keys included', () => {
		expect(json({ 'p@ss"word/1': [{ deep: 'x p@ss"word/1' }], count: 3 })).toEqual({
			'***': [{ deep: 'x ***' }],
			count: 3,
		});
	});
});

describe('what is masked', () => {
	test('is no string that every text may hold', () => {
		const { text } = redactor(['abc', 'wxyz', '']);
		expect(text('abc wxyz abcd')).toBe('abc *** abcd');
	});

	test('is every occurrence', () => {
		expect(redactor(['wxyz']).text('wxyz-wxyz')).toBe('***-***');
	});

	test.each([
		['as a part of an address', 'a%20b%2Fc%3Fd'],
		['as an address', 'a%20b/c?d'],
		['as it is', 'a b/c?d'],
	])('is a secret %s', (_, echoed) => {
		expect(redactor(['a b/c?d']).text(`<${echoed}>`)).toBe('<***>');
	});

	test('is the longer of two secrets where one begins the other', () => {
		expect(redactor(['abcd', 'abcdefgh']).text('abcdefgh abcd')).toBe('*** ***');
	});

	test('is nothing but strings', () => {
		const value = { a: null, b: [1, true, undefined], c: 'x' };
		expect(redactor(['wxyz']).json(value)).toEqual(value);
		expect(redactor([]).json(value)).toEqual(value);
	});
});

test.each([
	['no address at all', ['no address at all']],
	['https://host.example/', []],
	['https://host.example/short', []],
	['https://host.example/sevens', []],
	[
		'https://host.example/sixteen-or-more-1',
		['/sixteen-or-more-1', '/sixteen-or-more-1', 'sixteen-or-more-1'],
	],
	['https://host.example/?key=12345678&n=1234567', ['12345678']],
	['https://host.example/seven77?a=1', ['/seven77?a=1', '/seven77']],
	['https://host.example/seven7?a=1', []],
	['https://host.example/a/123456789012345', ['/a/123456789012345', '/a/123456789012345']],
	[
		'https://host.example/a/1234567890123456',
		['/a/1234567890123456', '/a/1234567890123456', '1234567890123456'],
	],
	['https://ada:secret@host.example/', ['secret', 'YWRhOnNlY3JldA==']],
	['https://ada:s%C3%A9cret@host.example/', ['sécret', 'YWRhOnPDqWNyZXQ=']],
	['https://a-token-alone@host.example/', ['a-token-alone']],
	[
		'https://a-token-in-front:x-oauth@host.example/',
		['x-oauth', 'YS10b2tlbi1pbi1mcm9udDp4LW9hdXRo', 'a-token-in-front'],
	],
])('the secrets in %s', (url, expected) => {
	expect(secretsInUrl(url).filter((secret) => secret !== '')).toEqual(expected);
});

describe('the address that a secret goes to', () => {
	test.each([
		'https://example.com/hook',
		'http://localhost:5678/',
		'http://127.0.0.1/',
		'http://[::1]:8000/',
		'http://10.1.2.3/',
		'http://172.16.0.9/',
		'http://192.168.1.5/x',
		'http://bugsink:8000/',
		'http://bugsink.lan/',
	])('%s is accepted', (address) => {
		expect(secretAddress('URL', address, 'https://a.example').href).toBe(new URL(address).href);
	});

	test.each([
		['', 'is not a URL'],
		['example.com/hook', 'is not a URL'],
		['ftp://example.com/', 'must begin with https://'],
		['http://example.com/T0ken', 'would send a secret unencrypted to example.com'],
		['http://172.32.0.1/', 'unencrypted'],
		['http://8.8.8.8/', 'unencrypted'],
		['http://localhost.example.com/', 'unencrypted'],
		['ws://10.0.0.1/', 'must begin with https://'],
	])('%s is refused: %s', (address, message) => {
		const attempt = () => secretAddress('Webhook URL', address, 'https://a.example');
		expect(attempt).toThrow(InvalidSetting);
		expect(attempt).toThrow(message);
		expect(attempt).not.toThrow('T0ken');
	});

	test.each([
		['example.com/hook', 'https://a.example'],
		['ftp://example.com/', 'https://a.example'],
		['http://example.com/', 'Use https://'],
	])('for %s the hint says what to enter', (address, advice) => {
		let hint = '';
		try {
			secretAddress('Webhook URL', address, 'https://a.example');
		} catch (error) {
			hint = (error as InvalidSetting).hint;
		}
		expect(hint).toContain(advice);
	});

	test('white space around it does not matter', () => {
		expect(secretAddress('URL', '\u00a0https://example.com/ \n', '').href).toBe(
			'https://example.com/',
		);
	});

	test.each([
		...['127.0.0.1', '127.255.255.254', '10.20.30.40', '192.168.10.20', '169.254.1.1'],
		...['172.16.10.20', '172.31.255.255', '100.64.0.1', '100.127.255.255'],
		...['::1', '[::1]', 'fd00::1', 'FC00::1', 'fe80::1', 'fe9f::1', 'feab::1', 'febf::1'],
		...[
			'localhost',
			'bugsink',
			'LocalHost.',
			'a.localhost',
			'a.local',
			'a.internal',
			'a.lan',
			'a.lan.',
		],
		...['a.home.arpa', 'a.test'],
	])('%s is private', (host) => expect(isPrivateHost(host)).toBe(true));

	test.each([
		...['126.0.0.1', '128.0.0.1', '11.0.0.1', '9.0.0.1', '192.167.0.1', '192.169.0.1'],
		...['193.168.0.1', '169.253.0.1', '169.255.0.1', '168.254.0.1', '172.15.0.1', '172.32.0.1'],
		...['173.16.0.1', '100.63.0.1', '100.128.0.1', '101.64.0.1'],
		...[
			'10.1.2.3.example.com',
			'a.10.1.2.3',
			'::2',
			'2001:db8::1',
			'2001:fd00::1',
			'2001:fe80::1',
			'example.com.',
			'fec0::1',
		],
		...['example.com', 'local.example.com', 'arpa.example', 'a.locals', 'alocal.example'],
	])('%s is public', (host) => expect(isPrivateHost(host)).toBe(false));
});
