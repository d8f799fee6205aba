import { apiUrlOf, repositoryName } from '../../../nodes/BugsinkGithubIssues/settings';

describe('the repository', () => {
	it.each([
		['acme/shop', 'acme/shop'],
		['Acme-1/shop.js', 'Acme-1/shop.js'],
		['https://github.com/acme/shop', 'acme/shop'],
		['https://github.com/acme/shop.git', 'acme/shop'],
		['https://github.com/acme/shop/issues?q=is%3Aopen#x', 'acme/shop'],
		['http://github.internal/acme/shop/', 'acme/shop'],
		['git@github.com:acme/shop.git', 'acme/shop'],
		['acme/.github', 'acme/.github'],
	])('is read from %s', (value, name) => {
		expect(repositoryName(value)).toBe(name);
	});

	it.each([
		'',
		'shop',
		'acme/',
		'/shop',
		'acme/shop/issues',
		'acme shop/x',
		'acme/..',
		'a/b?c',
		'acme/sh op',
	])('is not %j', (value) => {
		expect(() => repositoryName(value)).toThrow(/'Repository' is/);
	});
});

describe('the API URL', () => {
	it.each([
		[undefined, 'https://api.github.com'],
		['', 'https://api.github.com'],
		[' https://api.github.com/ ', 'https://api.github.com'],
		['https://ghe.example.com/api/v3/', 'https://ghe.example.com/api/v3'],
		['https://api.acme.ghe.com', 'https://api.acme.ghe.com'],
		['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
		['https://user:pass@ghe.example.com/api/v3?x=1', 'https://ghe.example.com/api/v3'],
	])('%s becomes %s', (apiUrl, expected) => {
		expect(apiUrlOf(apiUrl === undefined ? {} : { apiUrl })).toBe(expected);
	});

	it.each([
		['the api', /not a URL/],
		['https://github.com/acme', /the website/],
		['https://acme.ghe.com', /the website/],
		['http://api.github.com', /unencrypted/],
		['ftp://api.github.com', /https/],
	])('%s is refused', (apiUrl, message) => {
		expect(() => apiUrlOf({ apiUrl })).toThrow(message);
	});
});
