/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** A burst before the option Limit: what there is to see at the services, and which issues it names. */
import { deepEqual, ok } from 'node:assert/strict';

import type { AllStandIns } from '../standins';
import { problems } from './deliver';
import type { N8n, WorkflowFile } from './n8n';
import { waitFor } from './processes';
import { sendAll, type BurstAlert } from './queueAlerts';

export const BURST = 100;
/** What the examples are set to. */
export const MAX = 10;
export const MINUTE = 60_000;

/** Of the senders. */
const AT_ONCE = 10;
/** How long a busy machine may take to answer, in ms. */
const PATIENCE = 120_000;

export interface Figures {
	jira: number;
	github: number;
	teams: number;
	pagerDuty: number;
}

/** The example with all five destinations, with its limit in periods of so many minutes. */
export function limited(workflow: WorkflowFile, minutes: number): WorkflowFile {
	const nodes = workflow.nodes.map((node) => {
		const parameters = (node.parameters ?? {}) as { options?: Record<string, unknown> };
		if (parameters.options?.limit === undefined) return node;
		const limit = { values: { max: MAX, minutes, per: 'project' } };
		const options = { ...parameters.options, limit };
		return { ...node, parameters: { ...parameters, options } };
	});
	return { ...workflow, nodes, pinData: {} };
}

/** How many tickets, cards and incidents there are. */
export function figuresOf({ github, jira, microsoftTeams, pagerDuty }: AllStandIns): Figures {
	deepEqual(microsoftTeams.lost, []);
	return {
		jira: jira.issues.length,
		github: github.issues.length,
		teams: microsoftTeams.messages.length,
		pagerDuty: pagerDuty.incidents.length,
	};
}

export function shown(figures: Figures): string {
	return Object.entries(figures)
		.map(([name, count]) => `${name} ${count}`)
		.join(', ');
}

export function noMoreThan(figures: Figures, most: number): void {
	const over = Object.values(figures).filter((count) => count > most);
	deepEqual(over, [], `${shown(figures)}: more than ${most}`);
}

/** The issues that no ticket, card or incident links to, by service. */
function unnamed({ github, jira, microsoftTeams, pagerDuty }: AllStandIns, ids: string[]) {
	const texts = {
		jira: JSON.stringify(jira.issues.map(({ description }) => description)),
		github: JSON.stringify(github.issues.map(({ body }) => body)),
		teams: JSON.stringify(microsoftTeams.messages.map(({ card }) => card)),
		pagerDuty: JSON.stringify(pagerDuty.incidents.map(({ events }) => events)),
	};
	return Object.entries(texts).map(([name, text]) => ({
		name,
		missing: ids.filter((id) => !text.includes(`/issues/issue/${id}/`)),
	}));
}

/** Nothing is lost: each issue is named with its link at each of the services. */
export function everyOneIsNamed(standIns: AllStandIns, ids: string[]): string {
	for (const { name, missing } of unnamed(standIns, ids)) deepEqual(missing, [], name);
	return `${ids.length} issues, each linked at all four`;
}

/** How many of the issues are still to be told, at each service. */
export function untold(standIns: AllStandIns, ids: string[]): number[] {
	return unnamed(standIns, ids).map(({ missing }) => missing.length);
}

/** Waits until so many runs of a workflow have ended, all of them well. */
export async function runsEnd(n8n: N8n, workflowId: string, count: number): Promise<void> {
	await waitFor(
		`${count} runs to end`,
		async () => {
			const all = await n8n.rest.executions({ workflowId }, 1);
			const open = await n8n.rest.executions({ workflowId, status: ['new', 'running'] }, 1);
			return all.total >= count && open.total === 0;
		},
		300,
		500,
	);
	const failed = await n8n.rest.executions({ workflowId, status: ['error', 'crashed'] });
	const why = failed.executions.map(async ({ id }) => problems(await n8n.rest.nodeRuns(id)));
	ok(failed.total === 0, `${failed.total} runs failed: ${(await Promise.all(why)).join('; ')}`);
}

/** Each alert once, with as many calls at once as a busy Bugsink makes. */
export async function sendOnce(url: string, alerts: BurstAlert[]): Promise<void> {
	const refused = await sendAll(url, alerts, AT_ONCE, () => undefined, PATIENCE);
	deepEqual(refused, []);
}
