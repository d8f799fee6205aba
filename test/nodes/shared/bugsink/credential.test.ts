import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { bugsinkCredential } from '../../../../nodes/shared/bugsink/credentialTest';
import { checkBugsinkCredential, PLAIN_TO_PUBLIC } from '../../../../nodes/shared/bugsink/address';
import { isPrivateHost } from '../../../../nodes/shared/delivery/address';
import { authenticatedRequest, testCredential } from '../../../support/contexts';
import { bugsink } from '../../Bugsink/support';

/** 'OK', or why not. */
async function verdict(credentials: ICredentialDataDecryptedObject): Promise<string> {
	const { status, message } = await testCredential(bugsinkCredential, credentials);
	return status === 'OK' ? status : message;
}

it('accepts every valid token, however little it may do, and any page of the installation', async () => {
	const { standIn, project } = await bugsink({ subPath: '/tools/bugsink' });
	const bound = standIn.addToken(['events:read'], project);
	for (const page of ['', '/', '/issues/1/', '/projects/mine/', ' ']) {
		const bugsinkUrl = `${standIn.baseUrl}${page}`;
		expect(await verdict({ bugsinkUrl, apiToken: standIn.token })).toBe('OK');
		expect(await verdict({ bugsinkUrl, apiToken: ` ${bound} ` })).toBe('OK');
	}
});

it('refuses a wrong token, a wrong address and what is not Bugsink', async () => {
	const { standIn } = await bugsink({ subPath: '/tools/bugsink' });
	const apiToken = standIn.token;
	const refused = await verdict({ bugsinkUrl: standIn.baseUrl, apiToken: '0'.repeat(40) });
	expect(refused).toMatch(/^Bugsink answered 401: [^.]+\. Create a new token in the menu Tokens/);
	expect(refused).not.toContain('0'.repeat(40));
	expect(await verdict({ bugsinkUrl: standIn.url, apiToken })).toContain('below a sub-path');
	expect(await verdict({ bugsinkUrl: 'http://127.0.0.1:9', apiToken })).toMatch(
		/^Bugsink could not be reached: .*ECONNREFUSED/,
	);
	expect(await verdict({ bugsinkUrl: 'http://bugsink.example.com', apiToken })).toContain(
		'unencrypted',
	);
	for (const body of ['<html>Sign in</html>', { hello: 'there' }, '']) {
		standIn.fail({ kind: { status: 200, body } });
		expect(await verdict({ bugsinkUrl: standIn.baseUrl, apiToken })).toContain(
			"is not Bugsink's API",
		);
	}
});

it.each([
	['https://bugsink.example.com', 'https://bugsink.example.com'],
	['https://bugsink.example.com/', 'https://bugsink.example.com'],
	['bugsink.example.com', 'https://bugsink.example.com'],
	['bugsink.example.com:8443/issues/3/', 'https://bugsink.example.com:8443'],
	[
		' https://example.com/tools/bugsink/issues/issue/7/event/last/?x=1#y ',
		'https://example.com/tools/bugsink',
	],
	['https://example.com/bugsink/api/canonical/0/', 'https://example.com/bugsink'],
	['https://example.com/projects/bugsink/', 'https://example.com/projects/bugsink'],
	['https://example.com/projects/bugsink/issues/1/', 'https://example.com/projects/bugsink'],
	['https://example.com/projects/?x=1', 'https://example.com'],
	['http://bugsink:8000/accounts/login/?next=/', 'http://bugsink:8000'],
])('takes %j for %j', (bugsinkUrl, base) => {
	const address = checkBugsinkCredential({ bugsinkUrl, apiToken: 'a'.repeat(40) });
	expect(address).toEqual({ base, api: `${base}/api/canonical/0/` });
});

it.each([
	['http://bugsink.example.com', 'a'.repeat(40), 'unencrypted'],
	['bugsink, at example.com', 'a'.repeat(40), 'is not a URL'],
	['https://bugsink.example.com', 'A'.repeat(40), 'does not look like a token'],
	['https://bugsink.example.com', '', 'does not look like a token'],
])('refuses %j with %j', (bugsinkUrl, apiToken, message) => {
	expect(() => checkBugsinkCredential({ bugsinkUrl, apiToken })).toThrow(message);
});

it('keeps the token at home on plain http to exactly the hosts that the node refuses', () => {
	const pattern = new RegExp(PLAIN_TO_PUBLIC);
	const hosts = [
		...['bugsink', 'localhost', 'a.local', 'x.internal', 'box.lan', 'n.home.arpa', 'b.test'],
		...['example.com', 'bugsink.example.com', 'local.example.com', 'localhost.evil.example'],
		...['127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.9.9', '192.168.1.1', '169.254.1.1'],
		...['100.64.0.1', '100.127.0.1', '8.8.8.8', '172.15.0.1', '172.32.0.1', '192.169.1.1'],
		...['100.63.0.1', '100.128.0.1', '11.0.0.1', '127.0.0.1.evil.example', '10.example.com'],
		...['[::1]', '[fd00::1]', '[fe80::1]', '[2001:db8::1]', '[::2]'],
	];
	for (const host of hosts) {
		for (const rest of ['', '/', ':8000', ':8000/bugsink', '?x=a.local', '#.local', '/@a.local']) {
			expect([host, rest, pattern.test(`http://${host}${rest}`)]).toEqual([
				host,
				rest,
				!isPrivateHost(host),
			]);
			expect(pattern.test(`https://${host}${rest}`)).toBe(false);
		}
	}
	expect(pattern.test('http://a.local@example.com/')).toBe(true);
});

it('sends no token to a public host in the clear', async () => {
	const { standIn } = await bugsink();
	const authorization = async (bugsinkUrl: string): Promise<string> => {
		const request = { baseURL: standIn.url, url: '/api/canonical/0/' };
		// Without its token the stand-in refuses; what was sent is what counts.
		await authenticatedRequest(request, { bugsinkUrl, apiToken: standIn.token }).catch(() => null);
		return String(standIn.requests.at(-1)?.headers.authorization);
	};
	expect(await authorization('http://bugsink.example.com')).not.toContain(standIn.token);
	expect(await authorization('https://bugsink.example.com')).toBe(`Bearer ${standIn.token}`);
	expect(await authorization('http://bugsink:8000')).toBe(`Bearer ${standIn.token}`);
});
