/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
import { request } from 'node:http';

import { asObject, type JsonObject } from './json';

export interface ClientAnswer {
	status: number;
	headers: Record<string, string>;
	text: string;
	/** The parsed body, or an empty object. */
	json: JsonObject;
	/** The parsed body where it is a list. */
	list: JsonObject[];
}

/** One request without any client's habits (no redirects, no retries): for tests of the stand-ins. */
export function call(
	method: string,
	url: string,
	body?: unknown,
	headers: Record<string, string> = {},
	timeoutMs = 10_000,
): Promise<ClientAnswer> {
	const text =
		body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
	return new Promise((resolve, reject) => {
		const outgoing = request(
			url,
			{
				method,
				agent: false,
				timeout: timeoutMs,
				headers: {
					'user-agent': 'standins-test',
					...(text === undefined ? {} : { 'content-type': 'application/json' }),
					...headers,
				},
			},
			(incoming) => {
				const chunks: Buffer[] = [];
				incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
				incoming.on('error', reject);
				incoming.on('end', () => {
					const answer = Buffer.concat(chunks).toString('utf8');
					let parsed: unknown;
					try {
						parsed = JSON.parse(answer);
					} catch {
						parsed = undefined;
					}
					resolve({
						status: incoming.statusCode ?? 0,
						headers: incoming.headers as Record<string, string>,
						text: answer,
						json: asObject(parsed),
						list: Array.isArray(parsed) ? parsed.map(asObject) : [],
					});
				});
			},
		);
		outgoing.on('timeout', () => outgoing.destroy(new Error('timeout')));
		outgoing.on('error', reject);
		outgoing.end(text);
	});
}
