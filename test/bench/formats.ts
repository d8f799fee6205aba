/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { Alert } from '../../nodes/shared/alert/alert';
import type { Destination } from '../../nodes/shared/destination';
import { settingsOf } from '../support/execution';
import { maximalAlert, plainAlert } from './alerts';

const DIST = join(__dirname, '..', '..', 'dist', 'nodes');
const MEGABYTE = 1_000_000;
const NOW = new Date('2026-08-03T09:14:23Z');

/** Milliseconds for one alert. */
export interface Formatting {
	name: string;
	alert: 'plain' | 'maximal';
	p50: number;
	p99: number;
}

type Format = { name: string; format: (alert: Alert) => unknown };

// eslint-disable-next-line @typescript-eslint/no-require-imports -- exists only after the build
const built = <T>(file: string): T => require(join(DIST, file)) as T;

/** The built code, as n8n runs it. */
function formats(): { formats: Format[]; read: (input: unknown) => Alert } {
	const { readAlert } = built<{ readAlert: (input: unknown) => Alert }>(
		'shared/alert/readAlert.js',
	);
	function format(
		name: string,
		file: string,
		credential: ICredentialDataDecryptedObject,
		parameters: IDataObject = {},
	): Format {
		const module = built<Record<string, Destination<unknown>>>(file);
		const destination = Object.values(module).find((value) => 'prepare' in value);
		if (destination === undefined) throw new Error(`No destination in ${file}`);
		const settings = settingsOf(destination, credential, parameters);
		return { name, format: (alert) => destination.prepare(alert, settings, NOW) };
	}
	return {
		read: readAlert,
		formats: [
			{ name: 'Reading an alert', format: (alert) => readAlert(alert) },
			format(
				'Jira Cloud',
				'BugsinkJiraCloud/jiraCloud.js',
				{ jiraUrl: 'https://a.atlassian.net', userEmail: 'a@example.com', apiToken: 'token' },
				{ projectKey: 'OPS', issueType: 'Bug' },
			),
			format(
				'GitHub Issues',
				'BugsinkGithubIssues/githubIssues.js',
				{ apiUrl: 'https://api.github.com', accessToken: 'token' },
				{ repository: 'acme/shop' },
			),
			format('Microsoft Teams', 'BugsinkMicrosoftTeams/microsoftTeams.js', {
				webhookUrl: 'https://hooks.example.com/x?sig=abcdefgh',
			}),
			format('PagerDuty', 'BugsinkPagerDuty/pagerDuty.js', {
				routingKey: 'A'.repeat(32),
				region: 'us',
			}),
			format('Webhook', 'BugsinkWebhook/webhook.js', { webhookUrl: 'https://hooks.example.com/x' }),
		],
	};
}

function times(format: Format['format'], alert: Alert, count: number): number[] {
	const all = Array.from({ length: count }, () => {
		const start = performance.now();
		format(alert);
		return performance.now() - start;
	});
	return all.sort((a, b) => a - b);
}

const at = (sorted: number[], share: number) =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** p50 and p99 of each format, after it was compiled. */
export function measureFormats(): Formatting[] {
	const { formats: all, read } = formats();
	const plain = read(plainAlert(1));
	const maximal = read(maximalAlert(MEGABYTE));
	return all.flatMap(({ name, format }) => {
		times(format, plain, 3_000);
		const short = times(format, plain, 5_000);
		times(format, maximal, 10);
		const long = times(format, maximal, 60);
		return [
			{ name, alert: 'plain' as const, p50: at(short, 0.5), p99: at(short, 0.99) },
			{ name, alert: 'maximal' as const, p50: at(long, 0.5), p99: at(long, 0.99) },
		];
	});
}

/** The median for one, two and four megabytes. */
export function measureCutting(): Array<{ name: string; milliseconds: number[] }> {
	const { formats: all, read } = formats();
	const alerts = [1, 2, 4].map((size) => read(maximalAlert(size * MEGABYTE)));
	return all.map(({ name, format }) => ({
		name,
		milliseconds: alerts.map((alert) => at(times(format, alert, 30), 0.5)),
	}));
}
