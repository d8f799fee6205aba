/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/**
 * `npm run test:e2e:bugsink -- limit`: 100 new issues at once in a real Bugsink, which calls a real n8n
 * for each, before the limit of the examples: 10 in 5 minutes. About seven minutes.
 */
import { deepEqual, ok } from 'node:assert/strict';

import { type SdkEvent } from './bugsink';
import type { Checks } from './checks';
import {
	BURST,
	everyOneIsNamed,
	figuresOf,
	limited,
	MAX,
	MINUTE,
	runsEnd,
	shown,
} from './limitFigures';
import { type WorkflowFile } from './n8n';
import { sleep } from './processes';
import { withBugsink } from './withBugsink';
import { example, pathOf, withWebhookIds } from './workflows';

const MINUTES = 5;

function workflow(): WorkflowFile {
	const file = limited(example('all-five.json'), MINUTES);
	return { ...withWebhookIds(file, () => 'e2e-limit'), id: 'limitE2e00000001', active: true };
}

function errorOf(index: number): SdkEvent {
	return { type: `Error${index}`, message: `number ${index} of a bad deploy` };
}

export async function runLimit(checks: Checks, version: string): Promise<void> {
	checks.heading(`${BURST} new issues in Bugsink, at most ${MAX} messages in ${MINUTES} minutes`);
	await withBugsink(version, [workflow()], async ({ bugsink, n8n, standIns }) => {
		await bugsink.site.addAlertService('custom', 'n8n', n8n.webhookUrl(pathOf(workflow())));
		const { id } = workflow();
		const idsInBugsink = async () =>
			(await bugsink.api.issues(bugsink.project.id)).map((issue) => issue.id);

		const began = Date.now();
		await checks.check(`${MAX} each, and one about the rest, before the window ends`, async () => {
			await bugsink.sendEvents(...Array.from({ length: BURST }, (_, index) => errorOf(index)));
			await runsEnd(n8n, id, BURST);
			ok(Date.now() - began < MINUTES * MINUTE, 'the burst took longer than the window');
			const all = MAX + 1;
			deepEqual(figuresOf(standIns), { jira: all, github: all, teams: all, pagerDuty: all });
			return `${shown(figuresOf(standIns))}, in ${Math.round((Date.now() - began) / 1000)} s`;
		});
		await checks.check('the next error after it brings one account of the rest', async () => {
			await sleep(Math.max(0, began + (MINUTES + 1) * MINUTE - Date.now()));
			await bugsink.sendEvents(errorOf(BURST));
			await runsEnd(n8n, id, BURST + 1);
			const all = MAX + 2;
			const figures = figuresOf(standIns);
			deepEqual(figures, { jira: all, github: all, teams: all + 1, pagerDuty: all });
			return `${shown(figures)}; ${everyOneIsNamed(standIns, await idsInBugsink())}`;
		});
	});
}
