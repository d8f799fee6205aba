import type { AlertException, StackFrame } from '../../shared/alert/alert';
import { count, isObject, line, text, type JsonObject } from '../../shared/alert/fields';
import { MASK } from '../../shared/delivery/redact';
import { isSecretName, maskCode, maskValue } from './mask';
import type { SourceLinker } from './sourceLinks';
import { bounded, listOf } from './texts';

export interface FrameLimits {
	withLocals: boolean;
	linkOf?: SourceLinker;
}

/** The outermost exceptions and the innermost frames are those that people read. */
const MAX_EXCEPTIONS = 5;
const MAX_FRAMES = 50;
const MAX_LOCALS = 30;
const MAX_LOCAL = 300;
const MAX_LINE = 300;

/** Where code lies that the application did not write: packages, standard libraries, bundles of vendors. */
const LIBRARY =
	/(?:^|[\\/])(?:site-packages|dist-packages|node_modules|vendor|gems|\.cargo|jspm_packages)[\\/]|[\\/]lib(?:64)?[\\/](?:python|ruby|node)|^(?:node:|internal[\\/]|<frozen |java\.|javax\.|sun\.)/;

/** The exception chain with its frames, as Sentry orders both: what was raised last at the end, the innermost frame last. */
export function exceptionsOf(data: JsonObject, limits: FrameLimits): AlertException[] {
	return chainOf(data).map(({ exception, frames }) => ({
		type: bounded(line(exception?.type) ?? '', 200),
		message: bounded(valueText(exception?.value), 2_000),
		frames: frames.map((frame) => frameOf(frame, limits)),
	}));
}

/** The application's frames as the SDK sent them: the exception raised last first, and of each the innermost first. */
export function ownFrames(data: JsonObject): JsonObject[] {
	const frames = chainOf(data).flatMap((one) => one.frames);
	return frames.reverse().filter(isInApp);
}

/** Exceptions with their frames; `exception` is null for the stack trace of a log message. */
function chainOf(data: JsonObject): Array<{ exception: JsonObject | null; frames: JsonObject[] }> {
	const chain = listOf(data.exception).slice(-MAX_EXCEPTIONS);
	if (chain.length > 0) {
		return chain.map((exception) => ({ exception, frames: framesOf(exception.stacktrace) }));
	}
	// A log message with `attach_stacktrace` has the frames at the current thread.
	const threads = listOf(data.threads);
	const thread = threads.find((one) => one.crashed === true || one.current === true) ?? threads[0];
	const frames = framesOf(data.stacktrace ?? thread?.stacktrace);
	return frames.length === 0 ? [] : [{ exception: null, frames }];
}

function framesOf(stacktrace: unknown): JsonObject[] {
	if (!isObject(stacktrace) || !Array.isArray(stacktrace.frames)) return [];
	return stacktrace.frames.filter(isObject).slice(-MAX_FRAMES);
}

function isInApp(frame: JsonObject): boolean {
	const path = line(frame.abs_path) ?? line(frame.filename) ?? '';
	return typeof frame.in_app === 'boolean' ? frame.in_app : !LIBRARY.test(path);
}

function frameOf(frame: JsonObject, { withLocals, linkOf }: FrameLimits): StackFrame {
	const code = text(frame.context_line);
	const inApp = isInApp(frame);
	const url = linkOf?.(frame, inApp) ?? null;
	return {
		file: bounded(
			line(frame.filename) ?? line(frame.abs_path) ?? line(frame.module) ?? '',
			MAX_LINE,
		),
		line: count(frame.lineno),
		column: count(frame.colno),
		function:
			frame.function === undefined ? null : bounded(line(frame.function) ?? '', 200) || null,
		inApp,
		code: code.trim() === '' ? null : bounded(code, MAX_LINE, maskCode),
		...(url === null ? {} : { url }),
		...(withLocals && isObject(frame.vars) ? { locals: localsOf(frame.vars) } : {}),
	};
}

function localsOf(variables: JsonObject): Record<string, string> {
	const entries = Object.entries(variables).slice(0, MAX_LOCALS);
	return Object.fromEntries(
		entries.map(([name, value]) => [
			bounded(name, 100),
			isSecretName(name) ? MASK : bounded(localText(value), MAX_LOCAL),
		]),
	);
}

/** `bounded` masks texts; structures have names inside. */
function localText(value: unknown): string {
	return valueText(typeof value === 'string' ? value : maskValue(value));
}

function valueText(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : text(value) || String(value);
}
