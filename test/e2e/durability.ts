/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** n8n stopped in the middle of a burst: every alert that was answered 200 must be in its database. */
import { equal, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import type { AllStandIns } from '../standins';
import { sample } from '../support/samples';
import type { Checks } from './checks';
import { post } from './deliver';
import { inDatabase } from './database';
import type { N8n } from './n8n';
import { is1x } from './olderN8n';
import { sleep, waitFor } from './processes';
import { burst, pathOf } from './workflows';

const ALERTS = 200;
const AT_ONCE = 20;
/** After how many answers n8n is stopped. */
const STOP_AFTER = 100;

interface Stored {
	id: number;
	status: string;
	data: string;
}

/** n8n's executions of a workflow, read from its SQLite file with its own SQLite. */
async function storedExecutions(n8n: N8n, workflowId: string): Promise<Stored[]> {
	return await inDatabase<Stored>(
		n8n,
		'SELECT e.id, e.status, d.data FROM execution_entity e ' +
			'LEFT JOIN execution_data d ON d.executionId = e.id WHERE e.workflowId = ?',
		[workflowId],
	);
}

/** Posts {@link ALERTS} alerts about issues of their own, and stops n8n in the middle. */
async function sendBurst(
	url: string,
	stop: () => Promise<void>,
): Promise<{ answered: string[]; others: number }> {
	const alert = sample('captured/custom-new') as { id: string };
	const answered: string[] = [];
	const ids = Array.from({ length: ALERTS }, () => randomUUID());
	const left = [...ids];
	let stopped: Promise<void> | undefined;
	const sender = async () => {
		for (let id = left.pop(); id !== undefined; id = left.pop()) {
			try {
				const body = JSON.stringify(alert).replaceAll(alert.id, id);
				if ((await post(url, body)).status === 200) answered.push(id);
			} catch {
				// n8n is gone; no answer is not an answer of 200.
			}
			if (answered.length >= STOP_AFTER) stopped ??= stop();
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, sender));
	await stopped;
	return { answered, others: ALERTS - answered.length };
}

function countBy(values: string[]): string {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts].map(([value, count]) => `${count} ${value}`).join(', ');
}

async function checkVariant(
	checks: Checks,
	n8n: N8n,
	standIns: AllStandIns,
	signal: 'SIGKILL' | 'SIGTERM',
): Promise<void> {
	const workflow = burst();
	const before = new Set((await storedExecutions(n8n, workflow.id)).map(({ id }) => id));
	// A destination that takes its time, so that runs are under way when n8n stops.
	standIns.webhook.delayMs = 500;
	const stop = signal === 'SIGKILL' ? n8n.kill : n8n.stop;
	const { answered, others } = await sendBurst(n8n.webhookUrl(pathOf(workflow)), stop);
	standIns.webhook.delayMs = 0;

	await checks.check(`${signal}: n8n stopped in the middle and started again`, async () => {
		// Told to stop, n8n goes on answering until the runs under way have ended.
		const inTheMiddle = answered.length >= STOP_AFTER && (signal === 'SIGTERM' || others > 0);
		ok(inTheMiddle, `${answered.length} answered, ${others} not`);
		await n8n.startAgain();
		await n8n.rest.signIn();
	});
	const isPromised = signal === 'SIGTERM' || !is1x(n8n.version);
	const promise = isPromised
		? 'every alert that was answered 200 has an execution'
		: 'n8n 1.x answers before it stores an execution; what it stored as a success was delivered';
	await checks.check(`${signal}: ${promise}`, async () => {
		const stored = async () =>
			(await storedExecutions(n8n, workflow.id)).filter(({ id }) => !before.has(id));
		// Some releases leave a killed run as running; it is there all the same.
		await waitFor(
			'n8n to settle the runs that were under way',
			async () => (await stored()).every(({ status }) => !['new', 'running'].includes(status)),
			30,
			1000,
		).catch((error: unknown) => checks.note(String(error)));
		const executions = await stored();
		const found = answered.map((id) => executions.find(({ data }) => data?.includes(id)));
		const delivered = answered.filter((id) =>
			standIns.webhook.deliveries.some(({ request }) => request.body.includes(id)),
		);
		const unnamed = executions.filter(({ data }) => !data?.includes('friendlyId')).length;
		checks.note(
			[
				`${ALERTS} alerts: ${answered.length} answered 200, ${others} not`,
				`${executions.length} executions: ${countBy(executions.map(({ status }) => status))}`,
				`${unnamed} of them without the alert in their data`,
				`of the answered: ${countBy(found.map((one) => one?.status ?? 'missing'))}; ` +
					`${delivered.length} reached the destination`,
			].join('\n'),
		);
		const successful = answered.filter((_, index) => found[index]?.status === 'success');
		const undelivered = successful.filter((id) => !delivered.includes(id));
		equal(undelivered.length, 0, 'successful executions delivered nothing');
		if (!isPromised) return;
		equal(found.filter((one) => one === undefined).length, 0, 'answered alerts are missing');
	});
}

export async function checkDurability(
	checks: Checks,
	n8n: N8n,
	standIns: AllStandIns,
): Promise<void> {
	checks.heading(`A burst of ${ALERTS} alerts, and n8n stopped in the middle`);
	await checkVariant(checks, n8n, standIns, 'SIGKILL');
	await sleep(1000);
	await checkVariant(checks, n8n, standIns, 'SIGTERM');
}
