import { oneLine } from '../text/clean';
import { cut } from '../text/cut';
import type { Alert, AlertEvent, StackFrame } from './alert';

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
		case 'EVENT_COUNT':
			return 'An issue keeps happening';
		case 'RATE':
			return 'An issue happens very often';
		case 'STILL_OPEN':
			return 'An issue is still open';
		case 'QUIET':
			return 'An issue has not been seen for a while';
		default:
			return `Bugsink alert: ${alert.reason}`;
	}
}

/** The alert's title as tickets and cards carry it; a test says so in front. */
export function markedTitle(alert: Alert): string {
	return alert.isTest ? `[Test] ${alert.title}` : alert.title;
}

/** The title as one short line. */
export function shownTitle(alert: Alert): string {
	return cut(oneLine(markedTitle(alert)), 100).text;
}

/** What can be said of an alert, by the names that the option 'Facts' has for it; the order is the usual one. */
export const FACT_LABELS = {
	errorType: 'Error type',
	project: 'Project',
	friendlyId: 'Issue',
	transaction: 'Transaction',
	level: 'Level',
	environment: 'Environment',
	release: 'Release',
	serverName: 'Server',
	firstSeen: 'First seen',
	lastSeen: 'Last seen',
	eventCount: 'Events',
	reason: 'Reason',
	unmuteReason: 'Unmuted because',
	tags: 'Tags',
} as const;

export type FactName = keyof typeof FACT_LABELS;

interface NamedFact extends Fact {
	name: FactName;
}

/** The facts that are known, in the order in which people ask for them; nothing empty. */
function namedFacts(alert: Alert): NamedFact[] {
	const { event } = alert;
	const values: Record<Exclude<FactName, 'tags'>, string | number | null | undefined> = {
		errorType: alert.errorType,
		project: alert.project.name,
		friendlyId: alert.friendlyId,
		transaction: alert.transaction ?? event?.transaction,
		level: event?.level,
		environment: event?.environment,
		release: event?.release,
		serverName: event?.serverName,
		firstSeen: readableTime(alert.firstSeen),
		lastSeen: readableTime(alert.lastSeen),
		eventCount: alert.eventCount,
		reason: alert.reason,
		unmuteReason: alert.unmuteReason,
	};
	const facts: NamedFact[] = [];
	for (const name of Object.keys(values) as Array<keyof typeof values>) {
		const value = values[name];
		if (value === null || value === undefined || value === '') continue;
		facts.push({ name, label: FACT_LABELS[name], value: String(value) });
	}
	return facts;
}

function withoutName({ label, value }: NamedFact): Fact {
	return { label, value };
}

/** The facts that are known, in the order in which people ask for them; nothing empty. */
export function factsOf(alert: Alert): Fact[] {
	return namedFacts(alert).map(withoutName);
}

/**
 * The facts for a reader who sees heading and title already: no reason, nothing that the title says, and
 * first and last seen as one while they read the same.
 */
export function furtherFacts(alert: Alert): Fact[] {
	const facts = namedFacts(alert);
	const isOnce = isSeenOnce(facts);
	return facts
		.filter(
			({ name, value }) =>
				name !== 'reason' &&
				!(name === 'errorType' && alert.title.includes(value)) &&
				!(name === 'lastSeen' && isOnce) &&
				value !== alert.title,
		)
		.map(withoutName);
}

/** The facts of the user's choice that are known, in that order; first and last seen as one while equal. */
export function chosenFacts(alert: Alert, names: FactName[]): Fact[] {
	const known = namedFacts(alert);
	const hidden = names.includes('firstSeen') && isSeenOnce(known) ? 'lastSeen' : undefined;
	return names.flatMap((name) =>
		known.filter((fact) => fact.name === name && name !== hidden).map(withoutName),
	);
}

/** Whether first and last seen read the same. */
function isSeenOnce(facts: NamedFact[]): boolean {
	const [first, last] = (['firstSeen', 'lastSeen'] as const).map(
		(time) => facts.find(({ name }) => name === time)?.value,
	);
	return first === last;
}

/** What a comment on a known issue says besides its heading: only what may have changed since. */
export function changedFacts(alert: Alert): Fact[] {
	const changing = ['environment', 'release', 'lastSeen', 'eventCount', 'unmuteReason'];
	return namedFacts(alert)
		.filter(({ name }) => changing.includes(name))
		.map(withoutName);
}

/** Which issue a comment is about: its name and its project, as far as they are known. */
export function whichIssue({ friendlyId, project }: Alert): string[] {
	return [friendlyId, project.name].flatMap((part) => (part === null || part === '' ? [] : part));
}

/** A longer line would have to be scrolled sideways in a code block. */
const LONGEST_CODE_LINE = 72;

/** Whether a message is to be shown as text that wraps, since a code block does not. */
export function mustWrap(message: string): boolean {
	return message.split('\n').some((line) => line.length > LONGEST_CODE_LINE);
}

/**
 * The event's tags as facts, without those that repeat the title or a fact by their value.
 *
 * @param facts those that are shown beside them; all if left out.
 */
export function tagFacts(alert: Alert, facts?: Fact[]): Fact[] {
	const tags = Object.entries(alert.event?.tags ?? {});
	if (tags.length === 0) return [];
	const said = new Set([alert.title, ...(facts ?? factsOf(alert)).map(({ value }) => value)]);
	return tags.filter(([, value]) => !said.has(value)).map(([label, value]) => ({ label, value }));
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
 *
 * @param said a message that the reader has seen already; it is not repeated.
 */
export function stackTraceText(event: AlertEvent | null, said = ''): string {
	const exceptions = [...(event?.stacktrace ?? [])].reverse();
	return exceptions
		.map(({ type, message, frames }) => {
			const shown = [...frames].reverse().slice(0, MAX_FRAMES);
			const lines = shown.flatMap((frame) => {
				const place = placeOf(frame);
				const where = `  at ${frame.function ?? '?'} (${place})${frame.inApp ? '' : ' [library]'}`;
				const locals = Object.entries(frame.locals ?? {}).map(
					([name, value]) => `      ${name} = ${value}`,
				);
				return [where, ...(frame.code === null ? [] : [`      ${frame.code.trim()}`]), ...locals];
			});
			const hidden = frames.length - shown.length;
			const what = [type, message.trim() === said.trim() ? '' : message];
			return [
				...(what.join('') === '' ? [] : [what.filter((part) => part !== '').join(': ')]),
				...lines,
				...(hidden > 0 ? [`  … ${hidden} more frames`] : []),
			].join('\n');
		})
		.join('\n\nCaused by:\n');
}

/** `file:line:column`, as far as it is known. */
function placeOf({ file, line, column }: StackFrame): string {
	if (line === null) return file;
	return typeof column === 'number' ? `${file}:${line}:${column}` : `${file}:${line}`;
}
