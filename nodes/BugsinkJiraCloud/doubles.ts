import { areMadeSideBySide } from '../shared/alert/tickets';
import { noteOf } from './adf';
import type { JiraApi } from './api';
import { DUPLICATE } from './decide';
import { link } from './link';
import type { Ticket } from './tickets';
import { transition } from './transitions';

/**
 * Two n8n processes that are given one alert at the same time may both create a ticket, as neither
 * finds the other's in Jira's index yet. Of open tickets with one fingerprint that the same account
 * made within 15 minutes the oldest stays; the others are linked to it as duplicates and closed.
 * Never throws: the alert at hand goes on.
 *
 * @param open open tickets of one fingerprint, the oldest first.
 * @param shared what the items of this execution share: one double is closed by one of them.
 */
export async function closeDoubles(
	api: JiraApi,
	open: Ticket[],
	shared: Map<string, unknown>,
): Promise<{ closed: Ticket[]; warnings: string[] }> {
	const [first, ...later] = open;
	const closed: Ticket[] = [];
	const warnings: string[] = [];
	for (const double of later.filter((ticket) => areMadeSideBySide(first, ticket))) {
		const mark = `jira double ${api.site} ${double.id}`;
		const underWay = shared.get(mark) as Promise<Closing> | undefined;
		const closing = underWay ?? closeAsDuplicate(api, double, first);
		shared.set(mark, closing);
		const { isClosed, warnings: said } = await closing;
		if (underWay === undefined) warnings.push(...said);
		if (isClosed) closed.push(double);
	}
	return { closed, warnings };
}

interface Closing {
	isClosed: boolean;
	warnings: string[];
}

async function closeAsDuplicate(api: JiraApi, double: Ticket, first: Ticket): Promise<Closing> {
	try {
		const { moved, warnings } = await transition(api, double, {
			to: 'done',
			asked: '',
			resolution: DUPLICATE,
		});
		// Without a way to close it, the next alert comes here again: nothing is said in the ticket then.
		if (!moved) return { isClosed: false, warnings };
		const done = `${double.key} was closed as a duplicate of ${first.key}`;
		const unsaid = await sayDuplicate(api, double, first);
		return { isClosed: true, warnings: [...warnings, ...unsaid, done] };
	} catch (error) {
		const names = `${double.key} is a duplicate of ${first.key}`;
		return { isClosed: false, warnings: [`${names} and could not be closed: ${said(error)}`] };
	}
}

/** Links and comments. @returns what did not work. */
async function sayDuplicate(api: JiraApi, double: Ticket, first: Ticket): Promise<string[]> {
	const url = `${api.site}/browse/${first.key}`;
	const note = noteOf('Closed as a duplicate of ', { key: first.key, url }, '.');
	try {
		const isLinked = await link(api, 'Duplicate', double.id, first.id);
		await api.request('POST', `/issue/${double.id}/comment`, { body: note });
		return isLinked ? [] : [`${double.key} could not be linked to ${first.key} as its duplicate`];
	} catch (error) {
		return [`${double.key} does not say of which ticket it is a duplicate: ${said(error)}`];
	}
}

function said(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
