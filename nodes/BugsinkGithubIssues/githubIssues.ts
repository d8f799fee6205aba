import type { Alert } from '../shared/alert/alert';
import { whatHappened } from '../shared/alert/describe';
import { mayOpenTicket, opensNone } from '../shared/alert/tickets';
import type { Destination, Job, Outcome, Prepared } from '../shared/destination';
import { oneAtATime } from '../shared/node/oneAtATime';
import { githubRequest, service } from './api';
import { closeDoubles, yieldToEarlier } from './doubles';
import { findTickets, remember } from './find';
import { accessTokenOf, MARKER_LABEL, readSettings, type GithubSettings } from './settings';
import { openOf, type Github, type Ticket } from './ticket';
import { addLabels, comment, createIssue, edit, issueFields, unlessForbidden } from './write';

const DAY = 86_400_000;

type ExistingPlan =
	| { step: 'comment' | 'reopen' | 'update'; ticket: Ticket; warning?: string }
	| { step: 'skip'; why: string; ticket?: Ticket };
/** What is to be done with one alert. */
export type Plan = { step: 'create'; earlier?: Ticket } | ExistingPlan;

/**
 * The table of what an alert does to the issues that carry its fingerprint. An open issue goes before
 * a closed one; what people closed as not planned is left alone.
 */
export function decide(
	alert: Alert,
	settings: GithubSettings,
	tickets: Ticket[],
	now: number,
): Plan {
	const ticket = pick(tickets);
	if (alert.isTest) return ticket?.isOpen ? { step: 'comment', ticket } : { step: 'create' };
	if (ticket === undefined) {
		return mayOpenTicket(alert, settings.onlyNewIssues)
			? { step: 'create' }
			: { step: 'skip', why: `There is no issue for it yet, and ${opensNone(alert)}` };
	}
	if (ticket.isOpen) return onExisting(alert, settings, ticket);
	if (ticket.stateReason === 'not_planned') {
		return { step: 'skip', why: 'The issue was closed as not planned', ticket };
	}
	return alert.reason === 'REGRESSED'
		? onRegression(alert, settings, ticket, now)
		: onExisting(alert, settings, ticket);
}

function onRegression(alert: Alert, settings: GithubSettings, ticket: Ticket, now: number): Plan {
	const { onRegression: wanted, reopenWindowDays } = settings;
	if (wanted === 'ignore') {
		return { step: 'skip', why: "'When the Error Comes Back' is set to ignore", ticket };
	}
	// A duplicate's error is dealt with in an issue that people opened.
	if (ticket.stateReason === 'duplicate' || wanted === 'comment') {
		return { step: 'comment', ticket };
	}
	const isWithin = ticket.closedAt === undefined || now - ticket.closedAt <= reopenWindowDays * DAY;
	return wanted === 'reopenAndComment' && isWithin
		? { step: 'reopen', ticket }
		: createOrComment(alert, settings, ticket, { step: 'create', earlier: ticket });
}

function onExisting(alert: Alert, settings: GithubSettings, ticket: Ticket): Plan {
	switch (settings.onExisting) {
		case 'ignore':
			return { step: 'skip', why: "'When an Issue Exists' is set to ignore", ticket };
		case 'update':
			return { step: 'update', ticket };
		case 'createAnother':
			return createOrComment(alert, settings, ticket, { step: 'create' });
		default:
			return { step: 'comment', ticket };
	}
}

/** Another issue, unless the alert may open none: then the issue there is at least hears of it. */
function createOrComment(
	alert: Alert,
	settings: GithubSettings,
	ticket: Ticket,
	create: Plan,
): Plan {
	if (mayOpenTicket(alert, settings.onlyNewIssues)) return create;
	const warning = `Commented on #${ticket.number} instead of opening another issue: ${opensNone(alert)}`;
	return { step: 'comment', ticket, warning };
}

/** The oldest that is open, else the one that was closed last; a duplicate only if there is nothing else. */
function pick(tickets: Ticket[]): Ticket | undefined {
	const closed = [...tickets].sort((a, b) => (b.closedAt ?? 0) - (a.closedAt ?? 0));
	const original = closed.find(({ stateReason }) => stateReason !== 'duplicate');
	return openOf(tickets)[0] ?? original ?? closed[0];
}

/** Alerts of one issue go one after the other, those of parallel executions too. */
function keyOf({ alert, settings }: Job<GithubSettings>): string {
	return `${settings.apiUrl} ${settings.repository} ${alert.fingerprint}`.toLowerCase();
}

function connect({ settings, delivery, memory, shared }: Job<GithubSettings>): Github {
	const { apiUrl, accessToken, repository, warnings } = settings;
	return {
		apiUrl,
		accessToken,
		configured: repository,
		repository,
		delivery,
		memory,
		shared,
		warnings: [...warnings],
	};
}

async function sendAlert(job: Job<GithubSettings>): Promise<Outcome> {
	return await oneAtATime(keyOf(job), async () => await handle(job, connect(job)));
}

