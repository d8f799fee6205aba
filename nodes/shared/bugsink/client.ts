import { isObject, text, type JsonObject } from '../alert/fields';
import type { Delivery, SendOptions } from '../delivery/delivery';
import type { Service } from '../delivery/service';
import { DeliveryFailure } from '../delivery/failure';
import { jsonOf, jsonRequest, type HttpResponse } from '../delivery/http';
import { cut } from '../text/cut';
import { parseJson } from '../text/json';
import type { BugsinkAddress } from './address';

export type Query = Record<string, string | number>;

/** One page of a list, and the cursor of the next. */
export interface Page {
	results: JsonObject[];
	cursor: string | null;
}

export const BUGSINK: Service = { name: 'Bugsink', explain };

/**
 * Bugsink's canonical API (`/api/canonical/0/schema/swagger-ui/` of every installation). Paths end
 * with a slash: without it Bugsink answers 404. Lists have 250 entries a page.
 */
export class BugsinkClient {
	constructor(
		readonly address: BugsinkAddress,
		readonly delivery: Delivery,
	) {}

	/** @throws {DeliveryFailure} */
	async get(path: string, query: Query = {}): Promise<JsonObject> {
		return objectOf(await this.delivery.request(this.read(path, query)));
	}

	/** Like `get`; null where this token must not or this release cannot tell. */
	async getIfAllowed(path: string, query: Query = {}): Promise<JsonObject | null> {
		const response = await this.delivery.request(this.read(path, query), { accept: [403, 404] });
		return response.statusCode < 400 ? objectOf(response) : null;
	}

	async page(path: string, query: Query, cursor: string | null = null): Promise<Page> {
		return pageOf(
			await this.delivery.request(this.read(path, cursor === null ? query : { ...query, cursor })),
		);
	}

	/**
	 * A page that may not be there: `gone` if what it is about does not exist, null if this release of
	 * Bugsink does not know the address. Any other 404 is an error: a proxy answers so while it restarts.
	 *
	 * @throws {DeliveryFailure}
	 */
	async pageIfThere(
		path: string,
		query: Query,
		cursor: string | null,
	): Promise<Page | 'gone' | null> {
		try {
			return await this.page(path, query, cursor);
		} catch (error) {
			const answer = error instanceof DeliveryFailure ? error.failure : undefined;
			const body = answer?.statusCode === 404 ? (answer.responseText ?? '') : '';
			if (isObject(parseJson(body))) return 'gone';
			if (body.includes('Unimplemented API')) return null;
			return await Promise.reject(error);
		}
	}

	/** The first `limit` entries that `wanted` accepts; asks for no page more than that takes. */
	async list(
		path: string,
		query: Query,
		limit: number,
		wanted: (entry: JsonObject) => boolean = () => true,
	): Promise<JsonObject[]> {
		const found: JsonObject[] = [];
		let cursor: string | null = null;
		do {
			const page: Page = await this.page(path, query, cursor);
			found.push(...page.results.filter(wanted));
			cursor = page.cursor;
		} while (cursor !== null && found.length < limit);
		return found.slice(0, limit);
	}

	/** @param options `lookAgain` for what must not take effect twice. */
	async post(
		path: string,
		body?: JsonObject,
		options: SendOptions<JsonObject> = {},
	): Promise<JsonObject> {
		const request = jsonRequest('POST', this.address.api + path, body ?? {});
		const sent = await this.delivery.send(request, options);
		return sent.response === undefined ? sent.found : objectOf(sent.response);
	}

	/** For what may take effect twice. @throws {DeliveryFailure} */
	async patch(path: string, body: JsonObject): Promise<JsonObject> {
		const request = jsonRequest('PATCH', this.address.api + path, body);
		return objectOf(await this.delivery.request(request));
	}

	/** Whether this Bugsink is 2.6 or newer: it then has histories, also if not of this issue. */
	async isSince26(): Promise<boolean> {
		const issue = '00000000-0000-0000-0000-000000000000';
		return (await this.pageIfThere('issue-history/', { issue }, null)) !== null;
	}

	async delete(path: string): Promise<void> {
		await this.delivery.send(
			{ method: 'DELETE', url: this.address.api + path, headers: { accept: 'application/json' } },
			{
				lookAgain: async () => {
					const response = await this.delivery.request(this.read(path, {}), {
						accept: [403, 404],
					});
					// Gone: the attempt without an answer did it.
					return response.statusCode === 404 ? true : undefined;
				},
			},
		);
	}

