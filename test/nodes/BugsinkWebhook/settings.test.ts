import type { IDataObject } from 'n8n-workflow';

import {
	checkWebhookCredential,
	checkWebhookCredentialInForm,
	secretsOf,
} from '../../../nodes/BugsinkWebhook/settings';
import { webhook } from '../../../nodes/BugsinkWebhook/webhook';
import { settingsOf } from '../../support/execution';
import { refusal } from '../../support/refusal';

const WEBHOOK_URL = 'https://example.com/hooks/bugsink';
const read = (credential: IDataObject = {}, parameters: IDataObject = {}) =>
	settingsOf(webhook, { webhookUrl: WEBHOOK_URL, ...credential }, parameters);

const IN_THE_CREDENTIAL =
	"Secrets belong in the credential, where they are encrypted: set 'Authentication' or 'Secret Header' there.";
const OF_THE_SIGNATURE = "This header carries a signature: choose 'Signing' in the credential.";
const TEAMS_URL = 'https://prod-01.westeurope.logic.azure.com/workflows/1';
const TEAMS =
	"'Webhook URL' is an address of Microsoft Teams: use the node Bugsink to Microsoft Teams for cards that people can read.";
const encodedWord = (text: string) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
const basic = { authentication: 'basic', username: 'bugsink', password: 'pa:ss' };
const bearer = { authentication: 'bearer', bearerToken: 't0ken' };
const secret = { secretHeader: 'X-Api-Key', secretValue: 'k3y' };

