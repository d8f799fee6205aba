import type { Alert } from '../shared/alert/alert';
import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { markedTitle } from '../shared/alert/describe';
import { jsonOf } from '../shared/delivery/http';
import { cut } from '../shared/text/cut';
import { descriptionOf, richText } from './adf';
import type { JiraApi } from './api';
import { NEEDED, type JiraSettings, type Reference } from './settings';

/** "Summary can't exceed 255 characters" (the limit of prometheus/alertmanager and grafana/alerting too). */
const MAX_SUMMARY = 255;
const PAGE = 200;
const MAX_PAGES = 10;

/** A ticket's fields as far as they need no look-up; pure. */
export function ticketFields(
	alert: Alert,
	settings: JiraSettings,
): { fields: JsonObject; truncated: string[] } {
	const summary = cut(markedTitle(alert), MAX_SUMMARY);
	const description = descriptionOf(alert);
	const { assignee, components, parentKey, priority } = settings;
	return {
		fields: {
			project: { key: settings.projectKey },
			issuetype: settings.issueType,
			summary: summary.text,
			description: description.document,
			labels: [...new Set([alert.fingerprint, ...settings.labels])],
			...(priority === null || alert.isTest ? {} : { priority }),
			...(assignee === '' || isEmail(assignee) ? {} : { assignee: { accountId: assignee } }),
			...(components.length === 0 ? {} : { components: components.map((name) => ({ name })) }),
			...(parentKey === '' ? {} : { parent: { key: parentKey } }),
			...settings.customFields,
		},
		truncated: [...(summary.wasCut ? ['title'] : []), ...description.truncated],
	};
}

export function isEmail(assignee: string): boolean {
	return assignee.includes('@');
}

/** What an execution has to ask Jira only once. */
export class Lookups {
	constructor(
		private readonly api: JiraApi,
		private readonly settings: JiraSettings,
		private readonly shared: Map<string, unknown>,
	) {}

	/** The account that may be assigned tickets of the project; undefined without one. */
	async accountId(email: string): Promise<string | undefined> {
		const { projectKey } = this.settings;
		return await this.once(`assignee ${projectKey} ${email}`, async () => {
			const query = `project=${projectKey}&query=${encodeURIComponent(email)}&maxResults=20`;
			const path = `/user/assignable/search?${query}`;
			const answer = jsonOf(await this.api.request('GET', path, undefined, [400, 403, 404]));
			const users = Array.isArray(answer) ? answer.filter(isObject) : [];
			const same = users.find(
				(user) => text(user.emailAddress).toLowerCase() === email.toLowerCase(),
			);
			// Most accounts hide their address; a single match is the one that was asked for.
			const only = users.length === 1 && text(users[0].emailAddress) === '' ? users[0] : undefined;
			const found = same ?? only;
			return found === undefined ? undefined : text(found.accountId);
		});
	}

	/** The last of the priorities, which Jira lists from the highest down. */
	async lowestPriority(): Promise<Reference | undefined> {
		return await this.once('lowest priority', async () => {
			const path = '/priority/search?maxResults=100';
			const answer = jsonOf(await this.api.request('GET', path, undefined, [400, 403, 404]));
			const values = isObject(answer) && Array.isArray(answer.values) ? answer.values : [];
			const last: unknown = values.at(-1);
			return isObject(last) ? { id: text(last.id) } : undefined;
		});
	}

	/** The issue types in which the account may create tickets; empty where it may not know. */
	async issueTypes(): Promise<JsonObject[]> {
		const { projectKey } = this.settings;
		const path = `/issue/createmeta/${projectKey}/issuetypes`;
		return await this.once(`issue types ${projectKey}`, () => this.pages(path, 'issueTypes'));
	}

	/** The create screen's fields of the project and issue type; empty where they cannot be known. */
	async createFields(): Promise<JsonObject[]> {
		const { projectKey, issueType } = this.settings;
		return await this.once(`fields ${projectKey} ${JSON.stringify(issueType)}`, async () => {
			const id =
				'id' in issueType
					? issueType.id
					: text((await this.issueTypes()).find(({ name }) => same(name, issueType.name))?.id);
			const path = `/issue/createmeta/${projectKey}/issuetypes/${encodeURIComponent(id)}`;
			return id === '' ? [] : await this.pages(path, 'fields');
		});
	}

	private async pages(path: string, name: string): Promise<JsonObject[]> {
		const all: JsonObject[] = [];
		for (let page = 0; page < MAX_PAGES; page++) {
			const query = `?startAt=${all.length}&maxResults=${PAGE}`;
			const answer = jsonOf(
				await this.api.request('GET', path + query, undefined, [400, 403, 404]),
			);
			const entries = isObject(answer) && Array.isArray(answer[name]) ? answer[name] : [];
			all.push(...entries.filter(isObject));
			const total = isObject(answer) ? Number(answer.total) : 0;
			if (entries.length === 0 || !(all.length < total)) break;
		}
		return all;
	}

	private async once<T>(name: string, ask: () => Promise<T>): Promise<T> {
		const key = `jira ${this.settings.site} ${name}`;
		const shared = this.shared as Map<string, Promise<T>>;
		const asked = shared.get(key) ?? ask();
		shared.set(key, asked);
		// A fault may have passed when the next item asks.
		void asked.catch(() => shared.delete(key));
		return await asked;
	}
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
		const typed = await typedValue(value, field, lookups);
		if (typed === undefined) {
			warnings.push(`'${name}' was left out: no account was found for ${String(value)}`);
		} else fields[text(field.fieldId)] = typed;
	}
	return { fields, warnings };
}

async function typedValue(value: unknown, field: JsonObject, lookups: Lookups): Promise<unknown> {
	const schema = isObject(field.schema) ? field.schema : {};
	const type = text(schema.type);
	const isRichText =
		text(schema.custom).endsWith(':textarea') ||
		['environment', 'description'].includes(text(schema.system));
	if (isRichText && !isObject(value)) return richText(String(value ?? ''));
	if (type !== 'array') return await typedScalar(value, type, lookups);
	const entries = Array.isArray(value)
		? value
		: typeof value === 'string'
			? value.split(',').map((entry) => entry.trim())
			: [value];
	const typed = [];
	for (const entry of entries.filter((one) => one !== '')) {
		typed.push(await typedScalar(entry, text(schema.items), lookups));
	}
	return typed.filter((entry) => entry !== undefined);
}

async function typedScalar(value: unknown, type: string, lookups: Lookups): Promise<unknown> {
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
		case 'date': {
			const date = new Date(written);
			const isDay = /^\d{4}-\d\d-\d\d$/.test(written) || Number.isNaN(date.getTime());
			return isDay ? written : date.toISOString().slice(0, 10);
		}
		case 'datetime': {
			const date = new Date(written);
			return Number.isNaN(date.getTime()) ? written : date.toISOString().replace('Z', '+0000');
		}
		case 'string':
			return written;
		default:
			return value;
	}
}
