import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isObject, text } from '../shared/alert/fields';
import { jsonOf, type HttpRequest } from '../shared/delivery/http';
import { askService, bad, badAnswer, good } from '../shared/node/credentialTest';
import { explain, isNoJiraCloud, noJiraCloud } from './answer';
import { cloudIdIn, gatewayOf, jiraRequest, tenantInfoRequest } from './api';
import { loginOf, readSite } from './settings';

/** Asks Jira who the token belongs to, on the site and, for a token with scopes, through the gateway. */
export const jiraCredential = askService(
	'Jira',
	(data) => [text(data.apiToken).trim(), basicOf(data)],
	async (data, send) => {
		const site = readSite(data);
		const authorized = ({ headers, ...request }: HttpRequest): HttpRequest => ({
			...request,
			headers: { ...headers, authorization: `Basic ${basicOf(data)}` },
		});
		let response = await send(authorized(jiraRequest(site, 'GET', '/myself')));
		let scoped = '';
		if (response.statusCode === 401) {
			const cloudId = cloudIdIn(await send(tenantInfoRequest(site)));
			if (cloudId !== undefined) {
				scoped = ' The token has scopes, so requests go through api.atlassian.com.';
				response = await send(authorized(jiraRequest(gatewayOf(site, cloudId), 'GET', '/myself')));
			}
		}
		if (isNoJiraCloud(response)) return bad(noJiraCloud(site));
		if (response.statusCode !== 200) {
			return badAnswer('Jira', response.statusCode, explain(response));
		}
		const account = jsonOf(response);
		const name = isObject(account) ? text(account.displayName) : '';
		// A page that any web server may answer with says nothing about Jira.
		if (name === '') return bad(noJiraCloud(site));
		return good(`Signed in to Jira as ${name}.${scoped}`);
	},
);

function basicOf(data: ICredentialDataDecryptedObject): string {
	return Buffer.from(loginOf(data), 'utf8').toString('base64');
}