describe('the credential', () => {
	test.each<[IDataObject, Record<string, string>]>([
		[{}, {}],
		[{ authentication: 'none', username: 'left over' }, {}],
		[{ authentication: ' ' }, {}],
		[basic, { authorization: 'Basic YnVnc2luazpwYTpzcw==' }],
		[
			{ authentication: 'basic', username: 'zoë', password: '' },
			{ authorization: 'Basic em/Dqzo=' },
		],
		[bearer, { authorization: 'Bearer t0ken' }],
		[
			{ authentication: 'bearer', bearerToken: ' bearer  t0ken ' },
			{ authorization: 'Bearer t0ken' },
		],
		[
			{ authentication: 'bearer', bearerToken: 'token-bearer' },
			{ authorization: 'Bearer token-bearer' },
		],
		[secret, { 'x-api-key': 'k3y' }],
		[
			{ ...secret, ...bearer },
			{ 'x-api-key': 'k3y', authorization: 'Bearer t0ken' },
		],
		[
			{ secretHeader: ' X-Api-Key ', secretValue: 'schlüssel' },
			{ 'x-api-key': '=?UTF-8?B?c2NobMO8c3NlbA==?=' },
		],
	])('%j sets %j', (credential, headers) => {
		expect(
			checkWebhookCredential({ webhookUrl: WEBHOOK_URL, ...credential }).secretHeaders,
		).toEqual(headers);
	});

	test.each<[IDataObject, string]>([
		[
			{ authentication: 'basic' },
			"'User Name' is empty. Basic authentication needs a user name, without a colon. Or set 'Authentication' to None.",
		],
		[
			{ ...basic, username: 'a:b' },
			"'User Name' has a colon. Basic authentication needs a user name, without a colon. Or set 'Authentication' to None.",
		],
		[
			{ authentication: 'bearer', bearerToken: ' Bearer ' },
			"'Bearer Token' is empty. Enter the token alone. Or set 'Authentication' to None.",
		],
		[
			{ authentication: 'bearer' },
			"'Bearer Token' is empty. Enter the token alone. Or set 'Authentication' to None.",
		],
		[
			{ ...bearer, bearerToken: 'tök' },
			"'Bearer Token' has a space or a special character. Enter the token alone. Or set 'Authentication' to None.",
		],
		[
			{ authentication: 'digest' },
			"'Authentication' cannot be 'digest'. Choose one of none, basic, bearer.",
		],
		[
			{ authentication: 'x'.repeat(90) },
			`'Authentication' cannot be '${'x'.repeat(60)}'. Choose one of none, basic, bearer.`,
		],
		[
			{ secretHeader: 'X-Api-Key' },
			"The credential has a 'Secret Header' without a 'Secret Value'. Fill in both, or leave both empty.",
		],
		[
			{ secretValue: 'k3y' },
			"The credential has a 'Secret Value' without a 'Secret Header'. Fill in both, or leave both empty.",
		],
		[
			{ ...bearer, secretHeader: 'Authorization', secretValue: 'x' },
			"'Secret Header' cannot set the header Authorization. 'Authentication' sets it already. Use one of the two.",
		],
		[
			{ secretHeader: 'X-Hub-Signature', secretValue: 'x' },
			`'Secret Header' cannot set the header X-Hub-Signature. ${OF_THE_SIGNATURE}`,
		],
		[
			{ ...bearer, webhookUrl: 'https://a:b@example.com/' },
			"'Webhook URL' has a user and password, and 'Authentication' is set too. Take them out of the URL, or set 'Authentication' to None.",
		],
		[
			{ ...basic, webhookUrl: 'https://:b@example.com/' },
			"'Webhook URL' has a user and password, and 'Authentication' is set too. Take them out of the URL, or set 'Authentication' to None.",
		],
		[
			{ ...basic, webhookUrl: 'https://a@example.com/' },
			"'Webhook URL' has a user and password, and 'Authentication' is set too. Take them out of the URL, or set 'Authentication' to None.",
		],
		[
			{ webhookUrl: 'example' },
			"'Webhook URL' is not a URL. Enter the whole address including https://, for example https://example.com/hooks/bugsink.",
		],
	])('%j is refused', (credential, message) => {
		const check = () => checkWebhookCredential({ webhookUrl: WEBHOOK_URL, ...credential });
		expect(refusal(check)).toBe(message);
	});

	test('a user and password in the address are used if nothing else is set', () => {
		const webhookUrl = 'https://a:b@example.com/';
		expect(checkWebhookCredential({ webhookUrl, ...secret }).url.username).toBe('a');
		expect(secretsOf({ webhookUrl })).toEqual(expect.arrayContaining(['b']));
	});

	test('all that is secret in it is known, also as it goes out', () => {
		const [one, two] = [7, 9].map((byte) => Buffer.alloc(24, byte).toString('base64'));
		const secrets = secretsOf({
			webhookUrl: `${WEBHOOK_URL}?token=in-the-address`,
			secretValue: ' schlüssel ',
			signing: 'standardWebhooks',
			signingSecret: `whsec_${one} whsec_${two}`,
			username: 'bugsink',
			password: 'pa:ss',
			bearerToken: 'Bearer t0ken',
		});
		expect(secrets).toEqual(
			expect.arrayContaining([
				'schlüssel',
				'=?UTF-8?B?c2NobMO8c3NlbA==?=',
				`whsec_${one} whsec_${two}`,
				one,
				two,
				'pa:ss',
				'YnVnc2luazpwYTpzcw==',
				't0ken',
				'in-the-address',
			]),
		);
	});

	test.each<[string, IDataObject, string[]]>([
		['one word', { secretValue: 'k3y' }, ['k3y']],
		['words that alone are no secret', { secretValue: 'two words' }, ['two words']],
		[
			'each encoded word',
			{ secretValue: 'ü'.repeat(23) },
			[
				'ü'.repeat(23),
				`${encodedWord('ü'.repeat(22))} ${encodedWord('ü')}`,
				encodedWord('ü'.repeat(22)),
				encodedWord('ü'),
			],
		],
		['the secret of GitHub as a whole', { signing: 'github', signingSecret: ' a, b\n' }, ['a, b']],
		['no user name', { username: 'bugsink' }, []],
		['a login', { username: 'zoë', password: 'pä' }, ['pä', 'em/Dqzpww6Q=']],
		['what should have been an address', { webhookUrl: ' my-token ' }, ['my-token']],
	])('what is secret: %s', (_, credential, secrets) => {
		const found = secretsOf({ webhookUrl: 'https://example.com/', ...credential });
		expect(found.filter((entry) => entry !== '')).toEqual(secrets);
	});

	test('an address of a service with a format of its own is named in the form', () => {
		const check = (webhookUrl: string) => () => checkWebhookCredentialInForm({ webhookUrl });
		expect(check(WEBHOOK_URL)()).toBe('');
		expect(refusal(check('https://hooks.slack.com/services/T0/B0/x'))).toMatch(
			/^'Webhook URL' is an address of Slack, which refuses Bugsink's JSON\. Use .+ instead, or set 'Payload Format' to Custom and send what Slack expects\.$/,
		);
		expect(check(TEAMS_URL)()).toBe(TEAMS);
	});
});

