import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from '../../../../nodes/shared/alert/alert';
import { text } from '../../../../nodes/shared/alert/fields';
import { secretAddress } from '../../../../nodes/shared/delivery/address';
import { InvalidSetting } from '../../../../nodes/shared/delivery/failure';
import { jsonRequest } from '../../../../nodes/shared/delivery/http';
import type { Destination, Prepared } from '../../../../nodes/shared/destination';
import type { Parameters } from '../../../../nodes/shared/parameters';
import { resolve, sendAlert } from '../../../../nodes/shared/tracker/handle';
import { readTicketRules, type TicketRules } from '../../../../nodes/shared/tracker/properties';
import { GitlabTracker, issueOf } from './tracker';

export interface GitlabSettings extends TicketRules {
	/** Of the project below the API, `https://gitlab.com/api/v4/projects/acme%2Fshop`. */
	projectUrl: string;
	accessToken: string;
}

/** The site's address and the token. @throws {InvalidSetting} */
export function checkGitlabCredential(credential: ICredentialDataDecryptedObject) {
	const url = secretAddress('GitLab URL', text(credential.gitlabUrl), 'https://gitlab.com');
	const accessToken = text(credential.accessToken).trim();
	if (accessToken !== '') return { url: url.href.replace(/\/+$/, ''), accessToken };
	throw new InvalidSetting(
		"The credential has no 'Access Token'",
		'Create one on GitLab under Preferences, Access tokens, with the scope api.',
	);
}

function readSettings(
	parameters: Parameters,
	credential: ICredentialDataDecryptedObject,
): GitlabSettings {
	const { url, accessToken } = checkGitlabCredential(credential);
	const project = parameters.text('project').replace(/^\/+|\/+$/g, '');
	if (!/^[\w.-]+(\/[\w.-]+)+$|^\d+$/.test(project)) {
		throw new InvalidSetting(
			"'Project' is not the path of a project",
			'Enter for example acme/shop.',
		);
	}
	return {
		projectUrl: `${url}/api/v4/projects/${encodeURIComponent(project)}`,
		accessToken,
		...readTicketRules(parameters, 'Issue'),
	};
}

function prepare(alert: Alert, { projectUrl }: GitlabSettings): Prepared {
	const { fields, truncated } = issueOf(alert);
	const request = jsonRequest('POST', `${projectUrl}/issues`, fields);
	return { request, truncated, warnings: [] };
}

export const gitlab: Destination<GitlabSettings> = {
	id: 'gitlab',
	credentialType: 'bugsinkGitlabApi',
	isAuthenticatedByN8n: true,
	service: { name: 'GitLab', explain: () => ({}) },
	concurrency: 100,
	secrets: (credential) => [text(credential.accessToken).trim()],
	readSettings,
	prepare,
	operations: {
		sendAlert: async (job) => await sendAlert(job, new GitlabTracker(job)),
		resolve: async (job) => await resolve(job, new GitlabTracker(job)),
	},
};
