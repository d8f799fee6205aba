import type { Alert } from '../alert/alert';
import { shownTitle } from '../alert/describe';
import { mayOpen, opensNone } from './decide';
import type { TicketRules } from './properties';

/**
 * What Send Alert would do, as far as that is known without asking the tracker.
 *
 * @param as where and as what a new ticket is opened, such as `in OPS as Bug`.
 */
export function ticketSummary(
	alert: Alert,
	rules: TicketRules,
	noun: 'issue' | 'ticket',
	as: string,
): string {
	const title = shownTitle(alert);
	if (mayOpen(alert, rules)) {
		return `Create ${as}, unless this alert has ${noun === 'issue' ? 'an issue' : 'a ticket'} already: ${title}`;
	}
	return `Create nothing, since ${opensNone(alert)}; look for an existing ${noun}: ${title}`;
}
