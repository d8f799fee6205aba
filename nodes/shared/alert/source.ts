import { cleanText, oneLine } from '../text/clean';
import type { AlertEvent } from './alert';

/** A line of the user's code, and the page that shows it. */
export interface SourceLink {
	/** `path:line`; a long path without its beginning. */
	text: string;
	/** https, percent-encoded, at most 2,000 characters. */
	url: string;
}

const MAX_PATH = 100;
/** No browser opens a longer address. */
const MAX_URL = 2_000;

/**
 * The innermost frame of the application with a link, beginning with the exception that was raised
 * last; null without one.
 */
export function sourceOf(event: AlertEvent | null): SourceLink | null {
	if (event === null) return null;
	const frames = event.stacktrace.flatMap((exception) => exception.frames);
	const frame = frames.findLast(
		({ inApp, file, url = '' }) =>
			inApp && oneLine(file) !== '' && url !== '' && url.length <= MAX_URL,
	);
	if (frame?.url === undefined) return null;
	const file = oneLine(frame.file);
	const path = file.length <= MAX_PATH ? file : `…${cleanText(file.slice(-MAX_PATH))}`;
	return { text: frame.line === null ? path : `${path}:${frame.line}`, url: frame.url };
}
