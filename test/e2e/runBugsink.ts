/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * `npm run test:e2e:bugsink`: a real Bugsink raises alerts into a real n8n, and the five services
 * (stand-ins) are looked at afterwards. BUGSINK_E2E_N8N chooses n8n's version; default: the newest.
 * `-- outage`: n8n is down meanwhile, and fetches what it missed; it needs a quiet machine.
 * `-- limit`: 100 new issues at once before the limit of the examples.
 * `-- both-ways`: tickets and issues are closed and reopened on both sides, some minutes long.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { join } from 'node:path';

import { steps, type Step } from '../demo/steps';
import { type AllStandIns } from '../standins';
import { bugsinkSchemaFile } from '../support/cache';
import { runBothWays } from './bothWays';
import { type Bugsink, type SdkEvent } from './bugsink';
import { runLimit } from './bugsinkLimit';
import type { AlertServiceKind } from './bugsinkSite';
import { Checks } from './checks';
import { checkDelivered, resolveEverything, Runs } from './deliver';
import { NEWEST_N8N, REPOSITORY } from './install';
import { type N8n } from './n8n';
import { runOutage } from './outage';
import { checkCredentials } from './packageChecks';
import { run } from './processes';
import { withBugsink } from './withBugsink';
import { allFive, pathOf } from './workflows';

const EXCEPTION: SdkEvent = {
	type: 'ValueError',
	message: "invalid literal for int() with base 10: 'abc'",
	transaction: '/api/orders/{id}',
	environment: 'production',
	release: 'checkout@4.2.0',
};
const LOG_MESSAGE: SdkEvent = { message: 'payment gateway slow', level: 'warning' };

/** The other services that Bugsink can alert; the trigger understands them all. */
const OTHER_KINDS: AlertServiceKind[] = [
	'slack',
	'mattermost',
	'discord',
	'msteams',
	'google_chat',
];

/** Parts that take long, and run only if they are asked for. */
const ON_REQUEST: Record<string, (checks: Checks, version: string) => Promise<void>> = {
	outage: runOutage,
	'both-ways': runBothWays,
	limit: runLimit,
};

class Scene {
	readonly runs: Runs;

	constructor(
		readonly checks: Checks,
		readonly bugsink: Bugsink,
		readonly n8n: N8n,
		readonly standIns: AllStandIns,
	) {
		this.runs = new Runs(n8n, allFive().id);
	}

	get triggerUrl(): string {
		return this.n8n.webhookUrl(pathOf(allFive()));
	}

	/** What the demo expects at the five services after the alert of this name. */
	async expect(name: string, step: string): Promise<void> {
		const { verify } = steps.find((one) => one.name === step) as Step;
		await checkDelivered(this.checks, name, this.runs, verify, this.standIns);
	}

	async issueId(value: string): Promise<string> {
		const issues = await this.bugsink.api.issues(this.bugsink.project.id);
		const found = issues.find(({ calculated_value }) => calculated_value.startsWith(value));
		if (!found) throw new Error(`Bugsink has no issue ${value}`);
		return found.id;
	}

	/** No alert was started that nobody expected, and Bugsink recorded no failure. */
	async checkNothingFailed(): Promise<void> {
		await this.checks.check('Bugsink recorded no failed delivery', async () => {
			const services = await this.bugsink.alertFailures();
			ok(services.length > 0);
			deepEqual(
				services.filter(({ timestamp }) => timestamp !== null),
				[],
			);
			return `${services.length} service${services.length === 1 ? '' : 's'}`;
		});
	}
}

