import type { Alert, AlertOwner } from '../../shared/alert/alert';
import { isObject, line, text, type JsonObject } from '../../shared/alert/fields';
import { codePathOf } from './codePath';
import type { OwnerRule } from './ownerRules';
import { matches } from './pattern';
import { ownFrames } from './stackTrace';
import { tagOf } from './tags';

/** Innermost frames whose paths are looked at; in a recursion they repeat. */
const MAX_PATHS = 10;
const MAX_TEXT = 2_000;

/**
 * Who owns an alert: the owners of the last rule that matches. What matches:
 *
 * - a path pattern: the alert's one path. That is the path of the innermost frame of the application
 *   (`in_app`) that any path pattern matches, beginning with the exception raised last. A frame's path
 *   is what follows `stripPrefix`, else the file as the SDK sent it. `*` also matches without frames.
 * - `project:name`: the project's name, in any case of letters.
 * - `tag:key=value`: a tag of the event, or its environment, release, level, server_name, transaction,
 *   logger or platform.
 * - `url:pattern`: the request's address, with or without its query, or its path alone.
 *
 * @param data the event as the SDK sent it; null if it could not be read, and then no path, tag or
 * address is known.
 */
export function ownersOf(
	rules: OwnerRule[],
	alert: Alert,
	data: JsonObject | null,
	stripPrefix: string,
): AlertOwner[] {
	const newestFirst = [...rules].reverse();
	const pathRule = ruleOfPath(newestFirst, data === null ? [] : pathsOf(data, stripPrefix));
	const project = (alert.project.name ?? '').toLowerCase();
	const addresses = data === null ? [] : addressesOf(data);
	const found = newestFirst.find(({ kind, tag, pattern }, index) => {
		if (kind === 'path') return index === pathRule;
		if (kind === 'project') return matches(pattern, project);
		if (kind === 'url') return addresses.some((address) => matches(pattern, address));
		const value = data === null ? '' : tagText(data, tag);
		return value !== '' && matches(pattern, value);
	});
	return (found?.owners ?? []).map((owner) => ({ rule: found?.rule ?? '', owner }));
}

/** Index of the path rule that decides; -1 if none matches. */
function ruleOfPath(rules: OwnerRule[], paths: string[]): number {
	for (const path of paths) {
		const found = rules.findIndex(({ kind, pattern }) => kind === 'path' && matches(pattern, path));
		if (found >= 0) return found;
	}
	if (paths.length > 0) return -1;
	return rules.findIndex(({ kind, pattern }) => kind === 'path' && pattern.isCatchAll);
}

function pathsOf(data: JsonObject, stripPrefix: string): string[] {
	const paths = new Set<string>();
	for (const frame of ownFrames(data)) {
		const code = codePathOf(frame, stripPrefix);
		if (code !== null) paths.add(code.path);
		if (paths.size === MAX_PATHS) break;
	}
	return [...paths];
}

function tagText(data: JsonObject, name: string): string {
	const value = tagOf(data, name);
	return typeof value === 'boolean' ? String(value) : (line(value) ?? '').slice(0, MAX_TEXT);
}

function addressesOf(data: JsonObject): string[] {
	const sent = isObject(data.request) ? text(data.request.url).slice(0, MAX_TEXT) : '';
	if (sent === '') return [];
	const plain = sent.replace(/[?#][\s\S]*$/, '');
	const path = /^[a-z][a-z0-9+.-]*:\/\/[^/]*(\/.*)?$/i.exec(plain)?.[1];
	return [...new Set([sent, plain, ...(path === undefined ? [] : [path])])];
}
