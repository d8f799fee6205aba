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

/** Tickets of executions that ran side by side are made within moments; a person's copy comes later. */
const SIDE_BY_SIDE = 900_000;

/** Whether two tickets for one alert were made by one account at about the same time. Times in ms since 1970. */
export function areMadeSideBySide(
	first: { creator: string; createdAt: number },
	later: { creator: string; createdAt: number },
): boolean {
	return later.creator === first.creator && later.createdAt - first.createdAt <= SIDE_BY_SIDE;
}
