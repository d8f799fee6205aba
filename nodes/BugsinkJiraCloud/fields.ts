import type { Alert } from '../shared/alert/alert';
import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { shownTitleOf, type Words } from '../shared/alert/words';
import { cut } from '../shared/text/cut';
import { descriptionOf, richText, type AdfDocument } from './adf';
import { dayOf, momentOf } from './dates';
import type { Lookups } from './lookups';
import { NEEDED, type JiraSettings } from './settings';

/** "Summary can't exceed 255 characters" (the limit of prometheus/alertmanager and grafana/alerting too). */
const MAX_SUMMARY = 255;
/** On every ticket that this node opens. */
export const MARKER_LABEL = 'bugsink';

/** What a ticket is about. */
export interface TicketContent {
	fingerprint: string;
	isTest: boolean;
	title: string;
	description: { document: AdfDocument; truncated: string[] };
}

export function contentOf(alert: Alert, words: Words): TicketContent {
	const { fingerprint, isTest } = alert;
	const title = shownTitleOf(alert, words);
	return { fingerprint, isTest, title, description: descriptionOf(alert, words) };
}

/** A ticket's fields as far as they need no look-up; pure. */
export function ticketFields(
	{ description, fingerprint, isTest, title }: TicketContent,
	settings: JiraSettings,
): { fields: JsonObject; truncated: string[] } {
	const summary = cut(title, MAX_SUMMARY);
	const { assignee, components, parentKey, priority } = settings;
	return {
		fields: {
			project: { key: settings.projectKey },
			issuetype: settings.issueType,
			summary: summary.text,
			description: description.document,
			labels: [...new Set([fingerprint, MARKER_LABEL, ...settings.labels])],
			...(priority === null || isTest ? {} : { priority }),
			...(assignee === '' || isEmail(assignee) ? {} : { assignee: { accountId: assignee } }),
			...(components.length === 0 ? {} : { components: components.map((name) => ({ name })) }),
			...(parentKey === '' ? {} : { parent: { key: parentKey } }),
			...settings.customFields,
			...settings.screenFields,
		},
		truncated: [...(summary.wasCut ? ['title'] : []), ...description.truncated],
	};
}

export function isEmail(assignee: string): boolean {
	return assignee.includes('@');
}

function same(a: unknown, b: string): boolean {
	return text(a).toLowerCase() === b.toLowerCase();
}

/**
 * The user's custom fields, each by its id or by its name as the screen shows it, in the form that its
 * type wants. A field that the create metadata does not name goes out as it is: Jira's answer
 * tells what is wrong with it.
 */
export async function typedCustomFields(
	customFields: JsonObject,
	lookups: Lookups,
	timeZone: string,
): Promise<{ fields: JsonObject; warnings: string[] }> {
	const fields: JsonObject = {};
	const warnings: string[] = [];
	const entries = Object.entries(customFields);
	const metadata = entries.length === 0 ? [] : await lookups.createFields();
	for (const [name, value] of entries) {
		const field =
			metadata.find(({ fieldId }) => fieldId === name) ??
			metadata.find((one) => same(one.name, name));
		if (field === undefined) {
			fields[name] = value;
			continue;
		}
		if (NEEDED.includes(text(field.fieldId))) {
			warnings.push(`'${name}' was left out: it comes from the alert or has a field of its own`);
			continue;
		}
		const typed = await typedValue(value, field, lookups, timeZone);
		if (typed === undefined) {
			warnings.push(`'${name}' was left out: no account was found for ${String(value)}`);
		} else fields[text(field.fieldId)] = typed;
	}
	return { fields, warnings };
}

async function typedValue(
	value: unknown,
	field: JsonObject,
	lookups: Lookups,
	timeZone: string,
): Promise<unknown> {
	const schema = isObject(field.schema) ? field.schema : {};
	const type = text(schema.type);
	const isRichText =
		text(schema.custom).endsWith(':textarea') ||
		['environment', 'description'].includes(text(schema.system));
	if (isRichText && !isObject(value)) return richText(String(value ?? ''));
	if (type !== 'array') return await typedScalar(value, type, lookups, timeZone);
	const entries = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',').map((entry) => entry.trim())
			: [value];
	const typed = [];
	for (const entry of entries.filter((one) => one !== '')) {
		typed.push(await typedScalar(entry, text(schema.items), lookups, timeZone));
	}
	return typed.filter((entry) => entry !== undefined);
}

async function typedScalar(
	value: unknown,
	type: string,
	lookups: Lookups,
	timeZone: string,
): Promise<unknown> {
	// An object is what the user took from Jira's own documentation, null empties the field.
	if (isObject(value) || value === null) return value;
	const written = String(value).trim();
	switch (type) {
		case 'number':
			return written !== '' && Number.isFinite(Number(written)) ? Number(written) : value;
		case 'option':
			return { value: written };
		case 'priority':
		case 'version':
		case 'component':
		case 'group':
		case 'securitylevel':
		case 'resolution':
			return /^\d+$/.test(written) && type !== 'group' ? { id: written } : { name: written };
		case 'user': {
			const accountId = isEmail(written) ? await lookups.accountId(written) : written;
			return accountId === undefined ? undefined : { accountId };
		}
		case 'issuelink':
		case 'project':
			return { key: written };
		case 'date':
			return dayOf(written, timeZone);
		case 'datetime':
			return momentOf(written, timeZone);
		case 'string':
			return written;
		default:
			return value;
	}
}
