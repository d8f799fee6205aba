import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { lookUp } from '../../../../nodes/shared/node/picker';
import { executeContext } from '../../../support/executeContext';
import { errorOf } from './destination';

const api = {
	credentialType: 'serviceApi',
	secrets: ({ token }: Record<string, unknown>) => [String(token)],
	service: { name: 'The service', explain: () => ({}) },
};
const request = { method: 'GET' as const, url: 'https://service.example/list' };

/** n8n's editor, whose requests are answered so. */
function editor(answer: { statusCode: number; body: string }) {
	const { context, requests, injected } = executeContext({
		credentials: (type) => ({ token: `${type}-s3cret` }),
		answer: () => answer,
	});
	return { context: context as unknown as ILoadOptionsFunctions, requests, injected };
}

test('a list is asked for with the credential, which the work gets as well', async () => {
	const { context, requests, injected } = editor({ statusCode: 200, body: 'serviceApi-s3cret' });
	const found = await lookUp(context, api, async (delivery, { token }) => {
		return [token, (await delivery.request(request)).body];
	});
	expect(found).toEqual(['serviceApi-s3cret', '***']);
	expect(injected).toEqual(['serviceApi']);
	expect(requests).toMatchObject([{ url: 'https://service.example/list', timeout: 20_000 }]);
});

test('a failure says what to do, without the secret', async () => {
	const { context } = editor({ statusCode: 401, body: 'serviceApi-s3cret is wrong' });
	const error = await errorOf(
		lookUp(context, api, async (delivery) => await delivery.request(request)),
	);
	expect(error).toMatchObject({
		message: 'The service answered 401: *** is wrong',
		description: 'Check the credential: the token may be wrong, expired, or lack a permission.',
		httpCode: '401',
	});
	const thrown = await errorOf(
		lookUp(context, api, async () => await Promise.reject(new Error('No serviceApi-s3cret'))),
	);
	expect(thrown.message).toBe('No ***');
});

test('a credential that cannot be read is a failure like any other', async () => {
	const { context } = editor({ statusCode: 200, body: '' });
	context.getCredentials = async () => await Promise.reject(new Error('No credential'));
	const error = await errorOf(lookUp(context, api, async () => await Promise.resolve([])));
	expect(error).toMatchObject({ message: 'No credential', node: { name: 'Bugsink' } });
});

test('whoever waits for a list does not wait for more than two attempts', async () => {
	const { context, requests } = editor({ statusCode: 429, body: '' });
	jest.spyOn(Math, 'random').mockReturnValue(0);
	await errorOf(lookUp(context, api, async (delivery) => await delivery.request(request)));
	expect(requests).toHaveLength(2);
	jest.restoreAllMocks();
});
