/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import { loadBuiltPackage, PACKAGE } from '../support/engine';
import { bareLoop, helperLoop, httpRequestNode } from './baselines';
import { execute, type Contestant } from './contestant';
import { skipWaits } from './skipWaits';

const ROOT = join(__dirname, '..', '..');
/** Of the form that PagerDuty's keys have. */
const ANY_KEY = 'A'.repeat(32);

interface NodeSetting {
	label: string;
	perAlert?: number;
	concurrency: number;
	parameters?: IDataObject;
	credentials: (url: string) => IDataObject;
	withoutPace?: boolean;
}

const NODES: Record<string, NodeSetting> = {
	bugsinkMicrosoftTeams: {
		label: 'Bugsink to Microsoft Teams',
		concurrency: microsoftTeams.concurrency,
		credentials: (url) => ({ webhookUrl: `${url}/teams?sig=abcdefghijklmnop` }),
	},
	bugsinkPagerDuty: {
		label: 'Bugsink to PagerDuty',
		concurrency: pagerDuty.concurrency,
		credentials: (url) => ({
			region: 'custom',
			eventsUrl: url,
			routingKey: ANY_KEY,
		}),
	},
	bugsinkWebhook: {
		label: 'Bugsink to Webhook',
		concurrency: webhook.concurrency,
		credentials: (url) => ({ webhookUrl: `${url}/hook` }),
	},
	bugsinkJiraCloud: {
		label: 'Bugsink to Jira Cloud',
		perAlert: 2,
		concurrency: jiraCloud.concurrency,
		parameters: {
			projectKey: { __rl: true, mode: 'key', value: 'OPS' },
			issueType: { __rl: true, mode: 'name', value: 'Bug' },
		},
		credentials: (url) => ({ jiraUrl: url, userEmail: 'a@example.com', apiToken: 'token-token' }),
	},
	bugsinkGithubIssues: {
		label: 'Bugsink to GitHub Issues, without its pace of a write a second',
		perAlert: 2,
		concurrency: githubIssues.concurrency,
		withoutPace: true,
		parameters: { repository: { __rl: true, mode: 'name', value: 'acme/shop' } },
		credentials: (url) => ({ apiUrl: url, accessToken: 'token-token' }),
	},
};

function node(name: string, setting: NodeSetting): Contestant {
	return {
		name,
		label: setting.label,
		perAlert: setting.perAlert ?? 1,
		concurrency: setting.concurrency,
		async prepare(url) {
			const registry = await loadBuiltPackage(ROOT);
			if (setting.withoutPace) skipWaits();
			return async (alerts) =>
				await execute(
					registry,
					`${PACKAGE}.${name}`,
					1,
					{ ...setting.parameters },
					setting.credentials(url),
					alerts,
				);
		},
	};
}

const ONE_REQUEST = ['bugsinkMicrosoftTeams', 'bugsinkPagerDuty', 'bugsinkWebhook'];
const TRACKERS = ['bugsinkJiraCloud', 'bugsinkGithubIssues'];
const concurrencies = (names: string[]) => [
	...new Set(names.map((name) => NODES[name].concurrency)),
];

export const CONTESTANTS: Contestant[] = [
	...concurrencies(ONE_REQUEST).flatMap((count) => [bareLoop(count), helperLoop(count)]),
	httpRequestNode,
	...ONE_REQUEST.map((name) => node(name, NODES[name])),
	...concurrencies(TRACKERS).map((count) => bareLoop(count, 1_000)),
	...TRACKERS.map((name) => node(name, NODES[name])),
];
