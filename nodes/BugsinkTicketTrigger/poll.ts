import { createHash } from 'crypto';
import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { Clock } from '../shared/delivery/clock';
import { systemClock } from '../shared/delivery/clock';
import { Delivery } from '../shared/delivery/delivery';
import { gateOf } from '../shared/delivery/gate';
import { n8nTransport } from '../shared/delivery/n8nTransport';
import { redactor, type Redactor } from '../shared/delivery/redact';
import { failureDetails } from '../shared/node/failureDetails';
import { nodeMemory } from '../shared/node/memory';
import { nodeError } from '../shared/node/nodeError';
import { processState } from '../shared/processState';
import { githubIssues } from '../BugsinkGithubIssues/githubIssues';
import { accessTokenOf, apiUrlOf } from '../BugsinkGithubIssues/settings';
import { JiraApi } from '../BugsinkJiraCloud/api';
import { jiraCloud } from '../BugsinkJiraCloud/jiraCloud';
import { loginOf, readSite } from '../BugsinkJiraCloud/settings';
import { exampleNews } from './example';
import { GithubSource } from './github';
import { JiraSource } from './jira';
import { keptOf, look } from './look';
import { readSettings, type Credential, type Settings } from './settings';
import type { Source, WatchedTicket } from './source';

const TIMEOUT_SECONDS = 30;
const MAX_ATTEMPTS = 3;

/** Nodes of which a poll is under way in this process, by their workflow's and their own id. */
const polling = processState<true>('polls under way', Infinity);

/**
 * What people did to tickets since the last poll, or null. The first poll only remembers.
 *
 * Nothing is noted before all answers are there: a poll that fails is repeated by the next one.
 *
 * @throws {NodeApiError | NodeOperationError} with the tracker's words and a hint, without any secret.
 */
export async function pollTickets(
	context: IPollFunctions,
	clock: Clock = systemClock,
): Promise<INodeExecutionData[][] | null> {
	const key = [String(context.getWorkflow().id), context.getNode().id];
	// A poll that takes longer than the time between two would give its news twice.
	if (polling.get(key)) return null;
	polling.set(key, true);
	let redact: Redactor = redactor([]);
	try {
		const settings = readSettings(context);
		const destination = settings.tracker === 'jiraCloud' ? jiraCloud : githubIssues;
		const credential = await context.getCredentials(destination.credentialType);
		redact = redactor(destination.secrets(credential));
		const transport = n8nTransport(context, {
			credential: { type: destination.credentialType, data: credential },
			timeoutSeconds: TIMEOUT_SECONDS,
			redact,
		});
		const delivery = new Delivery(destination.service, transport, gateOf(clock), clock, {
			maxAttempts: MAX_ATTEMPTS,
		});
		const source = sourceOf(context, settings, credential, delivery);
		const items = await itemsOf(context, settings, source, clock);
		return items === null ? null : [items.map((json) => ({ json: redact.json(json) }))];
	} catch (error) {
		throw nodeError(context.getNode(), failureDetails(error, redact, new Date(clock.now())));
	} finally {
		polling.delete(key);
	}
}

async function itemsOf(
	context: IPollFunctions,
	settings: Settings,
	source: Source<WatchedTicket>,
	clock: Clock,
): Promise<IDataObject[] | null> {
	if (context.getMode() === 'manual') {
		return [(await exampleNews(source, settings, clock.now())) as unknown as IDataObject];
	}
	const data = context.getWorkflowStaticData('node');
	const before = keptOf(data, source);
	const { news, kept } = await look(source, before, clock.now(), settings.countsBots);
	data.kept = kept as unknown as IDataObject;
	const wanted = news.filter(({ reason }) => settings.reasons.has(reason));
	return wanted.length === 0 ? null : (wanted as unknown as IDataObject[]);
}

function sourceOf(
	context: IPollFunctions,
	{ tracker, where, wontDoNames }: Settings,
	credential: Credential,
	delivery: Delivery,
): Source<WatchedTicket> {
	const memory = nodeMemory(context);
	if (tracker === 'jiraCloud') {
		const site = readSite(credential);
		const account = createHash('sha256').update(loginOf(credential)).digest('base64');
		const api = new JiraApi(site, account, delivery, new Map(), memory);
		return new JiraSource(api, { site, wontDoNames }, where);
	}
	return new GithubSource({
		apiUrl: apiUrlOf(credential),
		accessToken: accessTokenOf(credential),
		configured: where,
		repository: where,
		delivery,
		memory,
		shared: new Map(),
		warnings: [],
	});
}
