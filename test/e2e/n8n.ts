/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * Starts a real n8n on 127.0.0.1 with this package installed the way a user gets it: the packed
 * tarball in the `nodes` folder of an n8n user folder of its own.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { installN8n, npm, type N8nInstall } from './install';
import { N8nRest } from './n8nRest';
import { launchWebhookProcessor, launchWorker } from './queueProcesses';
import { freePort, run, start, waitUntilReady, type Env, type Running } from './processes';

/** A workflow as n8n exports it; `id` is needed, since the command line addresses it by that. */
export interface WorkflowFile {
	id: string;
	name: string;
	nodes: Array<Record<string, unknown>>;
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	pinData?: Record<string, unknown>;
	/** Published (active) when n8n starts. */
	active?: boolean;
}

/** A credential in plain text, as `n8n export:credentials --decrypted` writes it. */
export interface CredentialFile {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface N8nOptions {
	version?: string;
	/** Default: a new folder in the system's temporary folder. Used again, it keeps its data. */
	userFolder?: string;
	/** Default: a free one. */
	port?: number;
	/** The result of `npm pack`; without it n8n runs with its own nodes only. */
	packageTarball?: string;
	credentials?: CredentialFile[];
	workflows?: WorkflowFile[];
	/** Further environment variables of n8n. */
	env?: Env;
	/** Says on the console what it is doing. */
	verbose?: boolean;
}

export interface N8n {
	version: string;
	url: string;
	port: number;
	userFolder: string;
	rest: N8nRest;
	/** The address of a published webhook. */
	webhookUrl: (path: string) => string;
	/** n8n's command line on the same data, e.g. `cli('execute', '--id=abc', '--rawOutput')`. */
	cli: (...args: string[]) => Promise<string>;
	log: () => Promise<string>;
	/** SIGTERM, as a service manager stops it. */
	stop: () => Promise<void>;
	/** SIGKILL, as a crash. */
	kill: () => Promise<void>;
	/** Starts it again on the same port and data, this time with further environment variables. */
	startAgain: (env?: Env) => Promise<void>;
	/** Installs another version of the package over this one, as n8n's page of community nodes does. */
	upgrade: (packageTarball: string) => Promise<void>;
	/** A worker of queue mode on the same user folder; the environment has to say where the queue is. */
	startWorker: () => Promise<Running>;
	/** A process of queue mode that only answers webhooks, and where it listens. */
	startWebhookProcessor: () => Promise<{ program: Running; url: string }>;
}

export async function startN8n(options: N8nOptions = {}): Promise<N8n> {
	const say = (text: string) => {
		if (options.verbose) console.log(text);
	};
	const install = await installN8n(options.version);
	const port = options.port ?? (await freePort());
	const userFolder = options.userFolder ?? (await mkdtemp(join(tmpdir(), 'n8n-e2e-')));
	await mkdir(join(userFolder, '.n8n', 'nodes'), { recursive: true });
	const url = `http://127.0.0.1:${port}`;
	const env = await environment(install, userFolder, port, options.env);
	const cli = async (...args: string[]) =>
		await run(install.node, [install.bin, ...args], { cwd: userFolder, env, timeout: 180 });

	if (options.packageTarball) {
		say(`Installing ${options.packageTarball}`);
		await installPackage(install, userFolder, options.packageTarball);
	}
	await importAll(install, userFolder, cli, options, say);

	// Known as soon as it runs: a test may kill it before it is ready.
	let program: Running;
	const begin = async (more: Env = {}) => {
		await launch(install, userFolder, { ...env, ...more }, url, say, (one) => (program = one));
		await webhooksRegistered(program, url, options.workflows ?? []);
	};
	await begin();
	return {
		version: install.version,
		url,
		port,
		userFolder,
		rest: new N8nRest(url),
		webhookUrl: (path) => `${url}/webhook/${path}`,
		cli,
		log: async () => await program.log(),
		stop: async () => await program.stop(35),
		kill: async () => await program.kill(),
		startAgain: async (more) => {
			await program.stop(35);
			await begin(more);
		},
		upgrade: async (packageTarball) => {
			await program.stop(35);
			say(`Installing ${packageTarball} over it`);
			await installPackage(install, userFolder, packageTarball);
			await begin();
		},
		startWorker: async () => await launchWorker(install, userFolder, env, say),
		startWebhookProcessor: async () => await launchWebhookProcessor(install, userFolder, env, say),
	};
}

async function environment(
	install: N8nInstall,
	userFolder: string,
	port: number,
	more: Env = {},
): Promise<Env> {
	return {
		PATH: [dirname(install.node), process.env.PATH ?? ''].join(delimiter),
		HOME: userFolder,
		LANG: 'C.UTF-8',
		TZ: 'UTC',
		GENERIC_TIMEZONE: 'UTC',
		N8N_USER_FOLDER: userFolder,
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		WEBHOOK_URL: `http://127.0.0.1:${port}/`,
		N8N_SECURE_COOKIE: 'false', // plain HTTP
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		// Two n8n at once must not meet on the port on which n8n talks to its task runners.
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		// Nothing that looks for a service outside this machine.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		...more,
	};
}

/** What n8n's own "Install a community node" does, with a file in place of a package's name. */
async function installPackage(
	install: N8nInstall,
	userFolder: string,
	tarball: string,
): Promise<void> {
	const folder = join(userFolder, '.n8n', 'nodes');
	const manifest = { name: 'installed-nodes', private: true, dependencies: {} };
	if (!existsSync(join(folder, 'package.json'))) {
		await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
	}
	const flags = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund'];
	await npm(folder, ['install', ...flags, tarball], install.node, 'installing the package');
}

async function importAll(
	install: N8nInstall,
	userFolder: string,
	cli: N8n['cli'],
	{ credentials = [], workflows = [] }: N8nOptions,
	say: (text: string) => void,
): Promise<void> {
	const importFile = async (what: 'credentials' | 'workflow', items: unknown[]) => {
		if (items.length === 0) return;
		say(`Importing ${items.length} × ${what}`);
		const file = join(userFolder, `import-${what}.json`);
		await writeFile(file, JSON.stringify(items), { mode: 0o600 });
		await cli(`import:${what}`, `--input=${file}`);
	};
	await importFile('credentials', credentials);
	await importFile(
		'workflow',
		workflows.map((workflow) => ({
			settings: { executionOrder: 'v1' },
			...workflow,
			active: false,
		})),
	);
	const commands = join(dirname(dirname(install.bin)), 'dist', 'commands');
	const canPublish = existsSync(join(commands, 'publish', 'workflow.js'));
	for (const { id, name } of workflows.filter(({ active }) => active)) {
		say(`Publishing ${name}`);
		await (canPublish
			? cli('publish:workflow', `--id=${id}`)
			: cli('update:workflow', `--id=${id}`, '--active=true'));
	}
}

async function launch(
	install: N8nInstall,
	userFolder: string,
	env: Env,
	url: string,
	say: (text: string) => void,
	onStart: (program: Running) => void,
): Promise<void> {
	say(`Starting n8n ${install.version} at ${url}`);
	const started = Date.now();
	// A file of its own for every start: the log must be this start's to say that it is ready.
	const logFile = join(userFolder, `n8n-${started}.log`);
	const program = start(install.node, [install.bin, 'start'], { cwd: userFolder, env, logFile });
	onStart(program);
	const ready = async () => {
		const signal = AbortSignal.timeout(2000);
		const { ok } = await fetch(`${url}/healthz/readiness`, { signal });
		// The health answers while every other route still says 404; the log's line comes last.
		return ok && (await program.log()).includes('Editor is now accessible');
	};
	await waitUntilReady(program, `n8n ${install.version} to be ready`, ready, 180);
	say(`n8n ${install.version} was ready after ${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * Waits until n8n has registered the webhooks of the published workflows, which happens a moment
 * after it calls itself ready. Asks with GET, which starts nothing: for a path that knows another
 * method only, n8n says so ("Did you mean to make a POST request?").
 */
async function webhooksRegistered(
	program: Running,
	url: string,
	workflows: WorkflowFile[],
): Promise<void> {
	for (const path of workflows.flatMap(postWebhookPaths)) {
		const registered = async () => {
			const answer = await fetch(`${url}/webhook/${path}`, { signal: AbortSignal.timeout(2000) });
			return /did you mean/i.test(await answer.text());
		};
		await waitUntilReady(program, `the webhook ${path} to be registered`, registered, 60);
	}
}

/** The path at which a published Bugsink Trigger listens, below /webhook/. */
export function triggerPath(webhookId: string): string {
	return `${webhookId}/bugsink`;
}

function postWebhookPaths(workflow: WorkflowFile): string[] {
	if (!workflow.active) return [];
	return workflow.nodes.flatMap(({ type, webhookId, parameters, disabled }) => {
		if (typeof webhookId !== 'string' || disabled === true) return [];
		if (type === 'n8n-nodes-bugsink.bugsinkTrigger') return [triggerPath(webhookId)];
		const { path, httpMethod } = (parameters ?? {}) as Record<string, unknown>;
		return typeof path === 'string' && httpMethod === 'POST' ? [path] : [];
	});
}
