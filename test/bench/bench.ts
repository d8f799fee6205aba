/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, no-console -- runs in Node itself, never inside n8n */
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

import { hasHttpRequestNode } from './baselines';
import type { Contestant } from './contestant';
import { CONTESTANTS } from './contestants';
import { measureCutting, measureFormats, type Formatting } from './formats';
import { plot } from './plot';
import type { Sending } from './run';
import { countTrackerRequests, type TrackerRequests } from './trackerRequests';
import { DELAY, type Counts, type Question } from './server';
import { verdicts } from './verdicts';

const ROOT = join(__dirname, '..', '..');
const COUNTS = process.argv.includes('--quick') ? [100, 1_000] : [100, 1_000, 10_000];
/** In MB: an idle engine uses more than 50 of them, so less than 150 are left for alerts. */
const HEAP_LIMIT = 200;
const LIMITED = [`--max-old-space-size=${HEAP_LIMIT}`];
/** The trackers take long and are compared with nobody: they run once, and with little memory. */
const isTracker = ({ name }: Contestant) => /Jira|Github/.test(name);
/** The middle one of so many counts. */
const repeatsOf = (contestant: Contestant, count: number) =>
	count > 1_000 || contestant.maxAlerts !== undefined || isTracker(contestant) ? 1 : 5;

/** One line of the table. */
export interface Row extends Sending, Counts {
	name: string;
	label: string;
	/** Requests that one alert needs at this node. */
	perAlert: number;
	concurrency: number | null;
	/**
	 * Peak of bytes above an idle process whose heap may not pass HEAP_LIMIT, so that V8 collects its
	 * garbage; null: it ran out of memory. Only for 10,000 alerts.
	 */
	limitedMemory?: number | null;
}

export interface Results {
	machine: { processor: string; cores: number; memoryGb: number; node: string; platform: string };
	delayMs: number;
	httpRequestNode: 'installed' | 'emulated';
	sending: Row[];
	formatting: Formatting[];
	/** Milliseconds for the longest text, for twice and four times as much. */
	cutting: Array<{ name: string; milliseconds: number[] }>;
	trackerRequests: TrackerRequests[];
	loadingMs: number;
	tarballBytes: number;
}

function start(file: string, args: string[], nodeOptions: string[] = []): ChildProcess {
	return fork(join(__dirname, file), args, {
		execArgv: [...nodeOptions, '--expose-gc', '--import', 'tsx'],
		// An engine that runs out of memory prints a page about it.
		stdio: nodeOptions.length > 0 ? ['ignore', 'ignore', 'ignore', 'ipc'] : 'inherit',
		env: { ...process.env, N8N_LOG_LEVEL: 'silent' },
	});
}

async function answer<T>(child: ChildProcess, question?: object | string): Promise<T> {
	return await new Promise<T>((resolve, reject) => {
		const failed = () => reject(new Error('A process of the bench ended early'));
		child.once('exit', failed);
		child.once('message', (message) => {
			child.off('exit', failed);
			resolve(message as T);
		});
		if (question !== undefined) child.send(question);
	});
}

/** Every contestant once with so many alerts, side by side in time as well as in the table. */
async function sendings(): Promise<Row[]> {
	const server = start('server.ts', []);
	const { url } = await answer<{ url: string }>(server);
	const ask = async (question: Question) => await answer<Counts>(server, question);
	const rows: Row[] = [];
	const processes = new Map<Contestant, ChildProcess>();
	for (const contestant of CONTESTANTS) {
		const options = isTracker(contestant) ? LIMITED : [];
		processes.set(contestant, start('run.ts', [contestant.name, url], options));
	}
	await Promise.all([...processes.values()].map(async (child) => await answer(child)));
	for (const count of COUNTS) {
		const measured = new Map<Contestant, Row[]>();
		const rounds = Math.max(...CONTESTANTS.map((contestant) => repeatsOf(contestant, count)));
		// Round by round, so that a busy moment of the machine hits all of them.
		for (let round = 0; round < rounds; round++) {
			for (const [contestant, child] of processes) {
				const { name, label, perAlert, concurrency = null, maxAlerts = Infinity } = contestant;
				if (round >= repeatsOf(contestant, count) || count > maxAlerts) continue;
				await ask('reset');
				const sending = await answer<Sending>(child, { send: count });
				const row = { name, label, perAlert, concurrency, ...sending, ...(await ask('counts')) };
				measured.set(contestant, [...(measured.get(contestant) ?? []), row]);
				console.log(`${label}: ${count} alerts in ${Math.round(sending.milliseconds)} ms`);
			}
		}
		for (const [contestant, list] of measured) {
			list.sort((a, b) => a.milliseconds - b.milliseconds);
			const middle = list[Math.floor(list.length / 2)];
			if (count === 10_000) middle.limitedMemory = await limitedMemory(contestant, middle, url);
			rows.push(middle);
		}
	}
	for (const child of [...processes.values(), server]) child.disconnect();
	return rows;
}

