import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { systemClock } from '../shared/delivery/clock';
import { Delivery } from '../shared/delivery/delivery';
import { Gate } from '../shared/delivery/gate';
import { jsonOf } from '../shared/delivery/http';
import { n8nTransport } from '../shared/delivery/n8nTransport';
import { explain, JiraApi, judge } from './api';
import { readSite } from './settings';

const PAGE = 50;
const TIMEOUT_SECONDS = 20;

interface Answer {
	entries: JsonObject[];
	/** Where the next page starts. */
	next?: string;
}

/** Lists for the editor; they are asked for while someone waits, so nothing is tried for long. */
async function ask(
	context: ILoadOptionsFunctions,
	path: string,
	list: string,
	query: Record<string, string>,
	from?: string,
): Promise<Answer> {
	const credential = await context.getCredentials('bugsinkJiraCloudApi');
	const site = readSite(credential);
	const transport = n8nTransport(context, {
		credential: { type: 'bugsinkJiraCloudApi', data: credential },
		timeoutSeconds: TIMEOUT_SECONDS,
	});
	const service = { name: 'Jira', explain, judge };
	const gate = new Gate(systemClock);
	const delivery = new Delivery(service, transport, gate, systemClock, { maxAttempts: 2 });
	const memory = { get: () => undefined, set: () => undefined };
	const api = new JiraApi(site, delivery, new Map(), memory);
	const startAt = Number(from ?? 0);
	const search = new URLSearchParams({
		...query,
		startAt: String(startAt),
		maxResults: String(PAGE),
	});
	const answer = jsonOf(await api.request('GET', `${path}?${search.toString()}`));
	const found = isObject(answer) ? answer[list] : answer;
	const entries = Array.isArray(found) ? found.filter(isObject) : [];
	const more = isObject(answer)
		? startAt + entries.length < Number(answer.total)
		: entries.length === PAGE;
	return {
		entries,
		...(more && entries.length > 0 ? { next: String(startAt + entries.length) } : {}),
	};
}

function result(
	{ entries, next }: Answer,
	toItem: (entry: JsonObject) => INodeListSearchItems,
	filter = '',
): INodeListSearchResult {
	const wanted = filter.toLowerCase();
	const results = entries.map(toItem).filter(({ name }) => name.toLowerCase().includes(wanted));
	return { results, ...(next === undefined ? {} : { paginationToken: next }) };
}

/** Key of the project chosen in the editor; empty where an expression gives it or none is chosen. */
function chosenProject(context: ILoadOptionsFunctions): string {
	const value = context.getCurrentNodeParameter('projectKey', { extractValue: true });
	const key = text(value).trim().toUpperCase();
	return /^[A-Z][A-Z0-9_]*$/.test(key) ? key : '';
}

export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
	from?: string,
): Promise<INodeListSearchResult> {
	const query = { orderBy: 'name', action: 'create', ...(filter ? { query: filter } : {}) };
	const answer = await ask(this, '/project/search', 'values', query, from);
	return result(answer, ({ key, name, self }) => ({
		name: `${text(name)} (${text(key)})`,
		value: text(key),
		url: text(self).replace(/\/rest\/api\/.*$/, `/browse/${text(key)}`),
	}));
}

export async function searchIssueTypes(
	this: ILoadOptionsFunctions,
	filter?: string,
	from?: string,
): Promise<INodeListSearchResult> {
	const project = chosenProject(this);
	if (project === '') return { results: [] };
	const answer = await ask(this, `/issue/createmeta/${project}/issuetypes`, 'issueTypes', {}, from);
	return result(answer, ({ id, name }) => ({ name: text(name), value: text(id) }), filter);
}

export async function searchPriorities(
	this: ILoadOptionsFunctions,
	filter?: string,
	from?: string,
): Promise<INodeListSearchResult> {
	const answer = await ask(this, '/priority/search', 'values', {}, from);
	return result(answer, ({ id, name }) => ({ name: text(name), value: text(id) }), filter);
}

export async function searchAssignees(
	this: ILoadOptionsFunctions,
	filter?: string,
	from?: string,
): Promise<INodeListSearchResult> {
	const project = chosenProject(this);
	if (project === '') return { results: [] };
	const query = { project, query: filter ?? '' };
	const answer = await ask(this, '/user/assignable/search', 'values', query, from);
	return result(answer, ({ accountId, displayName, emailAddress }) => {
		const address = text(emailAddress);
		const name = address === '' ? text(displayName) : `${text(displayName)} (${address})`;
		return { name, value: text(accountId) };
	});
}
