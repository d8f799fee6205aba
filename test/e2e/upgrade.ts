/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/**
 * A workflow saved with the first version goes on with this one: what it keeps between executions is
 * read, so that no ticket is created a second time. Both trackers' lists and searches know nothing of
 * the tickets meanwhile, or the look for duplicates would hide what was forgotten.
 */
import { deepEqual, equal } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { startAll, type AllStandIns } from '../standins';
import { sample } from '../support/samples';
import type { Checks } from './checks';
import { post, problems, Runs } from './deliver';
import { LANDED_PACKAGE, LANDED_WORKFLOW, packRepository } from './install';
import { startN8n, type N8n, type WorkflowFile } from './n8n';
import { destinationCredentials, pathOf, withWebhookIds } from './workflows';

const NEVER = 24 * 60 * 60 * 1000;
const TRACKERS = ['Bugsink to Jira Cloud', 'Bugsink to GitHub Issues'] as const;

const first = sample('captured/custom-new') as { id: string };
const regressed = sample('captured/custom-regressed') as { id: string };

/** The alert about another issue. */
function about(alert: { id: string }, issue: string): unknown {
	return JSON.parse(JSON.stringify(alert).replaceAll(alert.id, issue));
}

/** What each tracker node said of the alert. */
async function told(n8n: N8n, runs: Runs, path: string, alert: unknown): Promise<unknown[]> {
	equal((await post(n8n.webhookUrl(path), alert)).status, 200);
	const { nodes } = await runs.next();
	equal(problems(nodes), '');
	return TRACKERS.map((node) => {
		const item = nodes[node]?.[0]?.data?.main?.[0]?.[0]?.json as IDataObject | undefined;
		return [item?.action, item?.key];
	});
}

const counts = ({ jira, github }: AllStandIns): number[] => [
	jira.issues.length,
	github.issues.length,
];

export async function checkUpgrade(checks: Checks, version: string, folder: string): Promise<void> {
	checks.heading('From the first version to this one, with what the workflow keeps');
	const standIns = await startAll();
	const landed = JSON.parse(await readFile(LANDED_WORKFLOW, 'utf8')) as WorkflowFile;
	const workflow = {
		...withWebhookIds(landed, () => 'e2e-upgrade'),
		id: 'upgradeE2e000001',
		active: true,
	};
	const n8n = await startN8n({
		version,
		userFolder: join(folder, 'upgraded'),
		packageTarball: LANDED_PACKAGE,
		credentials: destinationCredentials(standIns),
		workflows: [workflow],
		verbose: true,
	});
	try {
		await n8n.rest.signIn();
		const runs = new Runs(n8n, workflow.id);
		const path = pathOf(workflow);
		Object.assign(standIns.jira, { searchLagMs: NEVER });
		Object.assign(standIns.github, { listLagMs: NEVER, searchLagMs: NEVER });
		const open = about(first, '0f1e2d3c-0000-4000-8000-00000000000a');
		const closed = '0f1e2d3c-0000-4000-8000-00000000000b';
		let keys: unknown[] = [];

		await checks.check('the first version creates a ticket each for two issues', async () => {
			const one = await told(n8n, runs, path, open);
			const other = await told(n8n, runs, path, about(first, closed));
			keys = [...one, ...other].map((said) => (said as unknown[])[1]);
			deepEqual(counts(standIns), [2, 2]);
			return keys.join(', ');
		});
		const [, , jiraKey, githubNumber] = keys;
		standIns.jira.setStatus(String(jiraKey), 'Done', 'Done');
		standIns.github.setState(Number(githubNumber), 'closed', 'completed');
		await n8n.upgrade(await packRepository(join(folder, 'newer')));
		await n8n.rest.signIn();

		await checks.check('the same alert again creates none', async () => {
			deepEqual(await told(n8n, runs, path, open), [
				['commented', keys[0]],
				['commented', keys[1]],
			]);
			deepEqual(counts(standIns), [2, 2]);
		});
		await checks.check('an error that came back reopens the ticket that was closed', async () => {
			deepEqual(await told(n8n, runs, path, about(regressed, closed)), [
				['reopened', keys[2]],
				['reopened', keys[3]],
			]);
			deepEqual(counts(standIns), [2, 2]);
		});
	} finally {
		await n8n.stop();
		await standIns.close();
	}
}
