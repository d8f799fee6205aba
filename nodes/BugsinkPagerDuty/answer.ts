import { isObject, text } from '../shared/alert/fields';
import { classify, throttled, type Verdict } from '../shared/delivery/classify';
import { jsonOf, type HttpResponse } from '../shared/delivery/http';
import type { Service } from '../shared/delivery/service';
import { oneLine } from '../shared/text/clean';
import { cut } from '../shared/text/cut';

/** PagerDuty's advice for a throttled event without a time: try three times, 30 seconds apart (https://developer.pagerduty.com/docs/events-api-v2-overview#rate-limiting). */
const THROTTLED_WAIT = 30_000;

const THROTTLED = /throttl|too (quickly|many)|rate limit/i;

/**
 * An event is accepted with 202 and `status: success`, and with nothing else
 * (https://developer.pagerduty.com/docs/send-alert-event#response-codes--retry-logic): proxies and
 * sign-in pages answer 200, and throttling may be told inside a 202.
 */
function judge(response: HttpResponse, now: number): Verdict {
	const verdict = verdictOf(response, now);
	if (verdict.kind !== 'again' || !verdict.throttled) return verdict;
	return { ...verdict, notBefore: verdict.notBefore ?? now + THROTTLED_WAIT };
}

function verdictOf(response: HttpResponse, now: number): Verdict {
	const verdict = classify(response, now);
	if (verdict.kind !== 'done') return verdict;
	const { status, message } = answerOf(response);
	if (response.statusCode === 202 && status === 'success') return verdict;
	if (THROTTLED.test(`${status} ${message}`)) {
		return throttled(response, now);
	}
	return { kind: 'refused' };
}

/** PagerDuty's `{ status, message, errors: [] }`. */
function answerOf(response: HttpResponse) {
	const json = jsonOf(response);
	const body = isObject(json) ? json : {};
	return {
		status: text(body.status).trim().toLowerCase(),
		message: text(body.message),
		errors: Array.isArray(body.errors) ? body.errors.map(text) : [],
	};
}

function explain(response: HttpResponse): { message?: string; hint?: string } {
	const { status, message, errors } = answerOf(response);
	const said = [message, errors.join('; ')].filter((part) => part !== '').join(': ');
	const hint = hintFor(response.statusCode, `${status} ${said}`);
	return {
		...(said === '' ? {} : { message: cut(oneLine(said), 500).text }),
		...(hint === undefined ? {} : { hint }),
	};
}

function hintFor(statusCode: number, said: string): string | undefined {
	const isOk = statusCode >= 200 && statusCode < 300;
	if (statusCode === 429 || (isOk && THROTTLED.test(said))) {
		return 'PagerDuty accepts about 120 events a minute for one integration key: try again later, or send fewer alerts.';
	}
	if (isOk) {
		return "PagerDuty did not confirm the event. Another server, such as a proxy or a sign-in page, may have answered: check the 'Region' in the credential, and this n8n's way to the internet.";
	}
	if (statusCode >= 400 && statusCode < 500 && /routing.?key/i.test(said)) {
		return "Check the 'Integration Key' and the 'Region' in the credential: it must be the key of an \"Events API V2\" integration, and a key works in its own region only.";
	}
	return undefined;
}

export const service: Service = { name: 'PagerDuty', judge, explain };
