/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/require-node-api-error -- runs in Node itself, never inside n8n */
/**
 * Starts a real Bugsink on 127.0.0.1, as its own documentation says to run it on one server: SQLite,
 * gunicorn for the web half, snappea for the background half that sends the alerts.
 */
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, rename } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bugsinkSchemaFile } from '../support/cache';
import { BugsinkApi } from './bugsinkApi';
import { BugsinkSite } from './bugsinkSite';
import { installBugsink, type BugsinkInstall } from './install';
import { freePort, run, start, waitUntilReady, type Env, type Running } from './processes';

export interface BugsinkOptions {
	version?: string;
	/** Default: a free one. */
	port?: number;
	/** What Bugsink thinks its own address is; it stands in every link. Default: the real one. */
	baseUrl?: string;
	/** Settings of Bugsink itself (the BUGSINK dictionary of its configuration file). */
	settings?: Record<string, string | number | boolean | string[] | null>;
	projectName?: string;
	/** Default: a new folder in the system's temporary folder. */
	folder?: string;
}

/** An event as `send_event.py` takes it. Without a `type` it is a log message. */
export interface SdkEvent {
	message: string;
	type?: string;
	transaction?: string;
	level?: 'fatal' | 'error' | 'warning' | 'info' | 'debug';
	environment?: string;
	release?: string;
	server_name?: string;
	tags?: Record<string, string>;
	user?: Record<string, string>;
	request?: Record<string, unknown>;
}

export interface AlertFailure {
	id: number;
	kind: string;
	name: string;
	timestamp: string | null;
	statusCode: number | null;
	errorType: string | null;
	errorMessage: string | null;
	responseText: string | null;
}

export interface Bugsink {
	version: string;
	/** Where it really listens, e.g. http://127.0.0.1:8123. */
	url: string;
	baseUrl: string;
	folder: string;
	project: { id: number; name: string; slug: string };
	/** The project's DSN, pointing at the real address. */
	dsn: string;
	apiToken: string;
	login: { email: string; password: string };
	api: BugsinkApi;
	/** The pages that a person clicks: alert services and their Test button. */
	site: BugsinkSite;
	/** Sends events, in order, through the real Sentry SDK for Python. */
	sendEvents: (...events: SdkEvent[]) => Promise<void>;
	/** What Bugsink itself recorded of failed deliveries: one entry for every configured service. */
	alertFailures: () => Promise<AlertFailure[]>;
	/** Runs Python in Bugsink's own shell and returns what it prints. */
	shell: (python: string) => Promise<string>;
	log: () => Promise<string>;
	stop: () => Promise<void>;
}

const LOGIN = { email: 'admin@example.com', password: 'a-Test-passw0rd' };

