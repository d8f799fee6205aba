import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text, type JsonObject } from '../shared/alert/fields';
import { DEFAULT_REOPEN_WINDOW_DAYS } from '../shared/alert/tickets';
import { secretAddress } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Parameters } from '../shared/node/parameters';

/** What Jira takes as a reference: its id, or its name as the account sees it. */
export type Reference = { id: string } | { name: string };

export const ON_EXISTING = ['comment', 'createAnother', 'ignore', 'update'] as const;
export const ON_REGRESSION = ['comment', 'create', 'ignore', 'reopenAndComment'] as const;

export interface JiraSettings {
	/** The site's origin, `https://your-domain.atlassian.net`. */
	site: string;
	projectKey: string;
	issueType: Reference;
	/** Without the fingerprint's label. */
	labels: string[];
	onlyNewIssues: boolean;
	priority: Reference | null;
	/** Account id or e-mail address; empty for Jira's own default. */
	assignee: string;
	components: string[];
	parentKey: string;
	customFields: JsonObject;
	onExisting: (typeof ON_EXISTING)[number];
	onRegression: (typeof ON_REGRESSION)[number];
	reopenWindowDays: number;
	/** Name or id; empty to choose by status category. */
	reopenTransition: string;
	resolveTransition: string;
}

/** What makes a ticket ours: its place, its content, and the label by which it is found again. */
export const NEEDED = ['project', 'issuetype', 'summary', 'description', 'labels'];

/** "exceeds the maximum length for a single label of 255 characters" (prometheus-community/jiralert#146). */
const MAX_LABEL = 255;
/** The site that the credential names, by its origin. @throws {InvalidSetting} */
export function readSite(credential: ICredentialDataDecryptedObject): string {
	const example = 'https://your-domain.atlassian.net';
	const url = secretAddress('Jira URL', text(credential.jiraUrl), example);
	if (url.hostname === 'api.atlassian.com') {
		throw new InvalidSetting(
			"'Jira URL' is the address of Atlassian's API, not of your site",
			`Enter your site's address, for example ${example}. Scoped tokens work with it too.`,
		);
	}
	if (text(credential.userEmail).trim() === '' || text(credential.apiToken).trim() === '') {
		throw new InvalidSetting(
			"The credential needs 'User Email' and 'API Token'",
			'Create a token at https://id.atlassian.com/manage-profile/security/api-tokens.',
		);
	}
	return url.origin;
}

export function readSettings(
	parameters: Parameters,
	credential: ICredentialDataDecryptedObject,
): JiraSettings {
	const site = readSite(credential);
	// The editor hides what a new ticket is made of; so it may be empty then.
	const isResolving = parameters.text('operation') === 'resolve';
	const issueType = reference(parameters.locator('issueType'));
	if (issueType === null && !isResolving) {
		throw new InvalidSetting(
			"'Issue Type' is empty",
			'Choose one from the list, or enter a name such as Bug.',
		);
	}
	const customFields = parameters.jsonObject(
		'options.customFields',
		'Custom Fields',
		'{ "customfield_10032": 5 }',
	);
	const taken = Object.keys(customFields).find((name) => NEEDED.includes(name.toLowerCase()));
	if (taken !== undefined) {
		throw new InvalidSetting(
			`'Custom Fields' cannot set ${taken}`,
			'Project, issue type and labels have fields of their own; summary and description come from the alert.',
		);
	}
	const parentKey = parameters.text('options.parentKey').toUpperCase();
	if (parentKey !== '' && !/^[A-Z][A-Z0-9_]*-\d+$/.test(parentKey)) {
		throw new InvalidSetting(
			"'Parent Key' is not the key of a ticket",
			'Enter a key such as OPS-12.',
		);
	}
	return {
		site,
		projectKey: isResolving ? '' : projectKey(parameters.locator('projectKey').value),
		issueType: issueType ?? { name: '' },
		labels: checkedLabels(parameters.list('labels')),
		onlyNewIssues: parameters.boolean('onlyNewIssues', true),
		priority: reference(parameters.locator('options.priority')),
		assignee: parameters.locator('options.assignee').value,
		components: parameters.list('options.components'),
		parentKey,
		customFields,
		onExisting: parameters.choice(
			'options.onExisting',
			'When a Ticket Exists',
			ON_EXISTING,
			'comment',
		),
		onRegression: parameters.choice(
			'options.onRegression',
			'When the Error Comes Back',
			ON_REGRESSION,
			'reopenAndComment',
		),
		reopenWindowDays: parameters.wholeNumber(
			'options.reopenWindowDays',
			'Reopen Window',
			DEFAULT_REOPEN_WINDOW_DAYS,
			0,
			3650,
		),
		reopenTransition: parameters.text('options.reopenTransition'),
		resolveTransition: parameters.text('options.resolveTransition'),
	};
}

/** A key, also out of a pasted address such as `…/projects/OPS/board` or `…/browse/OPS-12`. */
function projectKey(value: string): string {
	const pasted = /\/(?:browse|projects)\/([A-Za-z][A-Za-z0-9_]*)/.exec(value);
	const key = (pasted?.[1] ?? value).toUpperCase();
	if (/^[A-Z][A-Z0-9_]{0,254}$/.test(key)) return key;
	throw new InvalidSetting(
		value === '' ? "'Project' is empty" : "'Project' is not the key of a project",
		'Choose a project from the list, or enter its key, for example OPS (the part before the number in OPS-12).',
	);
}

/** From the list comes an id; typed is a name, unless it is a number or the mode says that it is an id. */
function reference({ value, mode }: { value: string; mode: string }): Reference | null {
	if (value === '') return null;
	const isId = mode === 'id' || mode === 'list' || (mode !== 'name' && /^\d+$/.test(value));
	return isId ? { id: value } : { name: value };
}

function checkedLabels(labels: string[]): string[] {
	for (const label of labels) {
		if (/\s/.test(label)) {
			throw new InvalidSetting(
				`'Labels' has a label with a space: ${JSON.stringify(label.slice(0, 60))}`,
				`Jira's labels have no spaces. Write for example ${label.trim().replace(/\s+/g, '-').slice(0, 60)}.`,
			);
		}
		if (label.length > MAX_LABEL) {
			throw new InvalidSetting(
				`'Labels' has a label with ${label.length} characters`,
				`Jira takes at most ${MAX_LABEL} characters for one label.`,
			);
		}
	}
	return labels;
}
