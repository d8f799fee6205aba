import type { Alert } from '../shared/alert/alert';

/** Which alerts start the workflow; an empty list lets all through. */
export interface Filters {
	/** Upper case; `OTHER` stands for every reason that is not in the list of the editor. */
	reasons: string[];
	/** Names, ids, or `/patterns/` of names. */
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
		(entry) =>
			entry === String(project.id) ||
			entry.toLowerCase() === project.name?.toLowerCase() ||
			patternOf(entry)?.test(project.name ?? '') === true,
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

/**
 * Entries of 'Error Types', one per line or separated by commas. A comma may stand inside of
 * `/patterns/` and of a text in quotes.
 */
export function entriesOf(value: string): string[] {
	return linesOf(value).flatMap(listIn);
}

/**
 * Entries of 'Projects': as in 'Error Types', and each line as a whole too, since a project may have a
 * comma in its name: an alert too many is better than one that is lost.
 */
export function projectsOf(value: string): string[] {
	return [...new Set(linesOf(value).flatMap((line) => [...listIn(line), line]))];
}

function linesOf(value: string): string[] {
	return value
		.split(/\r?\n/)
		.map((line) => line.trim())
		.filter((line) => line !== '');
}

/** A pattern or a quoted name up to the next comma or the end; tried before plain text. */
const SPECIAL = /\s*(?:"([^"]*)"|(\/(?:[^/\\[]|\\.|\[(?:[^\]\\]|\\.)*\])+\/[a-z]*))\s*(?:,|$)/y;

function listIn(line: string): string[] {
	const entries: string[] = [];
	for (let at = 0; at < line.length;) {
		SPECIAL.lastIndex = at;
		const special = SPECIAL.exec(line);
		const comma = line.indexOf(',', at);
		const end = comma === -1 ? line.length : comma;
		entries.push((special?.[1] ?? special?.[2] ?? line.slice(at, end)).trim());
		at = special === null ? end + 1 : SPECIAL.lastIndex;
	}
	return entries.filter((entry) => entry !== '');
}

/** The fields that take patterns, and what in each was meant as one; a project may well be called `/web`. */
const PATTERN_FIELDS = {
	errorTypes: { label: 'Error Types', isMeant: /^\// },
	projects: { label: 'Projects', isMeant: /^\/.+\/[dgimsuvy]*$/s },
};

/** What is wrong with the entries of a field, and what to do; undefined if nothing is. */
export function invalidPattern(
	field: keyof typeof PATTERN_FIELDS,
	value: string,
): { message: string; hint: string } | undefined {
	const { label, isMeant } = PATTERN_FIELDS[field];
	const broken = entriesOf(value).find((entry) => isMeant.test(entry) && patternOf(entry) === null);
	if (broken === undefined) return undefined;
	return {
		message: `'${label}' has a pattern that is not a regular expression: ${broken.slice(0, 60)}`,
		hint: 'Write for example /^(Value|Type)Error$/, or plain text that does not begin with a slash.',
	};
}

/** `/^Value/i` as a regular expression; null for plain text and for an invalid regular expression. */
function patternOf(entry: string): RegExp | null {
	const match = /^\/(.+)\/([a-z]*)$/s.exec(entry);
	if (match === null) return null;
	try {
		// With g or y a pattern would remember where it matched last.
		return new RegExp(match[1], match[2].replace(/[gy]/g, ''));
	} catch {
		return null;
	}
}
