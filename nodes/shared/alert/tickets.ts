import { SETTLED_REASONS, type Alert } from './alert';

/**
 * Whether an alert may open a ticket. News that an issue is settled never does; with 'Only New Issues'
 * only a new issue and a test do.
 */
export function mayOpenTicket(alert: Alert, onlyNewIssues: boolean): boolean {
	if (alert.isTest) return true;
	if (SETTLED_REASONS.includes(alert.reason)) return false;
	return !onlyNewIssues || alert.reason === 'NEW';
}

/** Why `mayOpenTicket` says no, as the end of a sentence. */
export function opensNone({ reason }: Alert): string {
	return SETTLED_REASONS.includes(reason)
		? `an alert with the reason ${reason} opens none`
		: `with 'Only New Issues' an alert with the reason ${reason} opens none`;
}
