/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * `node --import tsx test/e2e/resolutionRestart.ts`: an issue is resolved in a real Bugsink while a
 * real n8n is down; after its start the Resolutions Trigger says so once. About five minutes, since
 * n8n polls once a minute at most.
 */
import { equal } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startWebhook } from '../standins';
import { startBugsink } from './bugsink';
import { NEWEST_N8N, packRepository } from './install';
import { startN8n } from './n8n';
import { sleep, waitFor } from './processes';

const TWO_POLLS = 135_000;

async function main(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-bugsink-'));
	const receiver = await startWebhook({});
	const bugsink = await startBugsink({ folder: join(folder, 'bugsink') });
	await bugsink.sendEvents({ type: 'ValueError', message: 'first' });
	await bugsink.sendEvents({ type: 'KeyError', message: 'second' });
	const issues = await waitFor('two issues', async () => {
		const all = await bugsink.api.issues(bugsink.project.id);
		return all.length === 2 && all;
	});
	const credential = (type: string, id: string, data: Record<string, unknown>) => ({
		id,
		name: id,
		type,
		data,
	});
	const n8n = await startN8n({
		version: process.env.BUGSINK_E2E_N8N ?? NEWEST_N8N,
		userFolder: join(folder, 'n8n'),
		packageTarball: await packRepository(join(folder, 'package')),
		credentials: [
			credential('bugsinkApi', 'bugsink', { bugsinkUrl: bugsink.url, apiToken: bugsink.apiToken }),
			credential('bugsinkWebhookApi', 'webhook', { webhookUrl: receiver.hookUrl }),
		],
		workflows: [
			{
				id: 'resolutionRestart',
				name: 'Resolutions',
				active: true,
				nodes: [
					{
						id: '1',
						name: 'Resolutions',
						type: 'n8n-nodes-bugsink.bugsinkResolutionTrigger',
						typeVersion: 1,
						position: [0, 0],
						parameters: {
							project: { __rl: true, mode: 'id', value: String(bugsink.project.id) },
							pollTimes: { item: [{ mode: 'everyMinute' }] },
						},
						credentials: { bugsinkApi: { id: 'bugsink', name: 'bugsink' } },
					},
					{
						id: '2',
						name: 'Webhook',
						type: 'n8n-nodes-bugsink.bugsinkWebhook',
						typeVersion: 1,
						position: [200, 0],
						parameters: {},
						credentials: { bugsinkWebhookApi: { id: 'webhook', name: 'webhook' } },
					},
				],
				connections: { Resolutions: { main: [[{ node: 'Webhook', type: 'main', index: 0 }]] } },
				settings: { executionOrder: 'v1' },
			},
		],
	});
	try {
		const resolved = () =>
			receiver.deliveries.map(
				({ request }) => (request.json as { data: { issue_id: string } }).data.issue_id,
			);
		await sleep(70_000);
		equal(resolved().length, 0, 'the first poll only remembers');
		await bugsink.api.resolve(issues[0].id);
		await waitFor('the resolution while n8n runs', async () => resolved().length > 0, 130, 1000);
		await n8n.stop();
		await bugsink.api.resolve(issues[1].id);
		await n8n.startAgain();
		await waitFor(
			'the resolution while n8n was down',
			async () => resolved().length > 1,
			130,
			1000,
		);
		await sleep(TWO_POLLS);
		equal(resolved().join(), [issues[0].id, issues[1].id].join(), 'each once, in order');
		console.log('2 passed, 0 failed');
	} finally {
		await n8n.stop();
		await bugsink.stop();
		await receiver.close();
		await rm(folder, { recursive: true, force: true });
	}
}

main().then(
	() => process.exit(0),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
