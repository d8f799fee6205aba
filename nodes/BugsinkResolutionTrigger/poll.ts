import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { issuePage } from '../Bugsink/address';
import type { BugsinkClient } from '../Bugsink/api';
import { bugsinkSecrets, connect, CREDENTIAL_TYPE } from '../Bugsink/connect';
import { historyOf, type Turn } from '../Bugsink/history';
import { count, isObject, line, type JsonObject } from '../shared/alert/fields';
import { issueFields } from '../shared/alert/readers/custom';
import { toAlert } from '../shared/alert/toAlert';
import { systemClock, type Clock } from '../shared/delivery/clock';
import { InvalidSetting } from '../shared/delivery/failure';
import { redactor, type Redactor } from '../shared/delivery/redact';
import { failureDetails } from '../shared/node/failureDetails';
import { inOrder } from '../shared/node/inOrder';
import { nodeError } from '../shared/node/itemLoop';
import { exampleIssue } from './example';
import { changesSince, remember, stateOf, type Change, type Remembered } from './states';

const DEFAULT_MAX_ISSUES = 10_000;
const CONCURRENCY = 4;
/** n8n's own budget for a poll. */
const LONGEST_POLL = 5 * 60_000;

/** The history's words for what a change may have been, the deciding one among the newest first. */
const KINDS: Record<Change['reason'], string[]> = {
	RESOLVED: ['resolved'],
	REOPENED: ['reopened', 'regressed'],
	MUTED: ['muted'],
	UNMUTED: ['unmuted', 'reopened', 'regressed'],
};

/**
 * Alerts for the issues whose state changed since the last poll, or null. The first poll only
 * remembers. It costs one request for each 250 issues, and where something changed one for each
 * such issue and one for the project's name.
 */
export async function pollChanges(
	context: IPollFunctions,
	clock: Clock = systemClock,
): Promise<INodeExecutionData[][] | null> {
	let redact: Redactor = redactor([]);
	try {
		const credential = await context.getCredentials(CREDENTIAL_TYPE);
		redact = redactor(bugsinkSecrets(credential));
		const client = connect(context, credential, { clock });
		const project = projectOf(context);
		const items =
			context.getMode() === 'manual'
				? [await example(client, project)]
				: await changedItems(context, client, project, clock.now());
		return items.length === 0 ? null : [items.map((json) => ({ json: redact.json(json) }))];
	} catch (error) {
		throw nodeError(context.getNode(), failureDetails(error, redact, new Date(clock.now())));
	}
}

function projectOf(context: IPollFunctions): string {
	const value = context.getNodeParameter('project', '', { extractValue: true });
	const id = String(value ?? '').trim();
	if (/^\d{1,18}$/.test(id)) return id;
	throw new InvalidSetting("'Project' is empty", 'Choose the project whose issues to watch.');
}

async function changedItems(
	context: IPollFunctions,
	client: BugsinkClient,
	project: string,
	startedAt: number,
): Promise<IDataObject[]> {
	const limit = Number(context.getNodeParameter('options.maxIssues', DEFAULT_MAX_ISSUES));
	// By their number, the newest first: a stable order, in which new issues push nothing to another page.
	const query = { project, sort: 'digest_order', order: 'desc' };
	const issues = await client.list('issues/', query, Math.max(1, limit));

	// No waiting from here to the assignment: polls of one node may overlap.
	const data = context.getWorkflowStaticData('node') as { remembered?: Remembered };
	const of = `${client.address.base} ${project}`;
	const before = data.remembered?.of === of ? data.remembered : undefined;
	if (before !== undefined && isOvertaken(startedAt, before.at)) return [];
	data.remembered = remember(of, startedAt, issues);
	if (before === undefined) return [];

	const reasons = context.getNodeParameter('reasons', []) as string[];
	const wanted = changesSince(before, issues).filter(
		({ reason }) => reasons.length === 0 || reasons.includes(reason),
	);
	return wanted.length === 0 ? [] : await describe(client, project, wanted);
}

/** Whether a poll that began later has reported already; a clock that was set back shall not silence the trigger. */
function isOvertaken(startedAt: number, lastAt: number): boolean {
	return lastAt > startedAt && lastAt - startedAt < LONGEST_POLL;
}

/** From here on nothing may fail: the changes count as reported. */
async function describe(
	client: BugsinkClient,
	project: string,
	changes: Change[],
): Promise<IDataObject[]> {
	const name = await orNull(async () => await projectName(client, project));
	const items: Array<IDataObject | null> = [];
	const histories = new Map<string, Turn[] | null>();
	await inOrder(
		changes.map((change, index) => ({ change, index })),
		CONCURRENCY,
		({ change }) => String(change.issue.id),
		async ({ change, index }) => {
			const id = String(change.issue.id);
			if (!histories.has(id)) {
				histories.set(id, await orNull(async () => await historyOf(client, id)));
			}
			const turn = histories.get(id)?.find(({ kind }) => KINDS[change.reason].includes(kind));
			items[index] = isByBugsink(turn) ? null : itemOf(client, change, name, turn);
		},
	);
	return items.filter((item): item is IDataObject => item !== null);
}

/** A regression and an automatic unmute raise alerts of their own: they are no news. */
function isByBugsink(turn: Turn | undefined): boolean {
	if (turn === undefined) return false;
	return turn.kind === 'regressed' || (turn.kind === 'unmuted' && turn.isAutomatic);
}

function itemOf(
	client: BugsinkClient,
	{ issue, reason }: Change,
	projectName: string | null,
	turn?: Turn,
): IDataObject {
	const alert = toAlert('canonicalIssue', {
		...issueFields({
			...issue,
			url: issuePage(client.address.base, String(issue.id)),
			project: { id: count(issue.project), name: projectName },
		}),
		reason,
		unmuteReason: reason === 'UNMUTED' ? 'Unmuted by hand in Bugsink' : null,
	});
	return {
		...alert,
		change: { at: turn?.at ?? null, by: turn?.by ?? null },
	} as unknown as IDataObject;
}

async function projectName(client: BugsinkClient, project: string): Promise<string | null> {
	const answer = await client.getIfAllowed(`projects/${project}/`);
	return isObject(answer) ? line(answer.name) : null;
}

async function orNull<T>(read: () => Promise<T | null>): Promise<T | null> {
	try {
		return await read();
	} catch {
		return null;
	}
}

/** For a manual run: a real issue of the project, preferably a resolved one; nothing is remembered. */
async function example(client: BugsinkClient, project: string): Promise<IDataObject> {
	const query = { project, sort: 'last_seen', order: 'desc' };
	const { results } = await client.page('issues/', query);
	const issue: JsonObject =
		results.find((one) => stateOf(one) === 'R') ?? results[0] ?? exampleIssue(project);
	const name = await orNull(async () => await projectName(client, project));
	return itemOf(client, { issue, reason: 'RESOLVED' }, name);
}
