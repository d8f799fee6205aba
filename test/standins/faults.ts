/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import type { ServerResponse } from 'node:http';

import type { Answer } from './server';

/**
 * What goes wrong:
 * - `{ status, headers, body }`: that answer, and the request is not handled;
 * - `reset`: the connection is destroyed, the request is not handled;
 * - `lostAnswer`: the request is handled (state changes) and then the connection is destroyed, or,
 *   with `status`, that status is answered instead, as a gateway in between does;
 * - `timeout`: not handled and never answered;
 * - `lostTimeout`: handled and never answered;
 * - `cutBody`: handled, then the headers and half of the body, then the connection is destroyed;
 * - `endlessBody`: handled, then a body that never ends;
 * - `slow`: handled and answered after `ms` milliseconds.
 */
export type FaultKind =
	Answer | 'reset' | 'lostAnswer' | 'timeout' | 'lostTimeout' | 'cutBody' | 'endlessBody' | 'slow';

export interface Fault {
	method?: string;
	/** Tested against the path without the query. */
	path?: RegExp;
	/** How many requests it hits; 1 unless told, `Infinity` for all. */
	times?: number;
	/** How many matching requests pass untouched first. */
	after?: number;
	kind: FaultKind;
	/** For `lostAnswer`: answer with this status instead of destroying the connection. */
	status?: number;
	/** For `slow`: milliseconds; 1000 unless told. */
	ms?: number;
}

/** A fault that was set up: how often it hit, and how to take it away. */
export interface ActiveFault {
	readonly hits: number;
	remove(): void;
}

export interface FaultList {
	add(fault: Fault): ActiveFault;
	/** The first fault that hits this request; its count goes down by this. */
	take(method: string, path: string): Fault | undefined;
	clear(): void;
}

export function faultList(): FaultList {
	let active: Array<{ fault: Fault; passed: number; hits: number }> = [];
	return {
		add(fault) {
			const entry = { fault, passed: 0, hits: 0 };
			active.push(entry);
			return {
				get hits() {
					return entry.hits;
				},
				remove() {
					active = active.filter((other) => other !== entry);
				},
			};
		},
		take(method, path) {
			for (const entry of active) {
				const { fault } = entry;
				if (fault.method !== undefined && fault.method.toUpperCase() !== method) continue;
				if (fault.path !== undefined && path.search(fault.path) === -1) continue;
				if (entry.hits >= (fault.times ?? 1)) continue;
				if (entry.passed < (fault.after ?? 0)) {
					entry.passed++;
					continue;
				}
				entry.hits++;
				return fault;
			}
			return undefined;
		},
		clear() {
			active = [];
		},
	};
}

/** Sends half of what the headers promise, then breaks the connection. */
export function sendHalf(response: ServerResponse, status: number, body: Buffer): void {
	// A body of at least two bytes, so that there is a half to lose.
	const whole = body.length > 1 ? body : Buffer.from('{"cut":true}');
	response.setHeader('content-length', String(whole.length));
	response.writeHead(status);
	response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => {
		// The half has to be on its way before the socket goes, otherwise it is a plain reset.
		setTimeout(() => response.socket?.destroy(), 5).unref();
	});
}

/** Sends a body that goes on until the client hangs up. */
export function sendForever(response: ServerResponse, status: number): void {
	response.removeHeader('content-length');
	response.writeHead(status);
	const chunk = Buffer.alloc(1024, 0x20);
	const timer = setInterval(() => {
		if (response.destroyed || response.socket === null) clearInterval(timer);
		else response.write(chunk);
	}, 5);
	timer.unref();
	response.on('close', () => clearInterval(timer));
}
