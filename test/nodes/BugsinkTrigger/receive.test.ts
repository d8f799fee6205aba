import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';

import { BugsinkTrigger } from '../../../nodes/BugsinkTrigger/BugsinkTrigger.node';
import { sample } from '../../support/samples';

interface Call {
	body?: unknown;
	headers?: Record<string, string>;
	/** A name that is repeated in the address has a list. */
	query?: Record<string, string | string[]>;
	rawBody?: Buffer;
	parameters?: Record<string, unknown>;
	credential?: ICredentialDataDecryptedObject;
}

/** Calls the trigger as n8n's webhook server does, and says what the sender sees and what starts. */
async function post(call: Call) {
	const sent = {
		status: 200,
		text: '',
		type: '',
		headers: {} as Record<string, string>,
		log: [] as string[],
	};
	const response = {
		status(code: number) {
			sent.status = code;
			return response;
		},
		type(name: string) {
			sent.type = name;
			return response;
		},
		setHeader(name: string, value: string) {
			sent.headers[name] = value;
		},
		send(text: string) {
			sent.text = text;
			return response;
		},
	};
	const parameters: Record<string, unknown> = {
		...(call.credential ? { authentication: 'bugsinkTriggerApi' } : {}),
		...call.parameters,
	};
	const context = {
		getRequestObject: () => ({
			body: call.body ?? sample('captured/custom-new'),
			rawBody: call.rawBody,
		}),
		getResponseObject: () => response,
		getHeaderData: () => call.headers ?? {},
		getQueryData: () => call.query ?? {},
		getNodeParameter: (name: string, fallback: unknown) =>
			name in parameters ? parameters[name] : fallback,
		getCredentials: async (type: string) => (type === 'bugsinkTriggerApi' ? call.credential : {}),
		logger: { warn: (text: string) => sent.log.push(text) },
	} as unknown as IWebhookFunctions;
	const result = await new BugsinkTrigger().webhook.call(context);
	return { ...sent, result, started: result.workflowData?.[0] };
}

test('an alert starts the workflow with the normalized alert and the original', async () => {
	const raw = sample('captured/custom-regressed');
	const { started, result } = await post({ body: raw });
	expect(started).toHaveLength(1);
	expect(started?.[0].json).toMatchObject({ reason: 'REGRESSED', source: 'custom', raw });
	expect(result.webhookResponse).toEqual({ accepted: true, started: true });
});

describe('what is no alert', () => {
	test.each([[{ hello: 1 }], [{}], ['not JSON'], [[1, 2]]])(
		'%j gets 400 and one line',
		async (body) => {
			const { status, text, started } = await post({ body });
			expect(status).toBe(400);
			expect(text).toMatch(/^This item is not a Bugsink alert.*Found: .+\.$/);
			expect(text).not.toContain('\n');
			expect(started).toBeUndefined();
		},
	);

	test('is answered by the node itself, in plain text', async () => {
		const { type, result } = await post({ body: {} });
		expect(type).toBe('text/plain');
		expect(result).toEqual({ noWebhookResponse: true });
	});

	test.each<[string, Call, number]>([
		['256 KiB', { headers: { 'content-length': '262144' } }, 200],
		['one byte more', { headers: { 'content-length': '262145' } }, 413],
		['256 KiB in chunks', { rawBody: Buffer.alloc(262_144) }, 200],
		['one byte more in chunks', { rawBody: Buffer.alloc(262_145) }, 413],
	])('a body of %s', async (_, call, expected) => {
		const { status, text, started } = await post(call);
		expect(status).toBe(expected);
		expect(text).toBe(expected === 413 ? 'The body is too large for an alert' : '');
		expect(started !== undefined).toBe(expected === 200);
	});
});

describe('authentication', () => {
	const basic = (login: string) => ({
		authorization: `Basic ${Buffer.from(login).toString('base64')}`,
	});
	const both = { token: 't0ken', username: 'bugsink', password: 'pa:ss' };

	test.each<[string, Call, number]>([
		['no token', { credential: { token: 't0ken' } }, 403],
		['a wrong token', { credential: { token: 't0ken' }, query: { token: 't0ken2' } }, 403],
		['the token', { credential: { token: 't0ken' }, query: { token: 't0ken' } }, 200],
		[
			'the token in the header',
			{ credential: { token: 't0ken' }, headers: { 'x-bugsink-token': 't0ken' } },
			200,
		],
		[
			'the token twice in the address',
			{ credential: { token: 't0ken' }, query: { token: ['t0ken', 't0ken'] } },
			403,
		],
		['no login', { credential: { username: 'bugsink', password: 'pa:ss' } }, 401],
		[
			'a wrong password',
			{ credential: { username: 'bugsink', password: 'pa:ss' }, headers: basic('bugsink:no') },
			401,
		],
		[
			'the login',
			{ credential: { username: 'bugsink', password: 'pa:ss' }, headers: basic('bugsink:pa:ss') },
			200,
		],
		[
			'only the login where both are asked for',
			{ credential: both, headers: basic('bugsink:pa:ss') },
			403,
		],
		[
			'only the token where both are asked for',
			{ credential: both, query: { token: 't0ken' } },
			401,
		],
		['both', { credential: both, query: { token: 't0ken' }, headers: basic('bugsink:pa:ss') }, 200],
	])('%s', async (_, call, expected) => {
		const { status, text, headers, started } = await post(call);
		expect(status).toBe(expected);
		expect(text).toBe('');
		// A 401 has to name a scheme (https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2).
		expect(headers).toEqual(expected === 401 ? { 'WWW-Authenticate': 'Basic' } : {});
		expect(started !== undefined).toBe(expected === 200);
	});

	test('an empty credential lets nobody in', async () => {
		const { status, text, started } = await post({ credential: {} });
		expect([status, text, started]).toEqual([403, '', undefined]);
	});

	test('an impostor learns nothing about the body', async () => {
		const { status, text } = await post({ credential: { token: 't0ken' }, body: { hello: 1 } });
		expect([status, text]).toEqual([403, '']);
	});
});

