import { readSite } from '../../../nodes/BugsinkJiraCloud/settings';
import { aJira, alert, sendOne } from './support';

test.each<[string, unknown]>([
	['a site without Jira', '<html>Your Atlassian site is unavailable</html>'],
	['a Jira Data Center', { message: 'null for uri: /rest/api/3/search/jql', 'status-code': 404 }],
])('%s is named, instead of the permissions', async (_, body) => {
	const jira = await aJira();
	jira.fail({ kind: { status: 404, body: body as string } });
	await expect(sendOne(jira, alert(1))).rejects.toMatchObject({
		message: `Jira answered 404: There is no Jira Cloud at ${new URL(jira.url).host}. Server and Data Center are not supported.`,
		hint: expect.stringContaining("'Jira URL'") as string,
	});
	expect(jira.requests).toHaveLength(1);
});

test("Jira's own 404 keeps its words", async () => {
	const jira = await aJira();
	jira.fail({ kind: { status: 404, body: { errorMessages: ['No such filter.'] } } });
	await expect(sendOne(jira, alert(1))).rejects.toMatchObject({
		message: 'Jira answered 404: No such filter.',
	});
});

const login = { userEmail: 'ada@example.com', apiToken: 'token' };

test.each([
	['acme.atlassian.net', 'https://acme.atlassian.net'],
	[' acme.atlassian.net/jira/software/projects/OPS/boards/1 ', 'https://acme.atlassian.net'],
	['acme.atlassian.net:443', 'https://acme.atlassian.net'],
	['https://acme.atlassian.net/', 'https://acme.atlassian.net'],
])('the address %j is the site %s', (jiraUrl, site) => {
	expect(readSite({ jiraUrl, ...login })).toBe(site);
});

test.each(['acme', 'my site', 'mailto:ada@example.com', 'ada@example.com'])(
	'%j is no address',
	(jiraUrl) => {
		expect(() => readSite({ jiraUrl, ...login })).toThrow("'Jira URL'");
	},
);
