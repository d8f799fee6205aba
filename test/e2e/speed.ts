/* eslint-disable @n8n/community-nodes/no-restricted-imports, no-console -- runs in Node itself, never inside n8n */
/** How fast the trigger answers, beside n8n's own Webhook node on the same machine in the same run. */
import { equal, ok } from 'node:assert/strict';

import { sample } from '../support/samples';
import type { Checks } from './checks';
import { atOnce, atRate, type Measured } from './load';
import type { N8n } from './n8n';
import type { Env } from './processes';
import { SPEED } from './workflows';

const ROUNDS = 3;
const SECONDS = 5;
const AT_ONCE = 20;
/** What a burst of alerts would be, if n8n could take it: so many a second for so many seconds. */
const BURST = { perSecond: 200, seconds: 10 };

/** The trigger may answer this much fewer alerts than the Webhook node. */
const TOLERANCE = 1.1;

interface Mode {
	name: string;
	env: Env;
	/** Whether the two nodes are treated alike, so that their difference is the trigger's own. */
	isFair: boolean;
}

/**
 * From 2.3x on n8n prepares a sandbox for expressions before it calls any node's webhook, except its
 * own Webhook node's. That costs more than everything else in an answer, and no other node can have
 * the exception; so a comparison needs either nobody or everybody without that sandbox.
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

/** n8n releases without that sandbox treat both nodes alike as they come. */
function modesOf(version: string): Mode[] {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const hasSandbox = major > 2 || minor >= 20;
	return hasSandbox ? MODES : [{ ...MODES[0], isFair: true }];
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

/** One after the other, and the other way round the next time. */
async function alternate(
	count: number,
	measure: (path: string) => Promise<Measured>,
): Promise<Round[]> {
	const rounds: Round[] = [];
	for (let index = 0; index < count; index++) {
		const first = await measure(index % 2 === 0 ? SPEED.ours : SPEED.theirs);
		const second = await measure(index % 2 === 0 ? SPEED.theirs : SPEED.ours);
		const [ours, theirs] = index % 2 === 0 ? [first, second] : [second, first];
		rounds.push({ ours, theirs });
	}
	return rounds;
}

/** The ceiling of both, then, where the machine and n8n can take it, the burst itself. */
async function checkMode(checks: Checks, n8n: N8n, mode: Mode): Promise<void> {
	const body = JSON.stringify(sample('captured/custom-new'));
	let ceiling = 0;
	await checks.check(`${mode.name}: ${AT_ONCE} at once`, async () => {
		// The first calls fill caches.
		await alternate(1, async (path) => await atOnce(n8n.webhookUrl(path), body, AT_ONCE, 1));
		const rounds = await alternate(
			ROUNDS,
			async (path) => await atOnce(n8n.webhookUrl(path), body, AT_ONCE, SECONDS),
		);
		table(rounds);
		ceiling = Math.max(...rounds.map(({ theirs }) => theirs.perSecond));
		for (const { ours } of rounds) equal(ours.failed, 0, 'alerts were not answered 200');
		return judge(rounds, mode);
	});
	if (ceiling < BURST.perSecond * 0.75) {
		checks.note(
			`n8n's own node answers ${Math.round(ceiling)} a second at most: no burst of ${BURST.perSecond}`,
		);
		return;
	}
	await checks.check(
		`${mode.name}: ${BURST.perSecond} a second for ${BURST.seconds} s`,
		async () => {
			const { perSecond, seconds } = BURST;
			const rounds = await alternate(
				1,
				async (path) => await atRate(n8n.webhookUrl(path), body, perSecond, seconds),
			);
			table(rounds);
			const [{ ours }] = rounds;
			equal(ours.failed, 0, 'alerts were not answered 200');
			if (ours.median < 50 && ours.p99 < 500) return 'under 50 ms at the median, 500 ms at p99';
			return judge(rounds, mode);
		},
	);
}

/**
 * The best round decides: what else the machine does falls on one node or the other, and makes the
 * ratio of a single round anything between 0.5 and 2; a trigger that is slow is so in every round.
 */
function judge(rounds: Round[], { isFair }: Mode): string {
	const ratios = rounds.map(({ ours, theirs }) => theirs.perSecond / ours.perSecond);
	const best = Math.min(...ratios);
	const words = `the Webhook node answers ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')} times as many`;
	if (isFair) ok(best <= TOLERANCE, `${words}; ${TOLERANCE} is allowed`);
	return isFair ? words : `${words} (n8n's exception for it; not a failure)`;
}

export async function checkSpeed(checks: Checks, n8n: N8n): Promise<void> {
	checks.heading("The trigger's answers beside those of n8n's own Webhook node");
	for (const mode of modesOf(n8n.version)) {
		await n8n.startAgain(mode.env);
		await n8n.rest.signIn();
		await checkMode(checks, n8n, mode);
	}
}
