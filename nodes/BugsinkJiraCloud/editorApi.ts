import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { isObject, text } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';
import { lookUp } from '../shared/node/picker';
import { JiraApi } from './api';
import { jiraCloud } from './jiraCloud';
import { readSite, reference, type Reference } from './settings';

/** Jira, for a list of the editor. @throws {NodeApiError | NodeOperationError} with message and hint. */
export async function withApi<T>(
	context: ILoadOptionsFunctions,
	work: (api: JiraApi) => Promise<T>,
): Promise<T> {
	return await lookUp(context, jiraCloud, async (delivery, credential) => {
		const memory = { get: () => undefined, set: () => undefined, delete: () => undefined };
		return await work(new JiraApi(readSite(credential), '', delivery, new Map(), memory));
	});
}

/** Key of the project chosen in the editor; empty if none is chosen, or an expression gives none yet. */
export function chosenProject(context: ILoadOptionsFunctions): string {
	const value = context.getCurrentNodeParameter('projectKey', { extractValue: true });
	const key = text(value).trim().toUpperCase();
	return /^[A-Z][A-Z0-9_]*$/.test(key) ? key : '';
}

/** The issue type chosen in the editor; null if none is, or an expression gives none yet. */
export function chosenIssueType(context: ILoadOptionsFunctions): Reference | null {
	const chosen: unknown = context.getCurrentNodeParameter('issueType');
	if (!isObject(chosen)) return null;
	const value = text(chosen.value).trim();
	return value.startsWith('=') ? null : reference({ value, mode: text(chosen.mode) });
}

/** The error for a list that needs a field which has no value in the editor. */
export function notChosen(field: string): InvalidSetting {
	return new InvalidSetting(
		`'${field}' is empty, or its expression gives no value in the editor`,
		`Choose '${field}' from the list, or run the nodes before this one so that the expression has a value.`,
	);
}
