/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- runs in Node itself, never inside n8n */
/** n8n in queue mode, as a self-hoster runs it: PostgreSQL, Redis, one main process and two workers. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { AllStandIns } from '../standins';
import { packRepository } from './install';
import { startN8n, type N8n, type WorkflowFile } from './n8n';
import type { Execution, ExecutionStatus } from './n8nRest';
import { startPostgres } from './postgres';
import { sleep, type Running } from './processes';
import { startRedis, type Redis } from './redis';
import { allFive, destinationCredentials } from './workflows';

/** How many executions a worker runs at a time: n8n's default. */
export const CONCURRENCY = 10;

export interface QueueMode {
	n8n: N8n;
	redis: Redis;
	/** Another worker. */
	addWorker: () => Promise<void>;
	/** A process that only answers webhooks; where it listens. */
	addWebhookProcessor: () => Promise<string>;
	/** Stops all workers but one. */
	keepOneWorker: () => Promise<void>;
	/** SIGKILL for a worker, and a moment later another in its place, as a service manager does it. */
	replaceWorker: () => Promise<void>;
	executions: (...status: ExecutionStatus[]) => Promise<{ total: number; executions: Execution[] }>;
	/** How many executions the living workers are at. */
	inWork: () => Promise<number>;
	/** How programs ended that should be running. */
	ended: () => Array<number | string>;
	stop: () => Promise<void>;
}

/**
 * All five destinations, with the trackers set as one sets them who expects bursts: a ticket for
 * whatever comes first, and no comment for what follows.
 */
export function queueWorkflow(): WorkflowFile {
	const workflow = allFive();
	const options = { onExisting: 'ignore', onRegression: 'ignore' };
	const nodes = workflow.nodes.map((node) =>
		/\.bugsink(JiraCloud|GithubIssues)$/.test(String(node.type))
			? { ...node, parameters: { ...(node.parameters as object), onlyNewIssues: false, options } }
			: node,
	);
	return { ...workflow, nodes };
}

/** @param folder where everything goes but the database. */
export async function startQueueMode(
	version: string,
	folder: string,
	standIns: AllStandIns,
): Promise<QueueMode> {
	await mkdir(folder, { recursive: true });
	const started: Array<{ stop: (graceSeconds?: number) => Promise<void> }> = [];
	const stop = async () => {
		for (const program of started.reverse()) await program.stop(35);
	};
	try {
		const postgres = await startPostgres(folder);
		started.push(postgres);
		const redis = await startRedis(join(folder, 'redis'));
		started.push(redis);
		const workflow = queueWorkflow();
		const n8n = await startN8n({
			version,
			userFolder: join(folder, 'n8n'),
			packageTarball: await packRepository(join(folder, 'package')),
			credentials: destinationCredentials(standIns),
			workflows: [workflow],
			env: {
				EXECUTIONS_MODE: 'queue',
				N8N_ENCRYPTION_KEY: randomBytes(24).toString('base64'),
				DB_TYPE: 'postgresdb',
				DB_POSTGRESDB_HOST: '127.0.0.1',
				DB_POSTGRESDB_PORT: String(postgres.port),
				DB_POSTGRESDB_USER: postgres.user,
				DB_POSTGRESDB_DATABASE: postgres.user,
				QUEUE_BULL_REDIS_HOST: '127.0.0.1',
				QUEUE_BULL_REDIS_PORT: String(redis.port),
				// Otherwise n8n 2.41 empties the execution of a worker that died, and its alert is gone:
				// `processError` in packages/cli/src/workflow-runner.ts.
				QUEUE_WORKER_STALLED_INTERVAL: '0',
			},
			verbose: true,
		});
		started.push(n8n);
		await n8n.rest.signIn();
		const workers: Running[] = [];
		const addWorker = async () => {
			const worker = await n8n.startWorker();
			workers.push(worker);
			started.push(worker);
		};
		await addWorker();
		await addWorker();
		return {
			n8n,
			redis,
			addWorker,
			addWebhookProcessor: async () => {
				const { program, url } = await n8n.startWebhookProcessor();
				started.push(program);
				return url;
			},
			keepOneWorker: async () => {
				for (const worker of workers.splice(1)) await worker.stop(35);
			},
			replaceWorker: async () => {
				await workers.shift()?.kill();
				await sleep(2000);
				await addWorker();
			},
			executions: async (...status) =>
				await n8n.rest.executions({ workflowId: workflow.id, status }),
			inWork: async () => {
				const logs = await Promise.all(workers.map(async (worker) => await worker.log()));
				return logs.reduce((sum, log) => sum + openIn(log), 0);
			},
			ended: () => workers.map(({ ended }) => ended()).filter((end) => end !== undefined),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** How many executions a worker has begun and not ended, by its log. */
function openIn(log: string): number {
	const open = new Set<string>();
	for (const [, what, id] of log.matchAll(
		/Worker (started|finished|errored while running) execution (\d+)/g,
	)) {
		if (what === 'started') open.add(id);
		else open.delete(id);
	}
	return open.size;
}
