/** What the test of the credential says to each answer, without a Bugsink. */
import type { ICredentialTestFunctions } from 'n8n-workflow';

import { checkBugsinkCredential, issuePage } from '../../../../nodes/shared/bugsink/address';
import { bugsinkCredential } from '../../../../nodes/shared/bugsink/credentialTest';

const TOKEN = '0123456789abcdef'.repeat(3).slice(0, 40);
const credential = { bugsinkUrl: 'https://bugsink.example.com/tools', apiToken: ` ${TOKEN} ` };

/** What the test says to this answer, and what it asked. */
async function tested(statusCode: number, body: unknown) {
	const requests: object[] = [];
	const request = async (options: object) => {
		requests.push(options);
		return await Promise.resolve({ statusCode, headers: {}, body });
	};
	const context = { helpers: { request } } as unknown as ICredentialTestFunctions;
	const data = { id: '', name: '', type: '', data: credential };
	return { ...(await bugsinkCredential.call(context, data)), requests };
}
const API = 'https://bugsink.example.com/tools/api/canonical/0/';
const NOT_THE_API = `What answers at ${API} is not Bugsink's API. Check 'Bugsink URL', also whether Bugsink runs below a sub-path.`;

test('asks the root of the API with the token', async () => {
	const { requests } = await tested(200, {});
	expect(requests).toMatchObject([
		{
			method: 'GET',
			uri: API,
			headers: { accept: 'application/json', authorization: `Bearer ${TOKEN}` },
		},
	]);
});

test('accepts what lists the issues among its parts', async () => {
	expect(await tested(200, '{"issues":"x"}')).toMatchObject({
		status: 'OK',
		message: 'Bugsink accepts the token. Its permissions are not tested.',
	});
});

test.each([
	[200, { projects: 'x' }],
	[200, ['issues']],
	[200, 'Hello'],
	[302, ''],
	[399, ''],
	[404, { issues: 'x' }],
	[201, { issues: 'x' }],
])('%i with %j is not Bugsink’s API', async (status, body) => {
	expect(await tested(status, body)).toMatchObject({ status: 'Error', message: NOT_THE_API });
});

test.each([
	[400, { detail: 'Odd.' }, 'Bugsink answered 400: Odd. Check the address.'],
	[
		401,
		{ detail: 'Invalid token.' },
		'Bugsink answered 401: Invalid token. Create a new token in the menu Tokens in Bugsink and put it into the credential.',
	],
	[500, '<h1>Fault</h1>', 'Bugsink answered 500. Check the address.'],
])('%i with %j says what to do', async (status, body, message) => {
	expect(await tested(status, body)).toMatchObject({ status: 'Error', message });
});

test('the page of an issue is that of Bugsink’s alerts', () => {
	expect(issuePage('https://bugsink.example.com/tools', '7')).toBe(
		'https://bugsink.example.com/tools/issues/issue/7/event/last/',
	);
});

describe('the address of the installation', () => {
	const baseOf = (bugsinkUrl: string) =>
		checkBugsinkCredential({ bugsinkUrl, apiToken: TOKEN }).base.replace('https://x.example', '');

	test.each([
		...['/issues/issue/7/', '/issues/event/7/', '/issues/unresolved', '/issues/resolved/'],
		...['/issues/muted?x', '/issues/all#x', '/issues/12/34', '/projects/mine/', '/projects/teams'],
		...['/projects/other/', '/projects/new/', '/projects/3/members/', '/teams/mine/'],
		...['/teams/other/', '/teams/new/', '/teams/0b1c4a52-6c0e-4d5f-9a51-3f0f2f0c7b11/'],
		...['/accounts/login/', '/accounts/logout', '/accounts/signup/', '/accounts/preferences/'],
		...['/accounts/change-password/', '/bsmain/auth_tokens/', '/api/canonical/0/', '/api/7/'],
		...['/issues', '/projects/', '/teams?x', '/users/', '/admin/', '/settings/', '/counts/'],
		...['/api/', '/', '///', ''],
	])('is what stands before %s', (path) => {
		expect(baseOf(`https://x.example${path}`)).toBe('');
		expect(baseOf(`https://x.example/tools${path}`)).toBe('/tools');
	});

	test.each([
		...['/issuesx', '/issues/x', '/issues/allx', '/projects/shop', '/teams/7', '/teams/minex'],
		...['/accounts/x', '/bsmain/x', '/api/v1', '/userspace', '/admin/x'],
	])('keeps %s, which is not a page of Bugsink', (path) => {
		expect(baseOf(`https://x.example${path}/`)).toBe(path);
	});
});

test.each([
	TOKEN.slice(1),
	`${TOKEN}0`,
	TOKEN.toUpperCase(),
	`g${TOKEN.slice(1)}`,
	`${TOKEN} ${TOKEN}`,
	'',
])('%j is not a token', (apiToken) => {
	let refused: unknown;
	try {
		checkBugsinkCredential({ ...credential, apiToken });
	} catch (error) {
		refused = error;
	}
	expect(refused).toMatchObject({
		message: "'API Token' does not look like a token of Bugsink",
		hint: 'It has 40 characters, digits and the letters a to f. Copy it again from the menu Tokens in Bugsink.',
	});
});

test('an invalid address is refused with an example', () => {
	let refused: unknown;
	try {
		checkBugsinkCredential({ bugsinkUrl: 'no address', apiToken: TOKEN });
	} catch (error) {
		refused = error;
	}
	expect(refused).toMatchObject({
		message: "'Bugsink URL' is not a URL",
		hint: expect.stringContaining('for example https://bugsink.example.com.') as string,
	});
});
