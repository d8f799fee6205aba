import type { Alert } from '../shared/alert/alert';

/** Which alerts start the workflow; an empty list lets all through. */
export interface Filters {
	/** Upper case; `OTHER` stands for every reason that is not in the list of the editor. */
	reasons: string[];
	/** Names or ids. */
	projects: string[];
	/** Texts that the error type contains, or `/patterns/`. */
	errorTypes: string[];
	dropTestAlerts: boolean;
}

const LISTED_REASONS = ['NEW', 'REGRESSED', 'UNMUTED'];

/**
 * Why an alert does not start the workflow; undefined if it does. Test alerts follow their own
 * switch alone: the sample that Bugsink sends says nothing about projects and types.
 */
export function filteredBecause(alert: Alert, filters: Filters): string | undefined {
	if (alert.isTest) return filters.dropTestAlerts ? 'test alerts are dropped' : undefined;
	if (filters.reasons.length > 0 && !hasReason(alert.reason, filters.reasons)) {
		return `reason ${alert.reason} is not wanted`;
	}
	if (filters.projects.length > 0 && !hasProject(alert, filters.projects)) {
		return 'the project is not wanted';
	}
	if (filters.errorTypes.length > 0 && !hasErrorType(alert, filters.errorTypes)) {
		return 'the error type is not wanted';
	}
	return undefined;
}

function hasReason(reason: string, wanted: string[]): boolean {
	return wanted.includes(LISTED_REASONS.includes(reason) ? reason : 'OTHER');
}

function hasProject({ project }: Alert, wanted: string[]): boolean {
	return wanted.some(
		(entry) => entry === String(project.id) || entry.toLowerCase() === project.name?.toLowerCase(),
	);
}

function hasErrorType({ errorType, title }: Alert, wanted: string[]): boolean {
	const subject = errorType || title;
	return wanted.some((entry) => {
		const pattern = patternOf(entry);
		return pattern === null
			? subject.toLowerCase().includes(entry.toLowerCase())
			: pattern.test(subject);
	});
}

/** Entries of a comma-separated field. */
export function entriesOf(value: string): string[] {
	return value
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/** What is wrong with the patterns of 'Error Types', and what to do; undefined if nothing is. */
export function invalidPattern(errorTypes: string): { message: string; hint: string } | undefined {
	const broken = entriesOf(errorTypes).find(
		(entry) => isPattern(entry) && patternOf(entry) === null,
	);
	if (broken === undefined) return undefined;
	return {
		message: `'Error Types' has a pattern that is not a regular expression: ${broken.slice(0, 60)}`,
		hint: 'Write for example /^(Value|Type)Error$/, or plain text without slashes.',
	};
}

const PATTERN = /^\/(.+)\/([iu]*)$/s;

function isPattern(entry: string): boolean {
	return PATTERN.test(entry);
}

/** `/^Value/i` as a regular expression; null for plain text and for what is no regular expression. */
function patternOf(entry: string): RegExp | null {
	const match = PATTERN.exec(entry);
	if (match === null) return null;
	try {
		return new RegExp(match[1], match[2]);
	} catch {
		return null;
	}
}
