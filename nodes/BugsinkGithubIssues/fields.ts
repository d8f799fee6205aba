import type { Alert } from '../shared/alert/alert';
import type { JsonObject } from '../shared/alert/fields';
import { issueBody, issueTitle } from './markdown';
import type { GithubSettings } from './settings';

/** The fields of a new issue as GitHub's REST API takes them. */
export interface IssueFields extends JsonObject {
	title: string;
	body: string;
	labels: string[];
	assignees?: string[];
	milestone?: number;
	type?: string;
}

/** What a new issue says. A test notifies nobody. Pure. */
export function issueFields(
	alert: Alert,
	settings: GithubSettings,
	more: { milestone?: number; earlier?: string } = {},
): { fields: IssueFields; truncated: string[] } {
	const title = issueTitle(alert, settings.words);
	const body = issueBody(alert, more.earlier, settings.words);
	const fields: IssueFields = { title: title.text, body: body.text, labels: settings.labels };
	// An empty value broke creation in getsentry/sentry#83148, so what is not wanted is left out.
	if (!alert.isTest && settings.assignees.length > 0) fields.assignees = settings.assignees;
	if (more.milestone !== undefined) fields.milestone = more.milestone;
	if (settings.issueType !== '') fields.type = settings.issueType;
	return {
		fields,
		truncated: [...title.truncated, ...body.truncated, ...settings.truncated],
	};
}
