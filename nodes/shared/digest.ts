import type { Alert } from './alert/alert';
import { cut } from './text/cut';
import { webLink } from './text/links';

/** Of each title; a list of a hundred is read by its beginnings. */
const MAX_TITLE = 120;
const MAX_PROJECT = 100;
/** Longer addresses would crowd out the other issues. */
const MAX_LINK = 500;

/** What a digest needs to know of an alert. */
export interface DigestEntry {
	fingerprint: string;
	issueId: string | null;
	title: string;
	reason: string;
	/** Events over the issue's lifetime. */
	events: number | null;
	url: string | null;
	project: NamedProject;
}

/** An issue with all that happened to it. */
export interface DigestIssue {
	issueId: string | null;
	title: string;
	/** Each once, in the order in which they came. */
	reasons: string[];
	/** How many alerts are about it. */
	alerts: number;
	events: number | null;
	url: string | null;
}

/** A project, and the list of its issues in Bugsink if its address is known. */
export interface NamedProject {
	name: string;
	url: string | null;
}

export interface DigestProject extends NamedProject {
	alerts: number;
	/** The most frequent first. */
	issues: DigestIssue[];
	/** How many alerts more there were of which nothing but their number is known. */
	unlisted: number;
}

/** Many alerts in one message: by project, the project with the most issues first. */
export interface Digest {
	alerts: number;
	issues: number;
	projects: DigestProject[];
}

export function digestEntry(alert: Alert): DigestEntry {
	const { bugsinkUrl, project } = alert;
	const base = webLink(bugsinkUrl)?.replace(/\/$/, '');
	const isKnown = base !== undefined && project.id !== null;
	return {
		fingerprint: alert.fingerprint,
		issueId: alert.issueId,
		title: cut(alert.title, MAX_TITLE).text,
		reason: alert.reason,
		events: alert.eventCount,
		url: shortLink(alert.issueUrl),
		project: {
			name: cut(nameOf(project), MAX_PROJECT).text,
			// https://github.com/bugsink/bugsink/blob/main/issues/urls.py
			url: isKnown ? shortLink(`${base}/issues/${project.id}/`) : null,
		},
	};
}

/** What Bugsink's API says of an issue names its project by the number alone. */
function nameOf({ id, name }: Alert['project']): string {
	return name ?? (id === null ? 'Unknown project' : `Project ${id}`);
}

/** @param unlisted alerts of which nothing else is known, by project. */
export function digestOf(
	entries: DigestEntry[],
	unlisted: Array<{ project: NamedProject; count: number }> = [],
): Digest {
	const projects = new Map<string, ProjectEntries>();
	const open = (project: NamedProject): ProjectEntries => {
		const name = JSON.stringify([project.name, project.url]);
		const known = projects.get(name) ?? { project, issues: new Map(), unlisted: 0 };
		projects.set(name, known);
		return known;
	};
	for (const entry of entries) {
		const { issues } = open(entry.project);
		const known = issues.get(entry.fingerprint);
		if (known === undefined) issues.set(entry.fingerprint, [entry]);
		else known.push(entry);
	}
	for (const { project, count } of unlisted) open(project).unlisted += count;
	const found = [...projects.values()].map(projectOf);
	return {
		alerts: sum(found.map(({ alerts }) => alerts)),
		issues: sum(found.map(({ issues }) => issues.length)),
		projects: found.sort(
			(a, b) => b.issues.length - a.issues.length || a.name.localeCompare(b.name),
		),
	};
}

interface ProjectEntries {
	project: NamedProject;
	/** By fingerprint. */
	issues: Map<string, DigestEntry[]>;
	unlisted: number;
}

function projectOf({ project, issues, unlisted }: ProjectEntries): DigestProject {
	const ofIssues = [...issues.values()];
	return {
		...project,
		alerts: sum(ofIssues.map((entries) => entries.length)) + unlisted,
		issues: ofIssues.map(issueOf).sort(byFrequency),
		unlisted,
	};
}

function sum(counts: number[]): number {
	return counts.reduce((total, count) => total + count, 0);
}

function issueOf(entries: DigestEntry[]): DigestIssue {
	const newest = entries[entries.length - 1];
	const counts = entries.flatMap(({ events }) => (events === null ? [] : [events]));
	return {
		issueId: newest.issueId,
		title: newest.title,
		reasons: [...new Set(entries.map(({ reason }) => reason))],
		alerts: entries.length,
		events: counts.length === 0 ? null : Math.max(...counts),
		url: newest.url,
	};
}

