/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, IRun, IWorkflowBase } from 'n8n-workflow';

import { readAlert } from '../../nodes/shared/alert/readAlert';
import { startAll } from '../standins';
import { executeWorkflow, loadBuiltPackage } from '../support/engine';
import { sample } from '../support/samples';
import { BURST, playBurst, type BurstRow } from './burst';
import { page } from './page';
import { credentialsFor, DESTINATIONS, steps, type Delivered } from './steps';

const ROOT = join(__dirname, '..', '..');
const PAGE = join(ROOT, '.cache', 'demo.html');

async function main(): Promise<number> {
	const registry = await loadBuiltPackage(ROOT);
	console.log(
		`Loaded ${Object.keys(registry.nodes).length} nodes and ${Object.keys(registry.credentialTypes).length} credential types as n8n loads them.\n`,
	);
	const workflow = JSON.parse(
		readFileSync(join(ROOT, 'examples', 'all-five.json'), 'utf8'),
	) as IWorkflowBase;

	const standIns = await startAll();
	const delivered: Delivered[] = [];
	const burst = await playBurst(registry, workflow);
	try {
		for (const step of steps) {
			step.before?.(standIns, delivered);
			const raw = sample(step.sample);
			const run = await executeWorkflow({
				registry,
				nodes: workflow.nodes,
				connections: workflow.connections,
				startAt: 'Bugsink Trigger',
				items: [{ json: { ...readAlert(raw), raw } as IDataObject }],
				credentials: credentialsFor(standIns),
			});
			for (const destination of DESTINATIONS) {
				const { item, milliseconds, problem } = resultOf(run, destination.node);
				const found = problem ?? (await step.verify[destination.id](item ?? {}, standIns));
				delivered.push({ step, destination, item: item ?? {}, milliseconds, problem: found });
			}
		}
		mkdirSync(join(ROOT, '.cache'), { recursive: true });
		writeFileSync(PAGE, await page(delivered, standIns, burst));
	} finally {
		await standIns.close();
		await burst.services.close();
	}
	return report(delivered, burst.rows);
}

function resultOf(
	run: IRun,
	node: string,
): { item?: IDataObject; milliseconds: number; problem?: string } {
	const task = run.data.resultData.runData[node]?.[0];
	const item: INodeExecutionData | undefined = task?.data?.main[0]?.[0];
	const error = task?.error ?? run.data.resultData.error;
	return {
		item: item?.json,
		milliseconds: task?.executionTime ?? 0,
		problem: item === undefined ? (error?.message ?? 'the node gave no output') : undefined,
	};
}

function report(delivered: Delivered[], burst: BurstRow[]): number {
	console.table(
		delivered.map(({ step, destination, item, milliseconds, problem }) => ({
			alert: step.name,
			destination: destination.label,
			action: item.action ?? 'failed',
			key: item.key ?? '',
			ms: milliseconds,
			'verified at the service': problem === undefined ? 'yes' : `NO: ${problem}`,
		})),
	);
	console.log(`${BURST} new issues at once, at most 10 messages in 5 minutes; then one more`);
	console.table(
		burst.map(({ atOnce, label, later, linked, problem }) => ({
			destination: label,
			'came out at once': atOnce,
			'and after the next alert': later,
			'issues linked': linked,
			'as it should be': problem === undefined ? 'yes' : `NO: ${problem}`,
		})),
	);
	const all = [...delivered, ...burst];
	const failed = all.filter(({ problem }) => problem !== undefined);
	console.log(`See what arrived, as a person would see it: ${PAGE}`);
	console.log(`${all.length - failed.length} passed, ${failed.length} failed`);
	return failed.length === 0 ? 0 : 1;
}

main().then(
	// n8n-core leaves timers behind, so the process is ended explicitly.
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
