import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Alert } from '../alert/alert';
import { count, isObject, line } from '../alert/fields';
import { systemClock, type Clock } from '../delivery/clock';
import { processState } from '../processState';

/**
 * Alerts that a workflow had lately, in the static data that its nodes share. A polling trigger in the
 * same workflow that gives only missed alerts so knows, after a restart, which ones came just before.
 * n8n writes the static data to its database when a webhook was answered, but n8n 2.41 only if no
 * execution started; and when an execution ends. So the webhook notes an alert, and who delivers it too.
 */
const KEY = 'bugsinkArrivals';
/** The oldest go first. */
const MOST = 1_000;
/** Of a workflow that is forgotten, what was stored last is left. */
const MOST_WORKFLOWS = 1_000;

export interface Arrival {
	issueId: string;
	reason: string;
	/** When it was raised: ISO 8601, UTC; empty if the alert does not say. */
	at: string;
	/** When it was noted, by n8n's clock; ms since 1970. */
	noted: number;
}

/**
 * The notes of this n8n process, one list for each workflow. n8n reads the static data for each call
 * of a webhook and each execution and writes all of it afterwards, so of two at once only one would
 * keep its note. Therefore all of them refer to the same list, and whoever writes last writes all.
 */
export class Arrivals {
	private readonly lists = processState<Arrival[]>('arrivals', MOST_WORKFLOWS);

	/** What was noted for this workflow; empty if nobody wants to know. */
	of(workflow: string, shared: IDataObject): Arrival[] {
		return KEY in shared ? [...this.listOf(workflow, shared)] : [];
	}

	/** Notes an alert if a polling trigger of this workflow wants to know. */
	note(workflow: string, shared: IDataObject, arrival: Arrival): void {
		if (!(KEY in shared)) return;
		const list = this.listOf(workflow, shared);
		if (!list.some((one) => isSame(one, arrival))) list.push(arrival);
		list.splice(0, list.length - MOST);
		shared[KEY] = list as unknown as IDataObject[];
	}

	/**
	 * Has arrivals noted from now on. What the poll gives itself is noted as well: a webhook that is
	 * answered meanwhile writes the trigger's own data back as they were before the poll.
	 *
	 * @param since what was noted before is forgotten.
	 */
	keep(workflow: string, shared: IDataObject, given: Arrival[], since: number): void {
		const list = this.listOf(workflow, shared);
		const kept = [...list.filter(({ noted }) => noted >= since), ...given].slice(-MOST);
		list.splice(0, list.length, ...kept);
		shared[KEY] = list as unknown as IDataObject[];
	}

	/** Nobody wants to know any more. */
	forget(workflow: string, shared: IDataObject): void {
		delete shared[KEY];
		this.lists.delete([workflow]);
	}

	/** With what another process stored: in queue mode a worker delivers. */
	private listOf(workflow: string, shared: IDataObject): Arrival[] {
		const list = this.lists.get([workflow]) ?? [];
		this.lists.set([workflow], list);
		const stored = storedIn(shared).filter((one) => !list.some((other) => isSame(one, other)));
		list.unshift(...stored);
		return list;
	}
}

function storedIn(shared: IDataObject): Arrival[] {
	const stored: unknown = shared[KEY];
	return (Array.isArray(stored) ? (stored as unknown[]) : []).filter(isObject).map((one) => ({
		issueId: line(one.issueId) ?? '',
		reason: line(one.reason) ?? '',
		at: line(one.at) ?? '',
		noted: count(one.noted) ?? 0,
	}));
}

/** The same alert, noted by the webhook and by several destinations. */
function isSame(a: Arrival, b: Arrival): boolean {
	return a.issueId === b.issueId && a.reason === b.reason && a.at === b.at;
}

/** The notes of this process. */
export const arrivals = new Arrivals();

/** Notes an alert that Bugsink's webhook brought. It never costs the alert. */
export function noteArrival(
	context: Pick<IWebhookFunctions | IExecuteFunctions, 'getWorkflow' | 'getWorkflowStaticData'>,
	{ issueId, reason, lastSeen, isTest }: Alert,
	notes: Arrivals = arrivals,
	clock: Clock = systemClock,
): void {
	try {
		if (issueId === null || isTest) return;
		const arrival = { issueId, reason, at: lastSeen ?? '', noted: clock.now() };
		const shared = context.getWorkflowStaticData('global');
		notes.note(String(context.getWorkflow().id), shared, arrival);
	} catch {
		// Without the note the alert may come a second time, marked as a catch-up.
	}
}
