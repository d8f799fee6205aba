import type { ICredentialTestFunctions, IDataObject } from 'n8n-workflow';

import { InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import type { HttpRequest, HttpResponse } from '../../../../nodes/shared/delivery/http';
import {
	askService,
	bad,
	checkCredential,
	good,
} from '../../../../nodes/shared/node/credentialTest';

const request: HttpRequest = {
	method: 'GET',
	url: 'https://service.example/me',
	headers: { a: '1' },
};

/** Runs a credential's test in front of n8n's helper, which answers with this. */
async function testWith(
	test: ReturnType<typeof askService>,
	answer: unknown,
	data: IDataObject | null = { token: 's3cret' },
) {
	const requests: unknown[] = [];
	const helper = async (options: unknown) => {
		requests.push(options);
		return answer instanceof Error ? await Promise.reject(answer) : await Promise.resolve(answer);
	};
	const context = { helpers: { request: helper } } as unknown as ICredentialTestFunctions;
	const credential = { id: '1', name: 'c', type: 't', ...(data === null ? {} : { data }) };
	return { requests, result: await test.call(context, credential as never) };
}
const secrets = ({ token }: IDataObject) => [String(token)];

describe('what a test sends', () => {
	/** The answer as the test gets it. */
	async function answered(answer: unknown, sent = request) {
		const responses: HttpResponse[] = [];
		const test = askService('The service', secrets, async (_, send) => {
			responses.push(await send(sent));
			return good('Fine');
		});
		const { requests } = await testWith(test, answer);
		return { response: responses[0], requests };
	}

	test('goes through n8n, follows no redirect and takes every status for an answer', async () => {
		const { requests } = await answered({ statusCode: 200, headers: {}, body: '' });
		expect(requests).toStrictEqual([
			{
				method: 'GET',
				uri: 'https://service.example/me',
				headers: { a: '1' },
				followRedirect: false,
				resolveWithFullResponse: true,
				simple: false,
				timeout: 15_000,
			},
		]);
	});

	test('has a body if it is given one', async () => {
		const { requests } = await answered(
			{ statusCode: 200, headers: {}, body: '' },
			{ ...request, method: 'POST', body: '{}' },
		);
		expect(requests).toMatchObject([{ method: 'POST', body: '{}' }]);
	});

	test('is answered with the status, the headers in lower case and the body as text', async () => {
		const headers = { 'X-Count': 7, Vary: 'a' };
		const { response } = await answered({ statusCode: 404, headers, body: 'No' });
		expect(response).toEqual({
			statusCode: 404,
			headers: { 'x-count': '7', vary: 'a' },
			body: 'No',
		});
	});

	test.each([
		[{ a: 1 }, '{"a":1}'],
		[undefined, '""'],
		[null, '""'],
	])('the body %j, as n8n may have read it, is %s', async (body, text) => {
		expect((await answered({ statusCode: 200, headers: {}, body })).response.body).toBe(text);
	});
});

describe('a test that asks the service', () => {
	const answer = { statusCode: 200, headers: {}, body: '' };

	test('says how it went, without the secrets', async () => {
		const asking = (isGood: boolean) =>
			askService('The service', secrets, async ({ token }) => {
				const message = `It knows ${String(token)}`;
				return await Promise.resolve(isGood ? good(message) : bad(message));
			});
		expect((await testWith(asking(true), answer)).result).toEqual({
			status: 'OK',
			message: 'It knows ***',
		});
		expect((await testWith(asking(false), answer)).result).toEqual({
			status: 'Error',
			message: 'It knows ***',
		});
	});

	test('says what is wrong with a field, and what to do', async () => {
		const test = askService('The service', secrets, async () => {
			return await Promise.reject(new InvalidSetting("'Token' is not s3cret", 'Enter s3cret.'));
		});
		expect((await testWith(test, answer)).result).toEqual({
			status: 'Error',
			message: "'Token' is not ***. Enter ***.",
		});
	});

	test('says that no answer came, and why', async () => {
		const test = askService('The service', secrets, async (_, send) => {
			await send(request);
			return good('Fine');
		});
		expect((await testWith(test, new Error('ECONNREFUSED s3cret'))).result).toEqual({
			status: 'Error',
			message:
				'The service could not be reached: ECONNREFUSED ***. Check the address, and whether n8n may connect to it.',
		});
		const odd = askService('The service', secrets, async () => {
			const thrown: unknown = 'just words';
			// n8n's helper may reject with anything.
			return await Promise.reject(thrown as Error);
		});
		expect((await testWith(odd, answer)).result.message).toContain('reached: just words. Check');
	});

	test('asks with an empty credential too', async () => {
		const test = askService(
			'The service',
			() => [],
			async (data) => {
				return await Promise.resolve(good(JSON.stringify(data)));
			},
		);
		expect((await testWith(test, answer, null)).result.message).toBe('{}');
	});
});

describe('a test that only checks the format', () => {
	const said = async (besides: unknown, message?: string) => {
		const { result } = await testWith(
			checkCredential(() => besides, message),
			undefined,
		);
		return result.message;
	};

	test('says so, and what else the check found', async () => {
		expect(await said(undefined)).toBe(
			'Only the format was checked, nothing was sent. The operation Send Test Message shows whether it arrives.',
		);
		expect(await said('It looks old.', 'Fine.')).toBe('Fine. It looks old.');
	});

	test.each(['', 7, null, { a: 1 }])('adds nothing for %j', async (besides) => {
		expect(await said(besides, 'Fine.')).toBe('Fine.');
	});
});
