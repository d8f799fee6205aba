import { sleep, type ICredentialsDecrypted, type IDataObject } from 'n8n-workflow';

import { BugsinkMicrosoftTeams } from '../../../nodes/BugsinkMicrosoftTeams/BugsinkMicrosoftTeams.node';
import { BugsinkMicrosoftTeamsApi } from '../../../credentials/BugsinkMicrosoftTeamsApi.credentials';
import { startMicrosoftTeams, type MicrosoftTeamsStandIn } from '../../standins';
import { connectorFailure } from '../../standins/microsoftTeams';
import { PACKAGE, runNode } from '../../support/engine';
import { sample } from '../../support/samples';
import { WORKFLOWS_URL } from './support';

const SIG = 'teamsSignatureSecret-0123456789abcdefghijk';
let service: MicrosoftTeamsStandIn;
beforeEach(async () => {
	service = await startMicrosoftTeams({ sig: SIG, knownUsers: ['ada@example.com'] });
});
afterEach(async () => await service.close());

const registry = {
	nodes: { [`${PACKAGE}.bugsinkMicrosoftTeams`]: new BugsinkMicrosoftTeams() },
	credentialTypes: { bugsinkMicrosoftTeamsApi: new BugsinkMicrosoftTeamsApi() },
};
const item = (name: string) => sample(`captured/${name}`) as IDataObject;
const teams = (more: Partial<Parameters<typeof runNode>[0]> = {}) =>
	runNode({
		node: 'bugsinkMicrosoftTeams',
		registry,
		credentials: { webhookUrl: service.workflowUrl },
		items: [item('custom-new')],
		...more,
	});

test('every reason arrives as a card that Teams shows, over all kinds of addresses', async () => {
	const names = ['custom-new', 'custom-regressed', 'custom-unmuted', 'custom-test'];
	for (const webhookUrl of [
		service.workflowUrl,
		service.workflowUrlWithUnit,
		service.connectorUrl,
	]) {
		const { items, error } = await teams({
			credentials: { webhookUrl },
			parameters: { channelName: 'Alerts', mentionUsers: 'Ada <ada@example.com>' },
			items: names.map(item),
		});
		expect(error).toBeUndefined();
		expect(items?.map(({ json }) => json.action)).toEqual(['sent', 'sent', 'sent', 'sent']);
		expect(items?.[0].json).toMatchObject({
			destination: 'microsoftTeams',
			reason: 'NEW',
			attempts: 1,
			truncated: [],
			warnings: [expect.stringContaining('not a known Microsoft Teams host')],
			response: { channelName: 'Alerts' },
		});
	}
	expect(service.lost).toEqual([]);
	expect(service.messages).toHaveLength(12);
});

test('huge alerts are seen too, after Teams counted them its own way', async () => {
	const huge = {
		...item('custom-new'),
		calculated_value: '漢字 **x** <at>y</at> "\\\n'.repeat(7_000),
	};
	const { items } = await teams({ items: [huge] });
	expect(items?.[0].json.truncated).toEqual(['errorMessage']);
	expect(service.lost).toEqual([]);
	expect(service.messages).toHaveLength(1);
});

test('a MessageCard reaches a connector with the exact colour', async () => {
	const { items } = await teams({
		credentials: { webhookUrl: service.connectorUrl },
		parameters: {
			themeColor: '#1A2B3C',
			mentionUsers: 'ada@example.com',
			options: { format: 'messageCard' },
		},
	});
	expect(service.messages[0].card).toMatchObject({ '@type': 'MessageCard', themeColor: '1a2b3c' });
	expect(items?.[0].json.warnings).toContain(
		"A MessageCard cannot mention anybody; 'Mention Users' was left out.",
	);
});