describe('filters', () => {
	test.each<[string, Call, boolean]>([
		['a wanted reason', { parameters: { reasons: ['NEW'] } }, true],
		['another reason', { parameters: { reasons: ['REGRESSED', 'UNMUTED'] } }, false],
		[
			'an unknown reason as Other',
			{
				parameters: { reasons: ['OTHER'] },
				body: { ...(sample('captured/custom-new') as object), alert_reason: 'GROWING' },
			},
			true,
		],
		['a project by name', { parameters: { 'options.projects': 'Billing, checkout api' } }, true],
		['another project', { parameters: { 'options.projects': 'Billing' } }, false],
		[
			'a project by id',
			{
				parameters: {
					'options.projects': String(
						(sample('captured/custom-new') as { project: number }).project,
					),
				},
			},
			true,
		],
		['a part of the error type', { parameters: { 'options.errorTypes': 'valueerr' } }, true],
		['a pattern', { parameters: { 'options.errorTypes': '/^(Key|Value)Error$/' } }, true],
		['another pattern', { parameters: { 'options.errorTypes': '/^Key/' } }, false],
		[
			'a test alert, passed',
			{ body: sample('captured/custom-test'), parameters: { reasons: ['NEW'] } },
			true,
		],
		[
			'a test alert, dropped',
			{ body: sample('captured/custom-test'), parameters: { 'options.testAlerts': 'drop' } },
			false,
		],
	])('%s', async (_, call, starts) => {
		const { status, started, result } = await post(call);
		expect(status).toBe(200);
		expect(started !== undefined).toBe(starts);
		expect(result.webhookResponse).toMatchObject({ accepted: true, started: starts });
	});
});

test.each(['projects', 'errorTypes'])(
	'an expression without a value in %s filters nothing',
	async (field) => {
		const { started } = await post({ parameters: { [`options.${field}`]: null } });
		expect(started).toHaveLength(1);
	},
);

test('a broken pattern loses no alert, and the log says so', async () => {
	const parameters = { 'options.errorTypes': 'KeyError, /Timeout' };
	const { started, log } = await post({ parameters });
	expect(started).toHaveLength(1);
	expect(log).toEqual([
		"'Error Types' has a pattern that is not a regular expression: /Timeout. This filter lets all alerts pass. Write for example /^(Value|Type)Error$/, or plain text that does not begin with a slash.",
	]);
});

test.each(['application/x-ndjson', 'application/jsonl; charset=utf-8', 'application/json-seq'])(
	'%s is refused as such',
	async (type) => {
		const { status, text, started } = await post({ headers: { 'content-type': type }, body: {} });
		expect(status).toBe(415);
		expect(text).toBe(`${type} is not supported: send one alert per request`);
		expect(started).toBeUndefined();
	},
);

test('a long content type is shown in part', async () => {
	const type = `application/x-ndjson; profile=${'x'.repeat(60)}`;
	const { text } = await post({ headers: { 'content-type': type } });
	expect(text).toBe(
		`application/x-ndjson; profile=${'x'.repeat(30)} is not supported: send one alert per request`,
	);
});

describe('a login beyond ASCII', () => {
	const credential = { username: 'rené', password: 'schlüssel£' };
	const login = `${credential.username}:${credential.password}`;
	const send = async (bytes: Buffer) =>
		(await post({ credential, headers: { authorization: `Basic ${bytes.toString('base64')}` } }))
			.status;

	test('is accepted in UTF-8 and in Latin-1, and in nothing else', async () => {
		expect(await send(Buffer.from(login, 'utf8'))).toBe(200);
		expect(await send(Buffer.from(login, 'latin1'))).toBe(200);
		expect(await send(Buffer.from(login, 'utf16le'))).toBe(401);
		expect(await send(Buffer.from(login.normalize('NFD'), 'utf8'))).toBe(401);
		expect(await send(Buffer.from('rene:schlussel', 'utf8'))).toBe(401);
	});

	test.each(['basic', 'BASIC ', 'bAsIc'])('of the scheme %j is one, too', async (scheme) => {
		const authorization = `${scheme} ${Buffer.from(login).toString('base64')}`;
		expect((await post({ credential, headers: { authorization } })).status).toBe(200);
		const wrong = `${scheme} ${Buffer.from(`${login}x`).toString('base64')}`;
		expect((await post({ credential, headers: { authorization: wrong } })).status).toBe(401);
	});

	test('that Latin-1 cannot hold has one encoding', async () => {
		const japanese = { username: '太郎', password: 'x' };
		const status = async (bytes: Buffer) =>
			(
				await post({
					credential: japanese,
					headers: { authorization: `Basic ${bytes.toString('base64')}` },
				})
			).status;
		expect(await status(Buffer.from('太郎:x', 'utf8'))).toBe(200);
		expect(await status(Buffer.from('太郎:x', 'latin1'))).toBe(401);
	});
});
