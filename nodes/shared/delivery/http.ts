import { cut } from '../text/cut';
import { parseJson } from '../text/json';

/** One HTTP request, with the body serialised: what is signed and measured is what is sent. */
export interface HttpRequest {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	url: string;
	headers?: Record<string, string>;
	body?: string;
}

export interface HttpResponse {
	statusCode: number;
	/** Names in lower case; repeated headers joined by `, `. */
	headers: Record<string, string>;
	body: string;
}

/**
 * Sends one request once. Every HTTP status is a response; what never became a response rejects
 * with a `NetworkFault`.
 */
export type Transport = (request: HttpRequest) => Promise<HttpResponse>;

/** No answer came: refused, reset, no such host, a TLS fault, the timeout, or an answer cut short. */
export class NetworkFault extends Error {
	constructor(
		/** Node's or axios' code such as `ECONNREFUSED`, or `TIMEOUT`. */
		readonly code: string,
		message: string,
		/** Of an answer that arrived with a compressed body that cannot be read. */
		readonly statusCode?: number,
	) {
		super(message);
		this.name = 'NetworkFault';
	}
}

/** A JSON request: the body serialised, the header set. */
export function jsonRequest(
	method: HttpRequest['method'],
	url: string,
	body: unknown,
	headers?: Record<string, string>,
): HttpRequest {
	return serializedRequest(method, url, JSON.stringify(body), headers);
}

/** The same with a body that is JSON already, because it was measured. */
export function serializedRequest(
	method: HttpRequest['method'],
	url: string,
	body: string,
	headers: Record<string, string> = {},
): HttpRequest {
	return {
		method,
		url,
		headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
		body,
	};
}

/** The response's JSON, or undefined if it is not JSON. */
export function jsonOf(response: HttpResponse): unknown {
	return parseJson(response.body);
}

/** Longest part of a service's answer that goes into an output. */
const MAX_ANSWER = 10_000;

/** The answer as an output shows it: as JSON where it is some, cut where it is long. */
export function shownAnswer(response: HttpResponse): unknown {
	const short = cut(response.body, MAX_ANSWER);
	return short.wasCut ? short.text : (jsonOf(response) ?? response.body);
}
