import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { Alert } from '../shared/alert/alert';
import { isObject, text } from '../shared/alert/fields';
import type { Destination, Job, Outcome, Prepared } from '../shared/destination';
import { oneAtATime } from '../shared/node/oneAtATime';
import { commentOf, textOf, type AdfDocument } from './adf';
import { explain, JiraApi, jiraRequest, judge } from './api';
import { createTicket } from './create';
import { decide, openTickets } from './decide';
import { closeDoubles } from './doubles';
import { isEmail, Lookups, ticketFields } from './fields';
import { KnownTickets } from './known';
import { link } from './link';
import { readSettings, type JiraSettings } from './settings';
import { findTickets, type Ticket } from './tickets';
import { transition } from './transitions';

/** Comments that a repetition is looked for in: people write in between. */
const LAST_COMMENTS = 10;
/** What a screen that asks for a resolution is told when Bugsink's issue is resolved. */
const RESOLVED = /done|fixed|resolved|erledigt|fertig|behoben|terminé|listo|hecho/i;

/** What the steps of one alert have in common. */
class Work {
	readonly api: JiraApi;
	readonly known: KnownTickets;
	readonly lookups: Lookups;
	readonly warnings: string[] = [];

	constructor(readonly job: Job<JiraSettings>) {
		const { delivery, memory, settings, shared } = job;
		this.api = new JiraApi(settings.site, delivery, shared, memory);
		this.known = new KnownTickets(settings.site, memory);
		this.lookups = new Lookups(this.api, settings, shared);
	}

	/**
	 * The tickets of the alert. Two open ones that parallel executions made are reduced to one; the
	 * same look at the tickets created lately rides along in the one search.
	 */
	async tickets(): Promise<Ticket[]> {
		const { alert, delivery, settings } = this.job;
		const { fingerprint } = alert;
		const healing = settings.onExisting !== 'createAnother';
		const due = healing ? this.known.due(delivery.clock.now()) : [];
		const others = due.filter((one) => one.fingerprint !== fingerprint);
		const labels = [...new Set([fingerprint, ...others.map((one) => one.fingerprint)])];
		const ids = labels.flatMap((label) => this.known.ids(label));
		const found = await findTickets(this.api, labels, ids);
		const own = found.filter((ticket) => ticket.labels.includes(fingerprint));
		if (!healing) return own;
		const closed: Ticket[] = [];
		for (const label of labels) {
			const group = found.filter((ticket) => ticket.labels.includes(label));
			const result = await closeDoubles(this.api, openTickets(group), this.job.shared);
			closed.push(...result.closed);
			// The index shows them open for a while yet.
			for (const { id } of result.closed) this.known.add(label, id);
			this.warnings.push(...result.warnings);
		}
		return own.filter((ticket) => !closed.includes(ticket));
	}

	outcome(ticket: { key: string }, outcome: Outcome): Outcome {
		const warnings = [...this.warnings, ...(outcome.warnings ?? [])];
		const url = `${this.job.settings.site}/browse/${ticket.key}`;
		return { ...outcome, key: ticket.key, url, warnings };
	}

	/** Posts the comment unless one that reads the same is among the last; says whether it did. */
	async comment(ticket: Ticket, body: AdfDocument): Promise<boolean> {
		const path = `/issue/${ticket.id}/comment`;
		const wanted = textOf(body);
		const isThere = async () => {
			const list = await this.api.json(
				'GET',
				`${path}?orderBy=-created&maxResults=${LAST_COMMENTS}`,
			);
			const comments = Array.isArray(list.comments) ? list.comments.filter(isObject) : [];
			return comments.some((comment) => textOf(comment.body) === wanted);
		};
		if (await isThere()) return false;
		const lookAgain = async () => ((await isThere()) ? true : undefined);
		await this.api.send<boolean>('POST', path, { body }, { lookAgain });
		return true;
	}
}

async function sendAlert(job: Job<JiraSettings>): Promise<Outcome> {
	const key = `${job.settings.site} ${job.alert.fingerprint}`;
	return await oneAtATime(key, () => handle(new Work(job)));
}

async function handle(work: Work): Promise<Outcome> {
	const { alert, delivery, settings } = work.job;
	const tickets = await work.tickets();
	const plan = decide(alert, settings, tickets, delivery.clock.now());
	switch (plan.do) {
		case 'create':
			return await create(work, tickets, plan.follows);
		case 'comment':
			work.warnings.push(...plan.warnings);
			return await commentOn(work, plan.ticket);
		case 'update':
			work.warnings.push(...plan.warnings);
			return await update(work, plan.ticket);
		case 'reopen':
			return await reopen(work, plan.ticket);
		case 'skip': {
			const skipped: Outcome = { action: 'skipped', skipReason: plan.reason };
			return plan.ticket === undefined
				? { ...skipped, warnings: work.warnings }
				: work.outcome(plan.ticket, skipped);
		}
	}
}

