import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { Alert } from '../../nodes/shared/alert/alert';
import type { Destination } from '../../nodes/shared/destination';
import { alertOf } from '../support/alerts';
import { settingsOf } from '../support/execution';

export const NOW = new Date('2026-08-03T09:14:23Z');
const WORKFLOWS_URL =
	'https://env.00.environment.api.powerplatform.com/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sp=%2Ftriggers&sv=1.0&sig=c2ln';
const CREDENTIALS = {
	jiraCloud: { jiraUrl: 'https://acme.atlassian.net', userEmail: 'a@example.com', apiToken: 't' },
	githubIssues: { apiUrl: 'https://api.github.com', accessToken: 'token' },
	microsoftTeams: { webhookUrl: WORKFLOWS_URL },
	pagerDuty: { routingKey: 'A'.repeat(32), region: 'us' },
	webhook: { webhookUrl: 'https://example.com/hook' },
};
const FIELDS: Record<string, IDataObject> = {
	jiraCloud: { projectKey: 'OPS', issueType: 'Bug' },
	githubIssues: { repository: 'acme/shop' },
};

/** What a destination sends of these alerts with these options. */
export function prepared<Settings>(
	destination: Destination<Settings>,
	options: IDataObject,
	alerts: Alert[] = [alertOf()],
) {
	const id = destination.id as keyof typeof CREDENTIALS;
	const credential = CREDENTIALS[id] as ICredentialDataDecryptedObject;
	const named = Object.entries(options).map(([name, value]) => [`options.${name}`, value]);
	const settings = settingsOf(destination, credential, {
		...FIELDS[id],
		...(Object.fromEntries(named) as IDataObject),
	});
	const result =
		alerts.length === 1 || destination.together === undefined
			? destination.prepare(alerts[0], settings, NOW)
			: destination.together.prepare(alerts, settings, NOW);
	const json = JSON.parse(result.request.body ?? '') as IDataObject;
	return { ...result, json, body: result.request.body ?? '', settings };
}

/** What stands there in it. */
export const at = (json: unknown, ...path: Array<string | number>): unknown =>
	path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], json);