describe('the fields', () => {
	test('have these defaults', () => {
		expect(read()).toMatchObject({
			method: 'POST',
			customHeaders: {},
			includeFullPayload: true,
			bodyFormat: { format: 'bugsink' },
			responseBody: true,
			warnings: [],
			signing: { scheme: 'none' },
		});
	});

	test('are read by their names', () => {
		const parameters = {
			includeFullPayload: false,
			'options.responseBody': false,
			'options.dataFields': { team: 'checkout' },
			'options.headers': [{ name: 'X-Team', value: 'checkout' }],
		};
		expect(read({}, parameters)).toMatchObject({
			includeFullPayload: false,
			responseBody: false,
			dataFields: { team: 'checkout' },
			rowHeaders: { 'x-team': 'checkout' },
		});
	});

	test("warn of a service that has a node, and of fields that are the alert's", () => {
		const parameters = { 'options.dataFields': { summary: 'mine' } };
		expect(read({ webhookUrl: TEAMS_URL }, parameters).warnings).toEqual([
			TEAMS,
			"'Data Fields' cannot replace the alert's own; left out: summary",
		]);
	});

	test('for data do not count beside a custom body', () => {
		const options = { 'options.payloadFormat': 'custom', 'options.body': 'hello' };
		const parameters = { ...options, 'options.dataFields': { summary: 'mine', team: 'checkout' } };
		expect(read({}, parameters)).toMatchObject({ dataFields: {}, warnings: [] });
	});

	test.each<[IDataObject, string]>([
		[{ httpMethod: 'GET' }, "'HTTP Method' cannot be 'GET'. Choose one of POST, PUT, PATCH."],
		[
			{ customHeaders: '[1]' },
			`'Custom Headers' is not a JSON object. Enter a JSON object, for example { "X-Team": "checkout" }.`,
		],
		[
			{ customHeaders: { 'X-Team': 'a' }, 'options.headers': [{ name: 'x-team', value: 'a' }] },
			"'Headers' cannot set the header x-team. 'Custom Headers' sets it already. Keep one of the two.",
		],
		[
			{ 'options.headers': [{ name: 'Authorization', value: 'a' }] },
			`'Headers' cannot set the header Authorization. ${IN_THE_CREDENTIAL}`,
		],
	])('%j are refused', (parameters, message) => {
		expect(refusal(() => read({}, parameters))).toBe(message);
	});

	test.each(['PUT', 'PATCH'])('the method may be %s', (httpMethod) => {
		expect(read({}, { httpMethod }).method).toBe(httpMethod);
	});

	test('a service with a format of its own may get a custom body, and nothing else', () => {
		const webhookUrl = 'https://hooks.slack.com/services/T0/B0/x';
		expect(refusal(() => read({ webhookUrl }))).toContain("which refuses Bugsink's JSON");
		const parameters = { 'options.payloadFormat': 'custom', 'options.body': '{"text":"hello"}' };
		expect(read({ webhookUrl }, parameters).warnings).toEqual([]);
	});

	const cloudEvents = { 'options.payloadFormat': 'cloudEvents' };
	const custom = { 'options.payloadFormat': 'custom', 'options.body': 'hello' };
	test.each<[string, IDataObject, IDataObject, string]>([
		['Authorization', {}, {}, IN_THE_CREDENTIAL],
		['Authorization', bearer, {}, 'The credential sets it already. Remove it here.'],
		['x-api-key', secret, {}, 'The credential sets it already. Remove it here.'],
		['Webhook-Id', {}, {}, OF_THE_SIGNATURE],
		['webhook-timestamp', {}, {}, OF_THE_SIGNATURE],
		['webhook-signature', {}, {}, OF_THE_SIGNATURE],
		['X-Hub-Signature', {}, {}, OF_THE_SIGNATURE],
		['x-hub-signature-256', {}, {}, OF_THE_SIGNATURE],
		['content-type', {}, cloudEvents, "'Payload Format' sets it. Remove it here."],
		...['specversion', 'id', 'source', 'type', 'subject', 'time'].map(
			(name): [string, IDataObject, IDataObject, string] => [
				`CE-${name}`,
				{},
				cloudEvents,
				"'Payload Format' sets it. Remove it here.",
			],
		),
		['Content-Type', {}, custom, "Set 'Content Type' under Options instead."],
	])('the header %s is not to be set: %j %j', (name, credential, parameters, hint) => {
		const work = () => read(credential, { ...parameters, customHeaders: { [name]: 'mine' } });
		expect(refusal(work)).toBe(`'Custom Headers' cannot set the header ${name}. ${hint}`);
	});

	test.each(['X-Team', 'ce-id', 'content-type'])('the header %s is', (name) => {
		expect(read({}, { customHeaders: { [name]: 'mine' } }).customHeaders).toEqual({
			[name.toLowerCase()]: 'mine',
		});
	});
});
