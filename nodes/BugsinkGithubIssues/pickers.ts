import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { systemClock } from '../shared/delivery/clock';
import { Delivery } from '../shared/delivery/delivery';
import { DeliveryFailure, InvalidSetting } from '../shared/delivery/failure';
import { Gate } from '../shared/delivery/gate';
import { jsonOf } from '../shared/delivery/http';
import { n8nTransport, type RequestContext } from '../shared/delivery/n8nTransport';
import { githubRequest, objectsIn, service } from './api';
import { apiUrlOf } from './settings';

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
	try {
		return await repositories(this, filter.trim().toLowerCase(), Number(paginationToken ?? 1));
	} catch (error) {
		const isOurs = error instanceof DeliveryFailure || error instanceof InvalidSetting;
		throw new NodeOperationError(this.getNode(), error as Error, {
			message: error instanceof Error ? error.message : String(error),
			description: isOurs ? error.hint : undefined,
		});
	}
}

async function repositories(
	context: ILoadOptionsFunctions,
	filter: string,
	first: number,
): Promise<INodeListSearchResult> {
	const data = await context.getCredentials(CREDENTIAL);
	const apiUrl = apiUrlOf(data);
	// The transport needs only what every context of n8n has; the types of their helpers differ.
	const transport = n8nTransport(context as unknown as RequestContext, {
		credential: { type: CREDENTIAL, data },
		timeoutSeconds: 15,
	});
	const delivery = new Delivery(service, transport, new Gate(systemClock), systemClock, {
		maxAttempts: 2,
	});
	const results: INodeListSearchResult['results'] = [];
	for (let page = first; page < first + MAX_PAGES; page++) {
		const request = githubRequest(apiUrl, 'GET', '/user/repos', {
			query: { sort: 'pushed', per_page: String(PAGE), page: String(page) },
		});
		const found = objectsIn(jsonOf(await delivery.request(request)));
		for (const { full_name: name, html_url: url, archived, has_issues: hasIssues } of found) {
			if (typeof name !== 'string' || archived === true || hasIssues === false) continue;
			if (!name.toLowerCase().includes(filter)) continue;
			results.push({ name, value: name, ...(typeof url === 'string' ? { url } : {}) });
		}
		if (found.length < PAGE) return { results };
		// Without a filter a page is enough; with one, go on until there is something to show.
		if (results.length > 0) return { results, paginationToken: String(page + 1) };
	}
	return { results, paginationToken: String(first + MAX_PAGES) };
}
