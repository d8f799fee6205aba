import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	IDataObject,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { isObject, text } from '../shared/alert/fields';
import { InvalidSetting } from '../shared/delivery/failure';
import { jsonOf, type HttpRequest, type HttpResponse } from '../shared/delivery/http';
import { redactor } from '../shared/delivery/redact';
import { cloudIdIn, explain, gatewayOf, jiraRequest, tenantInfoRequest } from './api';
import { readSite } from './settings';

const TIMEOUT = 15_000;

/**
 * Asks Jira who the token belongs to, on the site and, for a token with scopes, through the gateway.
 * A declarative test cannot do this: it makes one request, to an address that is known before.
 */
export async function jiraCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	// The one helper that n8n gives to a credential test.
	const { helpers } = this;
	const data = credential.data ?? {};
	const login = `${text(data.userEmail)}:${text(data.apiToken)}`;
	const basic = Buffer.from(login, 'utf8').toString('base64');
	const send = async ({ method, url, headers }: HttpRequest): Promise<HttpResponse> => {
		const answer = (await helpers.request({
			method,
			uri: url,
			headers: {
				...headers,
				...(url.includes('/rest/api/') ? { authorization: `Basic ${basic}` } : {}),
			},
			followRedirect: false,
			resolveWithFullResponse: true,
			simple: false,
			timeout: TIMEOUT,
		})) as { statusCode: number; headers: IDataObject; body: unknown };
		const { body } = answer;
		return {
			statusCode: answer.statusCode,
			headers: {},
			body: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
		};
	};
	const redact = redactor([text(data.apiToken), basic]);
	const failed = (message: string): INodeCredentialTestResult => ({
		status: 'Error',
		message: redact.text(message),
	});
	try {
		const site = readSite(data);
		let response = await send(jiraRequest(site, 'GET', '/myself'));
		let scoped = '';
		if (response.statusCode === 401) {
			const cloudId = cloudIdIn(await send(tenantInfoRequest(site)));
			if (cloudId !== undefined) {
				scoped = ' The token has scopes, so requests go through api.atlassian.com.';
				response = await send(jiraRequest(gatewayOf(site, cloudId), 'GET', '/myself'));
			}
		}
		const { statusCode } = response;
		if (statusCode !== 200) {
			const { message = '', hint = 'Check the address of the site.' } = explain(response);
			return failed(`Jira answered ${statusCode}${message === '' ? '' : `: ${message}`}. ${hint}`);
		}
		const account = jsonOf(response);
		const name = isObject(account) ? text(account.displayName) : '';
		// A page that any web server may answer with says nothing about Jira.
		if (name === '') return failed(`${new URL(site).host} is no Jira site. Check the address.`);
		return { status: 'OK', message: `Signed in to Jira as ${name}.${scoped}` };
	} catch (error) {
		if (error instanceof InvalidSetting) return failed(`${error.message}. ${error.hint}`);
		return failed(
			`Jira could not be reached: ${error instanceof Error ? error.message : String(error)}`,
		);
	}
}
