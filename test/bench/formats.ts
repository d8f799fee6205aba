import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import type { Alert } from '../../nodes/shared/alert/alert';
import { readAlert } from '../../nodes/shared/alert/readAlert';
import type { Destination } from '../../nodes/shared/destination';
import { settingsOf } from '../support/execution';
import { maximalAlert, plainAlert } from './alerts';

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

function format<Settings>(
	name: string,
	destination: Destination<Settings>,
	credential: ICredentialDataDecryptedObject,
	parameters: IDataObject = {},
): Format {
	const settings = settingsOf(destination, credential, parameters);
	return { name, format: (alert) => destination.prepare(alert, settings, NOW) };
}

const FORMATS: Format[] = [
	{ name: 'Reading an alert', format: (alert) => readAlert(alert) },
	format(
		'Jira Cloud',
		jiraCloud,
		{ jiraUrl: 'https://a.atlassian.net', userEmail: 'a@example.com', apiToken: 'token' },
		{ projectKey: 'OPS', issueType: 'Bug' },
	),
	format(
		'GitHub Issues',
		githubIssues,
		{ apiUrl: 'https://api.github.com', accessToken: 'token' },
		{ repository: 'acme/shop' },
	),
	format('Microsoft Teams', microsoftTeams, {
		webhookUrl: 'https://hooks.example.com/x?sig=abcdefgh',
	}),
	format('PagerDuty', pagerDuty, { routingKey: 'A'.repeat(32), region: 'us' }),
	format('Webhook', webhook, { webhookUrl: 'https://hooks.example.com/x' }),
];

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
	const plain = readAlert(plainAlert(1));
	const maximal = readAlert(maximalAlert(MEGABYTE));
	return FORMATS.flatMap(({ name, format }) => {
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

/** The least for one, two and four megabytes: what is above it is garbage collection and the machine. */
export function measureCutting(): Array<{ name: string; milliseconds: number[] }> {
	const alerts = [1, 2, 4].map((size) => readAlert(maximalAlert(size * MEGABYTE)));
	return FORMATS.map(({ name, format }) => ({
		name,
		milliseconds: alerts.map((alert) => times(format, alert, 30)[0]),
	}));
}
