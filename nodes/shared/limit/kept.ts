import { isObject } from '../alert/fields';
import type { NamedProject } from '../digest';
import { parseJson } from '../text/json';
import type { LimitRules } from './rules';
import { hasUntold, type Held, type Unlisted, type Window } from './window';

/**
 * What the workflow's memory keeps of a node's limit, so that nothing held back is lost when n8n is
 * restarted. Each process has a list of its own: parallel executions overwrite one another.
 */
export interface Kept {
	/** By process. */
	processes: Map<string, Window[]>;
	/** Keys of held alerts that have been told, the newest last. */
	told: string[];
}

/** Every restart leaves one. */
const MAX_PROCESSES = 20;

/**
 * Anything else than what was written for this node reads as nothing kept: a workflow may have been
 * copied with its memory, and the copy must not tell what the original held back.
 */
export function readKept(text: string | undefined, node: string): Kept {
	const value = parseJson(text ?? '');
	const { of, processes, told } = isObject(value) ? value : {};
	if (of !== node) return { processes: new Map(), told: [] };
	const lists = isObject(processes) ? Object.entries(processes) : [];
	return {
		processes: new Map(
			lists.map(([id, windows]) => [id, listOf(windows).flatMap((one) => windowOf(one) ?? [])]),
		),
		told: listOf(told).map(String),
	};
}

export function writeKept({ processes, told }: Kept, node: string): string {
	const lists = [...processes].filter(([, windows]) => windows.length > 0).slice(-MAX_PROCESSES);
	return JSON.stringify({
		of: node,
		processes: Object.fromEntries(lists.map(([id, windows]) => [id, windows.map(packed)])),
		told,
	});
}

/** Projects, and what stands around an issue's id in its address, are written once. */
function packed(window: Window): object {
	const projects = new Table<NamedProject>();
	const links = new Table<string[]>();
	const held = window.held.map(({ issueId, url, project, ...one }) => [
		one.key,
		one.fingerprint === `bugsink-${issueId}` ? null : one.fingerprint,
		issueId,
		one.title,
		one.reason,
		one.events,
		url === null || issueId === null ? url : links.placeOf(url.split(issueId)),
		projects.placeOf(project),
	]);
	return { ...window, held, projects: projects.values, links: links.values };
}

class Table<T> {
	readonly values: T[] = [];
	private readonly places = new Map<string, number>();

	placeOf(value: T): number {
		const name = JSON.stringify(value);
		const place = this.places.get(name) ?? this.values.push(value) - 1;
		this.places.set(name, place);
		return place;
	}
}

function windowOf(value: unknown): Window | undefined {
	if (!isObject(value) || !isObject(value.rules)) return undefined;
	const { name, rules, since, until, sent, isSummarized, summaryRef } = value;
	if (typeof name !== 'string' || typeof since !== 'number') return undefined;
	if (typeof until !== 'number' || typeof sent !== 'number') return undefined;
	const window: Window = {
		name,
		rules: rulesOf(rules, since, until),
		since,
		until,
		sent,
		isSummarized: isSummarized === true,
		summaryRef: typeof summaryRef === 'string' ? summaryRef : null,
		held: listOf(value.held).flatMap((row) => heldOf(listOf(row), value) ?? []),
		unlisted: listOf(value.unlisted).filter(isUnlisted),
	};
	return hasUntold(window) || sent > 0 ? window : undefined;
}

function rulesOf(rules: { max?: unknown }, since: number, until: number): LimitRules {
	const max = typeof rules.max === 'number' ? rules.max : 1;
	return { max, minutes: Math.round((until - since) / 60_000), per: 'project' };
}

function heldOf(row: unknown[], window: { projects?: unknown; links?: unknown }): Held | undefined {
	const [key, fingerprint, issueId, title, reason, events, link, place] = row;
	const project = listOf(window.projects)[Number(place)];
	if (typeof key !== 'string' || typeof title !== 'string' || !isProject(project)) return undefined;
	const id = typeof issueId === 'string' ? issueId : null;
	const url = typeof link === 'number' ? listOf(listOf(window.links)[link]).join(id ?? '') : link;
	return {
		key,
		fingerprint: typeof fingerprint === 'string' ? fingerprint : `bugsink-${id}`,
		issueId: id,
		title,
		reason: String(reason),
		events: typeof events === 'number' ? events : null,
		url: typeof url === 'string' && url !== '' ? url : null,
		project,
	};
}

function isUnlisted(value: unknown): value is Unlisted {
	return isObject(value) && isProject(value.project) && typeof value.count === 'number';
}

function isProject(value: unknown): value is NamedProject {
	return isObject(value) && typeof value.name === 'string';
}

function listOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}
