import { startServer, type StandIn } from '../standins/server';

const PASSED_ON = ['authorization', 'accept', 'content-type'];

/** A way to a real Bugsink on which requests are counted, and held up with `fail`. */
export async function startGate(bugsinkUrl: string): Promise<StandIn> {
	return await startServer(
		async ({ method, path, query, headers, body }) => {
			const url = new URL(path, bugsinkUrl);
			url.search = new URLSearchParams(query).toString();
			const response = await fetch(url, {
				method,
				redirect: 'manual',
				headers: Object.fromEntries(
					PASSED_ON.filter((name) => name in headers).map((name) => [name, headers[name]]),
				),
				...(body === '' ? {} : { body }),
			});
			const type = response.headers.get('content-type') ?? 'application/json';
			return {
				status: response.status,
				headers: { 'content-type': type },
				body: await response.text(),
			};
		},
		{ now: Date.now },
	);
}
