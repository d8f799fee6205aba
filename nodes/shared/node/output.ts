import type { IDataObject } from 'n8n-workflow';

import type { Alert } from '../alert/alert';
import type { HttpRequest } from '../delivery/http';
import type { Outcome } from '../destination';

/** What was done with one alert, and what it took. */
export interface Delivered extends Outcome {
	/** Of the last request; null or left out without one. */
	statusCode?: number | null;
	/** How many requests the item took. */
	requests?: number;
	/** How often the last of them was tried. */
	attempts?: number;
	/** What would happen, for `preview`: one line. */
	summary?: string;
	/** What would be sent, for `preview`. */
	request?: IDataObject;
}

/** The JSON of the output item, with the keys of the contract. */
export function outputOf(destinationId: string, alert: Alert, delivered: Delivered): IDataObject {
	const { combined, limit, request, response, summary } = delivered;
	return {
		destination: destinationId,
		action: delivered.action,
		reason: alert.reason,
		issueId: alert.issueId,
		fingerprint: alert.fingerprint,
		key: delivered.key ?? null,
		url: delivered.url ?? null,
		statusCode: delivered.statusCode ?? null,
		requests: delivered.requests ?? 0,
		attempts: delivered.attempts ?? 0,
		truncated: delivered.truncated ?? [],
		skipReason: delivered.skipReason ?? null,
		skipCode: delivered.skipCode ?? null,
		warnings: delivered.warnings ?? [],
		...(combined === undefined || combined < 2 ? {} : { combined }),
		...(limit === undefined ? {} : { limit: { ...limit } }),
		...(summary === undefined ? {} : { summary }),
		...(request === undefined ? {} : { request }),
		...(response === undefined ? {} : { response: response as IDataObject }),
	};
}

/** A preview is for people: a JSON body as JSON, not as a string. */
export function readable(request: HttpRequest): IDataObject {
	const { body } = request;
	const isJson = /json/.test(request.headers?.['content-type'] ?? '');
	return {
		...request,
		body: body !== undefined && isJson ? (JSON.parse(body) as IDataObject) : (body ?? null),
	};
}
