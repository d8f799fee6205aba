import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { jsonOf } from '../shared/delivery/http';
import { chosenIssueType, chosenProject, withApi } from './editorApi';
import { Lookups } from './lookups';

const PAGE = 50;

interface Answer {
	entries: JsonObject[];
	/** Where the next page starts. */
	next?: string;
}

/** A page of a list, and the site's origin. */
async function ask(
	context: ILoadOptionsFunctions,
	path: string,
	list: string,
	query: Record<string, string>,
	from?: string,
): Promise<Answer & { site: string }> {
	const startAt = Number(from ?? 0);
	const search = new URLSearchParams({
		...query,
		startAt: String(startAt),
		maxResults: String(PAGE),
	});
	const { site, response } = await withApi(context, async (api) => ({
		site: api.site,
		response: await api.request('GET', `${path}?${search.toString()}`),
	}));
	const answer = jsonOf(response);
	const found = isObject(answer) ? answer[list] : answer;
	const entries = Array.isArray(found) ? found.filter(isObject) : [];
	const more = isObject(answer)
		? startAt + entries.length < Number(answer.total)
		: entries.length === PAGE;
	return {
		site,
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

export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
	from?: string,
): Promise<INodeListSearchResult> {
	const query = { orderBy: 'name', action: 'create', ...(filter ? { query: filter } : {}) };
	const answer = await ask(this, '/project/search', 'values', query, from);
	return result(answer, ({ key, name }) => ({
		name: `${text(name)} (${text(key)})`,
		value: text(key),
		// Not where the answer came from: a token with scopes is answered by Atlassian's gateway.
		url: `${answer.site}/browse/${text(key)}`,
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
	const toItem = ({ id, name }: JsonObject) => ({ name: text(name), value: text(id) });
	const entries = await prioritiesOfScreen(this);
	if (entries.length > 0) return result({ entries }, toItem, filter);
	return result(await ask(this, '/priority/search', 'values', {}, from), toItem, filter);
}

/** Those of the create screen, if project and issue type are chosen: every token may list them. */
async function prioritiesOfScreen(context: ILoadOptionsFunctions): Promise<JsonObject[]> {
	const projectKey = chosenProject(context);
	const issueType = chosenIssueType(context);
	if (projectKey === '' || issueType === null) return [];
	return await withApi(context, async (api) => {
		const settings = { site: api.site, projectKey, issueType };
		return await new Lookups(api, settings, new Map()).prioritiesOfScreen();
	});
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