test('the operations: a test message mentions nobody, a preview sends nothing', async () => {
	const parameters = { mentionUsers: 'ada@example.com' };
	const sent = await teams({
		parameters: { ...parameters, operation: 'sendTestMessage' },
		items: [{}],
	});
	expect(sent.items?.[0].json).toMatchObject({ action: 'sent', reason: 'TEST' });
	expect(JSON.stringify(service.messages[0].card)).not.toContain('<at>');
	const preview = await teams({ parameters: { ...parameters, operation: 'preview' } });
	expect(preview.items?.[0].json).toMatchObject({
		action: 'previewed',
		request: { method: 'POST', body: { type: 'message' } },
	});
	expect(JSON.stringify(preview.items)).not.toContain(SIG);
	const skipped = await teams({
		parameters: { options: { testAlerts: 'skip' } },
		items: [item('custom-test')],
	});
	expect(skipped.items?.[0].json.action).toBe('skipped');
	expect(service.requests).toHaveLength(1);
});

test('an error inside a 200 is an error, in its own words', async () => {
	service.connectorError = connectorFailure(404);
	const { error } = await teams({ credentials: { webhookUrl: service.connectorUrl } });
	expect(error?.message).toContain('Microsoft Teams answered 200: Webhook message delivery failed');
	expect(error?.description).toContain('removed');
	expect(service.requests).toHaveLength(1);
});

test('throttling inside a 200 is waited out', async () => {
	service.connectorError = connectorFailure(429);
	void sleep(500).then(() => (service.connectorError = undefined));
	const { items, error } = await teams({ credentials: { webhookUrl: service.connectorUrl } });
	expect(error).toBeUndefined();
	expect(items?.[0].json.attempts).toBe(2);
	expect(service.messages).toHaveLength(1);
});

test('a 429 is waited out as long as it asks', async () => {
	service.fail({ kind: { status: 429, headers: { 'retry-after': '1' } }, times: 1 });
	const { items } = await teams();
	expect(items?.[0].json).toMatchObject({ action: 'sent', attempts: 2 });
});

describe('a post that nobody confirms', () => {
	const one = { options: { maxAttempts: 1, timeout: 1 } };
	const MAY_BE_THERE = /may still have been posted, possibly more than once.*Check the channel/;

	test.each(['lostTimeout', 'lostAnswer', 'reset'] as const)(
		'%s: the error says that it may be there',
		async (kind) => {
			service.fail({ kind });
			const { error } = await teams({ parameters: one });
			expect(error?.description).toMatch(MAY_BE_THERE);
			expect(error?.description).not.toContain('try again later');
		},
	);

	test('the answer of a gateway: the error says so as well, after all attempts', async () => {
		service.fail({ kind: 'lostAnswer', status: 504, times: 2 });
		const { error } = await teams({ parameters: { options: { maxAttempts: 2 } } });
		expect(error?.message).toContain('answered 504 (tried 2 times)');
		expect(error?.description).toMatch(MAY_BE_THERE);
		expect(service.messages).toHaveLength(2);
	});

	test('refused after an attempt without an answer: the error says so as well', async () => {
		service.fail({ kind: 'lostAnswer' });
		service.fail({ kind: { status: 400, body: 'no' } });
		const { error } = await teams();
		expect(error?.message).toContain('answered 400');
		expect(error?.description).toMatch(MAY_BE_THERE);
	});

	test('posted by a later attempt: a warning says that it may be there twice', async () => {
		service.fail({ kind: 'lostAnswer' });
		const { items } = await teams();
		expect(items?.[0].json).toMatchObject({ action: 'sent', attempts: 2 });
		expect(items?.[0].json.warnings).toContainEqual(
			expect.stringContaining('may have been posted more than once'),
		);
		expect(service.messages).toHaveLength(2);
	});

	test('throttled, refused or never connected: not a word of it', async () => {
		service.fail({ kind: { status: 429, headers: { 'retry-after': '1' } } });
		const throttled = await teams();
		service.fail({ kind: { status: 400, body: 'no' } });
		const refused = await teams();
		const away = await teams({
			credentials: { webhookUrl: 'http://127.0.0.1:1/hook' },
			parameters: { options: { maxAttempts: 2 } },
		});
		expect(away.error?.message).toContain('refused the connection');
		const said = [throttled.items?.[0].json.warnings, refused.error, away.error];
		expect(
			JSON.stringify([said, refused.error?.description, away.error?.description]),
		).not.toContain('posted');
	});
});

