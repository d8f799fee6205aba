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
import { askTheChannel } from './askTheChannel';
import { catchUp } from './catchUp';
import { dailyDigest } from './dailyDigest';
import { deployRelease } from './deployRelease';
import { deployWindow } from './deployWindow';
import type { Example } from './example';
import { fromSlackBackend } from './fromSlackBackend';
import { newToJira } from './newToJira';
import { quietResolve } from './quietResolve';
import { quietStart } from './quietStart';
import { regression } from './regression';
import { resolvedEverywhere } from './resolvedEverywhere';
import { routeByEnvironment } from './routeByEnvironment';
import { stillOpen } from './stillOpen';
import { routeByOwner } from './routeByOwner';
import { ticketClosed } from './ticketClosed';
import { withoutPublicAddress } from './withoutPublicAddress';
import { World } from './world';

const EXAMPLES: Record<string, Example> = {
	'all-five.json': allFive,
	'ask-the-channel.json': askTheChannel,
	'catch-up-after-an-outage.json': catchUp,
	'daily-digest-to-teams.json': dailyDigest,
	'deploy-creates-release.json': deployRelease,
	'deploy-window.json': deployWindow,
	'from-slack-backend.json': fromSlackBackend,
	'n8n-without-a-public-address.json': withoutPublicAddress,
	'new-to-jira-with-link-back.json': newToJira,
	'quiet-resolve-the-page.json': quietResolve,
	'quiet-start-to-jira.json': quietStart,
	'regression-reopen-and-page.json': regression,
	'remind-weekly-of-what-is-still-open.json': stillOpen,
	'resolved-in-bugsink-resolve-everywhere.json': resolvedEverywhere,
	'route-by-environment.json': routeByEnvironment,
	'route-by-owner.json': routeByOwner,
	'ticket-closed-resolves-in-bugsink.json': ticketClosed,
};

/** @param words may name some of the files; else all of them. */
export async function checkExamples(checks: Checks, n8n: N8n, words: string[]): Promise<void> {
	checks.heading('The examples, imported and executed');
	await checks.check('every file of examples/ is driven', () => {
		deepEqual(exampleFiles(), Object.keys(EXAMPLES).sort());
	});
	const named = Object.keys(EXAMPLES).filter((file) => words.includes(file));
	for (const [file, { scopes, drive }] of Object.entries(EXAMPLES)) {
		if (named.length > 0 && !named.includes(file)) continue;
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
