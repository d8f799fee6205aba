/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/require-node-api-error, no-console -- runs in Node itself, never inside n8n */
/**
 * Child processes of the end-to-end tests: run one to its end, keep one running, stop it by its id.
 *
 * Every long-running program gets a process group of its own, so that stopping it also stops the
 * workers it started, and never anything else.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

export type Env = Record<string, string | undefined>;

let listening = false;

/**
 * Runs the exit hooks, which end what was started here, also when this process is interrupted.
 * A program that listens for the signal itself stops its own way.
 */
function exitWhenInterrupted(): void {
	if (listening) return;
	listening = true;
	for (const [signal, number] of [['SIGINT', 2] as const, ['SIGTERM', 15] as const]) {
		process.on(signal, () => {
			if (process.listenerCount(signal) === 1) process.exit(128 + number);
		});
	}
}

export interface RunOptions {
	cwd?: string;
	env?: Env;
	/** Seconds after which the command is stopped and counts as failed. */
	timeout?: number;
	/** When given, a line with the elapsed time is printed every few seconds. */
	progress?: string;
	/** Text for the command's standard input. */
	input?: string;
}

/** Runs a command to its end and returns its standard output; throws with the output's end on failure. */
export async function run(
	command: string,
	args: string[],
	options: RunOptions = {},
): Promise<string> {
	exitWhenInterrupted();
	const started = Date.now();
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: { ...process.env, ...options.env },
		detached: true,
		// There npm is a script of the shell.
		shell: process.platform === 'win32',
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	let stdout = '';
	let all = '';
	child.stdout.on('data', (chunk: Buffer) => {
		stdout += chunk.toString();
		all += chunk.toString();
	});
	child.stderr.on('data', (chunk: Buffer) => {
		all += chunk.toString();
	});
	child.stdin.on('error', () => undefined);
	child.stdin.end(options.input ?? '');

	const seconds = () => Math.round((Date.now() - started) / 1000);
	const ticker = options.progress
		? setInterval(() => console.log(`  … ${options.progress} (${seconds()} s)`), 15_000)
		: undefined;
	const limit = setTimeout(() => signalGroup(child, 'SIGKILL'), (options.timeout ?? 300) * 1000);
	// Interrupting the parent must not leave the detached child running.
	const killOnExit = () => signalGroup(child, 'SIGKILL');
	process.once('exit', killOnExit);
	try {
		const code = await new Promise<number | string>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', (exitCode, signal) => resolve(exitCode ?? signal ?? 'unknown'));
		});
		if (code !== 0) {
			throw new Error(
				`${[command, ...args].join(' ')} ended with ${code} after ${seconds()} s:\n${all.slice(-4000)}`,
			);
		}
		return stdout;
	} finally {
		clearTimeout(limit);
		clearInterval(ticker);
		process.removeListener('exit', killOnExit);
	}
}

export interface Running {
	pid: number;
	logFile: string;
	/** The exit code or signal once the program has ended, else undefined. */
	ended: () => number | string | undefined;
	log: () => Promise<string>;
	/** SIGTERM to the process group, SIGKILL when it has not ended within `graceSeconds` (10). */
	stop: (graceSeconds?: number) => Promise<void>;
	/** SIGKILL at once: a crash, as when the machine loses power. */
	kill: () => Promise<void>;
}

/** Starts a program that keeps running; its output goes to `logFile`. */
export function start(
	command: string,
	args: string[],
	options: { cwd?: string; env: Env; logFile: string },
): Running {
	exitWhenInterrupted();
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const log = createWriteStream(options.logFile, { flags: 'a' });
	child.stdout.on('data', (chunk: Buffer) => log.write(chunk));
	child.stderr.on('data', (chunk: Buffer) => log.write(chunk));
	let end: number | string | undefined;
	const closed = new Promise<void>((resolve) => {
		const finish = (how: number | string) => {
			end ??= how;
			log.end();
			resolve();
		};
		child.once('error', (error) => finish(error.message));
		child.once('exit', (code, signal) => finish(code ?? signal ?? 'unknown'));
	});
	const killOnExit = () => signalGroup(child, 'SIGKILL');
	process.once('exit', killOnExit);
	const stop = async (graceSeconds: number) => {
		if (graceSeconds > 0) {
			signalGroup(child, 'SIGTERM');
			let timer: NodeJS.Timeout | undefined;
			const patience = new Promise<void>((resolve) => {
				timer = setTimeout(resolve, graceSeconds * 1000);
			});
			await Promise.race([closed, patience]);
			clearTimeout(timer); // it would keep this process running
		}
		signalGroup(child, 'SIGKILL'); // whatever of the group outlived its leader
		await closed;
		process.removeListener('exit', killOnExit);
	};
	return {
		pid: child.pid ?? -1,
		logFile: options.logFile,
		ended: () => end,
		log: async () => await readFile(options.logFile, 'utf8').catch(() => ''),
		stop: async (graceSeconds = 10) => await stop(graceSeconds),
		kill: async () => await stop(0),
	};
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch {
		// Nothing of the group is left.
	}
}

export async function sleep(milliseconds: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Calls `probe` until it returns something; throws with `what` when `seconds` have passed. */
export async function waitFor<T>(
	what: string,
	probe: () => Promise<T | undefined | false>,
	seconds = 30,
	everyMs = 100,
): Promise<T> {
	const deadline = Date.now() + seconds * 1000;
	let last: unknown;
	while (Date.now() < deadline) {
		try {
			const found = await probe();
			if (found !== undefined && found !== false) return found;
		} catch (error) {
			last = error;
		}
		await sleep(everyMs);
	}
	throw new Error(`Waited ${seconds} s for ${what}${last ? `; last answer: ${String(last)}` : ''}`);
}

/** Waits for a program to be ready, and shows its log when it ends or never becomes ready. */
export async function waitUntilReady(
	program: Running,
	what: string,
	ready: () => Promise<boolean>,
	seconds: number,
): Promise<void> {
	try {
		await waitFor(
			what,
			async () => {
				if (program.ended() !== undefined) return 'ended' as const;
				return (await ready()) && ('ready' as const);
			},
			seconds,
		).then((state) => {
			if (state === 'ended') throw new Error(`${what}: ended with ${program.ended()}`);
		});
	} catch (error) {
		await program.stop(2);
		const log = await program.log();
		throw new Error(`${String(error)}\n--- end of ${program.logFile}\n${log.slice(-6000)}`);
	}
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
	return await new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address ? address.port : 0;
			server.close(() => resolve(port));
		});
	});
}