function byFrequency(a: DigestIssue, b: DigestIssue): number {
	return (b.events ?? 0) - (a.events ?? 0) || b.alerts - a.alerts || a.title.localeCompare(b.title);
}

function shortLink(value: string | null): string | null {
	const url = webLink(value);
	return url !== null && url.length <= MAX_LINK ? url : null;
}

/** A project with as many of its issues as a message has room for. */
export interface ShownProject extends DigestProject {
	/** Titles may be shorter here. */
	shown: DigestIssue[];
	/** How many alerts are not listed: of issues left out, and those that are only counted. */
	more: number;
}

/**
 * At most `max` issues: all projects get the same share, the most frequent issues first, and what a
 * small project leaves over goes to the others. A project without room for an issue keeps its line.
 *
 * @param titleLength in UTF-16 units.
 */
export function shorten(
	{ projects }: Digest,
	max: number,
	titleLength = MAX_TITLE,
): ShownProject[] {
	const sizeOf = (place: number): number => projects[place].issues.length;
	const shares: number[] = [];
	const bySize = projects.map((_, place) => place).sort((a, b) => sizeOf(a) - sizeOf(b));
	let left = max;
	for (const [done, place] of bySize.entries()) {
		shares[place] = Math.min(sizeOf(place), Math.floor(left / (bySize.length - done)));
		left -= shares[place];
	}
	return projects.map((project, place) => {
		const listed = project.issues.slice(0, shares[place]);
		const shown = listed.map((issue) => ({ ...issue, title: cut(issue.title, titleLength).text }));
		return { ...project, shown, more: project.alerts - sum(shown.map(({ alerts }) => alerts)) };
	});
}

/** Titles get shorter before an issue is left out. */
const TITLE_LENGTHS = [MAX_TITLE, 80, 50];
const SHORTEST_TITLE = 50;

/**
 * The message with as many issues as it has room for.
 *
 * @param build the message about some of the issues; more of them must not make it smaller.
 * @returns how many issues it lists, and whether that is all.
 */
export function fitDigest<T>(
	digest: Digest,
	build: (projects: ShownProject[]) => T,
	isSmallEnough: (built: T) => boolean,
): { built: T; count: number; isWhole: boolean } {
	const { issues } = digest;
	for (const length of TITLE_LENGTHS) {
		const built = build(shorten(digest, issues, length));
		if (isSmallEnough(built)) return { built, count: issues, isWhole: true };
	}
	const withCount = (count: number): T => build(shorten(digest, count, SHORTEST_TITLE));
	let fitting = 0;
	for (let tooMany = issues; tooMany - fitting > 1;) {
		const middle = Math.floor((fitting + tooMany) / 2);
		if (isSmallEnough(withCount(middle))) fitting = middle;
		else tooMany = middle;
	}
	if (fitting > 0) return { built: withCount(fitting), count: fitting, isWhole: false };
	const projects = shorten(digest, 0);
	const withProjects = (count: number): T => build(mergeAfter(projects, count));
	for (let tooMany = projects.length + 1; tooMany - fitting > 1;) {
		const middle = Math.floor((fitting + tooMany) / 2);
		if (isSmallEnough(withProjects(middle))) fitting = middle;
		else tooMany = middle;
	}
	return { built: withProjects(fitting), count: 0, isWhole: false };
}

/** The projects after the first `count` become one line. */
function mergeAfter(projects: ShownProject[], count: number): ShownProject[] {
	const rest = projects.slice(count);
	if (rest.length < 2) return projects;
	const alerts = sum(rest.map((project) => project.alerts));
	const name = `${rest.length} more projects`;
	const merged = { name, url: null, alerts, issues: [], unlisted: alerts, shown: [], more: alerts };
	return [...projects.slice(0, count), merged];
}

/** What is known of an issue beside its title, such as `regressed, 12 events`; may be empty. */
export function detailOf({ alerts, events, reasons }: DigestIssue): string {
	const other = reasons.filter((reason) => reason !== 'NEW').map((reason) => reason.toLowerCase());
	const counts = [
		...(alerts > 1 ? [`${alerts} alerts`] : []),
		...((events ?? 0) > 1 ? [`${events} events`] : []),
	];
	return [...other.map((reason) => reason.replace(/_/g, ' ')), ...counts].join(', ');
}

/** `3 alerts`, `1 alert`. */
export function alertsOf(count: number): string {
	return count === 1 ? '1 alert' : `${count} alerts`;
}
