/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs in Node itself, never inside n8n */
/** Posts the same body again and again, and measures how long the answers take. */
import { Agent, request } from 'node:http';

import { sleep } from './processes';

export interface Measured {
	/** Milliseconds until each answer of 200. */
	times: number[];
	failed: number;
	/** From the first request to the last answer. */
	seconds: number;
	/** Answers of 200. */
	perSecond: number;
	median: number;
	p99: number;
}

/** The value below which this part of the numbers lies. */
function quantile(numbers: number[], part: number): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

function measured(times: number[], failed: number, seconds: number): Measured {
	const [median, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
	return { times, failed, seconds, perSecond: times.length / seconds, median, p99 };
}

/** Several measurements as one. */
export function together(parts: Measured[]): Measured {
	const sum = (of: (part: Measured) => number) => parts.reduce((all, part) => all + of(part), 0);
	return measured(
		parts.flatMap(({ times }) => times),
		sum(({ failed }) => failed),
		sum(({ seconds }) => seconds),
	);
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
	return measured(sender.times, sender.failed, passed / 1000);
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
	return measured(sender.times, sender.failed, passed / 1000);
}
