/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Jest, never inside n8n */
import type { Conformance } from './check';
import type { Exchange } from './exchange';
import { ownerOf } from './services';

declare global {
	/** Compiled for all test files of a worker by environment.ts; missing where it is not used. */
	var conformance: Conformance | undefined;
}

let found = new Set<string>();
let seen: Array<(conformance: Conformance) => string[]> = [];
let allowed: RegExp[] = [];

function check(): Conformance {
	if (globalThis.conformance === undefined) {
		// eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would load the validator for every test file
		const module = require('./check') as typeof import('./check');
		globalThis.conformance = new module.Conformance(module.bugsinkDescription());
	}
	return globalThis.conformance;
}

/**
 * Notes a request of a test, to be held against the description of its service when the test has ended:
 * compiling a description takes time that no request under way should have to wait for.
 */
export function watchRequest(exchange: Exchange): void {
	if (ownerOf(exchange.path) === undefined) return;
	seen.push((conformance) => conformance.request(exchange));
}

/** As {@link watchRequest}, at once: for tests that send without a stand-in, thousands of times. */
export function watchSent(sent: {
	method?: string;
	url: string;
	headers?: Record<string, unknown>;
	body?: unknown;
}): void {
	const { pathname, searchParams } = new URL(sent.url);
	const { body } = sent;
	const isBytes = body instanceof Uint8Array;
	const whole = isBytes ? new TextDecoder().decode(body) : body;
	const text = typeof whole === 'string' ? whole : JSON.stringify(whole ?? '');
	const type = Object.entries(sent.headers ?? {}).find(([name]) => /^content-type$/i.test(name));
	if (ownerOf(pathname) === undefined) return;
	const faults = check().request({
		method: sent.method ?? 'GET',
		path: pathname,
		query: Object.fromEntries(searchParams),
		requestBody: parsed(text),
		requestType: type === undefined ? undefined : String(type[1]),
		requestBytes: body === undefined ? 0 : new TextEncoder().encode(text).length,
	});
	for (const fault of faults) found.add(fault);
}

/** The JSON value of a text, or undefined if it is not JSON. */
export function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

/** As {@link watchRequest}, for the answer of a stand-in. */
export function watchAnswer(exchange: Exchange): void {
	if (ownerOf(exchange.path) === undefined) return;
	seen.push((conformance) => conformance.answer(exchange));
}

/**
 * Says that this test speaks wrongly on purpose. The pattern is tried on `service METHOD /path: what is
 * wrong`; it has to be needed, and it ends with the test.
 */
export function allowMismatch(...patterns: RegExp[]): void {
	allowed.push(...patterns);
}

/** Throws if something is found that is not allowed, or allowed that is not found; forgets both. */
export function settle(): void {
	const exchanges = seen;
	const faultsBefore = found;
	const patterns = allowed;
	seen = [];
	found = new Set();
	allowed = [];
	const later = exchanges.flatMap((faultsOf) => faultsOf(check()));
	const faults = [...new Set([...faultsBefore, ...later])];
	const left = faults.filter((fault) => !patterns.some((pattern) => pattern.test(fault)));
	const unused = patterns.filter((pattern) => !faults.some((fault) => pattern.test(fault)));
	const said = [
		...left.map((fault) => `  ${fault}`),
		...unused.map((pattern) => `  allowMismatch(${String(pattern)}) was not needed`),
	];
	if (said.length === 0) return;
	throw new Error(`Against the services' own descriptions (test/conformance):\n${said.join('\n')}`);
}
