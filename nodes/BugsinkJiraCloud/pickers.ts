import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { jsonOf } from '../shared/delivery/http';
import { lookUp } from '../shared/node/picker';
import { JiraApi } from './api';
import { jiraCloud } from './jiraCloud';
import { readSite } from './settings';

const PAGE = 50;

interface Answer {
	entries: JsonObject[];
	/** Where the next page starts. */
	next?: string;
}

/** A page of a list. */
async function ask(
	context: ILoadOptionsFunctions,
	path: string,
	list: string,
	query: Record<string, string>,
	from?: string,
): Promise<Answer> {
	const startAt = Number(from ?? 0);
	const search = new URLSearchParams({
		...query,
		startAt: String(startAt),
		maxResults: String(PAGE),
	});
	const response = await lookUp(context, jiraCloud, async (delivery, credential) => {
		const memory = { get: () => undefined, set: () => undefined };
		const api = new JiraApi(readSite(credential), delivery, new Map(), memory);
		return await api.request('GET', `${path}?${search.toString()}`);
	});
	const answer = jsonOf(response);
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
