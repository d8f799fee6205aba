/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** Posts the same body again and again, and measures how long the answers take. */
import { Agent, request } from 'node:http';

import { sleep } from './processes';

export interface Measured {
	/** Answers of 200. */
	answered: number;
	failed: number;
	/** From the first request to the last answer. */
	seconds: number;
	perSecond: number;
	/** Milliseconds until the answer. */
	median: number;
	p99: number;
	max: number;
}

/** The value below which this part of the (sorted) numbers lies. */
export function quantile(sorted: number[], part: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function measure(times: number[], failed: number, milliseconds: number): Measured {
	const sorted = [...times].sort((a, b) => a - b);
	const seconds = milliseconds / 1000;
	return {
		answered: times.length,
		failed,
		seconds,
		perSecond: times.length / seconds,
		median: quantile(sorted, 0.5),
		p99: quantile(sorted, 0.99),
		max: sorted.at(-1) ?? Number.NaN,
	};
}

class Sender {
	private readonly agent = new Agent({ keepAlive: true, maxSockets: Infinity });
	readonly times: number[] = [];
	failed = 0;

	constructor(
		private readonly url: string,
		private readonly body: string,
	) {}

	/** Sends one request; it counts from `since`. Never throws. */
	async send(since = performance.now()): Promise<void> {
		const status = await new Promise<number>((resolve) => {
			const outgoing = request(
				this.url,
				{
					method: 'POST',
					agent: this.agent,
					headers: {
						'Content-Type': 'application/json',
						'Content-Length': Buffer.byteLength(this.body),
					},
					timeout: 120_000,
				},
				(incoming) => {
					incoming.resume();
					incoming.on('end', () => resolve(incoming.statusCode ?? 0));
					incoming.on('error', () => resolve(0));
				},
			);
			outgoing.on('timeout', () => outgoing.destroy());
			outgoing.on('error', () => resolve(0));
			outgoing.end(this.body);
		});
		if (status === 200) this.times.push(performance.now() - since);
		else this.failed++;
	}

	close(): void {
		this.agent.destroy();
	}
}

/** A fixed number of requests a second, whether or not the answers keep up. */
export async function atRate(
	url: string,
	body: string,
	perSecond: number,
	seconds: number,
): Promise<Measured> {
	const sender = new Sender(url, body);
	const pending: Array<Promise<void>> = [];
	const started = performance.now();
	for (let index = 0; index < perSecond * seconds; index++) {
		const due = started + (index * 1000) / perSecond;
		const early = due - performance.now();
		if (early > 1) await sleep(early);
		pending.push(sender.send(due));
	}
	await Promise.all(pending);
	const passed = performance.now() - started;
	sender.close();
	return measure(sender.times, sender.failed, passed);
}

/** So many requests at any time: as fast as the answers come. */
export async function atOnce(
	url: string,
	body: string,
	concurrency: number,
	seconds: number,
): Promise<Measured> {
	const sender = new Sender(url, body);
	const started = performance.now();
	const until = started + seconds * 1000;
	const one = async () => {
		while (performance.now() < until) await sender.send();
	};
	await Promise.all(Array.from({ length: concurrency }, one));
	const passed = performance.now() - started;
	sender.close();
	return measure(sender.times, sender.failed, passed);
}