async function handle(job: Job<GithubSettings>, github: Github): Promise<Outcome> {
	const { alert, settings, delivery } = job;
	const { tickets: found, isExact } = await findTickets(github, alert);
	const mayHaveDoubles = settings.onExisting !== 'createAnother';
	const tickets = mayHaveDoubles ? await closeDoubles(github, found) : found;
	warnOfSeveral(github, tickets);
	const plan = decide(alert, settings, tickets, delivery.clock.now());
	if (plan.step !== 'create') return await onTicket(job, github, plan);

	const { ticket, truncated } = await createIssue(github, alert, settings, tickets, plan.earlier);
	// Where the list did not tell for certain, the next alert looks again.
	const looksAgain = isExact && mayHaveDoubles;
	const earlier = looksAgain ? await yieldToEarlier(github, alert, ticket) : undefined;
	if (earlier !== undefined) {
		const next = decide(alert, settings, [earlier], delivery.clock.now());
		if (next.step !== 'create') return await onTicket(job, github, next);
	}
	remember(github, alert, ticket);
	return outcome(github, 'created', ticket, { truncated });
}

async function onTicket(
	{ alert, settings }: Job<GithubSettings>,
	github: Github,
	plan: ExistingPlan,
): Promise<Outcome> {
	if (plan.ticket) remember(github, alert, plan.ticket);
	if (plan.step === 'skip') {
		return outcome(github, 'skipped', plan.ticket, { skipReason: plan.why });
	}
	const { ticket, step, warning } = plan;
	if (warning !== undefined) github.warnings.push(warning);
	if (step === 'update') {
		const { fields, truncated } = issueFields(alert, settings);
		await edit(github, ticket, { title: fields.title, body: fields.body });
		await addLabels(github, ticket, settings.labels);
		return outcome(github, 'updated', ticket, { truncated });
	}
	const isReopened = step === 'reopen' && (await reopen(github, ticket));
	await addLabels(github, ticket, isReopened ? settings.labels : [MARKER_LABEL]);
	const isPosted = await comment(github, ticket, alert, whatHappened(alert));
	if (isReopened) return outcome(github, 'reopened', ticket);
	return isPosted
		? outcome(github, 'commented', ticket)
		: outcome(github, 'skipped', ticket, { skipReason: 'The same comment is there already' });
}

async function reopen(github: Github, ticket: Ticket): Promise<boolean> {
	const isReopened = await unlessForbidden(edit(github, ticket, { state: 'open' }));
	if (!isReopened) github.warnings.push('The issue stays closed: the token may not reopen it');
	return isReopened;
}

/** Closes what is open for the alert, as completed. */
async function resolve(job: Job<GithubSettings>): Promise<Outcome> {
	return await oneAtATime(keyOf(job), async () => await closeAll(job.alert, connect(job)));
}

async function closeAll(alert: Alert, github: Github): Promise<Outcome> {
	const { tickets } = await findTickets(github, alert);
	const open = openOf(tickets);
	if (open.length === 0) {
		const ticket = pick(tickets);
		const skipReason = ticket ? 'The issue is closed already' : 'There is no issue for this alert';
		return outcome(github, 'skipped', ticket, { skipReason });
	}
	for (const ticket of open) {
		await comment(github, ticket, alert, 'Resolved in Bugsink');
		await edit(github, ticket, { state: 'closed', state_reason: 'completed' });
	}
	remember(github, alert, open[0]);
	return outcome(github, 'resolved', open[0]);
}

function warnOfSeveral(github: Github, tickets: Ticket[]): void {
	const open = openOf(tickets);
	if (open.length < 2) return;
	const numbers = open.map(({ number }) => `#${number}`).join(', ');
	github.warnings.push(`Several open issues are about this alert: ${numbers}`);
}

function outcome(
	github: Github,
	action: Outcome['action'],
	ticket: Ticket | undefined,
	more: Partial<Outcome> = {},
): Outcome {
	return {
		action,
		key: ticket ? String(ticket.number) : null,
		url: ticket?.url ?? null,
		warnings: github.warnings,
		...(ticket ? { response: { id: ticket.id, repository: ticket.repository } } : {}),
		...more,
	};
}

function prepare(alert: Alert, settings: GithubSettings): Prepared {
	const { apiUrl, repository, milestone, warnings } = settings;
	const isNumber = /^\d+$/.test(milestone);
	const { fields, truncated } = issueFields(alert, settings, {
		milestone: isNumber && !alert.isTest ? Number(milestone) : undefined,
	});
	const request = githubRequest(apiUrl, 'POST', `/repos/${repository}/issues`, { body: fields });
	const lookedUp = milestone === '' || isNumber || alert.isTest ? [] : [milestone];
	return {
		request,
		truncated,
		warnings: [
			...warnings,
			...lookedUp.map((title) => `The milestone '${title}' is looked up when the alert is sent`),
		],
	};
}

export const githubIssues: Destination<GithubSettings> = {
	id: 'githubIssues',
	credentialType: 'bugsinkGithubIssuesApi',
	isAuthenticatedByN8n: true,
	service,
	// Writes are a second apart anyway; the look-ups may run side by side.
	concurrency: 4,
	secrets: (credential) => [accessTokenOf(credential)],
	readSettings,
	prepare,
	operations: { sendAlert, resolve },
};
