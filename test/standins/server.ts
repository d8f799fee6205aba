/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

import { faultList, sendForever, sendHalf, type ActiveFault, type Fault } from './faults';
import { observers } from './observe';

/** One request as it arrived. */
export interface RecordedRequest {
	method: string;
	/** Without the query. */
	path: string;
	/** The last value of each parameter. */
	query: Record<string, string>;
	/** The query as it came, for parameters that come several times. */
	search: string;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** The body as text, and as the bytes that came (what signatures are made over). */
	body: string;
	bytes: Buffer;
	/** The parsed body; undefined where it is empty or no JSON. */
	json: unknown;
	/** When it had arrived whole, in milliseconds of the stand-in's clock. */
	at: number;
	/** The status that was answered; undefined while, or where, there was no answer. */
	status?: number;
	/** The kind of the injected fault that hit it. */
	fault?: string;
}

/** What a handler answers: an object or list goes out as JSON, a string as it is. */
export interface Answer {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

export type Handler = (request: RecordedRequest) => Answer | Promise<Answer>;

export interface SocketCount {
	open: number;
	peak: number;
	total: number;
}

/** What every stand-in is, beside its own state. */
export interface StandIn {
	/** `http://127.0.0.1:<port>`, no slash at the end. */
	readonly url: string;
	/** Every request, in order of arrival; `requests.length = 0` forgets them. */
	readonly requests: RecordedRequest[];
	/** How many requests of this method (`*`: any) had this path (exact, or a pattern). */
	calls(method: string, path?: string | RegExp): number;
	readonly sockets: SocketCount;
	/** How many requests have arrived whole and are not answered yet. */
	readonly inFlight: number;
	/** Answers wait this long after handling; for benches. */
	delayMs: number;
	/** The answer to a request, without network, record and faults: for thousands of them. */
	ask(request: Asked): Promise<Answer>;
	/** Makes coming requests go wrong; see {@link Fault}. */
	fail(fault: Fault): ActiveFault;
	/** Takes all faults away. */
	heal(): void;
	/** Ends the server and every open connection. */
	close(): Promise<void>;
}

/** A request that needs no server. */
export interface Asked {
	method: string;
	url: string;
	/** Names in lower case. */
	headers?: Record<string, string>;
	body?: string;
}

export interface ServerOptions {
	/** The clock in milliseconds; `Date.now` unless told, so that tests can move time. */
	now?: () => number;
}

function readBody(incoming: IncomingMessage): Promise<Buffer> {
	return new Promise((resolve, reject) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => resolve(Buffer.concat(chunks)));
		incoming.on('error', reject);
	});
}

function parse(text: string): unknown {
	if (text === '') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function record(incoming: IncomingMessage, bytes: Buffer, at: number): RecordedRequest {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(incoming.headers)) {
		if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	return recorded(incoming.method ?? 'GET', incoming.url ?? '/', headers, bytes, at);
}

function recorded(
	method: string,
	address: string,
	headers: Record<string, string>,
	bytes: Buffer,
	at: number,
): RecordedRequest {
	const url = new URL(address, 'http://127.0.0.1');
	const body = bytes.toString('utf8');
	return {
		method,
		path: url.pathname,
		query: Object.fromEntries(url.searchParams),
		search: url.search,
		headers,
		body,
		bytes,
		json: parse(body),
		at,
	};
}

function send(response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
	const { status, headers = {}, body } = answer;
	const isText = typeof body === 'string';
	const bytes = Buffer.from(body === undefined ? '' : isText ? body : JSON.stringify(body), 'utf8');
	if (body !== undefined) {
		response.setHeader('content-type', isText ? 'text/plain' : 'application/json;charset=UTF-8');
	}
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	if (fault?.kind === 'cutBody') return sendHalf(response, status, bytes);
	if (fault?.kind === 'endlessBody') return sendForever(response, status);
	if (status !== 204 && status !== 304) response.setHeader('content-length', bytes.length);
	response.writeHead(status);
	response.end(bytes);
}

/** Starts a server on a free port of 127.0.0.1. */
export async function startServer(handler: Handler, options: ServerOptions = {}): Promise<StandIn> {
	const now = options.now ?? Date.now;
	const faults = faultList();
	const open = new Set<Socket>();
	const underWay = new Set<ServerResponse>();
	const requests: RecordedRequest[] = [];
	const sockets: SocketCount = { open: 0, peak: 0, total: 0 };

	async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		const request = record(incoming, await readBody(incoming), now());
		requests.push(request);
		underWay.add(response);
		response.once('close', () => underWay.delete(response));
		for (const observer of observers) observer.request(request);
		const fault = faults.take(request.method, request.path);
		const kind = fault?.kind;
		if (kind !== undefined) request.fault = typeof kind === 'string' ? kind : 'status';
		if (kind === 'reset') {
			incoming.socket.destroy();
			return;
		}
		if (kind === 'timeout') return;
		let answer: Answer;
		if (typeof kind === 'object') answer = kind;
		else answer = await handler(request);
		if (kind === 'lostTimeout') return;
		if (kind === 'lostAnswer') {
			if (fault?.status === undefined) {
				incoming.socket.destroy();
				return;
			}
			answer = { status: fault.status, body: 'The gateway got no answer in time.' };
		}
		request.status = answer.status;
		if (fault === undefined) {
			for (const observer of observers) observer.answer(request, answer);
		}
		const wait = standIn.delayMs + (kind === 'slow' ? (fault?.ms ?? 1000) : 0);
		if (wait > 0) setTimeout(() => send(response, answer, fault), wait).unref();
		else send(response, answer, fault);
	}

	const server = createServer((incoming, response) => {
		respond(incoming, response).catch((error: unknown) => {
			// A mistake in a stand-in has to be seen as one, not as a hanging client.
			if (response.headersSent || response.destroyed) return;
			const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
			send(response, { status: 599, body: `Stand-in failed: ${text}` }, undefined);
		});
	});
	// Node's 5 s would close idle connections just as a client takes them up again.
	server.keepAliveTimeout = 120_000;
	server.requestTimeout = 0;
	server.on('connection', (socket) => {
		open.add(socket);
		sockets.total++;
		sockets.open = open.size;
		sockets.peak = Math.max(sockets.peak, open.size);
		socket.on('error', () => undefined);
		socket.on('close', () => {
			open.delete(socket);
			sockets.open = open.size;
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => resolve());
	});
	const { port } = server.address() as AddressInfo;

	const standIn: StandIn = {
		url: `http://127.0.0.1:${port}`,
		requests,
		sockets,
		get inFlight() {
			return underWay.size;
		},
		delayMs: 0,
		calls: (method, path) =>
			requests.filter(
				(request) =>
					(method === '*' || request.method === method.toUpperCase()) &&
					(path === undefined ||
						(typeof path === 'string' ? request.path === path : request.path.search(path) !== -1)),
			).length,
		ask: async ({ method, url, headers = {}, body = '' }) =>
			await handler(recorded(method, url, headers, Buffer.from(body), now())),
		fail: (fault) => faults.add(fault),
		heal: () => faults.clear(),
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				for (const socket of open) socket.destroy();
			}),
	};
	return standIn;
}