async function create(work: Work, before: Ticket[], follows: Ticket | undefined): Promise<Outcome> {
	const { alert, delivery, settings } = work.job;
	const created = await createTicket(work.api, alert, settings, work.lookups, before);
	const { id, key } = created;
	work.known.created({ fingerprint: alert.fingerprint, id, at: delivery.clock.now() });
	if (follows !== undefined) {
		const isLinked = await link(work.api, 'Relates', id, follows.id);
		if (!isLinked) work.warnings.push(`${key} could not be linked to ${follows.key}`);
	}
	return work.outcome(created, {
		action: 'created',
		truncated: created.truncated,
		warnings: created.warnings,
		response: { id, key },
	});
}

async function commentOn(work: Work, ticket: Ticket): Promise<Outcome> {
	const posted = await work.comment(ticket, commentOf(work.job.alert));
	return work.outcome(
		ticket,
		posted
			? { action: 'commented' }
			: { action: 'skipped', skipReason: `${ticket.key} has this very comment already` },
	);
}

async function reopen(work: Work, ticket: Ticket): Promise<Outcome> {
	const { alert, settings } = work.job;
	const asked = settings.reopenTransition;
	const { moved, warnings } = await transition(work.api, ticket, {
		to: 'open',
		asked,
	});
	work.warnings.push(...warnings);
	if (moved) work.known.add(alert.fingerprint, ticket.id);
	const outcome = await commentOn(work, ticket);
	return moved ? { ...outcome, action: 'reopened', skipReason: undefined } : outcome;
}

/** Summary and description as the alert has them now; labels are added, never taken away. */
async function update(work: Work, ticket: Ticket): Promise<Outcome> {
	const { alert, settings } = work.job;
	const { fields, truncated } = ticketFields(alert, settings);
	const { summary, description, labels } = fields;
	await work.api.request('PUT', `/issue/${ticket.id}`, {
		fields: { summary, description },
		update: { labels: (labels as string[]).map((label) => ({ add: label })) },
	});
	return work.outcome(ticket, { action: 'updated', truncated });
}

/** Takes every open ticket of the alert to a done status. */
async function resolve(job: Job<JiraSettings>): Promise<Outcome> {
	const key = `${job.settings.site} ${job.alert.fingerprint}`;
	return await oneAtATime(key, async () => {
		const work = new Work(job);
		const { alert, settings } = job;
		const open = openTickets(await work.tickets());
		if (open.length === 0) {
			const skipReason = 'There is no open ticket for this issue';
			return { action: 'skipped', skipReason, warnings: work.warnings };
		}
		let resolved: Ticket | undefined;
		for (const ticket of open) {
			const { moved, warnings } = await transition(work.api, ticket, {
				to: 'done',
				asked: settings.resolveTransition,
				resolution: RESOLVED,
			});
			work.warnings.push(...warnings);
			if (!moved) {
				await work.comment(ticket, commentOf({ ...alert, reason: 'RESOLVED' }));
				continue;
			}
			work.known.add(alert.fingerprint, ticket.id);
			resolved ??= ticket;
		}
		return resolved === undefined
			? work.outcome(open[0], { action: 'commented' })
			: work.outcome(resolved, { action: 'resolved' });
	});
}

function prepare(alert: Alert, settings: JiraSettings): Prepared {
	const { fields, truncated } = ticketFields(alert, settings);
	const warnings = [];
	if (isEmail(settings.assignee)) {
		warnings.push(`The account of ${settings.assignee} is looked up only when the alert is sent`);
	}
	if (Object.keys(settings.customFields).length > 0) {
		warnings.push('Custom fields get the form that their type wants only when the alert is sent');
	}
	return { request: jiraRequest(settings.site, 'POST', '/issue', { fields }), truncated, warnings };
}

function secrets(credential: ICredentialDataDecryptedObject): string[] {
	const token = text(credential.apiToken);
	const login = `${text(credential.userEmail)}:${token}`;
	return token === '' ? [] : [token, Buffer.from(login, 'utf8').toString('base64')];
}

export const jiraCloud: Destination<JiraSettings> = {
	id: 'jiraCloud',
	credentialType: 'bugsinkJiraCloudApi',
	isAuthenticatedByN8n: true,
	service: { name: 'Jira', judge, explain },
	// Jira's burst limits are per site and not published; a few side by side stay well below.
	concurrency: 5,
	secrets,
	readSettings,
	prepare,
	operations: { sendAlert, resolve },
};
