import { explain, judge } from '../../../nodes/BugsinkJiraCloud/answer';
import { JiraApi } from '../../../nodes/BugsinkJiraCloud/api';
import { Delivery } from '../../../nodes/shared/delivery/delivery';
import { Gate } from '../../../nodes/shared/delivery/gate';
import { NetworkFault, type HttpResponse } from '../../../nodes/shared/delivery/http';
import { parseJson } from '../../../nodes/shared/text/json';
import { VirtualClock } from '../../support/virtualClock';

export const SITE = 'https://acme.atlassian.net';
export const GATEWAY = 'https://api.atlassian.com/ex/jira/cloud-1';
export const NOW = Date.parse('2026-08-09T10:00:00Z');

/** An answer in short; a string is a body as it stands, `lost` never arrives. */
export type Scripted =
	{ status?: number; body?: unknown; headers?: Record<string, string> } | 'lost';

/** A request as a test reads it: the address without the site's origin and `/rest/api/3`. */
export interface Seen {
	method: string;
	path: string;
	/** `site`, `gateway`, or `edge` for the site's address outside of the REST API. */
	at: string;
	json: unknown;
}

/** Jira's API in front of a function that answers, without network and without waiting. */
export function scripted(answer: (request: Seen, number: number) => Scripted) {
	const requests: Seen[] = [];
	const clock = new VirtualClock(NOW);
	const transport = async ({
		method,
		url,
		body,
	}: {
		method: string;
		url: string;
		body?: string;
	}) => {
		const [at, path] = placeOf(url);
		const seen: Seen = { method, path, at, json: body === undefined ? undefined : parseJson(body) };
		requests.push(seen);
		const given = answer(seen, requests.length);
		if (given === 'lost') return await Promise.reject(new NetworkFault('ECONNRESET', 'reset'));
		const response: HttpResponse = {
			statusCode: given.status ?? 200,
			headers: given.headers ?? {},
			body: typeof given.body === 'string' ? given.body : JSON.stringify(given.body ?? {}),
		};
		return response;
	};
	const delivery = new Delivery(
		{ name: 'Jira', judge, explain },
		transport,
		new Gate(clock),
		clock,
		{ maxAttempts: 3 },
	);
	const shared = new Map<string, unknown>();
	const kept = new Map<string, string>();
	const memory = {
		get: (key: string) => kept.get(key),
		set: (key: string, value: string) => void kept.set(key, value),
		delete: (key: string) => void kept.delete(key),
	};
	/** Another account, or another site, in the same execution. */
	const apiOf = (site: string, account: string) =>
		new JiraApi(site, account, delivery, shared, memory);
	return { api: apiOf(SITE, 'account'), apiOf, clock, delivery, kept, memory, requests, shared };
}

function placeOf(url: string): [string, string] {
	const [base, path] = url.split('/rest/api/3');
	if (path === undefined) return ['edge', url.replace(SITE, '')];
	return [base === SITE ? 'site' : base === GATEWAY ? 'gateway' : base, path];
}
