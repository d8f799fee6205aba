import { service } from '../../../nodes/BugsinkGithubIssues/answer';
import { pacesOf } from '../../../nodes/BugsinkGithubIssues/api';
import type { Github, GithubTicket } from '../../../nodes/BugsinkGithubIssues/ticket';
import { ticketOf } from '../../../nodes/BugsinkGithubIssues/ticket';
import type { JsonObject } from '../../../nodes/shared/alert/fields';
import { Delivery } from '../../../nodes/shared/delivery/delivery';
import { gateOf } from '../../../nodes/shared/delivery/gate';
import { NetworkFault, type HttpRequest } from '../../../nodes/shared/delivery/http';
import { parseJson } from '../../../nodes/shared/text/json';
import { mapMemory } from '../../support/memory';
import { VirtualClock } from '../../support/virtualClock';

export const API = 'https://api.github.com';
export const NOW = Date.parse('2026-08-09T10:00:00Z');
export const MINUTE = 60_000;
export const FINGERPRINT = 'bugsink-0b1c4a52-6c0e-4d5f-9a51-000000000001';
export const OTHER = 'bugsink-0b1c4a52-6c0e-4d5f-9a51-000000000002';

/** An answer in short; a string is a body as it stands, `lost` never arrives. */
export type Scripted =
	{ status?: number; body?: unknown; headers?: Record<string, string> } | 'lost';

/** A request as a test reads it: the path without the query, both without the API's address. */
export interface Seen {
	method: string;
	path: string;
	query: Record<string, string>;
	json: unknown;
}

let repositories = 0;

/** GitHub in front of a function that answers, without network and without waiting; each has a repository of its own. */
export function scripted(answer: (request: Seen, number: number) => Scripted) {
	const requests: Seen[] = [];
	/** When each request went out, in ms since `NOW`. */
	const times: number[] = [];
	const clock = new VirtualClock(NOW);
	const transport = async ({ method, url, body }: HttpRequest) => {
		const { origin, pathname, searchParams } = new URL(url);
		const path = (origin === API ? '' : origin) + pathname;
		const json = body === undefined ? undefined : parseJson(body);
		const seen: Seen = { method, path, query: Object.fromEntries(searchParams), json };
		requests.push(seen);
		times.push(clock.at - NOW);
		const given = answer(seen, requests.length);
		if (given === 'lost') return await Promise.reject(new NetworkFault('ECONNRESET', 'reset'));
		return {
			statusCode: given.status ?? 200,
			headers: given.headers ?? {},
			body: typeof given.body === 'string' ? given.body : JSON.stringify(given.body ?? {}),
		};
	};
	const memory = mapMemory();
	const repository = `acme/shop-${++repositories}`;
	const github: Github = {
		apiUrl: API,
		accessToken: 'token',
		configured: repository,
		repository,
		delivery: new Delivery(service, transport, gateOf(clock), clock, { maxAttempts: 3 }),
		memory,
		shared: new Map(),
		warnings: [],
	};
	const at = `/repos/${repository}`;
	const sinceOf = (index: number) => NOW - Date.parse(requests[index].query.since);
	return { at, clock, github, memory, repository, requests, sinceOf, times };
}

/** What GitHub's throttle of another request of the token does to all of this kind: they wait for a minute. */
export function throttle({ accessToken, apiUrl, delivery }: Github, kind: 'read' | 'search'): void {
	const [lane] = pacesOf(apiUrl, accessToken)[kind];
	const until = delivery.clock.now() + MINUTE;
	gateOf(delivery.clock).close([lane], { until, statusCode: 429, body: '' });
}

/** An issue as GitHub lists it, of one fingerprint. */
export function issue(number: number, more: JsonObject = {}): JsonObject {
	return {
		number,
		id: 9_000 + number,
		state: 'open',
		title: 'It broke',
		body: `<!-- bugsink-fingerprint: ${FINGERPRINT} -->`,
		html_url: `https://github.com/acme/shop/issues/${number}`,
		created_at: iso(NOW - 5 * MINUTE),
		updated_at: iso(NOW - 5 * MINUTE),
		user: { login: 'alert-bot', type: 'User' },
		labels: [{ name: 'bugsink' }],
		...more,
	};
}

export function ticket(number: number, repository: string, more: JsonObject = {}): GithubTicket {
	return ticketOf(issue(number, more), repository) as GithubTicket;
}

export const iso = (time: number) => new Date(time).toISOString().replace('.000', '');
