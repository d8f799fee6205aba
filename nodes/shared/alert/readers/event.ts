import { count, isObject, line, objects, text, utcTime, type JsonObject } from '../fields';
import type { AlertEvent, AlertException, StackFrame } from '../alert';
import { webLink } from '../../text/links';

/** The `event` part of a normalized alert, whatever a workflow did to it on the way: odd parts are dropped. */
export function readEvent(event: JsonObject): AlertEvent {
	const request = isObject(event.request) ? event.request : null;
	return {
		id: line(event.id),
		url: webLink(event.url),
		timestamp: utcTime(event.timestamp),
		level: line(event.level),
		platform: line(event.platform),
		environment: line(event.environment),
		release: line(event.release),
		serverName: line(event.serverName),
		transaction: line(event.transaction),
		logger: line(event.logger),
		tags: textMap(event.tags),
		user: isObject(event.user) ? textMap(event.user) : null,
		request: request && {
			method: line(request.method),
			url: line(request.url),
			headers: textMap(request.headers),
			...(text(request.body) === '' ? {} : { body: text(request.body) }),
		},
		breadcrumbs: objects(event.breadcrumbs).map((crumb) => ({
			timestamp: utcTime(crumb.timestamp),
			category: line(crumb.category),
			level: line(crumb.level),
			message: text(crumb.message),
		})),
		stacktrace: objects(event.stacktrace).map(readException),
	};
}

function readException(exception: JsonObject): AlertException {
	return {
		type: line(exception.type) ?? '',
		message: text(exception.message),
		frames: objects(exception.frames).map(readFrame),
	};
}

function readFrame(frame: JsonObject): StackFrame {
	const url = webLink(frame.url);
	const isSafe = url !== null && url.startsWith('https:');
	return {
		file: line(frame.file) ?? '',
		line: count(frame.line),
		column: count(frame.column),
		function: line(frame.function),
		inApp: frame.inApp === true,
		code: text(frame.code) || null,
		...(isObject(frame.locals) ? { locals: textMap(frame.locals) } : {}),
		...(isSafe ? { url } : {}),
	};
}

function textMap(value: unknown): Record<string, string> {
	if (!isObject(value)) return {};
	const entries = Object.entries(value)
		.map(([key, entry]) => [line(key) ?? '', scalarText(entry)])
		.filter(([key, entry]) => key !== '' && entry !== '');
	return Object.fromEntries(entries) as Record<string, string>;
}

function scalarText(value: unknown): string {
	return typeof value === 'boolean' ? String(value) : text(value);
}
