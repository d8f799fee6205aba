import { githubIssues } from '../../nodes/BugsinkGithubIssues/githubIssues';
import { JiraApi } from '../../nodes/BugsinkJiraCloud/api';
import { jiraCloud } from '../../nodes/BugsinkJiraCloud/jiraCloud';
import { GithubSource } from '../../nodes/BugsinkTicketTrigger/github';
import { JiraSource } from '../../nodes/BugsinkTicketTrigger/jira';
import type { Source, WatchedTicket } from '../../nodes/BugsinkTicketTrigger/source';
import type { Alert } from '../../nodes/shared/alert/alert';
import { Delivery } from '../../nodes/shared/delivery/delivery';
import { gateOf } from '../../nodes/shared/delivery/gate';
import type { Transport } from '../../nodes/shared/delivery/http';
import type { Destination } from '../../nodes/shared/destination';
import { startGithub } from '../standins/github';
import { startJira } from '../standins/jira';
import { executeOne, settingsOf } from '../support/execution';
import { mapMemory } from '../support/memory';
import { transportInMemory } from '../support/transportInMemory';
import type { VirtualClock } from '../support/virtualClock';

/** One tracker with the nodes in front of it. */
export interface TrackerModel {
	/** Bugsink's alert as the webhook brings it; the ticket's key. */
	sendAlert(alert: Alert): Promise<string>;
	/** Resolved in Bugsink. */
	resolve(alert: Alert): Promise<void>;
	source(): Source<WatchedTicket>;
	closeTicket(key: string): void;
	reopenTicket(key: string): void;
	isOpen(key: string): boolean;
	/** How often the account of the credential changed its state. */
	changesByUs(key: string): number;
	count(): number;
	close(): Promise<void>;
}

type Start = (clock: VirtualClock, lagMs: number) => Promise<TrackerModel>;

function nodeOf<Settings>(
	destination: Destination<Settings>,
	settings: Settings,
	clock: VirtualClock,
	transport: Transport,
): Pick<TrackerModel, 'sendAlert' | 'resolve'> {
	// Who resolves keeps nothing beyond the execution.
	const memory = mapMemory();
	return {
		async sendAlert(alert) {
			const { key } = await executeOne(destination, settings, alert, { clock, transport, memory });
			return key ?? '';
		},
		async resolve(alert) {
			const operation = 'resolve';
			await executeOne(destination, settings, alert, { clock, transport, operation });
		},
	};
}

export const JIRA: Start = async (clock, lagMs) => {
	const jira = await startJira({ now: clock.now, searchLagMs: lagMs });
	const credential = { jiraUrl: jira.url, userEmail: jira.email, apiToken: jira.apiToken };
	const parameters = { projectKey: 'OPS', issueType: 'Bug' };
	const settings = settingsOf(jiraCloud, credential, parameters);
	const login = Buffer.from(`${jira.email}:${jira.apiToken}`).toString('base64');
	const transport = transportInMemory(jira, { authorization: `Basic ${login}` });
	const issueOf = (key: string) => jira.issue(key) ?? jira.issues[0];
	return {
		...nodeOf(jiraCloud, settings, clock, transport),
		source() {
			const { service } = jiraCloud;
			const delivery = new Delivery(service, transport, gateOf(clock), clock, { maxAttempts: 1 });
			const api = new JiraApi(jira.url, '', delivery, new Map(), mapMemory());
			return new JiraSource(api, { site: jira.url, wontDoNames: [] }, 'OPS');
		},
		closeTicket: (key) => jira.closeAs(key, 'Done', 'Done'),
		reopenTicket: (key) => jira.reopen(key),
		isOpen: (key) => issueOf(key).status.category !== 'done',
		changesByUs: (key) =>
			issueOf(key).history.filter(
				({ author, items }) =>
					author === issueOf(key).creator && items.some(({ field }) => field === 'status'),
			).length,
		count: () => jira.issues.length,
		close: async () => await jira.close(),
	};
};

export const GITHUB: Start = async (clock, lagMs) => {
	const github = await startGithub({ now: clock.now, listLagMs: lagMs, searchLagMs: lagMs });
	const { token: accessToken, url: apiUrl } = github;
	const settings = settingsOf(githubIssues, { apiUrl, accessToken }, { repository: 'acme/shop' });
	const transport = transportInMemory(github, { authorization: `Bearer ${accessToken}` });
	const issueOf = (key: string) => github.issues[Number(key) - 1];
	return {
		...nodeOf(githubIssues, settings, clock, transport),
		source() {
			const { service } = githubIssues;
			return new GithubSource({
				apiUrl,
				accessToken,
				configured: 'acme/shop',
				repository: 'acme/shop',
				delivery: new Delivery(service, transport, gateOf(clock), clock, { maxAttempts: 1 }),
				memory: mapMemory(),
				shared: new Map(),
				warnings: [],
			});
		},
		closeTicket: (key) => github.closeIssue(Number(key)),
		reopenTicket: (key) => github.reopenIssue(Number(key)),
		isOpen: (key) => issueOf(key).state === 'open',
		changesByUs: (key) =>
			issueOf(key).events.filter(({ actor }) => actor === issueOf(key).user).length,
		count: () => github.issues.length,
		close: async () => await github.close(),
	};
};
