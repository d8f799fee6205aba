import { paceOf, readWebhookUrl } from '../../../nodes/BugsinkMicrosoftTeams/webhookUrl';
import { WORKFLOWS_URL } from './support';

const PATH =
	'/workflows/b840a60a611b4d32/triggers/manual/paths/invoke?api-version=1&sv=1.0&sig=abcdefghijkl';

test.each([
	[WORKFLOWS_URL, 'workflows', 0],
	[
		`https://default12.environment.api.powerplatform.com:443/powerautomate/automations/direct/cu/16${PATH}`,
		'workflows',
		0,
	],
	[
		`https://default12.environment.api.gov.powerplatform.microsoft.us/powerautomate/automations/direct${PATH}`,
		'workflows',
		0,
	],
	[`https://prod-12.westeurope.logic.azure.com:443${PATH}`, 'oldWorkflows', 1],
	['https://contoso.webhook.office.com/webhookb2/a@b/IncomingWebhook/c/d', 'connector', 1],
	['https://outlook.office.com/webhook/a@b/IncomingWebhook/c/d', 'connector', 1],
	['https://teams-relay.example.com/hook', 'unknown', 1],
	['http://127.0.0.1:8080/hook', 'unknown', 1],
])('%s is of the family %s', (url, family, warnings) => {
	const address = readWebhookUrl(` ${url}\n`);
	expect(address.family).toBe(family);
	expect(address.warnings).toHaveLength(warnings);
	expect(address.url).toBe(new URL(url).href);
});

test.each([
	['', "'Webhook URL' is not a URL"],
	['contoso.webhook.office.com/webhookb2/x', "'Webhook URL' is not a URL"],
	['ftp://x.de/', "'Webhook URL' must begin with https://"],
	['http://contoso.webhook.office.com/webhookb2/x', 'unencrypted'],
	['https://teams.microsoft.com/l/channel/19%3aabc/Alerts', 'is a page on teams.microsoft.com'],
	['https://make.powerautomate.com/environments/x/flows/y', 'is a page on make.powerautomate.com'],
])('%j is refused before anything is sent', (url, message) => {
	expect(() => readWebhookUrl(url)).toThrow(message);
});

test.each([WORKFLOWS_URL.replace(/&sig=.*/, ''), WORKFLOWS_URL.replace(/&sig=.*/, '&sig=')])(
	'a Workflows address without its signature says what to change in the flow',
	(url) => {
		expect(() => readWebhookUrl(url)).toThrow(
			expect.objectContaining({
				message: expect.stringContaining('no signature (sig)') as string,
				hint: expect.stringMatching(/Who can trigger the flow.*Anyone.*copy/) as string,
			}) as Error,
		);
	},
);

test("messages to Microsoft keep to its rates; other hosts' lanes only close when they say so", () => {
	expect(paceOf(readWebhookUrl(WORKFLOWS_URL))).toEqual({
		key: WORKFLOWS_URL,
		limits: [
			{ count: 4, perMilliseconds: 1_000 },
			{ count: 60, perMilliseconds: 30_000 },
		],
	});
	expect(paceOf(readWebhookUrl('http://127.0.0.1:8080/hook'))).toEqual({
		key: 'http://127.0.0.1:8080/hook',
		limits: [],
	});
});
