import type { IDataObject } from 'n8n-workflow';

import { readAlert } from '../../nodes/shared/alert/readAlert';
import { Delivery } from '../../nodes/shared/delivery/delivery';
import { Gate } from '../../nodes/shared/delivery/gate';
import type { HttpRequest } from '../../nodes/shared/delivery/http';
import { call } from '../standins/client';
import { keep } from '../standins/harness';
import fc, { tries } from '../support/fastCheck';
import { anyAlert } from '../support/arbitraryAlert';
import { runNode, type NodeRun } from '../support/engine';
import { VirtualClock } from '../support/virtualClock';
import { preparer } from '../support/requests';
import { sample } from '../support/samples';
import { checkDiscordCredential, discord, LIMITS } from './nodes/BugsinkDiscord/discord';
import type { Embed } from './nodes/BugsinkDiscord/embed';
import { withSixth } from './registry';
import { embedLength, embedProblems, startDiscord, type DiscordStandIn } from './standIn';

const URL_OF_NONE = 'https://discord.com/api/webhooks/1/abc';
const alert = sample('captured/custom-new') as IDataObject;

async function run(
	service: DiscordStandIn,
	parameters: IDataObject = {},
	items = [alert],
): Promise<NodeRun> {
	return await runNode({
		node: 'bugsinkDiscord',
		registry: withSixth(),
		parameters,
		credentials: { webhookUrl: service.webhookUrl },
		items,
	});
}

describe("in n8n's engine", () => {
	test('posts an embed that reaches nobody by a mention, and names the message', async () => {
		const service = keep(await startDiscord());
		const { items } = await run(service, { username: 'Checkout errors' });
		expect(service.messages).toHaveLength(1);
		const [{ id, embeds, username, mayMention }] = service.messages;
		const { title, issueUrl, project } = readAlert(alert);
		expect({ username, mayMention }).toEqual({ username: 'Checkout errors', mayMention: [] });
		expect(embeds).toEqual([
			expect.objectContaining({
				title,
				url: issueUrl,
				fields: expect.arrayContaining([{ name: 'Project', value: project.name, inline: true }]),
			}),
		]);
		expect(items?.[0].json).toMatchObject({ destination: 'discord', action: 'sent', key: id });
	});

	test('posts into a thread, and says so where there is none of this id', async () => {
		const service = keep(await startDiscord({ threads: ['77'] }));
		await run(service, { options: { threadId: '77' } });
		expect(service.messages.map(({ threadId }) => threadId)).toEqual(['77']);
		const { error } = await run(service, { options: { threadId: '78' } });
		expect(error?.message).toBe('Discord answered 404: Unknown Channel');
		expect(error?.description).toContain('Thread ID');
	});

	test('waits as long as the body says, not as the header does', async () => {
		const service = keep(await startDiscord());
		service.fail({
			kind: {
				status: 429,
				headers: { 'retry-after': '90' },
				body: { message: 'You are being rate limited.', retry_after: 0.02, global: false },
			},
		});
		// 90 seconds would be over the time of this test.
		const { items } = await run(service);
		expect(items?.[0].json).toMatchObject({ action: 'sent', attempts: 2 });
	});

	test("a message that Discord refuses is one error with Discord's own words", async () => {
		const service = keep(await startDiscord());
		service.fail({
			kind: {
				status: 400,
				body: {
					code: 50035,
					message: 'Invalid Form Body',
					errors: {
						embeds: { 0: { title: { _errors: [{ code: 'X', message: 'Must be shorter.' }] } } },
					},
				},
			},
		});
		const { error } = await run(service);
		expect(error?.message).toBe(
			'Discord answered 400: Invalid Form Body (embeds.0.title: Must be shorter.)',
		);
	});

	test('a webhook that was removed is tried once', async () => {
		const service = keep(await startDiscord());
		service.exists = false;
		const { error } = await run(service);
		expect(error?.description).toContain('The webhook was removed');
		expect(service.requests).toHaveLength(1);
	});
});

