import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from '../shared/alert/alert';
import { text } from '../shared/alert/fields';
import type { Destination, Prepared } from '../shared/destination';
import { mayOpen } from '../shared/tracker/decide';
import { resolve, sendAlert } from '../shared/tracker/handle';
import { ticketSummary } from '../shared/tracker/summary';
import { explain, judge } from './answer';
import { jiraRequest } from './api';
import { contentOf, isEmail, ticketFields } from './fields';
import { loginOf, readSettings, type JiraSettings } from './settings';
import { PROPERTY, propertyOf } from './tickets';
import { JiraTracker } from './tracker';

function prepare(alert: Alert, settings: JiraSettings): Prepared {
	const { fields, truncated } = ticketFields(contentOf(alert, settings.words), settings);
	const warnings = [];
	if (isEmail(settings.assignee)) {
		warnings.push(`The account of ${settings.assignee} is looked up only when the alert is sent`);
	}
	const { customFields, screenFields } = settings;
	if (Object.keys({ ...customFields, ...screenFields }).length > 0) {
		warnings.push('Custom fields get the form that their type wants only when the alert is sent');
	}
	const value = propertyOf(settings.projectKey, alert.fingerprint);
	const body = { fields, properties: [{ key: PROPERTY, value }] };
	const { issueType, projectKey } = settings;
	const type = 'name' in issueType ? issueType.name : `issue type ${issueType.id}`;
	return {
		request: jiraRequest(settings.site, 'POST', '/issue', body),
		truncated,
		warnings,
		summary: ticketSummary(alert, settings, 'ticket', `a ticket in ${projectKey} as ${type}`),
	};
}

function secrets(credential: ICredentialDataDecryptedObject): string[] {
	const token = text(credential.apiToken).trim();
	return token === '' ? [] : [token, Buffer.from(loginOf(credential), 'utf8').toString('base64')];
}

export const jiraCloud: Destination<JiraSettings> = {
	id: 'jiraCloud',
	credentialType: 'bugsinkJiraCloudApi',
	isAuthenticatedByN8n: true,
	service: { name: 'Jira', judge, explain },
	// What goes out side by side is limited by the lane of the account.
	concurrency: 100,
	secrets,
	readSettings,
	prepare,
	limit: { counts: mayOpen },
	operations: {
		sendAlert: async (job) => await sendAlert(job, new JiraTracker(job)),
		resolve: async (job) => await resolve(job, new JiraTracker(job)),
	},
};
