import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { isObject, text, typeAndMessage, type JsonObject } from '../alert/fields';
import { lookUp } from '../node/picker';
import { cut } from '../text/cut';
import { checkBugsinkCredential, issuePage } from './address';
import { BUGSINK, BugsinkClient, type Page } from './client';
import { bugsinkSecrets, CREDENTIAL_TYPE } from './connect';

const BUGSINK_API = { credentialType: CREDENTIAL_TYPE, secrets: bugsinkSecrets, service: BUGSINK };

/** The projects that the token may list; a token without that right types the ID instead. */
export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
	cursor?: string,
): Promise<INodeListSearchResult> {
	return await search(this, filter, async (client) => ({
		page: await client.page('projects/', {}, cursor ?? null),
		item: (project) => ({ name: text(project.name), value: text(project.id) }),
	}));
}

/** The issues of the chosen project, the latest first. */
export async function searchIssues(
	this: ILoadOptionsFunctions,
	filter?: string,
	cursor?: string,
): Promise<INodeListSearchResult> {
	const id = chosenProject(this.getCurrentNodeParameter('project'));
	if (id === null) {
		throw new NodeOperationError(this.getNode(), "Choose a 'Project' first", {
			description: "The list shows the issues of one project. 'By ID' works without one.",
		});
	}
	const query = { project: id, sort: 'last_seen', order: 'desc' };
	return await search(this, filter, async (client) => ({
		page: await client.page('issues/', query, cursor ?? null),
		item: (issue) => issueItem(client, issue),
	}));
}

/** The number of a project from its resource locator, however it was chosen. */
function chosenProject(locator: unknown): string | null {
	const value = text(isObject(locator) ? locator.value : locator).trim();
	return /^(?:https?:.+?\/(?:issues|projects)\/)?(\d+)(?:[/?#].*)?$/.exec(value)?.[1] ?? null;
}

function issueItem(client: BugsinkClient, issue: JsonObject): INodeListSearchItems {
	const type = text(issue.calculated_type);
	const message = text(issue.calculated_value).split('\n', 1)[0];
	const title = typeAndMessage(message).errorType === type ? message : `${type}: ${message}`;
	const id = text(issue.id);
	return {
		name: cut(`${text(issue.friendly_id)} ${title}`.trim(), 120).text,
		value: id,
		url: issuePage(client.address.base, id),
	};
}

async function search(
	context: ILoadOptionsFunctions,
	filter: string | undefined,
	load: (
		client: BugsinkClient,
	) => Promise<{ page: Page; item: (entry: JsonObject) => INodeListSearchItems }>,
): Promise<INodeListSearchResult> {
	return await lookUp(context, BUGSINK_API, async (delivery, credential) => {
		const client = new BugsinkClient(checkBugsinkCredential(credential), delivery);
		const { page, item } = await load(client);
		const wanted = (filter ?? '').trim().toLowerCase();
		const results = page.results
			.map(item)
			.filter(({ name }) => name.toLowerCase().includes(wanted));
		return { results, ...(page.cursor === null ? {} : { paginationToken: page.cursor }) };
	});
}
