import type { Alert } from '../alert/alert';
import type { Job, Outcome } from '../destination';
import { oneAtATime } from '../oneAtATime';
import { decide, decideResolve, newestClosed, type Plan } from './decide';
import { closeCopy, isCopy } from './duplicates';
import { findTickets, forgetFound } from './find';
import { KnownTickets } from './known';
import { afterHeldBack, createWithinLimit } from './lists';
import type { TicketRules } from './properties';
import { openTickets, ourTickets, type Ticket } from './ticket';
import { refusalOf } from './refusal';
import { StaleFindings, type Tracker } from './tracker';
import { inTurn, type Hold } from './turn';

const MINUTE = 60_000;
/** How far the clocks of Bugsink, n8n and the tracker may be apart, in ms. */
const MARGIN = 10 * MINUTE;
/** Within this time the same words without a time are the same alert; later they are news. In ms. */
const SAME_ALERT = 60 * MINUTE;

/** One alert on its way to a tracker. */
interface Work<T extends Ticket> {
	job: Job<TicketRules>;
	tracker: Tracker<T>;
	known: KnownTickets;
}

/**
 * Does with one alert what `decide` says. Alerts of one fingerprint go one after the other in this
 * process; before a create the other processes wait too.
 */
export async function sendAlert<T extends Ticket>(
	job: Job<TicketRules>,
	tracker: Tracker<T>,
): Promise<Outcome> {
	return await afterHeldBack(job, tracker, async () => await withTickets(job, tracker, handle));
}

/** One alert of a fingerprint at a time; once more if what was found turns out not to count. */
async function withTickets<T extends Ticket>(
	job: Job<TicketRules>,
	tracker: Tracker<T>,
	what: (work: Work<T>) => Promise<Outcome>,
): Promise<Outcome> {
	const work = { job, tracker, known: new KnownTickets(tracker, job.memory) };
	return await oneAtATime([tracker.place, job.alert.fingerprint], async () => {
		try {
			return await what(work);
		} catch (error) {
			if (!(error instanceof StaleFindings)) return await Promise.reject(error);
			forgetFound(tracker.place, job.shared);
			return await what(work);
		}
	});
}

async function handle<T extends Ticket>(work: Work<T>): Promise<Outcome> {
	const { job, known, tracker } = work;
	const tickets = await findTickets(tracker, known, job);
	warnOfSeveral(work, tickets);
	const plan = await planFor(work, tickets);
	if (plan.do !== 'create') return await act(work, plan);
	return await createWithinLimit(job, tracker, () => createInTurn(work, tickets, plan));
}

async function createInTurn<T extends Ticket>(
	work: Work<T>,
	tickets: T[],
	plan: Extract<Plan<T>, { do: 'create' }>,
): Promise<Outcome> {
	const { job } = work;
	const { clock } = job.delivery;
	// Whoever wants a ticket for each alert has no duplicates.
	const records = job.settings.onExisting === 'createAnother' ? undefined : job.records;
	return await inTurn(
		records,
		clock,
		async (milliseconds) => await job.delivery.sleep(milliseconds),
		async (hold) => await createUnlessThere(work, tickets, plan, hold),
	);
}

async function planFor<T extends Ticket>(work: Work<T>, tickets: T[]): Promise<Plan<T>> {
	const { job, known, tracker } = work;
	const { alert, delivery, settings } = job;
	const rules = {
		...settings,
		noun: tracker.noun,
		knownRefs: known.refs(alert.fingerprint),
	};
	const plan = decide(alert, rules, tickets, delivery.clock.now());
	if (plan.do !== 'skip' || plan.code !== 'closedAsWontDo') return plan;
	// Only now is it worth a request to know who closed it: a stale bot decides nothing.
	const newest = newestClosed(tickets, rules.knownRefs) as T;
	const closedByBot = await tracker.closedByBot(newest);
	return decide(alert, rules, [{ ...newest, closedByBot }], delivery.clock.now());
}

