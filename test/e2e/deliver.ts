/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** An alert's way through n8n: posted, run, and looked up at the five services that received it. */
import { equal } from 'node:assert/strict';
import type { IDataObject } from 'n8n-workflow';

import { DESTINATIONS, type Step } from '../demo/steps';
import type { AllStandIns } from '../standins';
import type { Checks } from './checks';
import type { N8n } from './n8n';
import type { Execution, NodeRun } from './n8nRest';
import { waitFor } from './processes';

/** A POST as Bugsink sends it. */
export async function post(
	url: string,
	body: unknown,
	headers: Record<string, string> = {},
	timeout = 30_000,
): Promise<{ status: number; text: string; headers: Headers }> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json', ...headers },
		body: typeof body === 'string' ? body : JSON.stringify(body),
		signal: AbortSignal.timeout(timeout),
	});
	return { status: response.status, text: await response.text(), headers: response.headers };
}

/** The runs of one workflow, handed out one by one in the order in which they started. */
export class Runs {
	/** The id of the run that was given last: n8n counts them up. */
	private last = 0;

	constructor(
		private readonly n8n: N8n,
		private readonly workflowId: string,
	) {}

	/** How many there are in n8n's database. */
	async count(): Promise<number> {
		return (await this.n8n.rest.executions({ workflowId: this.workflowId }, 1)).total;
	}

	/**
	 * Waits for the next run to start and to end. Runs are told apart by id: n8n lists those that
	 * run before those that ended, and counts them by queries of their own, so that neither the
	 * place in the list nor the count is sure while something changes.
	 */
	async next(seconds = 30): Promise<{ execution: Execution; nodes: Record<string, NodeRun[]> }> {
		const execution = await waitFor(
			`the run of workflow ${this.workflowId} after run ${this.last} to end`,
			async () => {
				const { executions } = await this.n8n.rest.executions({ workflowId: this.workflowId });
				const [next] = executions
					.filter(({ id }) => Number(id) > this.last)
					.sort((one, other) => Number(one.id) - Number(other.id));
				return next !== undefined && !['new', 'running'].includes(next.status) && next;
			},
			seconds,
		);
		this.last = Number(execution.id);
		return { execution, nodes: await this.n8n.rest.nodeRuns(execution.id) };
	}
}

/** What people do: everything that is open is set right in both trackers and at PagerDuty. */
export function resolveEverything({ jira, github, pagerDuty }: AllStandIns): void {
	for (const { key } of jira.issues) jira.setStatus(key, 'Done', 'Done');
	for (const { number } of github.open()) github.setState(number, 'closed', 'completed');
	for (const { dedupKey, status } of pagerDuty.incidents) {
		if (status !== 'resolved') pagerDuty.setStatus(dedupKey, 'resolved');
	}
}

/** Every check of one alert: the run ended well, and each of the five services has what it should. */
export async function checkDelivered(
	checks: Checks,
	name: string,
	runs: Runs,
	verify: Step['verify'],
	standIns: AllStandIns,
): Promise<void> {
	let nodes: Record<string, NodeRun[]> = {};
	const ran = await checks.check(`${name}: the workflow ran`, async () => {
		const run = await runs.next();
		nodes = run.nodes;
		equal(run.execution.status, 'success', problems(nodes));
	});
	if (!ran && Object.keys(nodes).length === 0) return;
	for (const { id, label, node } of DESTINATIONS) {
		await checks.check(`${name}: ${label}`, () => {
			const [run] = nodes[node] ?? [];
			const item = run?.data?.main?.[0]?.[0]?.json as IDataObject | undefined;
			if (item === undefined) throw new Error(run?.error?.message ?? 'the node gave no output');
			const problem = verify[id](item, standIns);
			if (problem !== undefined) throw new Error(problem);
			return [item.action, item.key]
				.filter((part) => part !== undefined && part !== null)
				.join(' ');
		});
	}
}

/** What went wrong, by node. */
export function problems(nodes: Record<string, NodeRun[]>): string {
	return Object.entries(nodes)
		.flatMap(([node, runs]) => runs.map(({ error }) => error && `${node}: ${error.message}`))
		.filter((line) => line !== undefined)
		.join('; ');
}
