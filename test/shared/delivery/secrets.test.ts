import { isPrivateHost, secretAddress } from '../../../nodes/shared/delivery/address';
import { InvalidSetting } from '../../../nodes/shared/delivery/failure';
import { redactor, secretsInUrl } from '../../../nodes/shared/delivery/redact';

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
	])('%s is refused: %s', (address, message) => {
		const attempt = () => secretAddress('Webhook URL', address, 'https://a.example');
		expect(attempt).toThrow(InvalidSetting);
		expect(attempt).toThrow(message);
		expect(attempt).not.toThrow('T0ken');
	});

	test.each(['169.254.1.1', 'fd00::1', 'fe80::1', '100.64.0.1', 'a.internal'])(
		'%s is private',
		(host) => expect(isPrivateHost(host)).toBe(true),
	);
});
