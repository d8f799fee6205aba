/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs in Node itself, never inside n8n */
/**
 * `npm run test:e2e`: a real n8n with the packed package, alerts posted to it, and what the five
 * services (stand-ins) received. BUGSINK_E2E_N8N chooses the version; default: the newest and the
 * oldest supported, one after the other. Words after `--` choose parts: `npm run test:e2e -- doors`,
 * or `-- examples ask-the-channel.json` for one example;
 * `npm run test:e2e -- editor screenshots` writes the pictures of docs/images anew, and
 * `npm run test:e2e -- speed` sets the trigger beside n8n's own Webhook node, and
 * `npm run test:e2e -- limit` sends 100 new issues at once, some minutes long.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { steps } from '../demo/steps';
import { startAll, type AllStandIns } from '../standins';
import { sample } from '../support/samples';
import { checkApproval } from './approval';
import { Checks } from './checks';
import { checkDelivered, post, resolveEverything, Runs } from './deliver';
import { checkDoors } from './doorChecks';
import { checkDurability } from './durability';
import { EditorTour } from './editorChecks';
import { checkExamples } from './examples/checkExamples';
import { checkFirstTicket } from './firstTicket';
import { NEWEST_N8N, OLDEST_N8N, packRepository, REPOSITORY } from './install';
import { checkLimit } from './limit';
import { startN8n, type N8n } from './n8n';
import { is1x, NOT_IN_1X } from './olderN8n';
import { checkCredentials, checkPackage, ourNodeTypes } from './packageChecks';
import { checkSpeed } from './speed';
import { checkUpgrade } from './upgrade';
import {
	allFive,
	blank,
	burst,
	destinationCredentials,
	doors,
	pathOf,
	speed,
	triggerCredentials,
} from './workflows';

/** What a busy machine could fail, or waits for minutes, is run only when it is asked for. */
const ON_REQUEST = ['speed', 'limit'] as const;
const PARTS = [
	'package',
	'doors',
	'delivery',
	'examples',
	'approval',
	'editor',
	'first-ticket',
	'durability',
	'upgrade',
	...ON_REQUEST,
] as const;
type Part = (typeof PARTS)[number];

const IMAGES = join(REPOSITORY, 'docs', 'images');

/** The alerts of the demo, in the shape of Bugsink's Slack service and about issues of their own. */
function asSlack(name: string): unknown {
	const text = JSON.stringify(sample(name.replace('/custom-', '/slack-')));
	// The id stands in every link.
	return JSON.parse(text.replace(/\/issue\/[0-9a-f]{8}/g, '/issue/51ac0000'));
}

async function checkDelivery(checks: Checks, n8n: N8n, standIns: AllStandIns): Promise<void> {
	const workflow = allFive();
	const runs = new Runs(n8n, workflow.id);
	for (const shape of ['Custom', 'Slack']) {
		checks.heading(`Alerts from Bugsink's ${shape} service to all five destinations`);
		for (const step of steps) {
			if (step.before) resolveEverything(standIns);
			const body = shape === 'Slack' ? asSlack(step.sample) : sample(step.sample);
			await checks.check(`${step.name}: answered 200`, async () => {
				const { status, text } = await post(n8n.webhookUrl(pathOf(workflow)), body);
				if (status !== 200) throw new Error(`${status} ${text}`);
			});
			await checkDelivered(checks, step.name, runs, step.verify, standIns);
		}
	}
}

async function runAll(checks: Checks, version: string, parts: readonly Part[]): Promise<void> {
	const started = Date.now();
	// The README shows the newest n8n; a second run would overwrite its pictures with the oldest.
	const isPictured = process.argv.includes('screenshots') && version === NEWEST_N8N;
	const images = isPictured ? IMAGES : undefined;
	const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-bugsink-'));
	const standIns = await startAll();
	try {
		const credentials = [...destinationCredentials(standIns), ...triggerCredentials()];
		const n8n = await startN8n({
			version,
			userFolder: join(folder, 'n8n'),
			packageTarball: await packRepository(join(folder, 'package')),
			credentials,
			workflows: [allFive(), doors(), burst(), speed(), blank()],
			verbose: true,
		});
		try {
			await n8n.rest.signIn();
			const tasks: Record<Part, () => Promise<unknown>> = {
				package: async () => {
					await checkPackage(checks, n8n);
					await checkCredentials(checks, n8n, credentials);
				},
				doors: async () => await checkDoors(checks, n8n),
				delivery: async () => await checkDelivery(checks, n8n, standIns),
				examples: async () => await checkExamples(checks, n8n, process.argv),
				limit: async () => await checkLimit(checks, n8n),
				approval: async () => await checkApproval(checks, n8n),
				durability: async () => await checkDurability(checks, n8n, standIns),
				'first-ticket': async () => await checkFirstTicket(checks, version, folder),
				upgrade: async () => await checkUpgrade(checks, version, folder),
				speed: async () => await checkSpeed(checks, n8n),
				editor: async () =>
					await new EditorTour(checks, n8n, await ourNodeTypes(n8n), images).check(),
			};
			for (const part of parts) {
				if (is1x(version) && NOT_IN_1X.includes(part)) {
					checks.note(`n8n ${version} cannot do what '${part}' is about: left out`);
				} else {
					await tasks[part]();
				}
			}
		} finally {
			await n8n.stop();
		}
	} finally {
		await standIns.close();
		await rm(folder, { recursive: true, force: true });
	}
	console.log(`\nn8n ${version} took ${Math.round((Date.now() - started) / 1000)} s`);
}

async function main(): Promise<number> {
	const chosen = PARTS.filter((part) => process.argv.includes(part));
	const byDefault = PARTS.filter((part) => !ON_REQUEST.some((one) => one === part));
	const only = process.env.BUGSINK_E2E_N8N;
	const checks = new Checks();
	for (const version of only ? [only] : [NEWEST_N8N, OLDEST_N8N]) {
		checks.heading(`n8n ${version}`);
		await checks.check(`everything of n8n ${version} ran to its end`, async () => {
			await runAll(checks, version, chosen.length > 0 ? chosen : byDefault);
		});
	}
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
