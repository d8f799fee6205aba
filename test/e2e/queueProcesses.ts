/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** The processes that queue mode has beside n8n's main one; the environment says where the queue is. */
import { join } from 'node:path';

import type { N8nInstall } from './install';
import { freePort, start, waitUntilReady, type Env, type Running } from './processes';

export async function launchWorker(
	install: N8nInstall,
	userFolder: string,
	env: Env,
	say: (text: string) => void,
): Promise<Running> {
	const started = Date.now();
	const port = await freePort();
	const worker = start(install.node, [install.bin, 'worker'], {
		cwd: userFolder,
		env: {
			...env,
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(port),
			N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		},
		logFile: join(userFolder, `worker-${port}-${started}.log`),
	});
	const ready = async () => {
		const signal = AbortSignal.timeout(2000);
		return (await fetch(`http://127.0.0.1:${port}/healthz/readiness`, { signal })).ok;
	};
	await waitUntilReady(worker, 'a worker to be ready', ready, 180);
	say(`A worker was ready after ${((Date.now() - started) / 1000).toFixed(1)} s`);
	return worker;
}

export async function launchWebhookProcessor(
	install: N8nInstall,
	userFolder: string,
	env: Env,
	say: (text: string) => void,
): Promise<{ program: Running; url: string }> {
	const started = Date.now();
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const program = start(install.node, [install.bin, 'webhook'], {
		cwd: userFolder,
		env: {
			...env,
			N8N_PORT: String(port),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		},
		logFile: join(userFolder, `webhook-${port}-${started}.log`),
	});
	const ready = async () => {
		const signal = AbortSignal.timeout(2000);
		return (await fetch(`${url}/healthz/readiness`, { signal })).ok;
	};
	await waitUntilReady(program, 'a webhook processor to be ready', ready, 180);
	say(`A webhook processor was ready after ${((Date.now() - started) / 1000).toFixed(1)} s`);
	return { program, url };
}
