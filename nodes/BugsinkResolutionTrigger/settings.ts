import type { IPollFunctions } from 'n8n-workflow';

import { count, isObject } from '../shared/alert/fields';
import { timeInField } from '../shared/bugsink/time';
import { InvalidSetting } from '../shared/delivery/failure';
import { wholeNumberOf } from '../shared/parameters';

/** What people do in Bugsink, and what Bugsink raises alerts for; UNMUTED is both. */
export const BY_PEOPLE = ['RESOLVED', 'REOPENED', 'MUTED', 'UNMUTED'] as const;
export const BY_BUGSINK = ['NEW', 'REGRESSED', 'UNMUTED'] as const;
export type ByPeople = (typeof BY_PEOPLE)[number];
export type ByBugsink = (typeof BY_BUGSINK)[number];

export interface Settings {
	/** Empty: all projects that the token sees. */
	project: string;
	byPeople: ReadonlySet<string>;
	byBugsink: ReadonlySet<string>;
	onlyMissed: boolean;
	/** ISO 8601, UTC. */
	startFrom: string | null;
	maxIssues: number;
	/** Counts of events, ascending; empty if not chosen. */
	counts: number[];
	rate: { events: number; hours: number } | null;
	stillOpen: { days: number; seenWithin: number } | null;
	quiet: { hours: number } | null;
}

const DEFAULT_MAX_ISSUES = 10_000;

/** @throws {InvalidSetting} */
export function readSettings(context: IPollFunctions): Settings {
	const read = (name: string, fallback: unknown): unknown =>
		context.getNodeParameter(name, fallback);
	const events = read('events', {});
	const chosen = isObject(events) ? events : {};
	const reasons = reasonsOf(context, Object.keys(chosen).length > 0);
	return {
		project: projectOf(context),
		...reasons,
		onlyMissed: read('options.onlyMissed', false) === true,
		startFrom: timeInField('Start From', read('options.startFrom', ''), context.getTimezone()),
		maxIssues: maxIssuesOf(read('options.maxIssues', DEFAULT_MAX_ISSUES)),
		counts: isObject(chosen.eventCount) ? countsOf(chosen.eventCount.counts) : [],
		rate: numbersOf(chosen.rate, {
			events: ['Number of Events', 100, 1_000_000_000],
			// Bugsink counts by the hour for 90 days.
			hours: ['Within Hours', 1, 2_000],
		}),
		stillOpen: numbersOf(chosen.stillOpen, {
			days: ['After Days', 7, 3_650],
			seenWithin: ['Seen Within Days', 7, 3_650],
		}),
		quiet: numbersOf(chosen.quiet, { hours: ['After Hours', 24, 87_600] }),
	};
}

/** What a workflow saved outside of the editor's bounds means is clear, so it counts. */
function maxIssuesOf(value: unknown): number {
	return wholeNumberOf(value, 'Issues to Watch', DEFAULT_MAX_ISSUES, 1, 1_000_000);
}

function projectOf(context: IPollFunctions): string {
	const value = context.getNodeParameter('project', '', { extractValue: true });
	const id = String(value ?? '').trim();
	if (/^\d{0,18}$/.test(id)) return id;
	throw new InvalidSetting(
		"'Project' is not the ID of a project",
		'Choose it from the list, or enter the number in the address of its issues: /issues/7/.',
	);
}

/**
 * Version 1 of the node knew only what people do: there, no reason at all means all of that, and
 * UNMUTED alone is what people do.
 */
function reasonsOf(
	context: IPollFunctions,
	hasEvents: boolean,
): Pick<Settings, 'byPeople' | 'byBugsink'> {
	const value: unknown = context.getNodeParameter('reasons', []);
	const reasons = Array.isArray(value) ? value.map(String) : [];
	if (reasons.length === 0 && hasEvents) return { byPeople: new Set(), byBugsink: new Set() };
	const isOld = context.getNode().typeVersion < 1.1;
	const isChosen = (reason: string): boolean => reasons.length === 0 || reasons.includes(reason);
	const knowsAlerts = !isOld || reasons.includes('NEW') || reasons.includes('REGRESSED');
	return {
		byPeople: new Set(BY_PEOPLE.filter(isChosen)),
		byBugsink: new Set(knowsAlerts ? BY_BUGSINK.filter(isChosen) : []),
	};
}

function countsOf(value: unknown): number[] {
	const entries = (Array.isArray(value) ? value.map(String) : String(value ?? '').split(/[\s,]+/))
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
	const counts = entries.map(Number);
	if (counts.length > 0 && counts.every((one) => Number.isSafeInteger(one) && one > 0)) {
		return [...new Set(counts)].sort((a, b) => a - b);
	}
	throw new InvalidSetting(
		"'Counts' must be whole numbers, separated by commas",
		'Enter numbers of events, for example 10, 100, 1000.',
	);
}

/** The fields of a chosen event, each a number above 0; empty is the default. Null if it is not chosen. */
function numbersOf<Name extends string>(
	fields: unknown,
	wanted: Record<Name, [label: string, byDefault: number, most: number]>,
): Record<Name, number> | null {
	if (!isObject(fields)) return null;
	const entries = Object.entries<[string, number, number]>(wanted).map(
		([name, [label, byDefault, most]]) => {
			const given = fields[name];
			const isEmpty = (typeof given === 'string' ? given.trim() : (given ?? '')) === '';
			const value = isEmpty ? byDefault : (count(given) ?? 0);
			if (value > 0 && value <= most) return [name, value];
			throw new InvalidSetting(
				`'${label}' must be a number above 0, at most ${most}`,
				`Enter a number, for example ${byDefault}.`,
			);
		},
	);
	return Object.fromEntries(entries) as Record<Name, number>;
}
