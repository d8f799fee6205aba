import { createHash } from 'crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text, type JsonObject } from '../shared/alert/fields';
import type { Words } from '../shared/alert/words';
import { secretAddress, withScheme } from '../shared/delivery/address';
import { InvalidSetting } from '../shared/delivery/failure';
import type { Parameters } from '../shared/parameters';
import { readTicketRules, type TicketRules } from '../shared/tracker/properties';
import { isEmpty } from './empty';

import { readWords } from '../shared/words';

/** What Jira takes as a reference: its id, or its name as the account sees it. */
export type Reference = { id: string } | { name: string };

export interface JiraSettings extends TicketRules {
	/** The site's origin, `https://your-domain.atlassian.net`. */
	site: string;
	/** A hash of the login: tells two accounts apart. */
	account: string;
	projectKey: string;
	issueType: Reference;
	/** Without the fingerprint's label. */
	labels: string[];
	priority: Reference | null;
	/** Account id or e-mail address; empty for Jira's own default. */
	assignee: string;
	components: string[];
	parentKey: string;
	customFields: JsonObject;
	/** What fields of the create screen were given, by their ids; none is empty. */
	screenFields: JsonObject;
	/** Name or id; empty to choose by status category. */
	reopenTransition: string;
	resolveTransition: string;
	/** Further names of statuses and resolutions that mean a person decided not to fix it. */
	wontDoNames: string[];
	words: Words;
	/** Of the workflow, an IANA name. */
	timeZone: string;
}

/** What makes a ticket ours: its place, its content, and the label by which it is found again. */
export const NEEDED = ['project', 'issuetype', 'summary', 'description', 'labels'];

/** What the form of the create screen does not offer: the node sets it, or has a field for it. */
export const OWN_FIELDS = [...NEEDED, 'parent'];

/** "exceeds the maximum length for a single label of 255 characters" (prometheus-community/jiralert#146). */
export const MAX_LABEL = 255;

/** The site that the credential names, by its origin. @throws {InvalidSetting} */
export function readSite(credential: ICredentialDataDecryptedObject): string {
	const example = 'https://your-domain.atlassian.net';
	const url = secretAddress('Jira URL', withScheme(text(credential.jiraUrl)), example);
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

/** E-mail and token as Basic authentication joins them; pasted ones often have spaces around them. */
export function loginOf({ userEmail, apiToken }: ICredentialDataDecryptedObject): string {
	return `${text(userEmail).trim()}:${text(apiToken).trim()}`;
}

export function readSettings(
	all: Parameters,
	credential: ICredentialDataDecryptedObject,
): JiraSettings {
	const site = readSite(credential);
	// To resolve, the editor hides what a new ticket is made of; so it may be empty then.
	const isResolving = all.text('operation') === 'resolve';
	const parameters = isResolving
		? all.only('options.resolveTransition', 'options.wontDoNames')
		: all;
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
	const screenFields = readScreenFields(parameters, customFields);
	const parentKey = parameters.text('options.parentKey').toUpperCase();
	if (parentKey !== '' && !/^[A-Z][A-Z0-9_]*-\d+$/.test(parentKey)) {
		throw new InvalidSetting(
			"'Parent Key' is not the key of a ticket",
			'Enter a key such as OPS-12.',
		);
	}
	return {
		site,
		account: createHash('sha256').update(loginOf(credential)).digest('base64'),
		projectKey: isResolving ? '' : projectKey(parameters.locator('projectKey').value),
		issueType: issueType ?? { name: '' },
		labels: checkedLabels(both(parameters, 'labels', 'options.labelsFromList')),
		priority: reference(parameters.locator('options.priority')),
		assignee: parameters.locator('options.assignee').value,
		components: both(parameters, 'options.components', 'options.componentsFromList'),
		parentKey,
		customFields: asJson(customFields),
		screenFields,
		...readTicketRules(parameters, 'Ticket'),
		reopenTransition: parameters.text('options.reopenTransition'),
		resolveTransition: parameters.text('options.resolveTransition'),
		wontDoNames: parameters.list('options.wontDoNames'),
		words: readWords(parameters, 'summary'),
		timeZone: parameters.timeZone(),
	};
}

/** A key, also out of a pasted address such as `…/projects/OPS/board` or `…/browse/OPS-12`. */
export function projectKey(value: string): string {
	const pasted = /\/(?:browse|projects)\/([A-Za-z][A-Za-z0-9_]*)/.exec(value);
	const key = (pasted?.[1] ?? value).toUpperCase();
	if (/^[A-Z][A-Z0-9_]{0,254}$/.test(key)) return key;
	throw new InvalidSetting(
		value === '' ? "'Project' is empty" : "'Project' is not the key of a project",
		'Choose a project from the list, or enter its key, for example OPS (the part before the number in OPS-12).',
	);
}

/** From the list comes an id; typed is a name, unless it is a number or the mode says that it is an id. */
export function reference({ value, mode }: { value: string; mode: string }): Reference | null {
	if (value === '') return null;
	const isId = mode === 'id' || mode === 'list' || (mode !== 'name' && /^\d+$/.test(value));
	return isId ? { id: value } : { name: value };
}

/** Times of expressions become text. */
function asJson(value: JsonObject): JsonObject {
	const json = JSON.stringify(value, (_, one: unknown) =>
		typeof one === 'bigint' ? String(one) : one,
	);
	return JSON.parse(json) as JsonObject;
}

/** Where else a field of the create screen can be set. */
const OTHER_PLACES: Record<string, string[]> = {
	assignee: ['options.assignee'],
	components: ['options.components', 'options.componentsFromList'],
	priority: ['options.priority'],
};

/** The fields of the create screen that were filled in. @throws {InvalidSetting} if one is set elsewhere too. */
function readScreenFields(parameters: Parameters, customFields: JsonObject): JsonObject {
	if (!parameters.boolean('options.fieldsFromScreen', false)) return {};
	const given = Object.entries(asJson(parameters.mapped('fields')));
	const fields = Object.fromEntries(given.filter(([, value]) => !isEmpty(value)));
	for (const id of Object.keys(fields)) {
		const isElsewhere = (OTHER_PLACES[id] ?? []).some(
			(name) => parameters.locator(name).value !== '' || parameters.list(name).length > 0,
		);
		if (isElsewhere || OWN_FIELDS.includes(id) || Object.hasOwn(customFields, id)) {
			throw setTwice(id);
		}
	}
	return fields;
}

/** The error for a field that the create screen's form and another option set. */
export function setTwice(name: string): InvalidSetting {
	return new InvalidSetting(
		`'${name}' is set twice`,
		"It is filled in under 'Fields of the Create Screen' and in an option of its own or in 'Custom Fields'. Empty one of the two.",
	);
}

/** What was typed and what was chosen from the list beside it, without repetition. */
function both(parameters: Parameters, typed: string, fromList: string): string[] {
	return [...new Set([...parameters.list(typed), ...parameters.list(fromList)])];
}

function checkedLabels(labels: string[]): string[] {
	for (const label of labels) {
		if (/\s/.test(label)) {
			throw new InvalidSetting(
				`'Labels' contains a label with a space: ${JSON.stringify(label.slice(0, 60))}`,
				`Jira's labels have no spaces. Write for example ${label.trim().replace(/\s+/g, '-').slice(0, 60)}.`,
			);
		}
		if (label.length > MAX_LABEL) {
			throw new InvalidSetting(
				`'Labels' contains a label with ${label.length} characters`,
				`Jira accepts at most ${MAX_LABEL} characters for one label.`,
			);
		}
	}
	return labels;
}
