import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { jsonOf, type HttpResponse } from '../shared/delivery/http';
import { fieldErrors, notAnAnswer, refusal } from './answer';
import type { JiraApi } from './api';
import { isEmail, ticketFields, typedCustomFields, type TicketContent } from './fields';
import type { Lookups } from './lookups';
import { refuseIncomplete, shapedFields, whereToFillIn } from './screenFields';
import { NEEDED, setTwice, type JiraSettings } from './settings';
import { PROPERTY, propertyOf, toTicket, type JiraTicket } from './tickets';

const MAX_CHOICES = 20;

export interface CreatedTicket {
	ticket: JiraTicket;
	truncated: string[];
	warnings: string[];
}

/** The fields of a ticket with everything that has to be looked up. */
async function completeFields(
	content: TicketContent,
	settings: JiraSettings,
	lookups: Lookups,
): Promise<{ fields: JsonObject; truncated: string[]; warnings: string[] }> {
	const { fields, truncated } = ticketFields(content, settings);
	const warnings: string[] = [];
	const { assignee, customFields, screenFields } = settings;
	if (isEmail(assignee)) {
		const accountId = await lookups.accountId(assignee);
		if (accountId !== undefined) fields.assignee = { accountId };
		else warnings.push(`No one is assigned: no account was found for ${assignee}`);
	}
	if (Object.keys(customFields).length > 0) {
		for (const name of Object.keys(customFields)) delete fields[name];
		const typed = await typedCustomFields(customFields, lookups, settings.timeZone);
		const twice = Object.keys(typed.fields).find((id) => Object.hasOwn(screenFields, id));
		if (twice !== undefined) throw setTwice(twice);
		Object.assign(fields, typed.fields);
		warnings.push(...typed.warnings);
	}
	if (Object.keys(screenFields).length > 0) {
		for (const id of Object.keys(screenFields)) delete fields[id];
		const shaped = await shapedFields(settings, lookups);
		Object.assign(fields, shaped.fields);
		truncated.push(...shaped.truncated);
		warnings.push(...shaped.warnings);
		refuseIncomplete(await lookups.createFields(), fields);
	}
	if (content.isTest) {
		const lowest = (await lookups.priorities()).at(-1);
		if (lowest !== undefined) fields.priority = { id: text(lowest.id) };
	}
	return { fields, truncated, warnings };
}

/**
 * Creates a ticket, with the property by which it is told from people's copies. A create without an
 * answer is looked up before it is tried again; fields that the project's screen refuses are left out,
 * once, and named in the warnings.
 *
 * @param findLost looks for the ticket of a create that was never answered.
 * @param now in ms since 1970.
 */
export async function createTicket(
	api: JiraApi,
	content: TicketContent,
	settings: JiraSettings,
	lookups: Lookups,
	findLost: () => Promise<JiraTicket | undefined>,
	now: number,
): Promise<CreatedTicket> {
	const { fields, truncated, warnings } = await completeFields(content, settings, lookups);
	const value = propertyOf(settings.projectKey, content.fingerprint);
	let body: CreateBody = { fields, properties: [{ key: PROPERTY, value }] };
	for (;;) {
		const sent = await api.send('POST', '/issue', body, { accept: [400], lookAgain: findLost });
		if (sent.response === undefined) return { ticket: sent.found, truncated, warnings };
		const { response } = sent;
		if (response.statusCode < 400) {
			const ticket = ticketIn(response, body, settings, now) ?? (await findLost());
			if (ticket === undefined) throw notAnAnswer(response);
			return { ticket, truncated, warnings };
		}
		const less = withoutRefused(body, response);
		if (less === undefined) {
			throw refusal(response, await hintFor(response, settings, lookups));
		}
		body = less.body;
		// Nobody asked for the priority of a test.
		const asked = less.refused.filter(([field]) => !content.isTest || field !== 'priority');
		warnings.push(
			...asked.map(([field, said]) => `'${field}' was left out, as Jira refused it: ${said}`),
		);
	}
}

interface CreateBody {
	fields: JsonObject;
	properties?: Array<{ key: string; value: JsonObject }>;
}

/** What is left if what Jira refused is left out; undefined if that is nothing, or needed. */
function withoutRefused(
	{ fields, properties }: CreateBody,
	response: HttpResponse,
): { body: CreateBody; refused: Array<[string, string]> } | undefined {
	const errors = Object.entries(fieldErrors(response));
	if (errors.length > 0 && errors.every(([field]) => field in fields)) {
		if (errors.some(([field]) => NEEDED.includes(field))) return undefined;
		const isKept = ([name]: [string, unknown]) => !errors.some(([field]) => field === name);
		const kept = Object.fromEntries(Object.entries(fields).filter(isKept));
		return { body: { fields: kept, properties }, refused: errors };
	}
	// If an app or a proxy forbids properties, the labels have to do.
	const isOfProperties = properties !== undefined && /propert/i.test(response.body);
	return isOfProperties ? { body: { fields }, refused: [] } : undefined;
}

/** The ticket that an answer says was created; undefined if it says something else. */
function ticketIn(
	response: HttpResponse,
	{ properties = [] }: CreateBody,
	settings: JiraSettings,
	now: number,
): JiraTicket | undefined {
	const answer = jsonOf(response);
	const id = isObject(answer) ? text(answer.id) : '';
	const key = isObject(answer) ? text(answer.key) : '';
	if (id === '' || key === '') return undefined;
	const fields = { created: new Date(now).toISOString() };
	const marks = Object.fromEntries(properties.map((property) => [property.key, property.value]));
	return toTicket({ id, key, fields, properties: marks }, settings);
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
		return whereToFillIn(missing, await lookups.createFields());
	}
	return 'Compare the fields of this node with what the project expects.';
}