test("forty alerts arrive once each within Discord's limits, though others post as well", async () => {
	const clock = new VirtualClock();
	const service = keep(await startDiscord({ throttle: true, now: () => clock.at }));
	const gate = new Gate(clock);
	const transport = async ({ method, url, body, headers }: HttpRequest) => {
		const { status, text, headers: answered } = await call(method, url, body, headers);
		return { statusCode: status, headers: answered, body: text };
	};
	for (let other = 0; other < 5; other++) {
		await call('POST', service.webhookUrl, { content: 'from another program' });
	}
	const { request } = preparer(discord, { webhookUrl: service.webhookUrl })(readAlert(alert));
	const pace = { key: 'Discord', limits: LIMITS };
	await Promise.all(
		Array.from({ length: 40 }, async () => {
			const delivery = new Delivery(discord.service, transport, gate, clock, { maxAttempts: 3 });
			await delivery.request(request, { pace });
		}),
	);
	expect(service.messages).toHaveLength(45);
	const refused = service.requests.filter(({ status }) => status === 429);
	expect(refused.length).toBeGreaterThan(0);
	expect(refused.length).toBeLessThan(20);
});

test('any alert is within every limit, with the link', () => {
	const prepare = preparer(discord, { webhookUrl: URL_OF_NONE });
	fc.assert(
		fc.property(anyAlert(33_000), (any) => {
			const { request, truncated } = prepare(any);
			const { body = '' } = request;
			expect(body.isWellFormed() && !/\\ud[89a-f]/.test(body)).toBe(true);
			const [embed] = (JSON.parse(body) as { embeds: [Embed] }).embeds;
			expect(embedProblems({ ...embed })).toEqual([]);
			expect(embedLength({ ...embed })).toBeLessThanOrEqual(6000);
			const links = [embed.url, embed.fields.find(({ name }) => name === 'Bugsink')?.value];
			if (any.issueUrl) expect(links).toContain(any.issueUrl);
			const isCut = JSON.stringify(embed).includes('…');
			if (truncated.length > 0) expect(isCut).toBe(true);
		}),
		tries(200),
	);
});

test('an alert with more than fits fills the message to its limit, the error before the trace', () => {
	const long = 'x'.repeat(10_000);
	const filled = readAlert({
		...readAlert(alert),
		title: long,
		errorType: long,
		errorMessage: long,
		friendlyId: long,
		transaction: long,
		unmuteReason: long,
		project: { id: 1, name: long },
		event: {
			level: long,
			environment: long,
			release: long,
			serverName: long,
			stacktrace: [{ type: 'Error', message: long, frames: [] }],
		},
	});
	const { request, truncated } = preparer(discord, { webhookUrl: URL_OF_NONE })(filled);
	const [embed] = (JSON.parse(request.body ?? '') as { embeds: [Embed] }).embeds;
	expect(embedLength({ ...embed })).toBe(6000);
	expect(truncated).toEqual(['title', 'errorMessage', 'stacktrace', 'facts']);
	expect(embed.description).toMatch(/^```\nx+…\n```$/);
});

test.each([
	['https://discord.com/channels/1/2', 'not the address of a Discord webhook'],
	['https://discord.com/api/webhooks/1/abc/slack', 'not the address of a Discord webhook'],
	['http://discord.com/api/webhooks/1/abc', 'unencrypted'],
	['abc', 'is not a URL'],
])('the credential refuses %s', (webhookUrl, because) => {
	expect(() => checkDiscordCredential({ webhookUrl })).toThrow(because);
});

test.each([
	[{ username: 'My Discord bot' }, "refuses the 'Username'"],
	[{ username: 'x'.repeat(81) }, "refuses the 'Username'"],
	[{ 'options.threadId': 'general' }, "'Thread ID' is not a number"],
])('the settings refuse %j', (parameters, because) => {
	expect(() => preparer(discord, { webhookUrl: URL_OF_NONE }, parameters)).toThrow(because);
});
