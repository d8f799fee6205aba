import { isObject, type JsonObject } from '../shared/alert/fields';
import { classify, retryAfter, throttled, type Verdict } from '../shared/delivery/classify';
import type { Delivery, Service } from '../shared/delivery/delivery';
import { DeliveryFailure } from '../shared/delivery/failure';
import type { Pace } from '../shared/delivery/gate';
import { jsonOf, type HttpRequest, type HttpResponse } from '../shared/delivery/http';
import { cut } from '../shared/text/cut';

const HEADERS = {
	accept: 'application/vnd.github+json',
	'x-github-api-version': '2022-11-28',
	'user-agent': 'n8n-nodes-bugsink',
};

/** https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#handle-rate-limit-errors-appropriately */
const SECONDARY_LIMIT_WAIT = 60_000;

const REDIRECTS = [301, 302, 307, 308];

/** A request below the API's base, without the token: n8n adds it. */
export function githubRequest(
	apiUrl: string,
	method: HttpRequest['method'],
	path: string,
	{ query = {}, body }: { query?: Record<string, string>; body?: unknown } = {},
): HttpRequest {
	const search = new URLSearchParams(query).toString();
	const url = `${apiUrl}${path}${search === '' ? '' : `?${search}`}`;
	if (body === undefined) return { method, url, headers: { ...HEADERS } };
	return {
		method,
		url,
		headers: { ...HEADERS, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	};
}

/**
 * Writes to one repository: a second apart, and at most 80 a minute
 * (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits).
 */
export function writePace(apiUrl: string, repository: string): Pace {
	return {
		key: `${new URL(apiUrl).host}/${repository}`.toLowerCase(),
		limits: [
			{ count: 1, perMilliseconds: 1_000 },
			{ count: 80, perMilliseconds: 60_000 },
		],
	};
}

/** https://docs.github.com/rest/search/search#rate-limit: 30 searches a minute for each user. */
export function searchPace(apiUrl: string, accessToken: string): Pace {
	return {
		key: `${new URL(apiUrl).host} search ${accessToken}`,
		limits: [{ count: 30, perMilliseconds: 60_000 }],
	};
}

/** What a redirect answers, read from the same host; its status where there was none. */
export interface Followed {
	response: HttpResponse;
	/** The address that was read in the end. */
	url: string;
	wasRedirected: boolean;
}

/**
 * GETs a path, once more where a redirect stays on the API's own host: GitHub answers so for
 * renamed repositories and transferred issues
 * (https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects).
 *
 * @throws {DeliveryFailure} for a redirect to another host, which must not see the token.
 */
export async function getFollowing(
	delivery: Delivery,
	request: HttpRequest,
	accept: number[] = [],
): Promise<Followed> {
	const response = await delivery.request(request, { accept: [...REDIRECTS, ...accept] });
	if (!REDIRECTS.includes(response.statusCode)) {
		return { response, url: request.url, wasRedirected: false };
	}
	const url = sameHost(request.url, response);
	const followed = await delivery.request({ ...request, url }, { accept });
	return { response: followed, url, wasRedirected: true };
}

function sameHost(from: string, response: HttpResponse): string {
	const location = absolute(response.headers.location, from);
	if (location?.origin === new URL(from).origin) return location.href;
	throw new DeliveryFailure(
		`GitHub answered ${response.statusCode}: the repository moved to ${location?.host ?? 'an unknown place'}`,
		{
			errorType: 'Redirect',
			statusCode: response.statusCode,
			responseText: response.body,
			hint: "The token is sent to no other host. Correct 'API URL' in the credential, or 'Repository' in this node.",
		},
	);
}

function absolute(location: string | undefined, base: string): URL | null {
	try {
		return location === undefined ? null : new URL(location, base);
	} catch {
		return null;
	}
}

/** GitHub says with 403 as well as with 429 that a limit is reached. */
function judge(response: HttpResponse, now: number): Verdict {
	const limit = rateLimit(response);
	if (limit === undefined) return classify(response, now);
	const verdict = throttled(response, now);
	if (verdict.kind !== 'again' || retryAfter(response, now) !== undefined) return verdict;
	const reset = Number(response.headers['x-ratelimit-reset']);
	const isPrimary = limit === 'primary' && Number.isFinite(reset) && reset > 0;
	return {
		...verdict,
		notBefore: isPrimary ? Math.max(now, reset * 1000) : now + SECONDARY_LIMIT_WAIT,
	};
}

function rateLimit({
	statusCode,
	headers,
	body,
}: HttpResponse): 'primary' | 'secondary' | undefined {
	if (statusCode !== 403 && statusCode !== 429) return undefined;
	if (headers['x-ratelimit-remaining'] === '0') return 'primary';
	const isSecondary =
		statusCode === 429 ||
		headers['retry-after'] !== undefined ||
		/secondary rate limit|abuse detection/i.test(body);
	return isSecondary ? 'secondary' : undefined;
}

/** The field errors of a 422: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api#validation-failed */
export interface FieldError {
	field: string;
	code: string;
	message: string;
	value: unknown;
}

export function fieldErrors(response: { body: string }): FieldError[] {
	const body = jsonOf({ ...response, statusCode: 0, headers: {} });
	const errors = isObject(body) && Array.isArray(body.errors) ? (body.errors as unknown[]) : [];
	return errors.map((error) =>
		isObject(error)
			? {
					field: String(error.field ?? ''),
					code: String(error.code ?? ''),
					message: typeof error.message === 'string' ? error.message : '',
					value: error.value,
				}
			: { field: '', code: '', message: String(error), value: undefined },
	);
}

const CODES: Record<string, string> = {
	missing: 'does not exist',
	missing_field: 'is missing',
	invalid: 'is not valid',
	already_exists: 'exists already',
	unprocessable: 'is not valid',
};

function inWords({ field, code, message, value }: FieldError): string {
	const shown = typeof value === 'string' || typeof value === 'number' ? ` (${value})` : '';
	if (message !== '') return message + shown;
	return `${field}${shown} ${CODES[code] ?? code}`.trim();
}

function explain(response: HttpResponse): { message?: string; hint?: string } {
	const body = jsonOf(response);
	const said = isObject(body) && typeof body.message === 'string' ? body.message : undefined;
	const errors = fieldErrors(response);
	const message = cut([said, ...errors.map(inWords)].filter(Boolean).join('; '), 500).text;
	const hint = hintFor(response, said ?? '', errors);
	return { ...(message === '' ? {} : { message }), ...(hint === undefined ? {} : { hint }) };
}

const TOKEN_NEEDS =
	"A fine-grained token needs this repository and the permission Issues: Read and write, a classic one the scope 'repo'.";

function hintFor(response: HttpResponse, said: string, errors: FieldError[]): string | undefined {
	if (rateLimit(response) !== undefined) {
		return 'GitHub limits how much one token may do: try again later, or send fewer alerts.';
	}
	switch (response.statusCode) {
		case 401:
			return "The token is wrong or expired. Enter a new one as 'Access Token' in the credential.";
		case 403:
			if (/SAML|SSO/.test(said)) {
				return 'Authorize the token for the organization: on GitHub under Personal access tokens, Configure SSO.';
			}
			if (/archived/i.test(said)) return 'Unarchive the repository, or choose another one.';
			return `The token may not do this. ${TOKEN_NEEDS}`;
		case 404:
			return `There is no such repository, or the token does not see it. Check 'Repository'. ${TOKEN_NEEDS}`;
		case 410:
			return 'Issues are switched off in this repository. Switch them on in its settings under General, Features.';
		case 422:
			if (errors.some(({ field }) => /^assignee/.test(field))) {
				return "Check 'Assignees': only people with access to the repository can be assigned.";
			}
			return errors.length > 0 ? `Check the field ${errors[0].field} in this node.` : undefined;
		default:
			return undefined;
	}
}

export const service: Service = { name: 'GitHub', judge, explain };

/** The response's JSON as an object; empty where it is none. */
export function objectOf(response: HttpResponse): JsonObject {
	const body = jsonOf(response);
	return isObject(body) ? body : {};
}

/** The objects of a list. */
export function objectsIn(value: unknown): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}
