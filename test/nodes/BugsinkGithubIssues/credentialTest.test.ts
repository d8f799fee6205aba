import { githubCredential } from '../../../nodes/BugsinkGithubIssues/credentialTest';
import { startGithub, type GithubStandIn } from '../../standins/github';
import { testCredential } from '../../support/contexts';

let github: GithubStandIn;
beforeEach(async () => {
	github = await startGithub();
});
afterEach(async () => await github.close());

const test = async (more = {}) =>
	await testCredential(githubCredential, {
		accessToken: ` ${github.token} `,
		apiUrl: `${github.url}/`,
		...more,
	});

it('names the user, for a token of either kind', async () => {
	const message = 'Signed in to GitHub as alert-bot.';
	expect(await test()).toEqual({ status: 'OK', message });
	const fineGrained = await startGithub({ fineGrained: true });
	expect(await test({ apiUrl: fineGrained.url, accessToken: fineGrained.token })).toEqual({
		status: 'OK',
		message,
	});
	await fineGrained.close();
});

it.each([
	['', 'it has no scope. '],
	['read:user, gist', 'it has only the scopes read:user, gist. '],
])('refuses a classic token with the scopes %j', async (scopes, message) => {
	const headers = { 'x-oauth-scopes': scopes };
	github.fail({ kind: { status: 200, headers, body: { login: 'octocat' } } });
	expect(await test()).toEqual({
		status: 'Error',
		message: expect.stringContaining(
			`The token of octocat may not open issues: ${message}Edit it on GitHub`,
		) as string,
	});
});

it('takes the token of an app, which is no user', async () => {
	github.fail({
		kind: { status: 403, body: { message: 'Resource not accessible by integration' } },
	});
	expect(await test()).toMatchObject({ status: 'OK' });
});

it.each([
	[
		'a wrong token',
		{ accessToken: 'planted-secret-token' },
		/^GitHub answered 401: Bad credentials\. The token is wrong or expired\. Enter a new one/,
	],
	['no token', { accessToken: '' }, /has no 'Access Token'/],
	['the website', { apiUrl: 'https://github.com' }, /Enter https:\/\/api\.github\.com/],
	[
		'nobody there',
		{ apiUrl: 'http://127.0.0.1:9' },
		/^GitHub could not be reached: .*ECONNREFUSED/,
	],
	['plain http', { apiUrl: 'http://github.example.com/api/v3' }, /unencrypted/],
])('refuses %s and says what to do', async (_, more, message) => {
	const result = await test(more);
	expect(result).toEqual({ status: 'Error', message: expect.stringMatching(message) as string });
	expect(result.message).not.toContain('planted-secret-token');
});

it.each([
	['a page', { status: 200, body: '<html>hello</html>' }],
	['a redirect', { status: 302, headers: { location: 'https://sso.example.com' }, body: '' }],
	['nothing', { status: 404, body: 'Not Found' }],
])('refuses an address where %s answers', async (_, kind) => {
	github.fail({ kind });
	expect(await test()).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('There is no GitHub API at 127.0.0.1') as string,
	});
});
