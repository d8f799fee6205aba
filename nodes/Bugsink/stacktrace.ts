import type { AlertException, StackFrame } from '../shared/alert/alert';
import { count, isObject, line, text, type JsonObject } from '../shared/alert/fields';
import { MASK } from '../shared/delivery/redact';
import { isSecretName, maskCode, maskValue } from './mask';
import { bounded, listOf } from './texts';

export interface FrameLimits {
	withLocals: boolean;
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
	const chain = listOf(data.exception).slice(-MAX_EXCEPTIONS);
	if (chain.length > 0) return chain.map((exception) => exceptionOf(exception, limits));
	// A log message with `attach_stacktrace` has the frames at the current thread.
	const threads = listOf(data.threads);
	const thread = threads.find((one) => one.crashed === true || one.current === true) ?? threads[0];
	const frames = framesOf(data.stacktrace ?? thread?.stacktrace, limits);
	return frames.length === 0 ? [] : [{ type: '', message: '', frames }];
}

function exceptionOf(exception: JsonObject, limits: FrameLimits): AlertException {
	return {
		type: bounded(line(exception.type) ?? '', 200),
		message: bounded(valueText(exception.value), 2_000),
		frames: framesOf(exception.stacktrace, limits),
	};
}

function framesOf(stacktrace: unknown, limits: FrameLimits): StackFrame[] {
	if (!isObject(stacktrace) || !Array.isArray(stacktrace.frames)) return [];
	return stacktrace.frames
		.filter(isObject)
		.slice(-MAX_FRAMES)
		.map((frame) => frameOf(frame, limits));
}

function frameOf(frame: JsonObject, { withLocals }: FrameLimits): StackFrame {
	const path = line(frame.abs_path) ?? line(frame.filename) ?? '';
	const code = text(frame.context_line);
	return {
		file: bounded(
			line(frame.filename) ?? line(frame.abs_path) ?? line(frame.module) ?? '',
			MAX_LINE,
		),
		line: count(frame.lineno),
		function:
			frame.function === undefined ? null : bounded(line(frame.function) ?? '', 200) || null,
		inApp: typeof frame.in_app === 'boolean' ? frame.in_app : !LIBRARY.test(path),
		code: code.trim() === '' ? null : bounded(code, MAX_LINE, maskCode),
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
