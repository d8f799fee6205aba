/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
/** Debian's Redis, kept on disk as one runs it who wants to lose no job. */
import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';

import { cacheFolder } from '../support/cache';
import { once } from './install';
import { freePort, run, start, waitUntilReady, type Env, type Running } from './processes';

/** What Debian's `redis-server` is made of, beyond the libraries that every Debian has. */
const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'];

interface RedisInstall {
	server: string;
	env: Env;
}

/**
 * The installed Redis, else Debian's packages unpacked into the cache: nothing is installed into the
 * system, and no service starts.
 */
async function installRedis(): Promise<RedisInstall> {
	const { PATH = '' } = process.env;
	const installed = PATH.split(delimiter)
		.map((folder) => join(folder, 'redis-server'))
		.find((file) => existsSync(file));
	if (installed !== undefined) return { server: installed, env: { PATH } };
	const folder = join(cacheFolder(), 'redis-debian');
	await once(folder, "Debian's redis-server", async () => {
		const download = async () => await run('apt-get', ['download', ...PACKAGES], { cwd: folder });
		// Without lists of packages, as in a fresh container, they have to be fetched first.
		await download().catch(async () => {
			await run('apt-get', ['update', '-qq']);
			await download();
		});
		for (const file of (await readdir(folder)).filter((name) => name.endsWith('.deb'))) {
			await run('dpkg', ['--extract', file, folder], { cwd: folder });
		}
	});
	const libraries = (await readdir(join(folder, 'usr', 'lib'))).map((name) =>
		join(folder, 'usr', 'lib', name),
	);
	return {
		server: join(folder, 'usr', 'bin', 'redis-server'),
		env: { PATH, LD_LIBRARY_PATH: libraries.join(delimiter) },
	};
}

export interface Redis {
	port: number;
	/** SIGTERM, as a service manager stops it, and a start on the same port and data. */
	restart: () => Promise<void>;
	stop: () => Promise<void>;
}

/** @param folder where the data and the log go; it is made. */
export async function startRedis(folder: string): Promise<Redis> {
	const install = await installRedis();
	const port = await freePort();
	await mkdir(folder, { recursive: true });
	const begin = async (): Promise<Running> => {
		const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
		const program = start(install.server, [...args, '--appendonly', 'yes', '--save', ''], {
			cwd: folder,
			env: install.env,
			logFile: join(folder, 'redis.log'),
		});
		await waitUntilReady(program, 'Redis to be ready', async () => await answersPing(port), 30);
		return program;
	};
	let program = await begin();
	return {
		port,
		restart: async () => {
			await program.stop();
			program = await begin();
		},
		stop: async () => await program.stop(),
	};
}

async function answersPing(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
		const finish = (answers: boolean) => {
			socket.destroy();
			resolve(answers);
		};
		socket.once('error', () => finish(false));
		// While Redis reads its file it answers -LOADING.
		socket.once('data', (data) => finish(data.toString().startsWith('+PONG')));
		socket.setTimeout(2000, () => finish(false));
	});
}
