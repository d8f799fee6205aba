import { noteOf } from './adf';
import type { JiraApi } from './api';
import { DUPLICATE } from './decide';
import { link } from './link';
import type { Ticket } from './tickets';
import { transition } from './transitions';

/** Tickets of executions that ran side by side are made within moments; a person's copy comes later. */
const SIDE_BY_SIDE = 900_000;

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
	for (const double of later) {
		const isDouble =
			double.creator === first.creator && double.createdAt - first.createdAt <= SIDE_BY_SIDE;
		if (!isDouble) continue;
		const mark = `jira double ${api.site} ${double.id}`;
		if (shared.has(mark)) {
			closed.push(double);
			continue;
		}
		shared.set(mark, true);
		try {
			warnings.push(...(await closeAsDuplicate(api, double, first)));
			closed.push(double);
		} catch (error) {
			const said = error instanceof Error ? error.message : String(error);
			warnings.push(
				`${double.key} is a duplicate of ${first.key} and could not be closed: ${said}`,
			);
		}
	}
	return { closed, warnings };
}

async function closeAsDuplicate(api: JiraApi, double: Ticket, first: Ticket): Promise<string[]> {
	const { moved, warnings } = await transition(api, double, {
		to: 'done',
		asked: '',
		resolution: DUPLICATE,
	});
	// Without a way to close it, the next alert comes here again: nothing is said in the ticket then.
	if (!moved) return warnings;
	if (!(await link(api, 'Duplicate', double.id, first.id))) {
		warnings.push(`${double.key} could not be linked to ${first.key} as its duplicate`);
	}
	const url = `${api.site}/browse/${first.key}`;
	const note = noteOf('Closed as a duplicate of ', { key: first.key, url }, '.');
	await api.request('POST', `/issue/${double.id}/comment`, { body: note });
	return [...warnings, `${double.key} was closed as a duplicate of ${first.key}`];
}
