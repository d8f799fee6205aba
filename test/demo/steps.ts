import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import type { AllStandIns } from '../standins';

export const DESTINATIONS = [
	{ id: 'jiraCloud', label: 'Jira Cloud', node: 'Bugsink to Jira Cloud' },
	{ id: 'githubIssues', label: 'GitHub Issues', node: 'Bugsink to GitHub Issues' },
	{ id: 'microsoftTeams', label: 'Microsoft Teams', node: 'Bugsink to Microsoft Teams' },
	{ id: 'pagerDuty', label: 'PagerDuty', node: 'Bugsink to PagerDuty' },
	{ id: 'webhook', label: 'Webhook', node: 'Bugsink to Webhook' },
] as const;

type DestinationId = (typeof DESTINATIONS)[number]['id'];

/** What is wrong with a delivery, looked up at the service that received it; undefined if nothing is. */
type Verify = (item: IDataObject, services: AllStandIns) => string | undefined;

export interface Step {
	name: string;
	/** In `test/alerts`. */
	sample: string;
	/** What people did since the last alert. */
	before?: (services: AllStandIns, delivered: Delivered[]) => void;
	verify: Record<DestinationId, Verify>;
}

export interface Delivered {
	step: Step;
	destination: (typeof DESTINATIONS)[number];
	item: IDataObject;
	milliseconds: number;
	problem: string | undefined;
}

/** By the names that the example workflow uses. */
export function credentialsFor(
	services: AllStandIns,
): Record<string, ICredentialDataDecryptedObject> {
	const { jira, github, microsoftTeams, pagerDuty, webhook } = services;
	return {
		'Jira Cloud': { jiraUrl: jira.url, userEmail: jira.email, apiToken: jira.apiToken },
		'GitHub Issues': { accessToken: github.token, apiUrl: github.url },
		'Microsoft Teams': { webhookUrl: microsoftTeams.workflowUrl },
		PagerDuty: {
			routingKey: pagerDuty.routingKey,
			region: 'custom',
			eventsUrl: pagerDuty.url,
		},
		Webhook: { webhookUrl: webhook.hookUrl },
	};
}

function check(problems: Array<[ok: boolean, problem: string]>): string | undefined {
	return problems.find(([ok]) => !ok)?.[1];
}

const jiraTicket =
	(action: string, more: { status?: string; comments?: number } = {}): Verify =>
	(item, { jira }) => {
		const tickets = jira.open(String(item.fingerprint));
		const ticket = tickets[0];
		return check([
			[item.action === action, `it says ${String(item.action)} instead of ${action}`],
			[tickets.length === 1, `${tickets.length} open tickets instead of one`],
			[ticket?.key === item.key, 'the key is another'],
			[ticket?.comments.length === (more.comments ?? 0), `${ticket?.comments.length} comments`],
		]);
	};

const githubIssue =
	(action: string, comments = 0): Verify =>
	(item, { github }) => {
		const issues = github
			.open()
			.filter(({ body }) => (body ?? '').includes(String(item.fingerprint)));
		return check([
			[item.action === action, `it says ${String(item.action)} instead of ${action}`],
			[issues.length === 1, `${issues.length} open issues instead of one`],
			[String(issues[0]?.number) === String(item.key), 'the number is another'],
			[issues[0]?.comments.length === comments, `${issues[0]?.comments.length} comments`],
		]);
	};

const card: Verify = (item, { microsoftTeams }) =>
	check([
		[item.action === 'sent', `it says ${String(item.action)}`],
		[microsoftTeams.lost.length === 0, 'a message was accepted but lost'],
		[
			JSON.stringify(microsoftTeams.messages.at(-1)?.card).includes('Checkout API'),
			'the card does not name the project',
		],
	]);

const incident =
	(status: string): Verify =>
	(item, { pagerDuty }) => {
		const last = pagerDuty.incidents.filter(({ dedupKey }) => dedupKey === item.key).at(-1);
		return check([
			[last !== undefined, 'no incident has this key'],
			[last?.status === status, `the incident is ${last?.status} instead of ${status}`],
		]);
	};

const call =
	(eventType: string): Verify =>
	(item, { webhook }) => {
		const body = webhook.deliveries.at(-1)?.request.json as
			{ event_type: string; data: { alert_type: string } } | undefined;
		return check([
			[body?.event_type === eventType, `the event type is ${body?.event_type}`],
			[body?.data.alert_type === item.reason, 'the reason is another'],
		]);
	};

/** The people's part: what is done about an issue is set right in both trackers and at PagerDuty. */
function resolveEverything({ jira, github, pagerDuty }: AllStandIns): void {
	for (const ticket of jira.issues) jira.setStatus(ticket.key, 'Done', 'Done');
	for (const issue of github.open()) github.setState(issue.number, 'closed', 'completed');
	for (const { dedupKey } of pagerDuty.incidents) pagerDuty.setStatus(dedupKey, 'resolved');
}

export const steps: Step[] = [
	{
		name: 'NEW exception',
		sample: 'captured/custom-new',
		verify: {
			jiraCloud: jiraTicket('created'),
			githubIssues: githubIssue('created'),
			microsoftTeams: card,
			pagerDuty: incident('triggered'),
			webhook: call('alert'),
		},
	},
	{
		name: 'NEW log message',
		sample: 'captured/custom-new-log-message',
		verify: {
			jiraCloud: jiraTicket('created'),
			githubIssues: githubIssue('created'),
			microsoftTeams: card,
			pagerDuty: incident('triggered'),
			webhook: call('alert'),
		},
	},
	{
		name: 'UNMUTED log message',
		sample: 'captured/custom-unmuted',
		verify: {
			jiraCloud: jiraTicket('commented', { comments: 1 }),
			githubIssues: githubIssue('commented', 1),
			microsoftTeams: card,
			pagerDuty: incident('triggered'),
			webhook: call('alert'),
		},
	},
	{
		name: 'REGRESSED after people resolved it',
		sample: 'captured/custom-regressed',
		before: resolveEverything,
		verify: {
			jiraCloud: jiraTicket('reopened', { comments: 1 }),
			githubIssues: githubIssue('reopened', 1),
			microsoftTeams: card,
			pagerDuty: incident('triggered'),
			webhook: call('alert'),
		},
	},
	{
		name: 'TEST',
		sample: 'captured/custom-test',
		verify: {
			jiraCloud: jiraTicket('created'),
			githubIssues: githubIssue('created'),
			microsoftTeams: card,
			pagerDuty: incident('resolved'),
			webhook: call('test'),
		},
	},
];
