import { randomUUID } from 'node:crypto';
import type { IDataObject, IWorkflowBase } from 'n8n-workflow';

import { readAlert } from '../../nodes/shared/alert/readAlert';
import { startAll, type AllStandIns } from '../standins';
import { executeWorkflow, type Registry } from '../support/engine';
import { sample } from '../support/samples';
import { credentialsFor } from './steps';

export const BURST = 100;
/** Executions side by side; Bugsink calls with about as many at once. */
const AT_ONCE = 10;
/** What the example is set to. */
const MAX = 10;
const WINDOW = 5 * 60_000;

/** What a destination had after the burst, and after the next alert; for those with a limit, the texts about many. */
export interface BurstRow {
	label: string;
	atOnce: number;
	later: number;
	/** How many of the issues it links to in the end. */
	linked: number;
	problem: string | undefined;
}

export interface BurstResult {
	services: AllStandIns;
	rows: BurstRow[];
}

/** What each service has, and all that it says. */
const SERVICES: Array<{
	label: string;
	/** After the burst, and after the next alert. */
	expected: [number, number];
	texts: (services: AllStandIns) => unknown[];
}> = [
	{
		label: 'Jira Cloud',
		expected: [MAX + 1, MAX + 2],
		texts: ({ jira }) => jira.issues.map(({ description }) => description),
	},
	{
		label: 'GitHub Issues',
		expected: [MAX + 1, MAX + 2],
		texts: ({ github }) => github.issues.map(({ body }) => body),
	},
	{
		label: 'Microsoft Teams',
		expected: [MAX + 1, MAX + 3],
		texts: ({ microsoftTeams }) => microsoftTeams.messages.map(({ card }) => card),
	},
	{
		label: 'PagerDuty',
		expected: [MAX + 1, MAX + 2],
		texts: ({ pagerDuty }) => pagerDuty.incidents.map(({ events }) => events),
	},
	{
		label: 'Webhook (no limit)',
		expected: [BURST, BURST + 1],
		texts: ({ webhook }) => webhook.deliveries.map(({ request }) => request.json),
	},
];

/** 100 alerts at once, one execution each, into the example; then one more, six minutes later. The caller closes the services. */
export async function playBurst(registry: Registry, workflow: IWorkflowBase): Promise<BurstResult> {
	const services = await startAll({ now: () => Date.now() });
	// Other nodes than those of the single alerts: these have a limit of their own.
	const nodes = workflow.nodes.map((node) => ({ ...node, id: `${node.id}-burst` }));
	const ids = Array.from({ length: BURST + 1 }, () => randomUUID());
	const execute = async (index: number): Promise<void> => {
		const raw = alertAbout(ids[index], index);
		await executeWorkflow({
			registry,
			nodes,
			connections: workflow.connections,
			startAt: 'Bugsink Trigger',
			items: [{ json: { ...readAlert(raw), raw } as IDataObject }],
			credentials: credentialsFor(services),
		});
	};
	const left = ids.slice(1).keys();
	const sender = async (): Promise<void> => {
		for (const index of left) await execute(index);
	};
	await Promise.all(Array.from({ length: AT_ONCE }, sender));
	const atOnce = SERVICES.map(({ texts }) => texts(services).length);
	await laterBy(WINDOW + 60_000, async () => await execute(BURST));
	const rows = SERVICES.map(({ expected, label, texts }, place) => {
		const all = texts(services);
		const text = JSON.stringify(all);
		const linked = ids.filter((id) => text.includes(`/issues/issue/${id}/`)).length;
		const isAsExpected = atOnce[place] === expected[0] && all.length === expected[1];
		const problem =
			isAsExpected && linked === ids.length ? undefined : `not ${expected.join(', ')}`;
		return { label, atOnce: atOnce[place], later: all.length, linked, problem };
	});
	return { services, rows };
}

/** As Bugsink sends it, about an issue of its own. */
function alertAbout(id: string, index: number): unknown {
	const captured = sample('captured/custom-new') as { id: string };
	const now = new Date().toISOString();
	const alert = JSON.parse(JSON.stringify(captured).replaceAll(captured.id, id)) as IDataObject;
	const message = `order ${1000 + index} has no currency`;
	return {
		...alert,
		friendly_id: `CHECKOUT-API-${index + 1}`,
		title: `ValueError: ${message}`,
		calculated_value: message,
		first_seen: now,
		last_seen: now,
	};
}

async function laterBy(milliseconds: number, act: () => Promise<void>): Promise<void> {
	const realNow = Date.now;
	Date.now = () => realNow() + milliseconds;
	try {
		await act();
	} finally {
		Date.now = realNow;
	}
}
