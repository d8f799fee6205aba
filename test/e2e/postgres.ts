/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
/** Debian's PostgreSQL with a data folder of its own: the database that n8n wants for queue mode. */
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { freePort, run, start, waitFor, waitUntilReady } from './processes';

const DEBIAN = '/usr/lib/postgresql';
/** The account that Debian's package makes; PostgreSQL refuses to run as root. */
const ACCOUNT = 'postgres';
const USER = 'n8n';

export interface Postgres {
	port: number;
	user: string;
	stop: () => Promise<void>;
}

function programs(): string {
	const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN) : [];
	const [newest] = versions
		.sort((a, b) => Number(b) - Number(a))
		.map((version) => join(DEBIAN, version, 'bin'))
		.filter((folder) => existsSync(join(folder, 'initdb')));
	if (newest === undefined)
		throw new Error(`No PostgreSQL in ${DEBIAN}: apt-get install postgresql`);
	return newest;
}

/** The command as it is, or by Debian's account where this process is root. */
function unprivileged(command: string, args: string[]): [string, string[]] {
	if (process.getuid?.() !== 0) return [command, args];
	const as = [`--reuid=${ACCOUNT}`, `--regid=${ACCOUNT}`, '--clear-groups'];
	return ['setpriv', [...as, command, ...args]];
}

/** @param logFolder where its log goes. */
export async function startPostgres(logFolder: string): Promise<Postgres> {
	const bin = programs();
	const folder = await mkdtemp(join(tmpdir(), 'n8n-postgres-'));
	if (process.getuid?.() === 0) {
		const ids = await Promise.all(
			['-u', '-g'].map(async (flag) => await run('id', [flag, ACCOUNT])),
		);
		await chown(folder, Number(ids[0]), Number(ids[1]));
	}
	const data = join(folder, 'data');
	const trusting = ['--auth=trust', `--username=${USER}`, '--encoding=UTF8', '--no-locale'];
	await run(...unprivileged(join(bin, 'initdb'), [`--pgdata=${data}`, ...trusting]), {
		cwd: folder,
	});
	const port = await freePort();
	// Nobody pulls the plug of the database here, so it need not wait for the disk.
	const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'fsync=off'];
	const [command, args] = unprivileged(join(bin, 'postgres'), [
		...['-D', data, '-p', String(port)],
		...settings.flatMap((setting) => ['-c', setting]),
	]);
	const program = start(command, args, {
		cwd: folder,
		env: { PATH: process.env.PATH, LC_ALL: 'C' },
		logFile: join(logFolder, 'postgres.log'),
	});
	const client = ['-h', '127.0.0.1', '-p', String(port), '-U', USER];
	const ready = async () => {
		await run(join(bin, 'pg_isready'), client);
		return true;
	};
	await waitUntilReady(program, 'PostgreSQL to be ready', ready, 60);
	await waitFor('the database to be made', async () => {
		await run(join(bin, 'createdb'), [...client, USER]);
		return true;
	});
	return {
		port,
		user: USER,
		stop: async () => {
			await program.stop(20);
			await rm(folder, { recursive: true, force: true });
		},
	};
}
