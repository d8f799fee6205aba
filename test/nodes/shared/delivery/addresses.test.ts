/** Addresses that people type: those of secrets, those without https://, those of other services. */
import {
	isPrivateHost,
	secretAddress,
	withScheme,
} from '../../../../nodes/shared/delivery/address';
import type { InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import { serviceAt } from '../../../../nodes/shared/delivery/otherServices';
import { redactor, secretsInUrl } from '../../../../nodes/shared/delivery/redact';

test.each([
	['example.com', 'https://example.com'],
	[' example.com/a?b ', 'https://example.com/a?b'],
	['example.com:8443', 'https://example.com:8443'],
	['EXAMPLE.COM', 'https://EXAMPLE.COM'],
	['a-b.example.co.uk#x', 'https://a-b.example.co.uk#x'],
	['example.com?x=1', 'https://example.com?x=1'],
	['localhost', 'localhost'],
	['localhost:8000', 'localhost:8000'],
	['example.c', 'example.c'],
	['10.0.0.1', '10.0.0.1'],
	['https://example.com', 'https://example.com'],
	['example.com, or so', 'example.com, or so'],
	['see example.com', 'see example.com'],
	['example.com:port', 'example.com:port'],
	['', ''],
])('%j is taken for %j', (value, address) => {
	expect(withScheme(value)).toBe(address);
});

test.each([
	[
		'example.com',
		"'Hook' is not a URL",
		'Enter the whole address including https://, for example https://a.example.',
	],
	[
		'ftp://example.com/',
		"'Hook' must begin with https://",
		'Enter the whole address, for example https://a.example.',
	],
	[
		'http://example.com/',
		"'Hook' would send a secret unencrypted to example.com",
		'Use https://. Plain http:// is accepted only for this machine and for private networks.',
	],
])('%j is refused with what to do', (value, message, hint) => {
	let refused: unknown;
	try {
		secretAddress('Hook', value, 'https://a.example');
	} catch (error) {
		refused = error;
	}
	expect(refused).toMatchObject({ message, hint } satisfies Partial<InvalidSetting>);
});

test.each([
	['10.0.0.1.', true],
	['110.0.0.1', false],
	['10.0.0.1x.example', false],
	['x10.0.0.1.example', false],
	['10.0.0', false],
	['10.0.0.1.2', false],
	['172.20.1.1', true],
	['192.168.100.200', true],
	['169.254.100.200', true],
	['100.100.100.100', true],
	['100.640.0.1', false],
	['f::1', false],
	['fb00::1', false],
	['fe70::1', false],
	['a.localhost.example', false],
	['a.home.arpa.example', false],
	['homexarpa', true],
	['a.homexarpa', false],
])('%s is private: %s', (host, expected) => {
	expect(isPrivateHost(host)).toBe(expected);
});

describe('the service at a host', () => {
	const nameAt = (host: string) => serviceAt(new URL(`https://${host}/x`))?.name;

	test.each([
		['hooks.slack.com', 'Slack'],
		['slack.com', 'Slack'],
		['hooks.slack-gov.com', 'Slack'],
		['discord.com', 'Discord'],
		['discordapp.com', 'Discord'],
		['ptb.discord.com.', 'Discord'],
		['chat.googleapis.com', 'Google Chat'],
		['chat.google.com', 'Google Chat'],
		['api.telegram.org', 'Telegram'],
		['webexapis.com', 'Webex'],
		['api.ciscospark.com', 'Webex'],
		['events.eu.pagerduty.com', 'PagerDuty'],
		['PagerDuty.com', 'PagerDuty'],
		['prod.x.api.powerplatform.com', 'Microsoft Teams'],
		['x.api.gov.powerplatform.microsoft.us', 'Microsoft Teams'],
		['x.api.high.powerplatform.microsoft.us', 'Microsoft Teams'],
		['x.api.appsplatform.us', 'Microsoft Teams'],
		['x.api.powerplatform.partner.microsoftonline.cn', 'Microsoft Teams'],
		['prod-1.westeurope.logic.azure.com', 'Microsoft Teams'],
		['x.logic.azure.us', 'Microsoft Teams'],
		['x.logic.azure.cn', 'Microsoft Teams'],
		['acme.webhook.office.com', 'Microsoft Teams'],
		['outlook.office.com', 'Microsoft Teams'],
		['outlook.office365.com', 'Microsoft Teams'],
	])('%s is %s', (host, name) => {
		expect(nameAt(host)).toBe(name);
	});

	test.each([
		...['notslack.com', 'slack.com.example', 'hooks.slackxcom.example', 'slackxcom'],
		...['mydiscord.com', 'discord.com.example', 'x.chat.googleapis.com', 'chat.googleapis.com.x'],
		...['xapi.telegram.org', 'api.telegram.org.example', 'mywebexapis.com', 'webexapis.com.x'],
		...['mypagerduty.com', 'pagerduty.com.example', 'api.powerplatform.com', 'logic.azure.com'],
		...['x.outlook.office.com', 'outlook.office.com.example', 'x.webhook.office.com.example'],
		...['outlook.office366.com', 'example.com'],
	])('%s is not a known service', (host) => {
		expect(nameAt(host)).toBeUndefined();
	});

	test('has a node of its own, and takes other messages or not', () => {
		const at = (host: string) => serviceAt(new URL(`https://${host}/`));
		expect(at('hooks.slack.com')).toEqual({
			name: 'Slack',
			node: "n8n's Slack node",
			wantsItsOwnFormat: true,
		});
		expect(at('webexapis.com')?.node).toBe("n8n's Webex by Cisco node");
		expect(at('events.pagerduty.com')).toMatchObject({
			node: 'Bugsink to PagerDuty',
			wantsItsOwnFormat: true,
		});
		expect(at('outlook.office.com')).toMatchObject({
			node: 'Bugsink to Microsoft Teams',
			wantsItsOwnFormat: false,
		});
	});
});

describe('the user name and the password in an address', () => {
	const login = (text: string) => Buffer.from(text).toString('base64');

	test.each([
		['user', []],
		['USER', []],
		['user7', ['user7']],
		['7user', ['7user']],
		['sixteen-letters-', ['sixteen-letters-', 'sixteen-letters-']],
		['%zz:pass%zz', ['pass%zz', login('%zz:pass%zz')]],
		['fifteen-letters:pass', ['pass', login('fifteen-letters:pass')]],
		['sixteen-letters-:pass', ['pass', login('sixteen-letters-:pass'), 'sixteen-letters-']],
		[':pass', ['pass', login(':pass')]],
	])('%s: secret are %j', (user, secrets) => {
		expect(secretsInUrl(`https://${user}@host.example/`)).toEqual(secrets);
	});
});

describe('keys of an object', () => {
	const { json } = redactor(['password', 'x'.repeat(21), 'p-ass']);

	test('stay where they are plain words of at most twenty letters, though one is a secret', () => {
		const long = 'x'.repeat(21);
		expect(json({ password: 'password', pass_word: 1, [long]: 2, 'p-ass': 3 })).toEqual({
			password: '***',
			pass_word: 1,
			'***': 3,
		});
		expect(json({ [long]: 2 })).toEqual({ '***': 2 });
		expect(redactor(['y'.repeat(20)]).json({ ['y'.repeat(20)]: 1 })).toEqual({
			['y'.repeat(20)]: 1,
		});
	});

	test('and values stay the same object if there is no secret', () => {
		const value = { a: ['b'] };
		expect(redactor(['abc']).json(value)).toBe(value);
		expect(json(value)).not.toBe(value);
	});
});
