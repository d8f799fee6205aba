import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { text, type JsonObject } from '../shared/alert/fields';
import { lookUp } from '../shared/node/picker';
import { listOf } from './answer';
import { githubRequest } from './api';
import { githubIssues } from './githubIssues';
import { apiUrlOf, repositoryName } from './settings';

const PAGE = 100;
/** How many pages are looked through for one search; more come on scrolling. */
const MAX_PAGES = 5;

/** The repositories that the token sees and that can have issues, those used last first. */
export async function searchRepositories(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const answer = await ask(
		this,
		() => '/user/repos',
		{ sort: 'pushed' },
		paginationToken,
		(one) => {
			const { full_name: name, html_url: url, archived, has_issues: hasIssues } = one;
			if (typeof name !== 'string' || archived === true || hasIssues === false) return undefined;
			return matching(filter, { name, value: name, url: text(url) });
		},
	);
	return listed(answer);
}

/** The open milestones of the chosen repository. */
export async function searchMilestones(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const path = () => `/repos/${chosenRepository(this)}/milestones`;
	const answer = await ask(this, path, {}, paginationToken, ({ number, title, html_url: url }) =>
		matching(filter, { name: text(title), value: text(number), url: text(url) }),
	);
	return listed(answer);
}

/** The labels of the chosen repository. */
export async function getLabels(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await allNames(this, 'labels', 'name');
}

/** Those who can be assigned in the chosen repository. */
export async function getAssignees(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	return await allNames(this, 'assignees', 'login');
}

/** Every name of a list of the repository, as far as it has at most 500 entries. */
async function allNames(
	context: ILoadOptionsFunctions,
	list: string,
	key: string,
): Promise<INodePropertyOptions[]> {
	const path = () => `/repos/${chosenRepository(context)}/${list}`;
	const options: INodePropertyOptions[] = [];
	for (let page: number | undefined = 1; page !== undefined && page <= MAX_PAGES;) {
		const answer = await ask(context, path, {}, String(page), (entry) => {
			const name = text(entry[key]);
			return name === '' ? undefined : { name, value: name };
		});
		options.push(...answer.items.map(({ name, value }) => ({ name, value })));
		page = answer.next;
	}
	return options;
}

/** The issue types of the organization that has the chosen repository. */
export async function searchIssueTypes(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	const path = () => `/orgs/${chosenRepository(this).split('/')[0]}/issue-types`;
	const { items } = await ask(this, path, {}, undefined, ({ name, is_enabled: isEnabled }) =>
		isEnabled === false ? undefined : matching(filter, { name: text(name), value: text(name) }),
	);
	return { results: items };
}

function chosenRepository(context: ILoadOptionsFunctions): string {
	return repositoryName(
		text(context.getCurrentNodeParameter('repository', { extractValue: true })).trim(),
	);
}

function matching(filter: string, item: INodeListSearchItems): INodeListSearchItems | undefined {
	return item.name.toLowerCase().includes(filter.trim().toLowerCase()) ? item : undefined;
}

interface Answer {
	items: INodeListSearchItems[];
	/** The page to go on with. */
	next?: number;
}

function listed({ items, next }: Answer): INodeListSearchResult {
	return { results: items, ...(next === undefined ? {} : { paginationToken: String(next) }) };
}

/**
 * A page of what is wanted, and further pages until there is something to show.
 *
 * @param pathOf fails where no repository is chosen, which the editor has to show as well.
 */
async function ask(
	context: ILoadOptionsFunctions,
	pathOf: () => string,
	query: Record<string, string>,
	from: string | undefined,
	itemOf: (entry: JsonObject) => INodeListSearchItems | undefined,
): Promise<Answer> {
	const first = Number(from ?? 1);
	return await lookUp(context, githubIssues, async (delivery, credential) => {
		const apiUrl = apiUrlOf(credential);
		const path = pathOf();
		for (let page = first; page < first + MAX_PAGES; page++) {
			const request = githubRequest(apiUrl, 'GET', path, {
				query: { ...query, per_page: String(PAGE), page: String(page) },
			});
			const entries = listOf(await delivery.request(request));
			const items = entries.flatMap((entry) => itemOf(entry) ?? []);
			if (entries.length < PAGE) return { items };
			if (items.length > 0) return { items, next: page + 1 };
		}
		return { items: [], next: first + MAX_PAGES };
	});
}
