import type { Job, Outcome } from '../destination';
import { admitted, afterDue, type Told } from '../limit/limited';
import type { Summary } from '../limit/summary';
import type { Ticket } from './ticket';
import type { TicketLists, Tracker } from './tracker';

/** Sends an alert; what earlier windows held back is told first. */
export async function afterHeldBack<T extends Ticket>(
	{ alert, limiter }: Job<unknown>,
	{ lists }: Tracker<T>,
	send: () => Promise<Outcome>,
): Promise<Outcome> {
	if (limiter === undefined || lists === undefined || alert.isTest) return await send();
	const tell = async (summary: Summary) => await tellInTicket(lists, summary);
	const [outcome] = await afterDue(limiter, tell, async () => [await send()]);
	return outcome;
}

/** Creates a ticket as far as the limit allows; the outcome has the tracker's warnings anyway. */
export async function createWithinLimit<T extends Ticket>(
	{ alert, limiter }: Job<unknown>,
	{ lists, warnings }: Tracker<T>,
	create: () => Promise<Outcome>,
): Promise<Outcome> {
	if (limiter === undefined || lists === undefined || alert.isTest) return await create();
	const tell = async (summary: Summary) => await tellInTicket(lists, summary);
	const [outcome] = await admitted(limiter, [alert], async () => [await create()], tell);
	return { ...outcome, warnings: [...warnings] };
}

/** Lists the alerts in the ticket about the burst, or in a new one. */
async function tellInTicket<T extends Ticket>(
	lists: TicketLists<T>,
	summary: Summary,
): Promise<Told> {
	const grown = summary.ref === null ? undefined : await lists.grow(summary.ref, summary);
	if (grown !== undefined) return told(grown, { action: 'updated' });
	const { ticket, truncated } = await lists.open(summary);
	return told(ticket, { action: 'created', truncated });
}

function told({ key, ref, url }: Ticket, outcome: Told['outcome']): Told {
	return { outcome: { ...outcome, key, url }, ref };
}

/**
 * The fingerprint of a list, by which a create without an answer is found again. No alert has one like
 * it: the Ticket Trigger and the look-ups leave the ticket alone.
 */
export function listFingerprint({ burst }: Summary): string {
	const safe = (burst ?? '').replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');
	return `bugsink-burst-${safe.slice(-60)}`;
}