/** Looks again when nobody else can create: another process may have, since the tickets were found. */
async function createUnlessThere<T extends Ticket>(
	work: Work<T>,
	tickets: T[],
	plan: Extract<Plan<T>, { do: 'create' }>,
	hold: Hold | undefined,
): Promise<Outcome> {
	const { job, tracker, known } = work;
	const { alert, delivery } = job;
	const since = delivery.clock.now() - MARGIN;
	if (hold !== undefined) {
		const latest = await hold.once(`latest in ${tracker.place}`, () => tracker.latest(since));
		const added = ofAlert(work, latest, tickets);
		if (added.length > 0) {
			const next = await planFor(work, [...tickets, ...added]);
			if (next.do !== 'create') return await act(work, next);
		}
	}
	const { ticket, truncated } = await tracker.create(alert, plan.follows, tickets);
	const { statusCode } = delivery;
	const mayHaveCopy =
		hold === undefined && tracker.looksAfterCreate && job.settings.onExisting !== 'createAnother';
	const earlier = mayHaveCopy ? await yieldToEarlier(work, ticket, tickets, since) : undefined;
	if (earlier !== undefined) {
		const next = await planFor(work, [...tickets, earlier]);
		if (next.do !== 'create') return await act(work, next);
	}
	known.created({ fingerprint: alert.fingerprint, id: ticket.ref, at: delivery.clock.now() });
	// The output tells how the create was answered.
	delivery.statusCode = statusCode;
	return outcome(work, ticket, { action: 'created', truncated });
}

/** Without a turn: of two tickets created side by side the later one is closed. @returns the earlier one. */
async function yieldToEarlier<T extends Ticket>(
	work: Work<T>,
	created: T,
	tickets: T[],
	since: number,
): Promise<T | undefined> {
	const { tracker, known } = work;
	try {
		const latest = await tracker.latest(since, created);
		// The answer to a create may say less than a look.
		const mine = latest.find(({ ref }) => ref === created.ref) ?? created;
		const earlier = openTickets(ofAlert(work, latest, [...tickets, created])).find(
			(ticket) => isCopy(mine, ticket) && openTickets([mine, ticket])[0] === ticket,
		);
		if (earlier === undefined) return undefined;
		return (await closeCopy(tracker, created, earlier, known)) ? earlier : undefined;
	} catch (error) {
		const said = error instanceof Error ? error.message : String(error);
		tracker.warnings.push(`It is not known whether ${created.name} has a duplicate: ${said}`);
		return undefined;
	}
}

async function act<T extends Ticket>(
	work: Work<T>,
	plan: Exclude<Plan<T>, { do: 'create' }>,
): Promise<Outcome> {
	const { job, tracker, known } = work;
	const { alert } = job;
	if (plan.ticket) known.add(alert.fingerprint, plan.ticket.ref);
	if (plan.do === 'skip') {
		const { code: skipCode, reason: skipReason, ticket } = plan;
		return outcome(work, ticket, { action: 'skipped', skipCode, skipReason });
	}
	const { ticket, warning } = plan;
	if (warning !== undefined) tracker.warnings.push(warning);
	switch (plan.do) {
		case 'comment':
			return await comment(work, ticket);
		case 'update':
			return outcome(work, ticket, {
				action: 'updated',
				truncated: await tracker.update(ticket, alert),
			});
		case 'reopen':
			return await reopen(work, ticket);
	}
}

async function comment<T extends Ticket>(work: Work<T>, ticket: T): Promise<Outcome> {
	const { job, tracker } = work;
	const { alert, delivery } = job;
	const isPosted = await tracker.comment(ticket, alert, sameSince(alert, delivery.clock.now()));
	if (isPosted) return outcome(work, ticket, { action: 'commented' });
	const skipReason = `${ticket.name} already has this comment`;
	return outcome(work, ticket, { action: 'skipped', skipCode: 'alreadyThere', skipReason });
}

async function reopen<T extends Ticket>(work: Work<T>, ticket: T): Promise<Outcome> {
	const { job, tracker } = work;
	const { alert, delivery } = job;
	const refusal = await refusalOf(async () => await tracker.reopen(ticket));
	if (refusal !== undefined) {
		tracker.warnings.push(`${ticket.name} was not reopened: ${refusal}`);
		return await comment(work, ticket);
	}
	// Without a time in it, the comment of a month ago reads the same.
	const since = alert.lastSeen === null ? undefined : sameSince(alert, delivery.clock.now());
	const unsaid = await refusalOf(async () => await tracker.comment(ticket, alert, since));
	if (unsaid !== undefined) {
		tracker.warnings.push(`${ticket.name} has no comment about it: ${unsaid}`);
	}
	return outcome(work, ticket, { action: 'reopened' });
}

