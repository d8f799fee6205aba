import type { Alert } from '../alert/alert';
import type { HeldBack, Outcome } from '../outcome';
import type { Account, Admission, Limits } from './limits';
import type { LimitRules } from './rules';
import type { Summary } from './summary';

/** The limit of a node as one of its items has it. */
export interface Limiter {
	rules: LimitRules;
	admit(alerts: Alert[]): Admission;
	due(): Account[];
}

/** @param ahead the alerts that follow in this execution and count. */
export function limiterOf(
	limits: Limits,
	rules: LimitRules,
	ahead: (count: number) => Alert[],
): Limiter {
	return {
		rules,
		admit: (alerts) => limits.admit(rules, alerts, ahead),
		due: () => limits.due(),
	};
}

/** For a node whose limit was switched off: it still tells what it held back. */
export function afterLimit(limits: Limits): Limiter {
	return {
		rules: { max: Infinity, minutes: 0, per: 'all' },
		admit: () => ({ do: 'send', undo: () => undefined }),
		due: () => limits.due(),
	};
}

/** What was done to tell of alerts that get no message of their own. */
export interface Told {
	outcome: Outcome;
	/** What the destination calls the message, if more can be added to it. */
	ref?: string;
}

/** Sends one message about alerts that do not get one of their own. */
type Tell = (summary: Summary) => Promise<Told>;

/**
 * Sends a message within the limit: as usual, or as the summary that says that there are too many, or
 * not at all. What earlier windows held back is told first.
 *
 * @param alerts those of the message.
 * @param send the message as usual; one outcome per alert.
 */
export async function withinLimit(
	limiter: Limiter,
	alerts: Alert[],
	send: () => Promise<Outcome[]>,
	tell: Tell,
): Promise<Outcome[]> {
	return await afterDue(limiter, tell, async () => await admitted(limiter, alerts, send, tell));
}

/** First tells what earlier windows held back; the outcomes say so. */
export async function afterDue(
	limiter: Limiter,
	tell: Tell,
	send: () => Promise<Outcome[]>,
): Promise<Outcome[]> {
	const told = await tellDue(limiter, tell);
	const outcomes = await send();
	return outcomes.map((outcome) => ({
		...outcome,
		limit: outcome.limit ?? told.limit,
		warnings: [...new Set([...told.warnings, ...(outcome.warnings ?? [])])],
	}));
}

/** Sends, sums up or holds back, as the limit says. */
export async function admitted(
	limiter: Limiter,
	alerts: Alert[],
	send: () => Promise<Outcome[]>,
	tell: Tell,
): Promise<Outcome[]> {
	const admission = limiter.admit(alerts);
	if (admission.do === 'hold') return alerts.map(() => heldBack(limiter.rules, admission));
	try {
		if (admission.do === 'send') {
			const outcomes = await send();
			if (!outcomes.some(isMessage)) admission.undo();
			return outcomes;
		}
		const { outcome, ref } = await tell(admission.summary);
		admission.done(ref ?? null);
		return alerts.map(() => ({ ...outcome, limit: admission.summary.limit ?? undefined }));
	} catch (error) {
		admission.undo();
		return await Promise.reject(error);
	}
}

/** A comment on a ticket that was there after all is no message of the alert's own. */
function isMessage({ action }: Outcome): boolean {
	return action === 'sent' || action === 'created';
}

/** The outcome of an alert that gets no message now. */
function heldBack(
	{ max, minutes }: LimitRules,
	{ until, isTold }: Extract<Admission, { do: 'hold' }>,
): Outcome {
	const time = new Date(until).toISOString().slice(11, 19);
	const next = isTold
		? 'the message about it lists this alert'
		: `held back until ${time} UTC, the first alert after that lists it`;
	return {
		action: 'skipped',
		skipCode: 'limit',
		skipReason: `There were more than ${max} in ${minutes} min: ${next}`,
	};
}

/** An account that fails must not stop the alert of this item. */
async function tellDue(
	limiter: Limiter,
	tell: Tell,
): Promise<{ limit: HeldBack | undefined; warnings: string[] }> {
	const told: HeldBack[] = [];
	const warnings: string[] = [];
	for (const { summary, undo } of limiter.due()) {
		try {
			const { outcome } = await tell(summary);
			if (summary.limit !== null) told.push(summary.limit);
			warnings.push(...(outcome.warnings ?? []));
		} catch (error) {
			undo();
			const said = error instanceof Error ? error.message : String(error);
			warnings.push(
				`${summary.heading}. The message that lists them failed and is sent again with the next alert: ${said}`,
			);
		}
	}
	return { limit: together(told), warnings };
}

function together(told: HeldBack[]): HeldBack | undefined {
	if (told.length === 0) return undefined;
	return told.reduce((all, one) => ({
		since: all.since < one.since ? all.since : one.since,
		until: all.until > one.until ? all.until : one.until,
		count: all.count + one.count,
		issueIds: [...all.issueIds, ...one.issueIds],
	}));
}
