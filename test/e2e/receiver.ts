/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** A server on 127.0.0.1 that takes everything, answers 200 and remembers what came. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { waitFor } from './processes';

export interface Received {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	/** The headers as they came, one `Name: value` each. */
	rawHeaders: string[];
	body: string;
	at: Date;
}

export interface Receiver {
	url: string;
	received: Received[];
	/** Waits for the first request that fits and has not been handed out yet. */
	next: (path: string, seconds?: number) => Promise<Received>;
	stop: () => Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const taken = new Set<Received>();
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			received.push({
				method: request.method ?? '',
				path: request.url ?? '',
				headers: request.headers,
				rawHeaders: pairs(request.rawHeaders),
				body: Buffer.concat(chunks).toString('utf8'),
				at: new Date(),
			});
			response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"ok":true}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('No port');
	return {
		url: `http://127.0.0.1:${address.port}`,
		received,
		next: async (path, seconds = 30) => {
			const one = await waitFor(
				`a request to ${path}`,
				async () => received.find((each) => each.path === path && !taken.has(each)),
				seconds,
			);
			taken.add(one);
			return one;
		},
		stop: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

function pairs(flat: string[]): string[] {
	return flat.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${flat[at + 1]}`] : []));
}
