/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { withSixth } from '../sixthDestination/registry';
import { startDiscord } from '../sixthDestination/standIn';
import { startAll } from '../standins';
import { runNode } from '../support/engine';
import { sample } from '../support/samples';
import { basicLogin, CASES, PLANTED, ROOT, type Services } from './everyDestination';

let services: Services;
beforeEach(async () => {
	const five = await startAll({
		jira: { email: 'ada@example.com', apiToken: PLANTED.jira },
		github: { token: PLANTED.github },
		microsoftTeams: { sig: PLANTED.teams },
		pagerDuty: { routingKeys: [PLANTED.pagerDuty] },
	});
	services = { ...five, discord: await startDiscord({ token: PLANTED.discord }) };
});
afterEach(async () => {
	await Promise.all([services.close(), services.discord.close()]);
});

const all = () => {
	const { jira, github, microsoftTeams, pagerDuty, webhook, discord } = services;
	return [jira, github, microsoftTeams, pagerDuty, webhook, discord];
};

describe.each(CASES)('$node', ({ node, destination, parameters, credentials, secrets, root }) => {
	const run = (more: Partial<Parameters<typeof runNode>[0]> = {}) =>
		runNode({
			registry: withSixth(),
			node,
			credentials: credentials(services),
			items: [sample('captured/custom-new') as IDataObject],
			...more,
			parameters: { ...parameters, ...more.parameters },
		});

	/** A service that repeats what it was sent, as some do in their errors. */
	const leakyAnswer = (): string =>
		JSON.stringify({
			message: `You sent ${secrets.filter((secret) => secret !== basicLogin).join(' ')}`,
		});

	function expectNoSecret(value: unknown): void {
		const text = JSON.stringify(value, (_, entry: unknown) =>
			entry instanceof Error
				? { ...entry, message: entry.message, stack: entry.stack, cause: entry.cause }
				: entry,
		);
		for (const secret of secrets) expect(text).not.toContain(secret);
	}

	test.each([
		['what the trigger gives', 'custom-new'],
		["Bugsink's Slack message", 'slack-new'],
	])('delivers %s and says what it did', async (_, name) => {
		const { items, error } = await run({
			items: [sample(`captured/${name}`) as IDataObject],
		});
		expect(error).toBeUndefined();
		expect(items).toHaveLength(1);
		expect(items?.[0].json).toMatchObject({
			destination,
			reason: 'NEW',
			truncated: [],
			skipReason: null,
			skipCode: null,
			warnings: expect.any(Array),
			requests: expect.any(Number),
			attempts: 1,
		});
		expect(['created', 'sent']).toContain(items?.[0].json.action);
		expect(items?.[0].json.statusCode).toBeGreaterThanOrEqual(200);
		expect(items?.[0].pairedItem).toEqual({ item: 0 });
	});

	test('does not change its input items', async () => {
		const item = sample('captured/custom-new') as IDataObject;
		await run({ items: [item] });
		expect(item).toEqual(sample('captured/custom-new'));
	});

	test('a preview sends nothing and shows no secret', async () => {
		const { items } = await run({ parameters: { operation: 'preview' } });
		expect(items?.[0].json).toMatchObject({ action: 'previewed', requests: 0, attempts: 0 });
		expect(items?.[0].json.summary).toMatch(/^[A-Z][^\n]+: \S/);
		expect(items?.[0].json.request).toMatchObject({ method: 'POST' });
		expect(all().flatMap(({ requests }) => requests)).toEqual([]);
		expectNoSecret(items);
	});

	test('a test message needs no alert and is marked', async () => {
		const { items, error } = await run({
			items: [{}],
			parameters: { operation: 'sendTestMessage' },
		});
		expect(error).toBeUndefined();
		expect(items?.[0].json.reason).toBe('TEST');
		const sent = all().flatMap(({ requests }) => requests.map(({ body }) => body));
		expect(sent.join('\n')).toMatch(/\[Test\]|"event_type":"test"/);
	});

	test('a test alert is skipped if the user says so', async () => {
		const { items, run: whole } = await run({
			items: [sample('captured/custom-test'), sample('captured/custom-test')] as IDataObject[],
			parameters: { options: { testAlerts: 'skip' } },
		});
		expect(items?.[0].json).toMatchObject({ action: 'skipped', skipCode: 'test', attempts: 0 });
		expect(items?.[0].json.skipReason).toContain('test alert');
		expect(whole.data.resultData.runData.Node[0].hints).toMatchObject([
			{ message: expect.stringMatching(/^2 of 2 alerts were skipped: .*test alert/) },
		]);
		expect(all().flatMap(({ requests }) => requests)).toEqual([]);
	});

	test.each([400, 401, 403, 404, 410, 422])(
		'%d is one error with status and hint, without any secret',
		async (status) => {
			for (const service of all()) {
				service.fail({ kind: { status, body: leakyAnswer() }, times: 99 });
			}
			const { items, error, run: whole } = await run();
			expect(items).toBeUndefined();
			expect(error?.message).toContain(String(status));
			expect(error?.description).toBeTruthy();
			expect(error?.httpCode).toBe(String(status));
			expectNoSecret([error?.message, error?.description, whole.data.resultData]);
		},
	);

	test('with Continue On Fail the failed item says all that Bugsink would keep', async () => {
		for (const service of all()) {
			service.fail({ kind: { status: 400, body: leakyAnswer() }, times: 99 });
		}
		const { items, run: whole } = await run({ onError: 'continueRegularOutput' });
		expect(Object.keys(items?.[0].json ?? {})).toEqual(['error', 'details']);
		expect(items?.[0].json.details).toMatchObject({
			timestamp: expect.stringMatching(/Z$/),
			statusCode: 400,
			responseText: expect.stringContaining('***'),
			responseIsJson: true,
			errorType: 'ClientError',
			hint: expect.any(String),
		});
		expectNoSecret(whole.data.resultData);
	});

	test('a service that is away gives an error without any secret', async () => {
		const unreachable = Object.fromEntries(
			Object.entries(credentials(services)).map(([name, value]) => [
				name,
				String(value).replace(/127\.0\.0\.1:\d+/, '127.0.0.1:1'),
			]),
		);
		const { error, run: whole } = await run({
			credentials: unreachable,
			parameters: { options: { maxAttempts: 1 } },
		});
		expect(error?.message).toContain('refused the connection');
		expectNoSecret([error?.message, error?.description, whole.data.resultData]);
	});

	test('an item that is no alert does not hold up the others', async () => {
		const { items, errorItems } = await run({
			items: [{ foo: 1 }, sample('captured/custom-new') as IDataObject],
			onError: 'continueErrorOutput',
		});
		expect(items).toHaveLength(1);
		expect(items?.[0].pairedItem).toEqual({ item: 1 });
		expect(errorItems?.[0].json).toMatchObject({
			foo: 1,
			details: { errorType: 'UnreadableAlert' },
		});
	});

	describe('in the editor', () => {
		const description = (): INodeTypeDescription =>
			withSixth().nodes[`n8n-nodes-bugsink.${node}`].description;

		test('is usable as a tool and has icons, codex file and a credential test', () => {
			const folder = join(root ?? ROOT, 'nodes', node[0].toUpperCase() + node.slice(1));
			const { icon, usableAsTool, credentials: used } = description();
			expect(usableAsTool).toBe(true);
			for (const file of Object.values(icon as { light: string; dark: string })) {
				expect(existsSync(join(folder, file.replace('file:', '')))).toBe(true);
			}
			expect(existsSync(join(folder, `${node[0].toUpperCase()}${node.slice(1)}.node.json`))).toBe(
				true,
			);
			const type = withSixth().credentialTypes[used?.[0].name ?? ''];
			expect(type.test !== undefined || used?.[0].testedBy !== undefined).toBe(true);
		});

		test('every field has a default, and every condition names a field that exists', () => {
			const properties = description().properties;
			// `message` is the field that n8n adds where a node reviews an agent's tool.
			const names = new Set(['message', ...flat(properties).map(({ name }) => name)]);
			for (const property of flat(properties)) {
				expect(property).toHaveProperty('default');
				const { show, hide } = property.displayOptions ?? {};
				for (const key of Object.keys({ ...show, ...hide })) {
					// Of the twin that n8n makes for an agent's approvals.
					if (key === 'message') continue;
					expect(names).toContain(key.replace(/^\//, '').split('.')[0]);
				}
			}
			const operations = properties.find(({ name }) => name === 'operation');
			for (const option of operations?.options ?? []) expect(option).toHaveProperty('action');
		});
	});
});

function flat(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.type === 'collection' ? flat(property.options as INodeProperties[]) : []),
	]);
}