async function checkCustom(scene: Scene): Promise<number> {
	const { bugsink, checks, standIns } = scene;
	checks.heading('Custom service: NEW, UNMUTED, REGRESSED and the Test button');
	const service = await bugsink.site.addAlertService('custom', 'n8n', scene.triggerUrl);

	await bugsink.sendEvents(EXCEPTION);
	await scene.expect('NEW exception', 'NEW exception');
	await bugsink.sendEvents(LOG_MESSAGE);
	await scene.expect('NEW log message', 'NEW log message');

	await bugsink.api.muteUntil(await scene.issueId(LOG_MESSAGE.message), 3, 1, 'hour');
	await bugsink.sendEvents(LOG_MESSAGE, LOG_MESSAGE, LOG_MESSAGE);
	await scene.expect('UNMUTED log message', 'UNMUTED log message');

	await bugsink.api.resolve(await scene.issueId('invalid literal'));
	resolveEverything(standIns);
	await bugsink.sendEvents({ ...EXCEPTION, release: 'checkout@4.3.0' });
	await scene.expect('REGRESSED exception', 'REGRESSED after people resolved it');

	await bugsink.site.pressTest(service);
	await scene.expect('Test button', 'TEST');
	await scene.checkNothingFailed();
	return service;
}

/** The same trigger behind every other service of the same Bugsink. */
async function checkOthers(scene: Scene): Promise<void> {
	const { bugsink, checks } = scene;
	for (const kind of OTHER_KINDS) {
		checks.heading(`The service ${kind}, pointed at the trigger`);
		const service = await bugsink.site.addAlertService(kind, `n8n (${kind})`, scene.triggerUrl);
		await bugsink.sendEvents({ ...EXCEPTION, type: 'KeyError', message: `seen by ${kind}` });
		await scene.expect(`NEW from ${kind}`, 'NEW exception');
		await scene.checkNothingFailed();
		await bugsink.site.removeAlertService(service);
	}
}

/** The node that reads from and writes to Bugsink, against a Bugsink of its own. */
async function checkBugsinkNode(checks: Checks): Promise<void> {
	checks.heading('The Bugsink node and the Resolution Trigger');
	await checks.check('they read and change what is in a real Bugsink', async () => {
		const script = join(__dirname, 'proveBugsinkNode.ts');
		await run(process.execPath, ['--import', 'tsx', script], { cwd: REPOSITORY });
	});
}

/** The unit tests of what talks to Bugsink once more, against the schema that Bugsink wrote of itself. */
async function checkConformance(checks: Checks, version: string): Promise<void> {
	checks.heading('The schema that Bugsink wrote of itself');
	await checks.check('every request and answer in the unit tests fits it', async () => {
		const jest = join(REPOSITORY, 'node_modules', 'jest', 'bin', 'jest.js');
		const tests = ['Bugsink/', 'BugsinkResolutionTrigger/', 'BugsinkTrigger/'];
		const args = [jest, ...tests.map((one) => `test/nodes/${one}`)];
		const env = { BUGSINK_SCHEMA: bugsinkSchemaFile(version) };
		await run(process.execPath, args, { cwd: REPOSITORY, env, timeout: 600 });
	});
}

async function runAll(checks: Checks, version: string): Promise<void> {
	await withBugsink(version, [allFive()], async ({ bugsink, credentials, n8n, standIns }) => {
		console.log(`Bugsink ${bugsink.version} runs at ${bugsink.url}`);
		const scene = new Scene(checks, bugsink, n8n, standIns);
		const custom = await checkCustom(scene);
		await bugsink.site.removeAlertService(custom);
		await checkOthers(scene);
		await checks.check('no run was started that no alert asked for', async () => {
			equal(await scene.runs.count(), 5 + OTHER_KINDS.length);
		});
		await checkCredentials(checks, n8n, credentials.slice(0, 1));
		await checkBugsinkNode(checks);
		await checkConformance(checks, bugsink.version);
	});
}

async function main(): Promise<number> {
	const started = Date.now();
	const version = process.env.BUGSINK_E2E_N8N || NEWEST_N8N;
	const checks = new Checks();
	const onRequest = Object.entries(ON_REQUEST).filter(([name]) => process.argv.includes(name));
	for (const [name, runIt] of onRequest) {
		await checks.check(`${name} ran to its end`, async () => await runIt(checks, version));
	}
	if (onRequest.length === 0) {
		await checks.check('everything was started and stopped', async () => {
			await runAll(checks, version);
		});
	}
	console.log(`\nTook ${Math.round((Date.now() - started) / 1000)} s`);
	return checks.close();
}

main().then(
	(code) => {
		process.exitCode = code;
	},
	(error: unknown) => {
		console.error(error);
		process.exitCode = 1;
	},
);
