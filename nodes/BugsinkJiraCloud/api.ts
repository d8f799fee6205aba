import { isObject, text, type JsonObject } from '../shared/alert/fields';
import { classify, type Verdict } from '../shared/delivery/classify';
import type { Delivery, SendOptions, Sent } from '../shared/delivery/delivery';
import { DeliveryFailure } from '../shared/delivery/failure';
import { jsonOf, jsonRequest, type HttpRequest, type HttpResponse } from '../shared/delivery/http';
import type { Memory } from '../shared/node/memory';
import { cut } from '../shared/text/cut';

/** Answers of `/_edge/tenant_info` that only say that the site has none. */
const NO_TENANT_INFO = [301, 302, 303, 307, 308, 400, 401, 403, 404, 410];

/** A request to Jira's REST API, by its path under `/rest/api/3`. */
export function jiraRequest(
	base: string,
	method: HttpRequest['method'],
	path: string,
	body?: unknown,
): HttpRequest {
	const url = `${base}/rest/api/3${path}`;
	// A GET with a body is refused by the network in front of Jira (n8n-io/n8n#14782).
	if (body === undefined) return { method, url, headers: { accept: 'application/json' } };
	return jsonRequest(method, url, body);
}

/** Where scoped tokens work; a site on this machine is its own gateway. */
export function gatewayOf(site: string, cloudId: string): string {
	const { hostname } = new URL(site);
	const isLoopback =
		hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
	return `${isLoopback ? site : 'https://api.atlassian.com'}/ex/jira/${cloudId}`;
}

export function tenantInfoRequest(site: string): HttpRequest {
	return {
		method: 'GET',
		url: `${site}/_edge/tenant_info`,
		headers: { accept: 'application/json' },
	};
}

/** The cloud id in an answer of `/_edge/tenant_info`, if there is one. */
export function cloudIdIn(response: HttpResponse): string | undefined {
	const body = jsonOf(response);
	const cloudId = isObject(body) ? body.cloudId : undefined;
	return typeof cloudId === 'string' && /^[A-Za-z0-9-]{1,64}$/.test(cloudId) ? cloudId : undefined;
}

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

const HINTS: Record<number, string> = {
	401: 'Jira does not take this e-mail and API token. Tokens expire within a year: create a new one at https://id.atlassian.com/manage-profile/security/api-tokens. A scoped token needs the scopes read:jira-work, write:jira-work and read:jira-user.',
	403: 'The account may not do this. It needs the permissions to browse the project, to create, edit and transition its tickets and to comment; a scoped token also needs the scopes read:jira-work, write:jira-work and read:jira-user.',
	404: "Jira does not know this, or the account may not see it. Check 'Project' and the account's permissions.",
	410: 'Jira has removed this part of its API. Update this node.',
	413: 'Jira finds the ticket too large.',
};

/** Jira's own words, field by field, and what to do. */
export function explain(response: HttpResponse): { message?: string; hint?: string } {
	const body = jsonOf(response);
	const general = isObject(body) && Array.isArray(body.errorMessages) ? body.errorMessages : [];
	const byField = Object.entries(fieldErrors(response)).map(([field, said]) => `${field}: ${said}`);
	// The gateway answers `{ code, message }`.
	const other = isObject(body) ? text(body.message) : '';
	const message = [...general.map(String), ...byField].join(' ') || other;
	const hint = HINTS[response.statusCode];
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
 * Jira's REST API for one item. A token with scopes is answered 401 by the site and works through
 * Atlassian's gateway alone (sooperset/mcp-atlassian#968): which of the two it is, is found out once
 * and kept for the other items and for later executions.
 */
export class JiraApi {
	private readonly key: string;

	constructor(
		readonly site: string,
		private readonly delivery: Delivery,
		private readonly shared: Map<string, unknown>,
		private readonly memory: Memory,
	) {
		this.key = `jira gateway of ${site}`;
	}

	/** The JSON object of an answer; an empty one where there is none. Throws `DeliveryFailure`. */
	async json(method: HttpRequest['method'], path: string, body?: unknown): Promise<JsonObject> {
		const answer = jsonOf(await this.request(method, path, body));
		return isObject(answer) ? answer : {};
	}

	/** The answer; one of `accept` is an answer too. Throws `DeliveryFailure`. */
	async request(
		method: HttpRequest['method'],
		path: string,
		body?: unknown,
		accept: number[] = [],
	): Promise<HttpResponse> {
		const sent = await this.send(method, path, body, { accept });
		// Without `lookAgain` there is always an answer.
		return sent.response as HttpResponse;
	}

	async send<Found = never>(
		method: HttpRequest['method'],
		path: string,
		body: unknown,
		options: Omit<SendOptions<Found>, 'pace'>,
	): Promise<Sent<Found>> {
		const send = (base: string) =>
			this.delivery.send<Found>(jiraRequest(base, method, path, body), {
				...options,
				accept: [...(options.accept ?? []), 401],
				pace: { key: `jira ${this.site}`, limits: [] },
			});
		const base = this.base();
		let sent = await send(base);
		if (sent.response?.statusCode === 401) {
			const other = await this.otherBase(base);
			if (other === undefined) throw refusal(sent.response);
			sent = await send(other);
			if (sent.response?.statusCode === 401) throw refusal(sent.response);
			this.keep(other === this.site ? '' : other.slice(other.lastIndexOf('/') + 1));
		}
		return sent;
	}

	private base(): string {
		let known = this.shared.get(this.key);
		if (known === undefined) {
			known = this.memory.get(this.key);
			// Renewed, as the memory drops what was written longest ago.
			if (typeof known === 'string') this.keep(known);
		}
		return typeof known === 'string' && known !== '' ? gatewayOf(this.site, known) : this.site;
	}

	private async otherBase(refused: string): Promise<string | undefined> {
		if (refused !== this.site) return this.site;
		const shared = this.shared as Map<string, Promise<string | undefined>>;
		const name = `${this.key}, asked`;
		const asked = shared.get(name) ?? this.cloudId();
		shared.set(name, asked);
		// A fault may have passed when the next item asks.
		void asked.catch(() => shared.delete(name));
		const cloudId = await asked;
		return cloudId === undefined ? undefined : gatewayOf(this.site, cloudId);
	}

	private async cloudId(): Promise<string | undefined> {
		const request = tenantInfoRequest(this.site);
		return cloudIdIn(await this.delivery.request(request, { accept: NO_TENANT_INFO }));
	}

	/** The gateway's cloud id; empty for the site itself. */
	private keep(cloudId: string): void {
		this.shared.set(this.key, cloudId);
		this.memory.set(this.key, cloudId);
	}
}
