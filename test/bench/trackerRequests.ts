/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- runs in Node itself, never inside n8n */
/** How many requests 50 new alerts in one execution cost a tracker: with the first version, and now. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { startAll, type AllStandIns } from '../standins';
import { loadBuiltPackage, PACKAGE } from '../support/engine';
import { LANDED_PACKAGE, REPOSITORY } from '../e2e/install';
import { plainAlert } from './alerts';
import { execute } from './contestant';
import { skipWaits } from './skipWaits';

const ALERTS = 50;

export interface TrackerRequests {
	tracker: string;
	alerts: number;
	/** With version 0.1.0. */
	before: number;
	now: number;
}

const TRACKERS = {
	Jira: {
		node: 'bugsinkJiraCloud',
		parameters: {
			projectKey: { __rl: true, mode: 'key', value: 'OPS' },
			issueType: { __rl: true, mode: 'name', value: 'Bug' },
		},
		credentials: ({ jira }: AllStandIns): IDataObject => ({
			jiraUrl: jira.url,
			userEmail: jira.email,
			apiToken: jira.apiToken,
		}),
		requests: ({ jira }: AllStandIns) => jira.requests.length,
	},
	GitHub: {
		node: 'bugsinkGithubIssues',
		parameters: { repository: { __rl: true, mode: 'name', value: 'acme/shop' } },
		credentials: ({ github }: AllStandIns): IDataObject => ({
			apiUrl: github.url,
			accessToken: github.token,
		}),
		requests: ({ github }: AllStandIns) => github.requests.length,
	},
};

export async function countTrackerRequests(): Promise<TrackerRequests[]> {
	const cache = join(REPOSITORY, '.cache');
	mkdirSync(cache, { recursive: true });
	// Inside the repository, so that it finds n8n-workflow.
	const landed = mkdtempSync(join(cache, 'landed-'));
	const noLongerSkip = skipWaits();
	try {
		execFileSync('tar', ['-xzf', LANDED_PACKAGE, '-C', landed]);
		const before = await countWith(join(landed, 'package'));
		const now = await countWith(REPOSITORY);
		return Object.keys(TRACKERS).map((tracker) => ({
			tracker,
			alerts: ALERTS,
			before: before[tracker],
			now: now[tracker],
		}));
	} finally {
		noLongerSkip();
		rmSync(landed, { recursive: true, force: true });
	}
}

async function countWith(folder: string): Promise<Record<string, number>> {
	const registry = await loadBuiltPackage(folder);
	const services = await startAll({
		github: { contentPerMinute: Infinity, contentPerHour: Infinity, pointsPerMinute: Infinity },
	});
	const counts: Record<string, number> = {};
	try {
		for (const [name, tracker] of Object.entries(TRACKERS)) {
			await execute(
				registry,
				`${PACKAGE}.${tracker.node}`,
				1,
				tracker.parameters,
				tracker.credentials(services),
				Array.from({ length: ALERTS }, (_, number) => plainAlert(number)),
			);
			counts[name] = tracker.requests(services);
		}
	} finally {
		await services.close();
	}
	return counts;
}
