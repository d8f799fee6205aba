import type { Alert } from '../shared/alert/alert';
import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { DeliveryFailure } from '../shared/delivery/failure';
import { jsonOf, type HttpResponse } from '../shared/delivery/http';
import { fieldErrors, refusal, type JiraApi } from './api';
import { isEmail, Lookups, ticketFields, typedCustomFields } from './fields';
import { NEEDED, type JiraSettings } from './settings';
import { findCreated } from './tickets';

const MAX_CHOICES = 20;

export interface CreatedTicket {
	id: string;
	key: string;
	truncated: string[];
	warnings: string[];
}

/** The fields of a ticket with everything that has to be looked up. */
async function completeFields(
	alert: Alert,
	settings: JiraSettings,
	lookups: Lookups,
): Promise<{ fields: JsonObject; truncated: string[]; warnings: string[] }> {
	const { fields, truncated } = ticketFields(alert, settings);
	const warnings: string[] = [];
	const { assignee, customFields } = settings;
	if (isEmail(assignee)) {
		const accountId = await lookups.accountId(assignee);
		if (accountId === undefined) {
			warnings.push(`No one is assigned: ${assignee} has no account that takes tickets here`);
		} else fields.assignee = { accountId };
	}
	if (Object.keys(customFields).length > 0) {
		for (const name of Object.keys(customFields)) delete fields[name];
		const typed = await typedCustomFields(customFields, lookups);
		Object.assign(fields, typed.fields);
		warnings.push(...typed.warnings);
	}
	if (alert.isTest) {
		const lowest = await lookups.lowestPriority();
		if (lowest !== undefined) fields.priority = lowest;
	}
	return { fields, truncated, warnings };
}

/**
 * Creates a ticket. A create without an answer is looked up before it is tried again; fields that
 * the project's screen does not take are dropped, once, and named in the warnings.
 *
 * @param before the alert's tickets that there are: none of them is the new one.
 */
export async function createTicket(
	api: JiraApi,
	alert: Alert,
	settings: JiraSettings,
	lookups: Lookups,
	before: Array<{ id: string }>,
): Promise<CreatedTicket> {
	const { fields, truncated, warnings } = await completeFields(alert, settings, lookups);
	const { projectKey } = settings;
	const post = async (body: JsonObject) =>
		await api.send(
			'POST',
			'/issue',
			{ fields: body },
			{
				accept: [400],
				lookAgain: () => findCreated(api, projectKey, alert.fingerprint, before),
			},
		);

	let sent = await post(fields);
	if (sent.response?.statusCode === 400) {
		const errors = fieldErrors(sent.response);
		const rejected = Object.keys(errors).filter((field) => field in fields);
		const canDrop =
			rejected.length > 0 && Object.keys(errors).every((field) => rejected.includes(field));
		if (!canDrop || rejected.some((field) => NEEDED.includes(field))) {
			throw refusal(sent.response, await hintFor(sent.response, settings, lookups));
		}
		const kept = Object.entries(fields).filter(([field]) => !rejected.includes(field));
		sent = await post(Object.fromEntries(kept));
		for (const field of rejected) {
			warnings.push(`'${field}' was left out, as Jira did not take it: ${errors[field]}`);
		}
	}
	if (sent.response === undefined) return { ...sent.found, truncated, warnings };
	if (sent.response.statusCode >= 400) {
		throw refusal(sent.response, await hintFor(sent.response, settings, lookups));
	}
	const answer = jsonOf(sent.response);
	const id = isObject(answer) ? text(answer.id) : '';
	const key = isObject(answer) ? text(answer.key) : '';
	if (id === '' || key === '') {
		throw new DeliveryFailure('Jira did not say which ticket it opened', {
			errorType: 'UnexpectedError',
			statusCode: sent.response.statusCode,
			responseText: sent.response.body,
			hint: "Check 'Jira URL' in the credential: another server may have answered.",
		});
	}
	return { id, key, truncated, warnings };
}

/** What to do about a refused ticket; names the choices where that costs one request. */
async function hintFor(
	response: HttpResponse,
	settings: JiraSettings,
	lookups: Lookups,
): Promise<string> {
	const errors = fieldErrors(response);
	if ('project' in errors) {
		return "Check 'Project': it is the key before the number in a ticket such as OPS-12, and the account needs the permission to create tickets there.";
	}
	if ('issuetype' in errors) {
		const names = (await lookups.issueTypes()).map(({ name }) => text(name));
		const known = names.slice(0, MAX_CHOICES).join(', ');
		const subTask =
			settings.parentKey === '' ? " A sub-task also needs 'Parent Key' under Options." : '';
		return `Check 'Issue Type'.${known === '' ? '' : ` ${settings.projectKey} has ${known}.`}${subTask}`;
	}
	if ('labels' in errors) {
		return "Put the field Labels on the project's create screen: by its label a ticket is found again.";
	}
	const missing = Object.keys(errors).filter((field) => !NEEDED.includes(field));
	if (missing.length > 0) {
		return `The project wants more: set ${missing.join(', ')} in 'Custom Fields' under Options, for example { "${missing[0]}": "…" }.`;
	}
	return 'Compare the fields of this node with what the project expects.';
}
