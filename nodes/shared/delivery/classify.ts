import type { HttpResponse } from './http';

/** What to make of an answer. */
export type Verdict =
	| { kind: 'done' }
	/** Sending it again cannot help. */
	| { kind: 'refused' }
	/**
	 * Worth another attempt. `notBefore` in ms since 1970 if the service named a time; `uncertain`
	 * if the request may have taken effect all the same; `closesFirst` if a limit of its own was
	 * reached, which leaves the other lanes of the request open.
	 */
	| {
			kind: 'again';
			notBefore?: number;
			throttled: boolean;
			uncertain: boolean;
			closesFirst?: boolean;
	  };

/**
 * The one table of what may be tried again. A destination with habits of its own (GitHub's 403 for a
 * rate limit, Teams' errors inside a 200) looks first and falls back to this.
 */
export function classify(response: HttpResponse, now: number): Verdict {
	const { statusCode } = response;
	if (statusCode >= 200 && statusCode < 300) return { kind: 'done' };
	if (statusCode === 429) return throttled(response, now);
	if (statusCode === 408 || statusCode >= 500) {
		// 501 and 505 say that the server will never do this.
		if (statusCode === 501 || statusCode === 505) return { kind: 'refused' };
		return {
			kind: 'again',
			notBefore: retryAfter(response, now),
			throttled: false,
			uncertain: true,
		};
	}
	return { kind: 'refused' };
}

/** A throttled request took no effect. */
export function throttled(
	response: HttpResponse,
	now: number,
): Extract<Verdict, { kind: 'again' }> {
	return {
		kind: 'again',
		notBefore: retryAfter(response, now),
		throttled: true,
		uncertain: false,
	};
}

const YEAR = 365 * 86_400_000;

/**
 * The time that `Retry-After` names, in ms since 1970: seconds or an HTTP date
 * (https://www.rfc-editor.org/rfc/rfc9110#field.retry-after).
 */
export function retryAfter(response: HttpResponse, now: number): number | undefined {
	const value = response.headers['retry-after']?.trim() ?? '';
	if (/^\d+(\.\d+)?$/.test(value)) return now + Math.min(Number(value) * 1000, YEAR);
	// Every form of an HTTP date has this; of less JavaScript makes a date of 2001.
	if (!/\d\d:\d\d:\d\d/.test(value)) return undefined;
	const date = Date.parse(value);
	return Number.isNaN(date) ? undefined : date;
}