test('a burst over the rate arrives whole', async () => {
	await service.close();
	service = await startMicrosoftTeams({ sig: SIG, throttle: true });
	const items = Array.from({ length: 12 }, (_, at) => ({
		...item('custom-new'),
		id: `0b1c4a52-6c0e-4d5f-9a51-${String(at).padStart(12, '0')}`,
	}));
	const run = await teams({ items, parameters: { options: { maxAttempts: 10 } } });
	expect(run.error).toBeUndefined();
	expect(run.items).toHaveLength(12);
	expect(service.messages).toHaveLength(12);
	expect(service.requests.some(({ status }) => status === 429)).toBe(true);
});

test('a flow that wants a sign-in, or is off, says what to change', async () => {
	const unsigned = await teams({ credentials: { webhookUrl: service.unsignedUrl } });
	expect(unsigned.error?.message).toContain('401');
	expect(unsigned.error?.description).toContain('Who can trigger the flow');
	service.flowEnabled = false;
	const off = await teams();
	expect(off.error?.description).toMatch(/trigger is not enabled\..*Turn it on/);
	expect(service.requests).toHaveLength(2);
});

test('an address copied from HTML works, and its secret stays hidden', async () => {
	const webhookUrl = service.workflowUrl.replaceAll('&', '&amp;');
	const { items, error } = await teams({ credentials: { webhookUrl } });
	expect(error).toBeUndefined();
	expect(items?.[0].json.action).toBe('sent');
	const preview = await teams({
		credentials: { webhookUrl },
		parameters: { operation: 'preview' },
	});
	expect(JSON.stringify(preview.items)).not.toContain(SIG);
});

test("another service's address is refused before anything is sent", async () => {
	const { error } = await teams({
		credentials: { webhookUrl: 'https://hooks.slack.com/services/T1/B2/SECRET-of-slack' },
	});
	expect(error?.message).toContain('an address of Slack');
	expect(JSON.stringify([error, error?.stack])).not.toContain('SECRET-of-slack');
	expect(service.requests).toHaveLength(0);
});

test.each([
	[{ mentionUsers: 'jane' }, "'Mention Users' contains an invalid entry: 'jane'"],
	[{ themeColor: 'red' }, "'Theme Color' is not a hex color: 'red'"],
	[{ options: { format: 'html' } }, "'Format' cannot be 'html'"],
])('%j is refused before anything is sent', async (parameters, message) => {
	const { error } = await teams({ parameters });
	expect(error?.message).toContain(message);
	expect(service.requests).toHaveLength(0);
});

test('no secret of the address is in any output or error', async () => {
	const secrets = [SIG, encodeURIComponent(SIG), 'b840a60a611b4d3287be6d76fe1930e2'];
	service.fail({ kind: { status: 400, body: `no: ${service.workflowUrl}` } });
	const failing = await teams({ continueOnFail: true });
	const failed = await teams();
	service.heal();
	const good = await teams();
	const preview = await teams({ parameters: { operation: 'preview' } });
	for (const run of [failing, failed, good, preview]) {
		const seen = JSON.stringify([run.items, run.error, run.error?.message, run.error?.stack]);
		for (const secret of secrets) expect(seen).not.toContain(secret);
	}
});

test('the credential is checked as the node checks it', async () => {
	const check = new BugsinkMicrosoftTeams().methods.credentialTest.teamsCredential;
	const result = async (webhookUrl: string) =>
		await check.call({} as never, { data: { webhookUrl } } as unknown as ICredentialsDecrypted);
	expect(await result(WORKFLOWS_URL)).toMatchObject({ status: 'OK' });
	expect(await result(WORKFLOWS_URL.replace(/&sig=.*/, ''))).toMatchObject({
		status: 'Error',
		message: expect.stringContaining('Anyone') as string,
	});
	for (const [url, when] of [
		['https://acme.webhook.office.com/webhookb2/a/IncomingWebhook/b/c', 'May 2026'],
		['https://prod-01.westeurope.logic.azure.com/workflows/a?sig=b', '30 November 2025'],
	]) {
		expect(await result(url)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining(when) as string,
		});
	}
});
