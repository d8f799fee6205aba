export type Fields = Record<string, unknown>;

/** Parameters and credentials with which nothing may be sent, and what is said of them. */
export const WRONG: Array<[Fields, Fields, string]> = [
	[{}, { webhookUrl: 'nowhere' }, "'Webhook URL' is not a URL"],
	[{}, { webhookUrl: 'http://example.com/' }, 'would send a secret unencrypted to example.com'],
	[{}, { secretHeader: 'X-Secret' }, "'Secret Header' without a 'Secret Value'"],
	[{}, { secretHeader: 'Host', secretValue: 'x' }, 'cannot set the header Host'],
	[{}, { secretHeader: 'webhook-signature', secretValue: 'x' }, 'cannot set the header webhook-'],
	[{}, { signing: 'github' }, "'Signing Secret' is empty"],
	[{}, { signing: 'standardWebhooks', signingSecret: 'x' }, 'not a secret of Standard Webhooks'],
	[{}, { authentication: 'basic' }, "'User Name' is empty"],
	[{}, { authentication: 'basic', username: 'a:b' }, "'User Name' has a colon"],
	[{}, { authentication: 'bearer' }, "'Bearer Token' is empty"],
	[{}, { authentication: 'bearer', bearerToken: 'a b' }, "'Bearer Token' has a space"],
	[{}, { authentication: 'oauth' }, "'Authentication' cannot be 'oauth'"],
	[
		{},
		{
			authentication: 'bearer',
			bearerToken: 'token',
			secretHeader: 'Authorization',
			secretValue: 'x',
		},
		"'Secret Header' cannot set the header Authorization",
	],
	[
		{},
		{ authentication: 'bearer', bearerToken: 't', webhookUrl: 'https://a:b@example.com' },
		"'Webhook URL' has a user and password",
	],
	[{ customHeaders: '[1]' }, {}, "'Custom Headers' is not a JSON object"],
	[
		{ customHeaders: { Authorization: 'Bearer x' } },
		{},
		"'Custom Headers' cannot set the header Authorization",
	],
	[
		{ customHeaders: { 'x-secret': 'mine' } },
		{ secretHeader: 'X-Secret', secretValue: 's' },
		"'Custom Headers' cannot set the header x-secret",
	],
	[
		{ customHeaders: { 'Webhook-Id': 'mine' } },
		{},
		"'Custom Headers' cannot set the header Webhook-Id",
	],
	[
		{ customHeaders: { 'ce-id': 'mine' }, options: { payloadFormat: 'cloudEvents' } },
		{},
		"'Custom Headers' cannot set the header ce-id",
	],
	[{ options: { payloadFormat: 'custom' } }, {}, "'Body' is empty"],
	[
		{ options: { payloadFormat: 'custom', body: '{ "a": ', contentType: 'application/json' } },
		{},
		"'Body' is not JSON although 'Content Type' is application/json",
	],
	[
		{ options: { payloadFormat: 'custom', body: 'x', contentType: 'text/plain\r\nX-A: b' } },
		{},
		"'Content Type' has a value",
	],
	[{ httpMethod: '={{ "GET" }}' }, {}, "'HTTP Method' cannot be 'GET'"],
];
