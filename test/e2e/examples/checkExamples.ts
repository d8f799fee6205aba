/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/**
 * Every workflow of `examples/`, imported as a user does and started by its own trigger; what it does
 * is looked up at the services, and so is what it must not do.
 */
import { deepEqual } from 'node:assert/strict';

import type { Checks } from '../checks';
import type { N8n } from '../n8n';
import { exampleFiles } from '../workflows';
import { allFive } from './allFive';
import { dailyDigest } from './dailyDigest';
import type { Example } from './example';
import { fromSlackBackend } from './fromSlackBackend';
import { newToJira } from './newToJira';
import { regression } from './regression';
import { resolvedEverywhere } from './resolvedEverywhere';
import { routeByEnvironment } from './routeByEnvironment';
import { World } from './world';

const EXAMPLES: Record<string, Example> = {
	'all-five.json': allFive,
	'daily-digest-to-teams.json': dailyDigest,
	'from-slack-backend.json': fromSlackBackend,
	'new-to-jira-with-link-back.json': newToJira,
	'regression-reopen-and-page.json': regression,
	'resolved-in-bugsink-resolve-everywhere.json': resolvedEverywhere,
	'route-by-environment.json': routeByEnvironment,
};

export async function checkExamples(checks: Checks, n8n: N8n): Promise<void> {
	checks.heading('The examples, imported and executed');
	await checks.check('every file of examples/ is driven', () => {
		deepEqual(exampleFiles(), Object.keys(EXAMPLES).sort());
	});
	for (const [file, { scopes, drive }] of Object.entries(EXAMPLES)) {
		checks.heading(`examples/${file}`);
		await checks.check('ran to its end', async () => {
			const world = await World.start(n8n, scopes);
			try {
				await drive(world, checks);
			} finally {
				await world.close();
			}
		});
	}
}
