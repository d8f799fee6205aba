import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { NetworkFault, type HttpRequest } from '../../../../nodes/shared/delivery/http';
import { n8nTransport, type RequestContext } from '../../../../nodes/shared/delivery/n8nTransport';
import { redactor } from '../../../../nodes/shared/delivery/redact';

const redact = redactor(['wxyz']);

/** What n8n's helpers were called with; they answer with, or reject with, `outcome`. The real ones run in the engine's tests. */
function contextWith(outcome: unknown) {
	const requests: IHttpRequestOptions[] = [];
	const authenticated: Array<{ self: IExecuteFunctions; type: string; additional: unknown }> = [];
	const answer = async () =>
		outcome instanceof Error ? await Promise.reject(outcome) : await Promise.resolve(outcome);
	const context = {
		getNode: () => ({ name: 'Bugsink' }),
		helpers: {
			httpRequest: async (request: IHttpRequestOptions) => {
				requests.push(request);
				return await answer();
			},
			async httpRequestWithAuthentication(
				this: IExecuteFunctions,
				type: string,
				request: IHttpRequestOptions,
				additional: unknown,
			) {
				requests.push(request);
				authenticated.push({ self: this, type, additional });
				return await answer();
			},
		},
	} as unknown as RequestContext;
	return { context, requests, authenticated };
}

const request: HttpRequest = {
	method: 'POST',
	url: 'https://service.example/',
	headers: { 'x-own': '1' },
	body: ' é ',
};
const full = (body: unknown, headers: unknown = {}) => ({ statusCode: 201, headers, body });

async function faultOf(error: Error): Promise<NetworkFault> {
	const { context } = contextWith(error);
	const thrown: unknown = await n8nTransport(context, { timeoutSeconds: 30, redact })(request).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(thrown).toBeInstanceOf(NetworkFault);
	return thrown as NetworkFault;
}

/** An error as axios and n8n build them: with a code, and the next layer below. */
const layer = (code: unknown, cause?: unknown, message = 'words') =>
	Object.assign(new Error(message), { code, cause });

test('asks for every status, the full response as text, and no redirect', async () => {
	const { context, requests, authenticated } = contextWith(full('ok'));
	await n8nTransport(context, { timeoutSeconds: 7, redact })(request);
	expect(requests).toEqual([
		{
			method: 'POST',
			url: 'https://service.example/',
			headers: { 'x-own': '1' },
			body: Buffer.from(' é ', 'utf8'),
			encoding: 'text',
			timeout: 7_000,
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: expect.any(AbortSignal),
		},
	]);
	expect(authenticated).toEqual([]);
});

test('a request without a body has none', async () => {
	const { context, requests } = contextWith(full('ok'));
	await n8nTransport(context, { timeoutSeconds: 7, redact })({ method: 'GET', url: request.url });
	expect(requests[0]).not.toHaveProperty('body');
});

test('n8n injects the credential that was read already, and can be cancelled', async () => {
	const { context, authenticated, requests } = contextWith(full('ok'));
	const controller = new AbortController();
	await n8nTransport(context, {
		credential: { type: 'jiraApi', data: { token: 'x' } },
		timeoutSeconds: 7,
		signal: controller.signal,
		redact,
	})(request);
	expect(authenticated).toHaveLength(1);
	const [{ self, type, additional }] = authenticated;
	expect(type).toBe('jiraApi');
	expect(additional).toEqual({
		credentialsDecrypted: { id: '', name: '', type: 'jiraApi', data: { token: 'x' } },
	});
	expect(self.getNode().name).toBe('Bugsink');
	const signal = self.getExecutionCancelSignal();
	expect(signal).toBe(requests[0].abortSignal);
	expect(signal?.aborted).toBe(false);
	controller.abort();
	expect(signal?.aborted).toBe(true);
});

test('requests that begin together share their signals, but fewer than Node warns of', async () => {
	const { context, requests } = contextWith(full('ok'));
	const transport = n8nTransport(context, { timeoutSeconds: 7, redact });
	await Promise.all(Array.from({ length: 50 }, async () => await transport(request)));
	const uses = new Map<unknown, number>();
	for (const { abortSignal } of requests) uses.set(abortSignal, (uses.get(abortSignal) ?? 0) + 1);
	expect(uses.size).toBeLessThan(50);
	expect(Math.max(...uses.values())).toBeLessThanOrEqual(10);
});