export async function startBugsink(options: BugsinkOptions = {}): Promise<Bugsink> {
	const install = await installBugsink(options.version);
	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const baseUrl = options.baseUrl ?? url;
	const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'bugsink-e2e-')));
	await mkdir(folder, { recursive: true });
	const env: Env = {
		PATH: [install.bin, process.env.PATH ?? ''].join(delimiter),
		PYTHONPATH: folder,
		DJANGO_SETTINGS_MODULE: 'bugsink_conf',
		CREATE_SUPERUSER: `${LOGIN.email}:${LOGIN.password}`,
		HOME: folder,
		LANG: 'C.UTF-8',
	};
	const manage = async (...args: string[]) =>
		await run(join(install.bin, 'bugsink-manage'), args, { cwd: folder, env });

	await configure(install, folder, env, { BASE_URL: baseUrl, ...options.settings });
	await dumpSchema(install.version, manage);
	await manage('migrate', '--verbosity=0');
	await manage('migrate', '--verbosity=0', '--database=snappea');
	await manage('prestart');
	const apiToken = (await manage('create_auth_token')).trim();

	const programs = await startPrograms(install, folder, env, port, url);
	const stop = async () => {
		await Promise.all(programs.map(async (program) => await program.stop()));
	};
	try {
		const api = new BugsinkApi(url, apiToken);
		const name = options.projectName ?? 'Checkout API';
		const team = await api.createTeam('Webshop');
		const project = await api.createProject(team.id, name);
		const site = new BugsinkSite(url, project.id);
		await site.signIn(LOGIN.email, LOGIN.password);
		const dsn = project.dsn.replace(/^https?:\/\/([^@]+)@[^/]+/, `http://$1@127.0.0.1:${port}`);
		const shell = async (python: string) => await manage('shell', '--verbosity=0', '-c', python);
		return {
			version: install.version,
			url,
			baseUrl,
			folder,
			project: { id: project.id, name, slug: project.slug },
			dsn,
			apiToken,
			login: LOGIN,
			api,
			site,
			sendEvents: async (...events) => {
				await run(install.python, [join(__dirname, 'send_event.py')], {
					env: { ...env, SENTRY_DSN: dsn },
					input: JSON.stringify(events),
				});
			},
			alertFailures: async () => JSON.parse(await shell(LIST_FAILURES)) as AlertFailure[],
			shell,
			log: async () =>
				(await Promise.all(programs.map(async (program) => await program.log()))).join('\n'),
			stop,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

const LIST_FAILURES = `
import json
from alerts.models import MessagingServiceConfig
print(json.dumps([{
    "id": one.id, "kind": one.kind, "name": one.display_name,
    "timestamp": one.last_failure_timestamp and one.last_failure_timestamp.isoformat(),
    "statusCode": one.last_failure_status_code,
    "errorType": one.last_failure_error_type,
    "errorMessage": one.last_failure_error_message,
    "responseText": one.last_failure_response_text,
} for one in MessagingServiceConfig.objects.order_by("id")]))
`;

/** Bugsink's own configuration file for one server, and at its end what a test needs otherwise. */
async function configure(
	install: BugsinkInstall,
	folder: string,
	env: Env,
	settings: Record<string, unknown>,
): Promise<void> {
	const file = join(folder, 'bugsink_conf.py');
	await run(
		join(install.bin, 'bugsink-create-conf'),
		['--template=singleserver', `--base-dir=${folder}`, `--output-file=${file}`],
		{ cwd: folder, env },
	);
	const all = { ALERTS_WEBHOOK_DENY_NON_GLOBAL: false, PHONEHOME: false, ...settings };
	await appendFile(
		file,
		[
			'',
			'# For the tests: plain HTTP on the loopback address, no proxy in front.',
			'import json',
			`BUGSINK.update(json.loads(${pythonString(JSON.stringify(all))}))`,
			'ALLOWED_HOSTS = ["*"]',
			'SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = USE_X_REAL_IP = False',
			'SECURE_PROXY_SSL_HEADER = None',
			'',
		].join('\n'),
	);
}

/**
 * Has Bugsink write its own OpenAPI schema, once for each version: `npm test` holds what the nodes ask
 * and what the stand-in answers against it. Takes a second, and needs no database.
 */
async function dumpSchema(
	version: string,
	manage: (...args: string[]) => Promise<string>,
): Promise<void> {
	const file = bugsinkSchemaFile(version);
	if (existsSync(file)) return;
	const unfinished = `${file}.${process.pid}`;
	await manage('spectacular', '--format', 'openapi-json', '--file', unfinished);
	await rename(unfinished, file);
}

/** A Python string literal: JSON's escapes are Python's too. */
function pythonString(text: string): string {
	return JSON.stringify(text);
}

async function startPrograms(
	install: BugsinkInstall,
	folder: string,
	env: Env,
	port: number,
	url: string,
): Promise<Running[]> {
	const programs = [
		start(
			join(install.bin, 'gunicorn'),
			[`--bind=127.0.0.1:${port}`, '--workers=2', '--access-logfile=-', 'bugsink.wsgi'],
			{ cwd: folder, env, logFile: join(folder, 'gunicorn.log') },
		),
		start(join(install.bin, 'bugsink-runsnappea'), [], {
			cwd: folder,
			env,
			logFile: join(folder, 'snappea.log'),
		}),
	];
	try {
		const [web, worker] = programs;
		if (!web || !worker) throw new Error('Bugsink has two programs');
		const healthy = async () =>
			(await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2000) })).ok;
		await waitUntilReady(web, 'Bugsink to be ready', healthy, 60);
		const working = async () => /Foreman|foreman|Starting/.test(await worker.log());
		await waitUntilReady(worker, "Bugsink's worker to be ready", working, 60);
		return programs;
	} catch (error) {
		await Promise.all(programs.map(async (program) => await program.stop()));
		throw error;
	}
}
