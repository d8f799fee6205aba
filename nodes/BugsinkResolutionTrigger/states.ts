import { line, type JsonObject } from '../shared/alert/fields';
import type { ByPeople } from './settings';

/** `O`pen, `M`uted or `R`esolved; Bugsink unmutes what it resolves. */
export type State = 'O' | 'M' | 'R';

/** What a change of state is, if a person did it. */
const CHANGES: Record<string, ByPeople[]> = {
	OR: ['RESOLVED'],
	MR: ['RESOLVED'],
	OM: ['MUTED'],
	RO: ['REOPENED'],
	MO: ['UNMUTED'],
	RM: ['REOPENED', 'MUTED'],
};

export function stateOf(issue: JsonObject): State {
	if (issue.is_resolved === true) return 'R';
	return issue.is_muted === true ? 'M' : 'O';
}

export function changesBetween(from: State, to: State): ByPeople[] {
	return CHANGES[from + to] ?? [];
}

export function firstSeen(issue: JsonObject): string {
	return line(issue.first_seen) ?? '';
}

/** Milliseconds since 1970; 0 if it says nothing. */
export function lastSeen(issue: JsonObject): number {
	return Date.parse(line(issue.last_seen) ?? '') || 0;
}

/** Whether a time is later than another, both ISO 8601 in UTC with or without microseconds. */
export function isLater(time: string, than: string): boolean {
	const [a, b] = [Date.parse(time) || 0, Date.parse(than) || 0];
	return a === b ? time > than : a > b;
}
