import type { Delivery } from '../shared/delivery/delivery';
import { DeliveryFailure } from '../shared/delivery/failure';
import type { Pace } from '../shared/delivery/gate';
import type { HttpRequest, HttpResponse } from '../shared/delivery/http';

const HEADERS = {
	accept: 'application/vnd.github+json',
	'x-github-api-version': '2022-11-28',
	'user-agent': 'n8n-nodes-bugsink',
};

const MINUTE = 60_000;

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
 * The lanes of one token, whatever the repository
 * (https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits):
 * 900 points a minute, of which a read takes 1 and a write 5; writes a second apart; 80 issues and
 * comments a minute and 500 an hour; 30 searches a minute
 * (https://docs.github.com/rest/search/search#rate-limit). The most specific lane comes first.
 */
export function pacesOf(apiUrl: string, accessToken: string) {
	const lane = (name: string, ...limits: Pace['limits']): Pace => ({
		key: `${new URL(apiUrl).host} ${accessToken} ${name}`,
		limits,
	});
	const points = lane('points', { count: 900, perMilliseconds: MINUTE });
	const writes = lane('writes', { count: 1, perMilliseconds: 1_000 });
	const content = lane(
		'content',
		{ count: 80, perMilliseconds: MINUTE },
		{ count: 500, perMilliseconds: 60 * MINUTE },
	);
	const search = lane('search', { count: 30, perMilliseconds: MINUTE });
	return {
		/** GitHub takes 100 at a time; a few are as fast, and stop soon when a limit is used up. */
		read: [{ ...lane('reads'), concurrent: 4 }, points],
		search: [search, points],
		write: [writes, { ...points, weight: 5 }],
		/** For a request that makes an issue or a comment. */
		create: [content, writes, { ...points, weight: 5 }],
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
	pace: Pace[],
	accept: number[] = [],
): Promise<Followed> {
	const response = await delivery.request(request, { accept: [...REDIRECTS, ...accept], pace });
	if (!REDIRECTS.includes(response.statusCode)) {
		return { response, url: request.url, wasRedirected: false };
	}
	const url = sameHost(request.url, response);
	const followed = await delivery.request({ ...request, url }, { accept, pace });
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
