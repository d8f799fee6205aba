/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { plainAlert } from './alerts';
import { CONTESTANTS } from './contestants';

/** What one contestant did with so many alerts. */
export interface Sending {
	alerts: number;
	milliseconds: number;
	/** Of the processor, in this process alone. */
	cpuMilliseconds: number;
	/** Above what the process had before, in bytes, with all the garbage that V8 has not collected yet. */
	peakMemory: number;
}

/** What the parent asks of a contestant's process. */
export type Order = { send: number };

const gc = globalThis.gc ?? (() => undefined);

/** A process for one contestant, so that nobody pays for another's memory or profits from its warmth. */
async function main(): Promise<void> {
	const [name, url] = process.argv.slice(2);
	const contestant = CONTESTANTS.find((one) => one.name === name);
	if (contestant === undefined) throw new Error(`No contestant ${name}`);
	const send = await contestant.prepare(url);
	let number = 0;
	const some = (count: number) => Array.from({ length: count }, () => plainAlert(++number));
	// What is compiled and cached once is not the price of an alert.
	for (let round = 0; round < 3; round++) await send(some(100));
	process.send?.('ready');

	process.on('message', ({ send: count }: Order) => {
		void measure(send, some(count)).then((result) => process.send?.(result));
	});
	process.on('disconnect', () => process.exit());
}

async function measure(
	send: (alerts: ReturnType<typeof plainAlert>[]) => Promise<void>,
	alerts: ReturnType<typeof plainAlert>[],
): Promise<Sending> {
	gc();
	await new Promise((done) => setTimeout(done, 200));
	const before = process.memoryUsage.rss();
	let peak = before;
	const look = () => {
		peak = Math.max(peak, process.memoryUsage.rss());
	};
	const timer = setInterval(look, 20);
	const cpuBefore = process.cpuUsage();
	const start = performance.now();
	await send(alerts);
	const milliseconds = performance.now() - start;
	const cpu = process.cpuUsage(cpuBefore);
	look();
	clearInterval(timer);
	return {
		alerts: alerts.length,
		milliseconds,
		cpuMilliseconds: (cpu.user + cpu.system) / 1000,
		peakMemory: peak - before,
	};
}

main().catch((error: unknown) => {
	// eslint-disable-next-line no-console -- a program of the command line
	console.error(error);
	process.exit(1);
});