	private read(path: string, query: Query) {
		const parameters = Object.entries(query).map(([name, value]): [string, string] => [
			name,
			String(value),
		]);
		const search = new URLSearchParams(parameters).toString();
		return {
			method: 'GET' as const,
			url: this.address.api + path + (search === '' ? '' : `?${search}`),
			headers: { accept: 'application/json' },
		};
	}
}

/** Whether Bugsink understood and said no: not a fault that passes, and not a token that is unknown. */
export function isRefusal(error: unknown): boolean {
	const status = error instanceof DeliveryFailure ? (error.failure.statusCode ?? 0) : 0;
	return status >= 400 && status < 500 && ![401, 408, 429].includes(status);
}

function objectOf(response: HttpResponse): JsonObject {
	const json = jsonOf(response);
	if (isObject(json)) return json;
	throw notTheApi(response);
}

function notTheApi(response: HttpResponse): DeliveryFailure {
	return new DeliveryFailure("Bugsink's answer is not the JSON of its API", {
		errorType: 'UnexpectedError',
		hint: "Check 'Bugsink URL' in the credential: something else, such as a login page or a proxy, answers there.",
		statusCode: response.statusCode,
		responseText: response.body,
	});
}

/**
 * Only the cursor of `next` is used: its host is what Bugsink believes to be called, and the token
 * goes nowhere but to the address in the credential.
 *
 * @throws {DeliveryFailure} if the answer is not a page: anything else must not be read as an empty list.
 */
function pageOf(response: HttpResponse): Page {
	const json = objectOf(response);
	if (!Array.isArray(json.results)) throw notTheApi(response);
	const results = json.results.filter(isObject);
	const next = text(json.next);
	const cursor = /[?&]cursor=([^&#]+)/.exec(next)?.[1] ?? null;
	return { results, cursor: cursor === null ? null : decodeURIComponent(cursor) };
}

/** Django REST framework's errors: `{ detail }`, a list of messages for each field, or one list. */
function explain(response: HttpResponse): { message: string; hint?: string } {
	const json = jsonOf(response);
	const isJson = isObject(json) || Array.isArray(json);
	const message = isJson ? errorText(json) : '';
	return {
		// Also if it is empty: neither Django's own 404 page nor an empty object says anything that helps.
		message,
		...hintFor(response.statusCode, message, isJson),
	};
}

function errorText(json: JsonObject | unknown[]): string {
	if (Array.isArray(json)) return cut(json.map(text).join(' '), 300).text;
	if (typeof json.detail === 'string') return cut(json.detail, 300).text;
	const fields = Object.entries(json).map(
		([field, entry]) => `${field}: ${(Array.isArray(entry) ? entry : [entry]).map(text).join(' ')}`,
	);
	return cut(fields.join('; '), 300).text;
}

function hintFor(statusCode: number, message: string, isJson: boolean): { hint?: string } {
	if (statusCode === 401) {
		return {
			hint: 'Create a new token in the menu Tokens in Bugsink and put it into the credential.',
		};
	}
	if (statusCode === 403) {
		return {
			hint: message.includes('capability')
				? 'In the menu Tokens in Bugsink, create a token with this capability.'
				: 'The token belongs to another project or to a user without access to this one.',
		};
	}
	if (statusCode === 404 && isJson) {
		return {
			hint: 'Bugsink does not know this ID: it may be deleted, or belong to another Bugsink.',
		};
	}
	if (statusCode === 404) {
		return {
			hint: "Check 'Bugsink URL' in the credential, also the sub-path. If reading works, your Bugsink may be too old for this operation.",
		};
	}
	if (message === 'project: This field is required.') {
		return { hint: "Bugsink before 2.6 lists one project at a time: choose it in 'Project'." };
	}
	if (message.startsWith('Invalid issue identifier')) {
		return { hint: 'An issue has a UUID, or a short ID such as CHECKOUT-API-17.' };
	}
	if (message.startsWith('Project has no releases')) {
		return { hint: 'Send events with a release first, or resolve the issue in the next release.' };
	}
	if (message.startsWith('Issue is already resolved')) {
		return { hint: 'A resolved issue cannot be muted or unmuted. Reopen it first.' };
	}
	return {};
}
