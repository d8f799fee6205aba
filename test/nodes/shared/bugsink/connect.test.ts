import { bugsinkSecrets, connect } from '../../../../nodes/shared/bugsink/connect';
import { InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import { executeContext } from '../../../support/executeContext';
import { VirtualClock } from '../../../support/virtualClock';
import { failureOf } from '../delivery/support';

const TOKEN = 'a'.repeat(40);
const credential = { bugsinkUrl: 'bugsink.example.com/tools/', apiToken: ` ${TOKEN} ` };

describe('a client for the credential', () => {
	test('asks the installation, with the token that n8n puts into the request', async () => {
		const { context, requests, injected } = executeContext();
		const client = connect(context, credential);
		await client.get('issues/7/');
		expect(requests).toMatchObject([
			{ url: 'https://bugsink.example.com/tools/api/canonical/0/issues/7/', timeout: 30_000 },
		]);
		expect(injected).toEqual(['bugsinkApi']);
	});

	test('waits as long, and tries as often, as it is told', async () => {
		const { context, requests } = executeContext({ answer: () => ({ statusCode: 500, body: '' }) });
		const clock = new VirtualClock();
		await failureOf(connect(context, credential, { clock }).get('issues/7/'));
		expect(requests).toHaveLength(3);
		const options = { clock, maxAttempts: 1, timeoutSeconds: 7 };
		await failureOf(connect(context, credential, options).get('issues/7/'));
		expect(requests).toHaveLength(4);
		expect(requests[3].timeout).toBe(7_000);
	});

	test('asks nothing once the execution is cancelled', async () => {
		const { context, requests } = executeContext();
		const client = connect(context, credential, { signal: AbortSignal.abort() });
		expect((await failureOf(client.get('issues/7/'))).failure.errorType).toBe('Cancelled');
		expect(requests).toEqual([]);
	});

	test('keeps the token out of what it answers', async () => {
		const body = JSON.stringify({ echoed: TOKEN });
		const { context } = executeContext({ answer: () => ({ statusCode: 200, body }) });
		expect(await connect(context, credential).get('issues/7/')).toEqual({ echoed: '***' });
	});

	test('needs a good one', () => {
		const { context } = executeContext();
		const bad = { ...credential, apiToken: 'short' };
		expect(() => connect(context, bad)).toThrow(InvalidSetting);
	});
});

test('the secret of the credential is its token', () => {
	expect(bugsinkSecrets(credential)).toEqual([TOKEN]);
	expect(bugsinkSecrets({})).toEqual(['']);
});
