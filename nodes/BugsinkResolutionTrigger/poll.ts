import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import { line, type JsonObject } from '../shared/alert/fields';
import { arrivals, type Arrival, type Arrivals } from '../shared/bugsink/arrivals';
import type { BugsinkClient } from '../shared/bugsink/client';
import { bugsinkSecrets, connect, CREDENTIAL_TYPE } from '../shared/bugsink/connect';
import { systemClock, type Clock } from '../shared/delivery/clock';
import { redactor, type Redactor } from '../shared/delivery/redact';
import { failureDetails } from '../shared/node/failureDetails';
import { markPolled } from '../shared/node/memory';
import { nodeError } from '../shared/node/nodeError';
import { alertOf, alertsOf, projectOf } from './alerts';
import { exampleIssue } from './example';
import type { Finding } from './findings';
import { keptOf, look } from './look';
import { heartbeat, pollInterval, withoutArrived, type Heartbeat } from './missed';
import { readSettings, type Settings } from './settings';
import { stateOf } from './states';

/** n8n before 2.41 does not say how long a poll may take. */
const BUDGET = 5 * 60_000;
/** So often, at most, n8n is made to write down what was seen although there is nothing to give. */
const SAVE_EVERY = 10 * 60_000;
/** How much older than three polls n8n's database may be, so long arrivals are remembered. */
const UNSAVED = 60 * 60_000;

/**
 * Alerts for what happened in Bugsink since the last poll, or null. The first poll only remembers.
 *
 * Nothing is noted before all answers are there: a poll that fails is repeated by the next one.
 *
 * @throws {NodeApiError | NodeOperationError} with Bugsink's words and a hint, without any secret.
 */
export async function pollChanges(
	context: IPollFunctions,
	clock: Clock = systemClock,
	beat: Heartbeat = heartbeat,
	notes: Arrivals = arrivals,
): Promise<INodeExecutionData[][] | null> {
	let redact: Redactor = redactor([]);
	try {
		const settings = readSettings(context);
		const credential = await context.getCredentials(CREDENTIAL_TYPE);
		redact = redactor(bugsinkSecrets(credential));
		const client = connect(context, credential, { clock });
		const items =
			context.getMode() === 'manual'
				? [await example(client, settings)]
				: await news(context, client, settings, clock, beat, notes);
		return items === null ? null : [items.map((json) => ({ json: redact.json(json) }))];
	} catch (error) {
		throw nodeError(context.getNode(), failureDetails(error, redact, new Date(clock.now())));
	}
}

/** What the workflow is to start with; an empty list to have n8n save, null for nothing. */
async function news(
	context: IPollFunctions,
	client: BugsinkClient,
	settings: Settings,
	clock: Clock,
	beat: Heartbeat,
	notes: Arrivals,
): Promise<IDataObject[] | null> {
	const now = clock.now();
	const data = context.getWorkflowStaticData('node');
	const workflow = String(context.getWorkflow().id);
	const interval = pollInterval(context);
	const life = beat.begin([workflow, context.getNode().id], data, interval, now);
	// A poll that takes longer than the time between two; the next one goes on from where it ends.
	if (life === undefined) return null;
	try {
		const budget = context.getPollBudgetMs?.() ?? BUDGET;
		const before = keptOf(data, client, settings);
		const seen = await look(client, settings, before, clock, now + budget / 2);
		const shared = context.getWorkflowStaticData('global');
		const wanted = settings.onlyMissed
			? withoutArrived(
					seen.findings.filter(({ isAlert }) => life.isAway || !isAlert),
					notes.of(workflow, shared),
				)
			: seen.findings;
		const items = await alertsOf(client, wanted, settings.onlyMissed);

		data.kept = seen.kept as unknown as IDataObject;
		delete data.remembered;
		markPolled(shared);
		if (settings.onlyMissed) {
			notes.keep(workflow, shared, arrivalsOf(wanted, now), now - 3 * interval - UNSAVED);
		} else {
			notes.forget(workflow, shared);
		}
		life.isAway = false;
		if (items.length > 0) {
			life.savedAt = now;
			return items;
		}
		// n8n saves only when a workflow starts. What the webhook brought long ago must not come again.
		const isUnsaved = settings.onlyMissed && seen.findings.length > 0;
		if (!isUnsaved || now - life.savedAt < SAVE_EVERY) return null;
		life.savedAt = now;
		return [];
	} finally {
		life.isPolling = false;
	}
}

function arrivalsOf(findings: Finding[], noted: number): Arrival[] {
	return findings.flatMap(({ issue, reason, turn }) =>
		turn?.at != null ? [{ issueId: String(issue.id), reason, at: turn.at, noted }] : [],
	);
}

/** For a manual run: a real issue, preferably a resolved one; nothing is remembered. */
async function example(client: BugsinkClient, settings: Settings): Promise<IDataObject> {
	const { project } = settings;
	const query = { ...(project === '' ? {} : { project }), sort: 'last_seen', order: 'desc' };
	const { results } = await client.page('issues/', query);
	const { byPeople, byBugsink } = settings;
	const reason = byPeople.has('RESOLVED')
		? 'RESOLVED'
		: ([...byBugsink, ...byPeople][0] ?? 'RESOLVED');
	const isAlert = byBugsink.has(reason);
	const issue: JsonObject =
		results.find((one) => reason !== 'RESOLVED' || stateOf(one) === 'R') ??
		results[0] ??
		exampleIssue(project);
	const about = await projectOf(client, line(issue.project) ?? '');
	return alertOf(client, { issue, reason, isAlert }, about, false);
}
