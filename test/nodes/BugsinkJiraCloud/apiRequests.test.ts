import {
	cloudIdIn,
	gatewayOf,
	jiraRequest,
	SEARCH,
	tenantInfoRequest,
} from '../../../nodes/BugsinkJiraCloud/api';
import { scripted, SITE } from './scripted';

describe('a request whose answer is lost', () => {
	it.each(['/issue', SEARCH])('gives what a look finds instead: %s', async (path) => {
		const { api } = scripted(() => 'lost');
		const lookAgain = async () => await Promise.resolve('OPS-1');
		expect(await api.send('POST', path, {}, { lookAgain })).toEqual({ found: 'OPS-1' });
	});
});

describe('a 404', () => {
	it('of the search is no Jira Cloud', async () => {
		const { api, requests } = scripted(() => ({ status: 404, body: '<h1>Not found</h1>' }));
		await expect(api.list('POST', SEARCH, 'issues', {})).rejects.toMatchObject({
			message:
				'Jira answered 404: There is no Jira Cloud at acme.atlassian.net. Server and Data Center are not supported.',
			failure: {
				errorType: 'ClientError',
				statusCode: 404,
				responseText: '<h1>Not found</h1>',
				hint: "Check the address in the credential: 'Jira URL' is that of your site, for example https://your-domain.atlassian.net.",
			},
		});
		expect(requests).toHaveLength(1);
	});

	it("of the search in Jira's own words is what they say", async () => {
		const { api } = scripted(() => ({ status: 404, body: { errorMessages: ['Gone.'] } }));
		await expect(api.list('POST', SEARCH, 'issues', {})).rejects.toMatchObject({
			message: 'Jira answered 404: Gone.',
			failure: { hint: expect.stringMatching(/^Jira does not know this/) as string },
		});
	});

	it('elsewhere is an answer for who accepts it, and else an error', async () => {
		const { api } = scripted(() => ({ status: 404 }));
		const accepted = await api.send('GET', '/issue/1', undefined, { accept: [404] });
		expect(accepted.response?.statusCode).toBe(404);
		await expect(api.request('GET', '/issue/1')).rejects.toThrow('Jira answered 404');
	});
});

describe('addresses', () => {
	it.each([
		['https://acme.atlassian.net', 'https://api.atlassian.com/ex/jira/c'],
		['http://localhost:8080', 'http://localhost:8080/ex/jira/c'],
		['http://127.0.0.1:1', 'http://127.0.0.1:1/ex/jira/c'],
		['http://127.10.20.30', 'http://127.10.20.30/ex/jira/c'],
		['https://127.0.0.1.example.com', 'https://api.atlassian.com/ex/jira/c'],
		['http://[::1]:1', 'http://[::1]:1/ex/jira/c'],
		['https://127.example.com', 'https://api.atlassian.com/ex/jira/c'],
	])('the gateway of %s is %s', (site, gateway) => {
		expect(gatewayOf(site, 'c')).toBe(gateway);
	});

	it.each([
		['{"cloudId":"11-aB"}', '11-aB'],
		['{"cloudId":"../x"}', undefined],
		['{"cloudId":"a/b"}', undefined],
		['{"cloudId":1}', undefined],
		['{}', undefined],
		['[]', undefined],
		['<html>', undefined],
		[`{"cloudId":"${'a'.repeat(65)}"}`, undefined],
	])('%s names the cloud %s', (body, cloudId) => {
		expect(cloudIdIn({ statusCode: 200, headers: {}, body })).toBe(cloudId);
	});

	it('the cloud is asked for outside of the REST API', () => {
		expect(tenantInfoRequest(SITE)).toEqual({
			method: 'GET',
			url: `${SITE}/_edge/tenant_info`,
			headers: { accept: 'application/json' },
		});
	});

	it('a request without a body sends none', () => {
		expect(jiraRequest(SITE, 'GET', '/myself')).toEqual({
			method: 'GET',
			url: `${SITE}/rest/api/3/myself`,
			headers: { accept: 'application/json' },
		});
	});
});
