import { isObject } from '../../../../nodes/shared/alert/fields';
import { classify, type Verdict } from '../../../../nodes/shared/delivery/classify';
import { jsonOf, type HttpResponse } from '../../../../nodes/shared/delivery/http';
import { cut } from '../../../../nodes/shared/text/cut';

const DAY = 86_400_000;
const MAX_SHOWN = 300;

/**
 * The time until which Discord throttles stands in the body to the millisecond, in the header in whole
 * seconds (https://discord.com/developers/docs/topics/rate-limits#exceeding-a-rate-limit).
 */
export function judge(response: HttpResponse, now: number): Verdict {
	const verdict = classify(response, now);
	if (response.statusCode !== 429 || verdict.kind !== 'again') return verdict;
	const body = jsonOf(response);
	const seconds = isObject(body) ? body.retry_after : undefined;
	if (typeof seconds !== 'number' || seconds < 0) return verdict;
	return { ...verdict, notBefore: now + Math.min(seconds * 1000, DAY) };
}

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes */
const HINTS: Record<number, string> = {
	10003: 'There is no such channel or thread. Check the Thread ID under Options.',
	10015: 'The webhook was removed. Create it again, and enter its new URL in the credential.',
	50027: 'The token in the webhook URL is wrong. Copy the URL again from Discord.',
};

/** Discord's own words, with the first field that it complains about, and what to do. */
export function explain(response: HttpResponse): { message?: string; hint?: string } {
	const body = jsonOf(response);
	if (!isObject(body) || typeof body.message !== 'string') return {};
	const detail = firstDetail(body.errors);
	const hint = HINTS[Number(body.code)];
	return {
		message: cut(detail === null ? body.message : `${body.message} (${detail})`, MAX_SHOWN).text,
		...(hint === undefined ? {} : { hint }),
	};
}

/** `embeds.0.title: Must be 256 or fewer in length.` out of the tree of errors. */
function firstDetail(errors: unknown, path: string[] = []): string | null {
	if (!isObject(errors) || path.length > 10) return null;
	if (Array.isArray(errors._errors) && isObject(errors._errors[0])) {
		return `${path.join('.')}: ${String(errors._errors[0].message)}`;
	}
	for (const [key, entry] of Object.entries(errors)) {
		const found = firstDetail(entry, [...path, key]);
		if (found !== null) return found;
	}
	return null;
}
