import { InvalidSetting } from '../../../nodes/shared/delivery/failure';
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

test.each(['&amp;', '&AMP;', '&#38;', '&#x26;', '&amp;amp;'])(
	'an address copied from HTML, with %s for &, is the address',
	(entity) => {
		const { url, family } = readWebhookUrl(WORKFLOWS_URL.replaceAll('&', entity));
		expect([url, family]).toEqual([WORKFLOWS_URL, 'workflows']);
	},
);

test.each([
	['https://hooks.slack.com/services/T1/B2/SECRET-of-slack', 'Slack'],
	['https://hooks.slack-gov.com/services/T1/B2/SECRET', 'Slack'],
	['https://acme.slack.com/archives/C1?SECRET', 'Slack'],
	['https://discord.com/api/webhooks/1/SECRET', 'Discord'],
	['https://ptb.discord.com/api/webhooks/1/SECRET', 'Discord'],
	['https://DiscordApp.com./api/webhooks/1/SECRET', 'Discord'],
	['https://chat.googleapis.com/v1/spaces/A/messages?key=SECRET&token=SECRET', 'Google Chat'],
	['https://api.telegram.org/bot1:SECRET/sendMessage', 'Telegram'],
	['https://webexapis.com/v1/webhooks/incoming/SECRET', 'Webex'],
	['https://events.pagerduty.com/v2/enqueue?SECRET', 'PagerDuty'],
])('%s is refused by name, without its secret', (url, service) => {
	const refusal = (() => {
		try {
			return readWebhookUrl(url);
		} catch (error) {
			return error as InvalidSetting;
		}
	})();
	expect(refusal).toBeInstanceOf(InvalidSetting);
	expect(refusal).toMatchObject({
		message: expect.stringContaining(`an address of ${service} (`) as string,
		hint: expect.stringContaining('Send webhook alerts to a channel') as string,
	});
	expect(JSON.stringify([String(refusal), refusal])).not.toContain('SECRET');
});

test('a host that only looks like another service is used, with a warning', () => {
	for (const host of ['notslack.com', 'slack.com.example.org', 'discord.com.internal']) {
		expect(readWebhookUrl(`https://${host}/hook`).family).toBe('unknown');
	}
});

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
