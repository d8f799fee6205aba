import type { Alert, AlertEvent } from './alert';

/** One line of "what is known", as every destination shows it in its own way. */
export interface Fact {
	label: string;
	value: string;
}

/** What happened, in a reader's words: the heading of a ticket, card or incident. */
export function whatHappened(alert: Alert): string {
	if (alert.isTest) return 'Test message from Bugsink';
	switch (alert.reason) {
		case 'NEW':
			return 'New issue in Bugsink';
		case 'REGRESSED':
			return 'A resolved issue came back';
		case 'UNMUTED':
			return 'A muted issue is active again';
		case 'RESOLVED':
			return 'Resolved in Bugsink';
		case 'REOPENED':
			return 'Reopened in Bugsink';
		case 'MUTED':
			return 'Muted in Bugsink';
		default:
			return `Bugsink alert: ${alert.reason}`;
	}
}

/** The alert's title as tickets and cards carry it; a test says so in front. */
export function markedTitle(alert: Alert): string {
	return alert.isTest ? `[Test] ${alert.title}` : alert.title;
}

/** The facts that are known, in the order in which people ask for them; nothing empty. */
export function factsOf(alert: Alert): Fact[] {
	const { event } = alert;
	const facts: Array<[string, string | number | null | undefined]> = [
		['Error type', alert.errorType],
		['Project', alert.project.name],
		['Issue', alert.friendlyId],
		['Transaction', alert.transaction ?? event?.transaction],
		['Level', event?.level],
		['Environment', event?.environment],
		['Release', event?.release],
		['Server', event?.serverName],
		['First seen', readableTime(alert.firstSeen)],
		['Last seen', readableTime(alert.lastSeen)],
		['Events', alert.eventCount],
		['Reason', alert.reason],
		['Unmuted because', alert.unmuteReason],
	];
	return facts
		.filter(([, value]) => value !== null && value !== undefined && value !== '')
		.map(([label, value]) => ({ label, value: String(value) }));
}

/** `2026-08-03 09:14:22 UTC`; null stays null. */
function readableTime(time: string | null): string | null {
	if (time === null) return null;
	const date = new Date(time);
	return Number.isNaN(date.getTime())
		? time
		: `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Most frames of one exception that are worth reading; a recursion has thousands. */
const MAX_FRAMES = 50;

/**
 * The stack trace as text, the exception that was raised last first and its innermost frame first,
 * so that a cut loses what matters least. Empty without one.
 */
export function stackTraceText(event: AlertEvent | null): string {
	const exceptions = [...(event?.stacktrace ?? [])].reverse();
	return exceptions
		.map(({ type, message, frames }) => {
			const shown = [...frames].reverse().slice(0, MAX_FRAMES);
			const lines = shown.flatMap((frame) => {
				const place = frame.line === null ? frame.file : `${frame.file}:${frame.line}`;
				const where = `  at ${frame.function ?? '?'} (${place})${frame.inApp ? '' : ' [library]'}`;
				const locals = Object.entries(frame.locals ?? {}).map(
					([name, value]) => `      ${name} = ${value}`,
				);
				return [where, ...(frame.code === null ? [] : [`      ${frame.code.trim()}`]), ...locals];
			});
			const hidden = frames.length - shown.length;
			return [
				[type, message].filter((part) => part !== '').join(': '),
				...lines,
				...(hidden > 0 ? [`  … ${hidden} more frames`] : []),
			].join('\n');
		})
		.join('\n\nCaused by:\n');
}
