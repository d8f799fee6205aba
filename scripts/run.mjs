/**
 * Runs one of the project's tasks on a fresh clone: installs what is missing first, because npm
 * runs no pre-scripts under `ignore-scripts`.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const installed = join(root, 'node_modules', '.installed');

const tsx = (script) => ['node', '--import', 'tsx', script];
const build = [
	() => rmSync(join(root, 'dist'), { recursive: true, force: true }),
	['tsc', '--noEmit'],
	['gulp', '--silent'],
];

/** What each task runs, in order; the arguments of the command line go to the last one. */
const tasks = {
	build,
	test: [
		['tsc', '--noEmit', '-p', 'test'],
		// Each test file loads n8n anew; with more room for what is short-lived it takes a tenth less time.
		['node', '--max-semi-space-size=64', 'node_modules/jest/bin/jest.js'],
	],
	'test:properties': [
		() => {
			process.env.FAST_CHECK_RUNS ??= '100000';
		},
		// Every test of generated values imports this file.
		['jest', '--findRelatedTests', 'test/support/fastCheck.ts'],
	],
	'test:mutation': [['stryker', 'run']],
	lint: [
		['n8n-node', 'lint'],
		['prettier', '--check', '.'],
	],
	scan: [...build, ['node', 'scripts/scan.mjs']],
	demo: [...build, tsx('test/demo/demo.ts')],
	pictures: [tsx('test/render/pictures.ts')],
	bench: [...build, tsx('test/bench/bench.ts')],
	'test:e2e': [...build, tsx('test/e2e/run.ts')],
	'test:e2e:bugsink': [...build, tsx('test/e2e/runBugsink.ts')],
	'test:e2e:queue': [...build, tsx('test/e2e/runQueue.ts')],
	'capture:alerts': [tsx('test/e2e/capture.ts')],
	start: [...build, tsx('test/e2e/start.ts')],
};

function run(command, args) {
	const bin = join(root, 'node_modules', '.bin');
	const { status } = spawnSync(command, args, {
		cwd: root,
		stdio: 'inherit',
		shell: process.platform === 'win32',
		env: {
			...process.env,
			PATH: `${bin}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`,
		},
	});
	if (status !== 0) process.exit(status ?? 1);
}

function installWhatIsMissing() {
	const lock = readFileSync(join(root, 'package-lock.json'));
	const wanted = createHash('sha256').update(lock).digest('hex');
	if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return;
	console.log('Installing the development dependencies (about a minute) …');
	run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
	writeFileSync(installed, wanted);
}

const [name, ...args] = process.argv.slice(2);
const steps = tasks[name];
if (steps === undefined) {
	console.error(`Unknown task ${name}. There are: ${Object.keys(tasks).join(', ')}`);
	process.exit(2);
}
installWhatIsMissing();
if (name === 'test:mutation') {
	const { parts } = await import('../stryker.config.mjs');
	if (args[0] in parts) args.splice(0, 1, '--force', '-m', parts[args[0]].join(','));
}
steps.forEach((step, index) => {
	if (typeof step === 'function') return step();
	const [command, ...fixed] = step;
	run(command, index === steps.length - 1 ? [...fixed, ...args] : fixed);
});