/** Closes the alert's tickets as done. */
export async function resolve<T extends Ticket>(
	job: Job<TicketRules>,
	tracker: Tracker<T>,
): Promise<Outcome> {
	return await withTickets(job, tracker, closeOurs);
}

async function closeOurs<T extends Ticket>(work: Work<T>): Promise<Outcome> {
	const { job, known, tracker } = work;
	const { alert, delivery } = job;
	const tickets = await findTickets(tracker, known, job);
	const plan = decideResolve(tickets, {
		knownRefs: known.refs(alert.fingerprint),
		noun: tracker.noun,
	});
	if (plan.do === 'skip') return await act(work, plan);
	const closed: T[] = [];
	const overtaken = await overtakenOf(work, plan.tickets);
	if (overtaken.length === plan.tickets.length) {
		const [ticket] = overtaken;
		const reason = `${ticket.name} was reopened after the issue was resolved`;
		return await act(work, { do: 'skip', code: 'overtaken', reason, ticket });
	}
	for (const ticket of plan.tickets.filter((one) => !overtaken.includes(one))) {
		const refusal = await refusalOf(async () => await tracker.close(ticket, alert));
		if (refusal === undefined) {
			closed.push(ticket);
			known.add(alert.fingerprint, ticket.ref);
			continue;
		}
		tracker.warnings.push(`${ticket.name} was not resolved: ${refusal}`);
		const since = sameSince(alert, delivery.clock.now());
		await tracker.comment(ticket, { ...alert, reason: 'RESOLVED' }, since);
	}
	return closed.length === 0
		? outcome(work, plan.tickets[0], { action: 'commented' })
		: outcome(work, closed[0], { action: 'resolved' });
}

/** Tickets that were opened again after what the alert tells: newer is what counts. */
async function overtakenOf<T extends Ticket>(
	{ job, tracker }: Work<T>,
	tickets: T[],
): Promise<T[]> {
	const at = Date.parse(job.alert.change?.at ?? '');
	if (job.alert.reason !== 'RESOLVED' || Number.isNaN(at)) return [];
	const overtaken: T[] = [];
	for (const ticket of tickets) {
		if ((await tracker.reopenedSince?.(ticket, at)) === true) overtaken.push(ticket);
	}
	return overtaken;
}

/** How far back a comment that reads the same is this alert's own, delivered before. */
function sameSince(alert: Alert, now: number): number | undefined {
	if (alert.isTest) return undefined;
	const lastSeen = alert.lastSeen === null ? NaN : Date.parse(alert.lastSeen);
	return Number.isNaN(lastSeen) ? now - SAME_ALERT : lastSeen - MARGIN;
}

function ofAlert<T extends Ticket>({ job, tracker }: Work<T>, tickets: T[], besides: T[]): T[] {
	return tickets.filter(
		(ticket) =>
			ticket.fingerprints.includes(job.alert.fingerprint) &&
			tracker.belongs(ticket) &&
			!besides.some(({ ref }) => ref === ticket.ref),
	);
}

function warnOfSeveral<T extends Ticket>({ job, known, tracker }: Work<T>, tickets: T[]): void {
	if (job.settings.onExisting === 'createAnother') return;
	const open = openTickets(ourTickets(tickets, known.refs(job.alert.fingerprint)));
	if (open.length < 2) return;
	const names = open.map(({ name }) => name).join(', ');
	tracker.warnings.push(`Several open ${tracker.noun}s are about this alert: ${names}`);
}

function outcome<T extends Ticket>(
	{ tracker }: Work<T>,
	ticket: T | undefined,
	more: Outcome,
): Outcome {
	return {
		...more,
		key: ticket?.key ?? null,
		url: ticket?.url ?? null,
		warnings: [...tracker.warnings],
		...(ticket === undefined ? {} : { response: tracker.shown(ticket) }),
	};
}
