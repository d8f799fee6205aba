import { isObject, text, type JsonObject } from '../shared/alert/fields';
import type { Delivery, SendOptions, Service } from '../shared/delivery/delivery';
import { DeliveryFailure } from '../shared/delivery/failure';
import { jsonOf, jsonRequest, type HttpResponse } from '../shared/delivery/http';
import { cut } from '../shared/text/cut';
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
		return pageOf(await this.get(path, cursor === null ? query : { ...query, cursor }));
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

function objectOf(response: HttpResponse): JsonObject {
	const json = jsonOf(response);
	if (isObject(json)) return json;
	throw new DeliveryFailure("Bugsink's answer is not the JSON of its API", {
		errorType: 'UnexpectedError',
		hint: "Check 'Bugsink URL' in the credential: something else, such as a login page or a proxy, answers there.",
		statusCode: response.statusCode,
		responseText: response.body,
	});
}

/**
 * Only the cursor of `next` is used: its host is what Bugsink believes to be called, and the token
 * goes nowhere but to the address in the credential.
 */
function pageOf(json: JsonObject): Page {
	const results = Array.isArray(json.results) ? json.results.filter(isObject) : [];
	const next = text(json.next);
	const cursor = /[?&]cursor=([^&#]+)/.exec(next)?.[1] ?? null;
	return { results, cursor: cursor === null ? null : decodeURIComponent(cursor) };
}

/** Django REST framework's errors: `{ detail }`, or a list of messages for each field. */
function explain(response: HttpResponse): { message?: string; hint?: string } {
	const json = jsonOf(response);
	const message = isObject(json) ? errorText(json) : '';
	return {
		// Django's own 404 page says nothing that helps.
		...(message === '' ? (isObject(json) ? {} : { message: '' }) : { message }),
		...hintFor(response.statusCode, message, isObject(json)),
	};
}

function errorText(json: JsonObject): string {
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
	if (message.startsWith('Project has no releases')) {
		return { hint: 'Send events with a release first, or resolve the issue in the next release.' };
	}
	if (message.startsWith('Issue is already resolved')) {
		return { hint: 'Bugsink mutes no issue that is resolved. Reopen it first.' };
	}
	return {};
}
