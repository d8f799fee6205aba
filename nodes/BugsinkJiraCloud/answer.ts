import { isObject, text } from '../shared/alert/fields';
import { classify, type Verdict } from '../shared/delivery/classify';
import { DeliveryFailure } from '../shared/delivery/failure';
import { jsonOf, type HttpResponse } from '../shared/delivery/http';
import { cut } from '../shared/text/cut';

/** Jira says when by `Retry-After`, sometimes only by `X-RateLimit-Reset` (https://developer.atlassian.com/cloud/jira/platform/rate-limiting/). */
export function judge(response: HttpResponse, now: number): Verdict {
	const verdict = classify(response, now);
	if (verdict.kind !== 'again' || verdict.notBefore !== undefined) return verdict;
	const reset = Date.parse(response.headers['x-ratelimit-reset'] ?? '');
	return Number.isNaN(reset) ? verdict : { ...verdict, notBefore: reset };
}

/** What Jira has against which field: `errors` of its error answers. */
export function fieldErrors(response: HttpResponse): Record<string, string> {
	const body = jsonOf(response);
	const errors = isObject(body) && isObject(body.errors) ? body.errors : {};
	return Object.fromEntries(Object.entries(errors).map(([field, said]) => [field, String(said)]));
}

const SCOPES = 'read:jira-work, write:jira-work and read:jira-user';
const HINTS: Record<number, string> = {
	401: `Jira rejected this email and API token. Tokens expire within a year: create a new one at https://id.atlassian.com/manage-profile/security/api-tokens. A scoped token needs the scopes ${SCOPES}.`,
	403: `The account may not do this. It needs the permissions to browse the project, to create, edit and transition its tickets and to comment; a scoped token also needs the scopes ${SCOPES}.`,
	404: "Jira does not know this, or the account may not see it. Check 'Project' and the account's permissions.",
	410: 'Jira has removed this part of its API. Update this node.',
	413: 'The request is too large for Jira, or the ticket has reached its limit of comments or links.',
};
const MISSING_SCOPE = `The token lacks a scope. Create a new one with the scopes ${SCOPES} at https://id.atlassian.com/manage-profile/security/api-tokens.`;

/** Jira's own words, field by field, and what to do. */
export function explain(response: HttpResponse): { message?: string; hint?: string } {
	const body = jsonOf(response);
	const general = isObject(body) && Array.isArray(body.errorMessages) ? body.errorMessages : [];
	const byField = Object.entries(fieldErrors(response)).map(([field, said]) => `${field}: ${said}`);
	// The gateway answers `{ code, message }`.
	const other = isObject(body) ? text(body.message) : '';
	const message = [...general.map(String), ...byField].join(' ') || other;
	const hint = lacksScope(response) ? MISSING_SCOPE : HINTS[response.statusCode];
	return {
		...(message === '' ? {} : { message: cut(message, 600).text }),
		...(hint === undefined ? {} : { hint }),
	};
}

/** The error for an answer that was looked at and cannot be mended. */
export function refusal(response: HttpResponse, hint?: string): DeliveryFailure {
	const { statusCode } = response;
	const { message = '', hint: usual } = explain(response);
	return new DeliveryFailure(`Jira answered ${statusCode}${message === '' ? '' : `: ${message}`}`, {
		errorType: statusCode === 401 || statusCode === 403 ? 'AuthError' : 'ClientError',
		hint: hint ?? usual ?? 'Compare the fields of this node with what the project expects.',
		statusCode,
		responseText: response.body,
	});
}

/**
 * Whether what answered at a path that every Jira Cloud has is something else: a site without Jira, a
 * Jira Server or Data Center (which have no version 3 of the API), any other web server.
 */
export function isNoJiraCloud({ statusCode, body }: HttpResponse): boolean {
	return statusCode === 404 && !/"errorMessages"\s*:/.test(body);
}

/** @param site its origin. */
export function noJiraCloud(site: string): string {
	return `There is no Jira Cloud at ${new URL(site).host}. Server and Data Center are not supported.`;
}

/** The error for such an answer. */
export function notJiraCloud(site: string, { statusCode, body }: HttpResponse): DeliveryFailure {
	return new DeliveryFailure(`Jira answered ${statusCode}: ${noJiraCloud(site)}`, {
		errorType: 'ClientError',
		statusCode,
		responseText: body,
		hint: "Check the address in the credential: 'Jira URL' is that of your site, for example https://your-domain.atlassian.net.",
	});
}

/** The error for a success whose body is something else than was asked for: it says nothing about tickets. */
export function notAnAnswer({ statusCode, body }: HttpResponse): DeliveryFailure {
	return new DeliveryFailure(
		`Jira answered ${statusCode} with something else than what was asked for`,
		{
			errorType: 'UnexpectedError',
			statusCode,
			responseText: body,
			hint: "Another server, such as a proxy or a sign-in page, may have answered. Check 'Jira URL' in the credential, and this n8n's way to the internet.",
		},
	);
}

/** What Jira's login says of the token. Repeated headers are joined; one of them may be from before the login. */
function loginReasons({ headers }: HttpResponse): string[] {
	const reasons = (headers['x-seraph-loginreason'] ?? '').toUpperCase().split(',');
	return reasons.map((reason) => reason.trim()).filter((reason) => reason !== '');
}

/** Whether the answer shows that Jira knows the token. */
export function isSignedIn(response: HttpResponse): boolean {
	return loginReasons(response).includes('OK');
}

/**
 * Jira answers a search with a token that it does not know as it answers a visitor: 200, without the
 * tickets. This is the 401 that it should be; every other answer stays as it is.
 */
export function asRefused(response: HttpResponse): HttpResponse {
	const reasons = loginReasons(response);
	if (response.statusCode === 401 || reasons.length === 0 || reasons.includes('OK')) {
		return response;
	}
	const message = `The search was answered as to a visitor (${reasons.join(', ')}).`;
	return { ...response, statusCode: 401, body: JSON.stringify({ message }) };
}

/** The gateway knows the token, and the token may not do this. */
export function lacksScope({ statusCode, body }: HttpResponse): boolean {
	return statusCode === 401 && /\bscope\b/i.test(body);
}