test('headers come in lower case, repeated ones joined, empty ones left out', async () => {
	const headers = {
		'Retry-After': 7,
		Link: ['<a>', '<b>'],
		'X-Nothing': null,
		'X-None': undefined,
	};
	const { context } = contextWith(full('ok', headers));
	expect(await n8nTransport(context, { timeoutSeconds: 7, redact })(request)).toEqual({
		statusCode: 201,
		headers: { 'retry-after': '7', link: '<a>, <b>' },
		body: 'ok',
	});
});

test.each([
	['text', '{"a":1}', '{"a":1}'],
	['what a helper parsed', { a: 1 }, '{"a":1}'],
	['nothing', undefined, ''],
	['an echoed secret', '{"token":"wxyz"}', '{"token":"***"}'],
])('a body of %s arrives as text', async (_, body, expected) => {
	const { context } = contextWith(full(body));
	expect((await n8nTransport(context, { timeoutSeconds: 7, redact })(request)).body).toBe(expected);
});

test('a response without headers has none', async () => {
	const { context } = contextWith(full('ok', null));
	expect((await n8nTransport(context, { timeoutSeconds: 7, redact })(request)).headers).toEqual({});
});

describe('a fault', () => {
	test.each([
		['at the top', layer('ECONNREFUSED'), 'ECONNREFUSED'],
		['in a layer below', layer(undefined, layer('ENOTFOUND')), 'ENOTFOUND'],
		['below a number', layer(400, layer('ECONNRESET')), 'ECONNRESET'],
		['below words', layer('Bad request', layer('EPIPE')), 'EPIPE'],
		['below words in capitals', layer('NO WAY', layer('EPIPE')), 'EPIPE'],
		['below the code for a broken answer', layer('ERR_BAD_RESPONSE', layer('EPIPE')), 'EPIPE'],
		['with digits', layer('E2BIG'), 'E2BIG'],
		[
			'four layers down',
			[1, 2, 3, 4].reduce<Error>((cause) => layer(1, cause), layer('EPIPE')),
			'EPIPE',
		],
		[
			'too deep to be looked for',
			[1, 2, 3, 4, 5].reduce<Error>((cause) => layer(1, cause), layer('EPIPE')),
			'UNKNOWN',
		],
		['above another', layer('ECONNREFUSED', layer('EPIPE')), 'ECONNREFUSED'],
		['for a broken answer alone', layer('ERR_BAD_RESPONSE'), 'ERR_BAD_RESPONSE'],
		['for a time that ran out', layer('ECONNABORTED'), 'TIMEOUT'],
		['for a time that ran out in the system', layer('ETIMEDOUT'), 'TIMEOUT'],
		['for a time that ran out in the socket', layer('ESOCKETTIMEDOUT'), 'TIMEOUT'],
		['nowhere', layer(undefined, 'text'), 'UNKNOWN'],
		['nowhere at all', layer(undefined, null), 'UNKNOWN'],
	])('has its code %s', async (_, error, code) => {
		expect(await faultOf(error)).toMatchObject({ code, message: 'words' });
	});

	test('takes the code for its words where it has none', async () => {
		expect(
			await faultOf(Object.assign(new Error(), { code: 'EPIPE', message: undefined })),
		).toMatchObject({ message: 'EPIPE' });
	});

	test('that goes round in a circle ends', async () => {
		const circle = layer(undefined);
		circle.cause = circle;
		expect(await faultOf(circle)).toMatchObject({ code: 'UNKNOWN' });
	});

	test('without an error behind it is told as it is', async () => {
		const context = {
			helpers: {
				httpRequest: async () => await Promise.reject('just words'),
			},
		} as unknown as RequestContext;
		await expect(
			n8nTransport(context, { timeoutSeconds: 7, redact })(request),
		).rejects.toMatchObject({
			code: 'UNKNOWN',
			message: 'just words',
		});
	});

	test('after the deadline is a timeout, whatever it calls itself', async () => {
		const deadline = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort());
		try {
			expect(await faultOf(layer('ERR_CANCELED'))).toMatchObject({
				code: 'TIMEOUT',
				message: expect.stringMatching(/in time/),
			});
			expect(deadline).toHaveBeenCalledWith(30_000);
		} finally {
			deadline.mockRestore();
		}
	});
});
