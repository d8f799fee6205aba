import { observers } from '../standins/observe';
import type { Answer, RecordedRequest } from '../standins/server';
import type { Exchange } from './exchange';
import { parsed, settle, watchAnswer, watchRequest } from './watch';

function exchangeOf(request: RecordedRequest): Exchange {
	const { method, path, query, json, headers, bytes } = request;
	return {
		method,
		path,
		query,
		requestBody: json,
		requestType: headers['content-type'],
		requestBytes: bytes.length,
	};
}

/** The body as a client reads it: parsed if it is JSON. */
function bodyOf({ body, headers = {} }: Answer): unknown {
	if (typeof body !== 'string') return body;
	const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type');
	if (!type?.[1].includes('json')) return undefined;
	return parsed(body);
}

observers.push({
	request: (request) => watchRequest(exchangeOf(request)),
	answer: (request, answer) =>
		watchAnswer({
			...exchangeOf(request),
			status: answer.status,
			responseBody: bodyOf(answer),
		}),
});

afterEach(settle);
afterAll(settle);
