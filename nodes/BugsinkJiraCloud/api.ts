import { isObject, text, type JsonObject } from '../shared/alert/fields';
import type { Delivery, SendOptions, Sent } from '../shared/delivery/delivery';
import { jsonOf, jsonRequest, type HttpRequest, type HttpResponse } from '../shared/delivery/http';
import type { Memory } from '../shared/memory';
import { StaleFindings } from '../shared/tracker/tracker';
import {
	asRefused,
	isNoJiraCloud,
	isSignedIn,
	lacksScope,
	notAnAnswer,
	notJiraCloud,
	refusal,
} from './answer';

/** The one request that is answered to visitors too. */
export const SEARCH = '/search/jql';
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
		hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
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

/** Requests under way at the same time: Jira's burst limits are not published, a few stay well below. */
const SIDE_BY_SIDE = 5;

/** What an address showed of itself in this execution. */
interface Seen {
	hasAnswered: boolean;
	hasRefused: boolean;
	/** It knows the token: only a search on the site is answered to visitors too. */
	isSignedIn: boolean;
}

/**
 * Jira's REST API for one item. A token with scopes is answered 401 by the site and works through
 * Atlassian's gateway alone (sooperset/mcp-atlassian#968): which of the two it is, is found out once
 * and kept for the other items and for later executions.
 */
export class JiraApi {
	/** In the workflow's memory. */
	private readonly key: string;
	/** In what the items of the execution share. */
	private readonly inShared: string;

	/** @param account a hash that tells two accounts apart: rates and scopes belong to a token. */
	constructor(
		readonly site: string,
		private readonly account: string,
		private readonly delivery: Delivery,
		private readonly shared: Map<string, unknown>,
		private readonly memory: Memory,
	) {
		this.key = `jira gateway of ${site}`;
		this.inShared = `${this.key} ${account}`;
	}

	/** An answer with a list of things that have ids, and that list. @throws {DeliveryFailure} also if it is something else. */
	async list(
		method: HttpRequest['method'],
		path: string,
		name: string,
		body?: unknown,
	): Promise<{ entries: JsonObject[]; answer: JsonObject }> {
		const response = await this.request(method, path, body);
		const answer = jsonOf(response);
		const list = isObject(answer) ? answer[name] : undefined;
		if (!isObject(answer) || !Array.isArray(list)) throw notAnAnswer(response);
		const entries = list.filter(isObject).filter(({ id }) => text(id) !== '');
		if (entries.length < list.length) throw notAnAnswer(response);
		return { entries, answer };
	}

	/** @throws {DeliveryFailure} */
	async request(
		method: HttpRequest['method'],
		path: string,
		body?: unknown,
	): Promise<HttpResponse> {
		const sent = await this.send(method, path, body, {});
		// Without `lookAgain` there is always an answer.
		return sent.response as HttpResponse;
	}

	/**
	 * @throws {DeliveryFailure}
	 * @throws {StaleFindings} if this address turns out to be wrong after it gave answers.
	 */
	async send<Found = never>(
		method: HttpRequest['method'],
		path: string,
		body: unknown,
		options: Omit<SendOptions<Found>, 'pace'>,
	): Promise<Sent<Found>> {
		const base = this.base();
		const sent = await this.sendTo<Found>(base, method, path, body, options);
		if (sent.response?.statusCode !== 401) return sent;
		const { hasAnswered, isSignedIn } = this.seen(base);
		const isRight = isSignedIn || lacksScope(sent.response);
		const other = isRight ? undefined : await this.otherBase(base);
		if (other === undefined || this.seen(other).hasRefused) throw refusal(sent.response);
		if (hasAnswered) {
			this.keep(cloudIdOf(other, this.site));
			throw new StaleFindings();
		}
		const again = await this.sendTo<Found>(other, method, path, body, options);
		if (again.response?.statusCode === 401) throw refusal(again.response);
		this.keep(cloudIdOf(other, this.site));
		return again;
	}

	private seen(base: string): Seen {
		const name = `${this.inShared} at ${base}`;
		const seen = (this.shared.get(name) ?? {
			hasAnswered: false,
			hasRefused: false,
			isSignedIn: false,
		}) as Seen;
		this.shared.set(name, seen);
		return seen;
	}

	private note(base: string, path: string, response: HttpResponse | undefined): void {
		const seen = this.seen(base);
		if (response?.statusCode === 401) {
			seen.hasRefused ||= !lacksScope(response);
			return;
		}
		seen.hasAnswered = true;
		// The header that tells may have been taken away by a proxy.
		const mayBeVisitor = path === SEARCH && base === this.site;
		seen.isSignedIn ||= !mayBeVisitor || (response !== undefined && isSignedIn(response));
	}

	/** One request; what is answered as to a visitor becomes the 401 that it is. */
	private async sendTo<Found>(
		base: string,
		method: HttpRequest['method'],
		path: string,
		body: unknown,
		options: Omit<SendOptions<Found>, 'pace'>,
	): Promise<Sent<Found>> {
		const sent = await this.delivery.send<Found>(jiraRequest(base, method, path, body), {
			...options,
			// No Jira Cloud answers its search with 404.
			accept: [...(options.accept ?? []), 401, ...(path === SEARCH ? [404] : [])],
			pace: {
				key: `jira ${this.site} ${this.account}`,
				limits: [],
				concurrent: SIDE_BY_SIDE,
			},
		});
		const response = sent.response && asRefused(sent.response);
		if (path === SEARCH && response?.statusCode === 404) {
			throw isNoJiraCloud(response) ? notJiraCloud(this.site, response) : refusal(response);
		}
		this.note(base, path, response);
		return response === undefined ? sent : { response };
	}

	private base(): string {
		let known = this.shared.get(this.inShared);
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
		const name = `${this.inShared}, asked`;
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
		this.shared.set(this.inShared, cloudId);
		this.memory.set(this.key, cloudId);
	}
}

/** Empty for the site itself. */
function cloudIdOf(base: string, site: string): string {
	return base === site ? '' : base.slice(base.lastIndexOf('/') + 1);
}
