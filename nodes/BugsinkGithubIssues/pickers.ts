import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { text, type JsonObject } from '../shared/alert/fields';
import { systemClock } from '../shared/delivery/clock';
import { Delivery } from '../shared/delivery/delivery';
import { DeliveryFailure, InvalidSetting } from '../shared/delivery/failure';
import { Gate } from '../shared/delivery/gate';
import { jsonOf } from '../shared/delivery/http';
import { n8nTransport } from '../shared/delivery/n8nTransport';
import { githubRequest, objectsIn, service } from './api';
import { apiUrlOf, repositoryName } from './settings';

const CREDENTIAL = 'bugsinkGithubIssuesApi';
const PAGE = 100;
/** How many pages are looked through for one search; more come on scrolling. */
const MAX_PAGES = 5;

/** The repositories that the token sees and that can have issues, those used last first. */
export async function searchRepositories(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await orNodeError(this, async () =>
		listed(
			await ask(this, '/user/repos', { sort: 'pushed' }, paginationToken, (repository) => {
				const { full_name: name, html_url: url, archived, has_issues: hasIssues } = repository;
				if (typeof name !== 'string' || archived === true || hasIssues === false) return undefined;
				return matching(filter, { name, value: name, url: text(url) });
			}),
		),
	);
}

/** The open milestones of the chosen repository. */
export async function searchMilestones(
	this: ILoadOptionsFunctions,
	filter = '',
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await orNodeError(this, async () => {
		const path = `/repos/${chosenRepository(this)}/milestones`;
		return listed(
			await ask(this, path, {}, paginationToken, ({ number, title, html_url: url }) =>
				matching(filter, { name: text(title), value: text(number), url: text(url) }),
			),
		);
	});
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
	return await orNodeError(context, async () => {
		const path = `/repos/${chosenRepository(context)}/${list}`;
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
	});
}

/** The issue types of the organization that has the chosen repository. */
export async function searchIssueTypes(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	return await orNodeError(this, async () => {
		const [owner] = chosenRepository(this).split('/');
		const answer = await ask(
			this,
			`/orgs/${owner}/issue-types`,
			{},
			undefined,
			({ name, is_enabled: isEnabled }) =>
				isEnabled === false ? undefined : matching(filter, { name: text(name), value: text(name) }),
		);
		return { results: answer.items };
	});
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

/** A page of what is wanted, and further pages until there is something to show. */
async function ask(
	context: ILoadOptionsFunctions,
	path: string,
	query: Record<string, string>,
	from: string | undefined,
	itemOf: (entry: JsonObject) => INodeListSearchItems | undefined,
): Promise<Answer> {
	const data = await context.getCredentials(CREDENTIAL);
	const apiUrl = apiUrlOf(data);
	const transport = n8nTransport(context, {
		credential: { type: CREDENTIAL, data },
		timeoutSeconds: 15,
	});
	const delivery = new Delivery(service, transport, new Gate(systemClock), systemClock, {
		maxAttempts: 2,
	});
	const first = Number(from ?? 1);
	for (let page = first; page < first + MAX_PAGES; page++) {
		const request = githubRequest(apiUrl, 'GET', path, {
			query: { ...query, per_page: String(PAGE), page: String(page) },
		});
		const entries = objectsIn(jsonOf(await delivery.request(request)));
		const items = entries.flatMap((entry) => itemOf(entry) ?? []);
		if (entries.length < PAGE) return { items };
		if (items.length > 0) return { items, next: page + 1 };
	}
	return { items: [], next: first + MAX_PAGES };
}

/** The editor shows the message and the description of n8n's own errors only. */
async function orNodeError<T>(context: ILoadOptionsFunctions, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const isOurs = error instanceof DeliveryFailure || error instanceof InvalidSetting;
		throw new NodeOperationError(context.getNode(), error as Error, {
			message: error instanceof Error ? error.message : String(error),
			description: isOurs ? error.hint : undefined,
		});
	}
}
