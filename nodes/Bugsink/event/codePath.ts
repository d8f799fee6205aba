import { line, type JsonObject } from '../../shared/alert/fields';

/** Where the code of a stack frame lies. */
export interface CodePath {
	/** Names joined by single slashes, none of them `.` or `..`, no slash in front: `src/orders.py`. */
	path: string;
	/** `outside`: below no prefix, and absolute on the machine that it ran on. */
	place: 'underPrefix' | 'relative' | 'outside';
}

/** Longer than any path of a repository that people read. */
const MAX_PATH = 500;
const WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\)/;
/** What bundlers and SDKs put in front: `webpack:///`, `webpack-internal:///(rsc)/`, `app:///`, `file://`. */
const IN_FRONT =
	/^(?:webpack(?:-internal)?:\/\/[^/]*\/(?:\([^/()]*\)\/)?|app:\/\/[^/]*\/|file:\/\/[^/]*(?:\/(?=[A-Za-z]:\/)|(?=\/)))/;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/;

/**
 * The path of a frame as Sentry's SDKs send it (`abs_path`, `filename`): what follows `prefix`, if one
 * of the two begins with it; else the one that is relative; else the absolute one. A prefix ends at a
 * slash, counts with and without the scheme in front, and on Windows in any case of letters.
 *
 * @returns null without a path, or for one that is not plain: with `..`, an empty name, a backslash
 * outside Windows, control characters, or an address.
 */
export function codePathOf(frame: JsonObject, prefix: string): CodePath | null {
	const sent = [frame.abs_path, frame.filename].filter(isUsable);
	const isWindows = sent.some((path) => WINDOWS.test(withoutScheme(path)));
	const paths = isWindows ? sent.map((path) => path.replaceAll('\\', '/')) : sent;
	const wanted = isWindows ? prefix.replaceAll('\\', '/') : prefix;
	for (const path of paths) {
		const rest =
			below(wanted, path, isWindows) ??
			below(withoutScheme(wanted), withoutScheme(path), isWindows);
		if (rest !== null) return plain(SCHEME.test(path) ? withoutQuery(rest) : rest, 'underPrefix');
	}
	const further = paths.map(withoutScheme).filter((path) => !SCHEME.test(path));
	const relative = further.find((path) => !isAbsolute(path));
	if (relative !== undefined) return plain(relative, 'relative');
	return further.length === 0
		? null
		: plain(further[0].replace(/^(?:[A-Za-z]:)?\//, ''), 'outside');
}

/** Whether it consists of names between single slashes, so that it means the same to whoever resolves it. */
export function isPlainPath(path: string): boolean {
	const isName = (name: string) => name !== '' && !/^(?:\.|%2e){1,2}$/i.test(name);
	return !path.includes('\\') && path.split('/').every(isName);
}

function isUsable(path: unknown): path is string {
	return (
		typeof path === 'string' &&
		path.length <= MAX_PATH &&
		// `<anonymous>`, `<frozen importlib>`: no file.
		!path.startsWith('<') &&
		line(path) === path
	);
}

function plain(path: string, place: CodePath['place']): CodePath | null {
	const found = path.replace(/^(?:\.\/)+/, '');
	return isPlainPath(found) ? { path: found, place } : null;
}

function below(prefix: string, path: string, ignoreCase: boolean): string | null {
	if (prefix === '') return null;
	const start = path.slice(0, prefix.length);
	const isSame = ignoreCase ? start.toLowerCase() === prefix.toLowerCase() : start === prefix;
	const rest = path.slice(prefix.length);
	if (!isSame || rest === '') return null;
	if (prefix.endsWith('/')) return rest;
	return rest.startsWith('/') ? rest.slice(1) : null;
}

function withoutScheme(path: string): string {
	const match = IN_FRONT.exec(path);
	if (match === null) return path.replace(/^(?:\.\/)+/, '');
	return withoutQuery(path.slice(match[0].length)).replace(/^(?:\.\/)+/, '');
}

/** Bundlers tell the parts of a file apart by a query: `Cart.vue?a1b2`. */
function withoutQuery(path: string): string {
	return path.split('?', 1)[0];
}

function isAbsolute(path: string): boolean {
	return path.startsWith('/') || /^[A-Za-z]:\//.test(path);
}
