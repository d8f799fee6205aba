import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { jsonOf, type HttpResponse } from '../shared/delivery/http';
import { askService, bad, badAnswer, good, type Verdict } from '../shared/node/credentialTest';
import { service } from './answer';
import { githubRequest } from './api';
import { accessTokenOf, apiUrlOf } from './settings';

/** Scopes of a classic token that let it open issues. */
const ENOUGH = ['repo', 'public_repo'];

/** Asks GitHub who the token belongs to, and for a classic token what it may do. */
export const githubCredential = askService(
	'GitHub',
	(data) => [text(data.accessToken).trim()],
	async (data, send) => {
		const apiUrl = apiUrlOf(data);
		const { headers, ...request } = githubRequest(apiUrl, 'GET', '/user');
		const authorization = `Bearer ${accessTokenOf(data)}`;
		const response = await send({ ...request, headers: { ...headers, authorization } });
		const host = new URL(apiUrl).host;
		if (response.statusCode === 200) return whoItIs(response, host);
		const body = bodyOf(response);
		// https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#resource-not-accessible
		if (response.statusCode === 403 && /not accessible by integration/i.test(text(body.message))) {
			return good('GitHub takes the token. It belongs to an app, so it has no user name.');
		}
		if (response.statusCode === 404 || response.statusCode < 400) return notTheApi(host);
		return badAnswer('GitHub', response.statusCode, service.explain(response));
	},
);

function whoItIs(response: HttpResponse, host: string): Verdict {
	const login = text(bodyOf(response).login);
	// A page that any web server may answer with says nothing about GitHub.
	if (login === '') return notTheApi(host);
	// Only classic tokens have scopes: https://docs.github.com/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps
	const scopes = response.headers['x-oauth-scopes'];
	const isEnough =
		scopes === undefined || scopes.split(/,\s*/).some((scope) => ENOUGH.includes(scope));
	return isEnough
		? good(`Signed in to GitHub as ${login}.`)
		: bad(
				`The token of ${login} may not open issues: it has ${scopes === '' ? 'no scope' : `only the scopes ${scopes}`}. Edit it on GitHub under Personal access tokens and tick 'repo', or 'public_repo' for public repositories only.`,
			);
}

function notTheApi(host: string): Verdict {
	return bad(
		`There is no GitHub API at ${host}. Check 'API URL': https://api.github.com, or for Enterprise Server https://HOST/api/v3.`,
	);
}

function bodyOf(response: HttpResponse): JsonObject {
	const body = jsonOf(response);
	return isObject(body) ? body : {};
}
