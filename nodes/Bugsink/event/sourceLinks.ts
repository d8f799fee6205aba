import { count, line, type JsonObject } from '../../shared/alert/fields';
import { InvalidSetting } from '../../shared/delivery/failure';
import { codePathOf, isPlainPath } from './codePath';
import { maskText } from './mask';
import { tagOf } from './tags';

/** How the user's frames become links to their code. */
export interface SourceSettings {
	/** A checked template, see `sourceTemplate`. */
	template: string;
	/** Name of the tag whose value is the ref; `release` is the event's release. */
	ref: string;
	/** What stands before the path in the repository; may be empty. */
	stripPrefix: string;
}

/** The link to a frame's line, or null where none is known. */
export type SourceLinker = (frame: JsonObject, inApp: boolean) => string | null;

const EXAMPLE = 'https://github.com/acme/shop/blob/{ref}/{path}#L{line}';
const PLACEHOLDERS = ['ref', 'path', 'line'];
/** Longest release of Bugsink (bugsink/bugsink, `Release.version`). */
const MAX_REF = 250;
/** No browser opens a longer address. */
const MAX_URL = 2_000;
/** Installed by package managers, never part of the repository, whatever folder they lie in. */
const INSTALLED = /(?:^|\/)(?:node_modules|site-packages|dist-packages)\//;

/**
 * Checks a template such as `https://github.com/acme/shop/blob/{ref}/{path}#L{line}`: https, a host
 * without placeholders or user, `{path}`, and no other placeholders than these three.
 *
 * @throws {InvalidSetting} saying what is wrong with it.
 */
export function sourceTemplate(template: string): string {
	const invalid = (what: string) =>
		new InvalidSetting(`'Source URL' ${what}`, `Enter a template, for example ${EXAMPLE}.`);
	if (template.length > MAX_URL) throw invalid('is too long');
	if (/[\s\\]/.test(template) || line(template) !== template) {
		throw invalid('must not contain spaces, backslashes or control characters');
	}
	if (!/^https:\/\//i.test(template)) throw invalid('must begin with https://');
	const host = /^https:\/\/([^/?#]+)\//i.exec(template)?.[1] ?? '';
	if (/[{}]/.test(host)) throw invalid('must not have a placeholder in its host');
	if (host.includes('@')) throw invalid('must not contain a user or password');
	if (host === '' || !URL.canParse(template)) throw invalid('is not an address with a path');
	const unknown = [...template.matchAll(/\{([^{}]*)\}/g)].find(
		([, name]) => !PLACEHOLDERS.includes(name),
	);
	if (unknown !== undefined) {
		throw invalid(`has the unknown placeholder ${unknown[0].slice(0, 40)}`);
	}
	if (/[{}]/.test(template.replace(/\{[^{}]*\}/g, ''))) throw invalid('has a brace without a pair');
	if (!template.includes('{path}')) throw invalid('must contain {path}');
	return template;
}

/**
 * Links for the frames of one event. Values of the event fill the template's placeholders, with each
 * name between slashes percent-encoded; a value with `..`, empty names, backslashes, control
 * characters or something that looks like a secret makes no link, and neither does a missing ref.
 * Frames of libraries have a link only below the prefix, and none where package managers install.
 *
 * @param data the event as the SDK sent it.
 */
export function sourceLinker(settings: SourceSettings, data: JsonObject): SourceLinker {
	const { template, stripPrefix } = settings;
	const { origin } = new URL(template);
	const ref = refOf(data, settings.ref);
	if (ref === null && template.includes('{ref}')) return () => null;
	return (frame, inApp) => {
		const code = codePathOf(frame, stripPrefix);
		if (code === null || code.place === 'outside' || isMasked(code.path)) return null;
		const isOurs = inApp || (code.place === 'underPrefix' && !INSTALLED.test(code.path));
		const lineNumber = lineOf(frame);
		if (!isOurs || (lineNumber === null && template.includes('{line}'))) return null;
		const values: Record<string, string> = {
			ref: encoded(ref ?? ''),
			path: encoded(code.path),
			line: String(lineNumber),
		};
		const filled = template.replace(/\{(\w+)\}/g, (_, name: string) => values[name]);
		const url = URL.canParse(filled) ? new URL(filled) : null;
		return url?.origin === origin && url.href.length <= MAX_URL ? url.href : null;
	};
}

function refOf(data: JsonObject, name: string): string | null {
	const value = name === 'release' ? (data.release ?? tagOf(data, name)) : tagOf(data, name);
	const ref = typeof value === 'number' && Number.isFinite(value) ? String(value) : value;
	const isUsable = typeof ref === 'string' && ref.length <= MAX_REF && line(ref) === ref;
	return isUsable && isPlainPath(ref) && !isMasked(ref) ? ref : null;
}

function lineOf(frame: JsonObject): number | null {
	const number = count(frame.lineno);
	return Number.isSafeInteger(number) && Number(number) > 0 ? number : null;
}

function isMasked(value: string): boolean {
	return maskText(value) !== value;
}

/** RFC 3986: also what `encodeURIComponent` leaves, since Markdown and chats act on it. */
function encoded(path: string): string {
	const names = path
		.split('/')
		.map((name) =>
			encodeURIComponent(name).replace(
				/[!'()*]/g,
				(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
			),
		);
	return names.join('/');
}
