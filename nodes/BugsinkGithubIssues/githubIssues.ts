import type { Alert } from '../shared/alert/alert';
import type { Destination, Prepared } from '../shared/destination';
import { mayOpen } from '../shared/tracker/decide';
import { resolve, sendAlert } from '../shared/tracker/handle';
import { ticketSummary } from '../shared/tracker/summary';
import { service } from './answer';
import { githubRequest } from './api';
import { issueFields } from './fields';
import { accessTokenOf, readSettings, type GithubSettings } from './settings';
import { GithubTracker } from './tracker';

function prepare(alert: Alert, settings: GithubSettings): Prepared {
	const { apiUrl, repository, milestone, warnings } = settings;
	const isNumber = /^\d+$/.test(milestone);
	const { fields, truncated } = issueFields(alert, settings, {
		milestone: isNumber && !alert.isTest ? Number(milestone) : undefined,
	});
	const request = githubRequest(apiUrl, 'POST', `/repos/${repository}/issues`, { body: fields });
	const lookedUp = milestone === '' || isNumber || alert.isTest ? [] : [milestone];
	return {
		request,
		truncated,
		summary: ticketSummary(alert, settings, 'issue', `an issue in ${repository}`),
		warnings: [
			...warnings,
			...lookedUp.map((title) => `The milestone '${title}' is looked up when the alert is sent`),
		],
	};
}

export const githubIssues: Destination<GithubSettings> = {
	id: 'githubIssues',
	credentialType: 'bugsinkGithubIssuesApi',
	isAuthenticatedByN8n: true,
	service,
	// What goes out side by side is limited by the lanes of the token.
	concurrency: 100,
	secrets: (credential) => [accessTokenOf(credential)],
	readSettings,
	prepare,
	limit: { counts: mayOpen },
	operations: {
		sendAlert: async (job) => await sendAlert(job, new GithubTracker(job)),
		resolve: async (job) => await resolve(job, new GithubTracker(job)),
	},
};
