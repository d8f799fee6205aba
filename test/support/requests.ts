import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { microsoftTeams } from '../../nodes/BugsinkMicrosoftTeams/microsoftTeams';
import { pagerDuty } from '../../nodes/BugsinkPagerDuty/pagerDuty';
import { webhook } from '../../nodes/BugsinkWebhook/webhook';
import type { Alert } from '../../nodes/shared/alert/alert';
import type { HttpRequest } from '../../nodes/shared/delivery/http';
import type { Destination, Prepared } from '../../nodes/shared/destination';
import { settingsOf } from './execution';
import { watchSent } from '../conformance/watch';
import { discord } from '../sixthDestination/nodes/BugsinkDiscord/discord';

const NOW = new Date('2026-08-03T09:14:23Z');
const WORKFLOWS_URL =
	'https://env.00.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers&sv=1.0&sig=c2ln';

/** What a destination would send of an alert, with its settings read as in a workflow. */
export function preparer<Settings>(
	destination: Destination<Settings>,
	credential: ICredentialDataDecryptedObject,
	parameters: IDataObject = {},
): (alert: Alert) => Prepared {
	const settings = settingsOf(destination, credential, parameters);
	return (alert) => {
		const prepared = destination.prepare(alert, settings, NOW);
		watchSent(prepared.request);
		return prepared;
	};
}

const PREPARE: Record<string, (alert: Alert) => Prepared> = {
	jiraCloud: preparer(
		jiraCloud,
		{ jiraUrl: 'https://acme.atlassian.net', userEmail: 'ada@example.com', apiToken: 'token' },
		{ projectKey: 'OPS', issueType: 'Bug' },
	),
	githubIssues: preparer(
		githubIssues,
		{ apiUrl: 'https://api.github.com', accessToken: 'token' },
		{ repository: 'acme/shop' },
	),
	microsoftTeams: preparer(microsoftTeams, { webhookUrl: WORKFLOWS_URL }),
	pagerDuty: preparer(pagerDuty, { routingKey: 'A'.repeat(32), region: 'us' }),
	webhook: preparer(webhook, { webhookUrl: 'https://example.com/hook' }),
	discord: preparer(discord, { webhookUrl: 'https://discord.com/api/webhooks/1/abc' }),
};

/** The main request of an alert to each destination, by destination. */
export const requestTo: Record<string, (alert: Alert) => HttpRequest> = Object.fromEntries(
	Object.entries(PREPARE).map(([id, prepare]) => [id, (alert) => prepare(alert).request]),
);