/** What 10,000 alerts take of memory where there is little of it. */
async function limitedMemory(
	contestant: Contestant,
	{ peakMemory }: Row,
	url: string,
): Promise<number | null> {
	if (isTracker(contestant)) return peakMemory;
	const child = start('run.ts', [contestant.name, url], LIMITED);
	try {
		await answer(child);
		return (await answer<Sending>(child, { send: 10_000 })).peakMemory;
	} catch {
		return null;
	} finally {
		if (child.connected) child.disconnect();
	}
}

/** Milliseconds until all nodes and credential types are there, in an n8n that has its own modules. */
function loadingTime(): number {
	const script = `
		require('n8n-workflow');
		const { n8n } = require('./package.json');
		const start = performance.now();
		for (const file of [...n8n.nodes, ...n8n.credentials]) require('./' + file);
		process.stdout.write(String(performance.now() - start));
	`;
	const times = Array.from({ length: 5 }, () =>
		Number(execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' })),
	);
	return Math.min(...times);
}

function tarballSize(): number {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
		cwd: ROOT,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	const [{ size }] = JSON.parse(output) as Array<{ size: number }>;
	return size;
}

function shownMemory({ limitedMemory }: Row): string | number {
	if (limitedMemory === undefined) return '';
	return limitedMemory === null ? 'out of memory' : Math.round(limitedMemory / 2 ** 20);
}

async function main(): Promise<number> {
	const loadingMs = loadingTime();
	const tarballBytes = tarballSize();
	const formatting = measureFormats();
	const cutting = measureCutting();
	const trackerRequests = await countTrackerRequests();
	const sending = await sendings();
	const results: Results = {
		machine: {
			processor: cpus()[0]?.model.trim() ?? 'unknown',
			cores: cpus().length,
			memoryGb: Math.round(totalmem() / 2 ** 30),
			node: process.version,
			platform: `${process.platform} ${process.arch}`,
		},
		delayMs: DELAY,
		httpRequestNode: hasHttpRequestNode ? 'installed' : 'emulated',
		sending,
		formatting,
		cutting,
		trackerRequests,
		loadingMs,
		tarballBytes,
	};

	console.table(
		sending.map((row) => ({
			sender: row.label,
			alerts: row.alerts,
			ms: Math.round(row.milliseconds),
			'ms an alert': Number((row.milliseconds / row.alerts).toFixed(2)),
			'CPU ms an alert': Number((row.cpuMilliseconds / row.alerts).toFixed(2)),
			requests: row.requests,
			'sockets at most': row.peakSockets,
			'sockets in all': row.sockets,
			'peak MB': Math.round(row.peakMemory / 2 ** 20),
			[`with ${HEAP_LIMIT} MB of heap`]: shownMemory(row),
		})),
	);
	console.table(
		formatting.map(({ name, alert, p50, p99 }) => ({
			format: name,
			alert,
			'p50 µs': Math.round(p50 * 1000),
			'p99 µs': Math.round(p99 * 1000),
		})),
	);
	console.table(
		cutting.map(({ name, milliseconds: [one, two, four] }) => ({
			format: name,
			'1 MB, ms': Number(one.toFixed(2)),
			'2 MB, ms': Number(two.toFixed(2)),
			'4 MB, ms': Number(four.toFixed(2)),
		})),
	);
	console.table(trackerRequests);
	console.log(`Loading all nodes and credential types: ${loadingMs.toFixed(1)} ms`);
	console.log(`Tarball: ${(tarballBytes / 1000).toFixed(1)} kB`);
	if (!hasHttpRequestNode) {
		console.log(
			"n8n's HTTP Request node is not installed here; run `npm run test:e2e` once for it.",
		);
	}
	const found = verdicts(results);
	console.table(found.map(({ holds, ...rest }) => ({ ...rest, is: holds ? 'held' : 'not held' })));
	if (!process.argv.includes('--quick')) {
		writeFileSync(join(__dirname, 'results.json'), `${JSON.stringify(results, null, '\t')}\n`);
		writeFileSync(join(__dirname, 'results.svg'), plot(results));
	}
	return found.every(({ holds }) => holds) ? 0 : 1;
}

main().then(
	// n8n-core leaves timers behind, so the process is ended explicitly.
	(code) => process.exit(code),
	(error: unknown) => {
		console.error(error);
		process.exit(1);
	},
);
