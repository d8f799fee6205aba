/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- runs in Node itself, never inside n8n */
/** How fast the trigger answers, beside n8n's own Webhook node on the same machine in the same run. */
import { equal, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { sample } from '../support/samples';
import type { Checks } from './checks';
import { installN8n } from './install';
import { atOnce, atRate, together, type Measured } from './load';
import type { N8n } from './n8n';
import type { Env } from './processes';
import { SPEED } from './workflows';

const ROUNDS = 3;
/** A round takes turns this many times, so that what else the machine does falls on both. */
const TURNS = 4;
const SECONDS_A_TURN = 1;
const AT_ONCE = 20;
/** The burst to be taken, where n8n's own node can take it. */
const BURST = { perSecond: 200, seconds: 10 };

/** The Webhook node may answer this many times as many alerts as the trigger. */
const TOLERANCE = 1.1;

interface Mode {
	name: string;
	env: Env;
	/** Whether the two nodes are treated alike, so that their difference is the trigger's own. */
	isFair: boolean;
}

/**
 * n8n 2.41 prepares a sandbox for expressions before it calls a node's webhook, except that of its
 * own Webhook node. This costs more than everything else in an answer, and no other node can have
 * the exception; so a fair comparison needs the sandbox for both, or for neither.
 */
const MODES: Mode[] = [
	{ name: 'n8n as it comes', env: {}, isFair: false },
	{
		name: 'without the exception that n8n makes for its own Webhook node',
		env: { N8N_EXPRESSION_ENGINE_ALLOW_WEBHOOK_ISOLATE_SKIP: 'false' },
		isFair: true,
	},
	{
		name: 'with sandboxes made only when an expression needs one',
		env: { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' },
		isFair: true,
	},
];

/** Releases without that sandbox treat both nodes alike as they come. */
async function modesOf(version: string): Promise<Mode[]> {
	const { folder } = await installN8n(version);
	const hasSandbox = existsSync(join(folder, 'node_modules', '@n8n', 'expression-runtime'));
	return hasSandbox ? MODES : MODES.slice(0, 1).map((mode) => ({ ...mode, isFair: true }));
}

interface Round {
	ours: Measured;
	theirs: Measured;
}

function row(name: string, { perSecond, median, p99, failed }: Measured): Record<string, unknown> {
	return {
		node: name,
		'answers/s': Number(perSecond.toFixed(1)),
		'median ms': Math.round(median),
		'p99 ms': Math.round(p99),
		failed,
	};
}

function table(rounds: Round[]): void {
	console.table(
		rounds.flatMap(({ ours, theirs }) => [row('Bugsink Trigger', ours), row('Webhook', theirs)]),
	);
}

/** Measures both in turns; who begins changes with every turn. */
async function inTurns(
	turns: number,
	measure: (path: string) => Promise<Measured>,
): Promise<Round> {
	const ours: Measured[] = [];
	const theirs: Measured[] = [];
	for (let turn = 0; turn < turns; turn++) {
		const order = [
			async () => ours.push(await measure(SPEED.ours)),
			async () => theirs.push(await measure(SPEED.theirs)),
		];
		for (const one of turn % 2 === 0 ? order : order.reverse()) await one();
	}
	return { ours: together(ours), theirs: together(theirs) };
}

/** The ceiling of both, then, where n8n can take it on this machine, the burst. */
async function checkMode(checks: Checks, n8n: N8n, mode: Mode): Promise<void> {
	const body = JSON.stringify(sample('captured/custom-new'));
	let ceiling = 0;
	await checks.check(`${mode.name}: ${AT_ONCE} at once`, async () => {
		const measure = async (path: string) =>
			await atOnce(n8n.webhookUrl(path), body, AT_ONCE, SECONDS_A_TURN);
		await inTurns(1, measure); // fills caches
		const rounds: Round[] = [];
		for (let round = 0; round < ROUNDS; round++) rounds.push(await inTurns(TURNS, measure));
		table(rounds);
		ceiling = Math.max(...rounds.map(({ theirs }) => theirs.perSecond));
		return judge(rounds, mode);
	});
	const { perSecond, seconds } = BURST;
	if (ceiling < perSecond * 0.75) {
		checks.note(
			`n8n's own node answers ${Math.round(ceiling)} a second at most here: ${perSecond} would only queue up`,
		);
		return;
	}
	await checks.check(`${mode.name}: ${perSecond} a second for ${seconds} s`, async () => {
		const measure = async (path: string) =>
			await atRate(n8n.webhookUrl(path), body, perSecond, seconds);
		const round = await inTurns(1, measure);
		table([round]);
		const { median, p99 } = round.ours;
		if (median < 50 && p99 < 500) return 'under 50 ms at the median and 500 ms at p99';
		return judge([round], mode);
	});
}

/**
 * The best round decides. On a machine that does other things as well, the ratio of a single round
 * differs by a fifth from one to the next; a trigger that is slow is so in every round.
 */
function judge(rounds: Round[], { isFair }: Mode): string {
	for (const { ours } of rounds) equal(ours.failed, 0, 'alerts were not answered 200');
	const ratios = rounds.map(({ ours, theirs }) => theirs.perSecond / ours.perSecond);
	const list = ratios.map((ratio) => ratio.toFixed(2)).join(', ');
	const words = `the Webhook node answers ${list} times as many`;
	if (!isFair) return `${words}; that is n8n's exception for it`;
	ok(Math.min(...ratios) <= TOLERANCE, `${words}, and ${TOLERANCE} is allowed`);
	return words;
}

export async function checkSpeed(checks: Checks, n8n: N8n): Promise<void> {
	checks.heading("The trigger's answers beside those of n8n's own Webhook node");
	for (const mode of await modesOf(n8n.version)) {
		await n8n.startAgain(mode.env);
		await n8n.rest.signIn();
		await checkMode(checks, n8n, mode);
	}
}
