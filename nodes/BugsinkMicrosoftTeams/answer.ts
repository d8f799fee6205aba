import { isObject } from '../shared/alert/fields';
import { classify, throttled, type Verdict } from '../shared/delivery/classify';
import { jsonOf, type HttpResponse } from '../shared/delivery/http';
import { cut } from '../shared/text/cut';
import { OPEN_THE_FLOW } from './webhookUrl';

/** Pause after a throttle text, which names no time: longer than the window of 4 a second. */
const THROTTLE_PAUSE = 2_000;

/** How the connectors say inside a 200 that Teams itself refused (MicrosoftDocs/msteams-docs#400, #4145). */
const INNER_STATUS = /HTTP error (?:code:? )?(\d{3})/i;
const THROTTLE_TEXT = /throttl|too many ?requests|rate limit (is )?exceeded/i;
/** Narrow, because what another host answers with 200 did arrive: sending it again would post it twice. */
const FAILURE_TEXT =
	/delivery failed|^webhook bad request|^bad payload|^invalid webhook|text is required/i;
const WEB_PAGE = /^\s*<(!doctype html|html)\b/i;
/** As much of an answer as is looked at, and as is shown. */
const MAX_READ = 2_000;
const MAX_SHOWN = 300;

/** 2xx means little: a connector answers `1` where the message arrived, and its errors inside a 200. */
export function judge(response: HttpResponse, now: number): Verdict {
	const verdict = classify(response, now);
	if (verdict.kind !== 'done') return verdict;
	const said = saidInside(response);
	if (said === null) return verdict;
	if (said.statusCode === 429) return paused(throttled(response, now), now);
	// What Teams itself failed at may have been posted.
	if (said.statusCode >= 500) return classify({ ...response, statusCode: said.statusCode }, now);
	return { kind: 'refused' };
}

function paused(verdict: Verdict, now: number): Verdict {
	return verdict.kind === 'again'
		? { ...verdict, notBefore: verdict.notBefore ?? now + THROTTLE_PAUSE }
		: verdict;
}

/** The failure inside a 2xx with its status (400 if it names none), or null if it succeeded. */
function saidInside({ body }: HttpResponse): { statusCode: number } | null {
	const text = body.slice(0, MAX_READ).trim();
	if (text === '' || text === '1') return null;
	const value = jsonOf({ statusCode: 200, headers: {}, body });
	if (isObject(value)) {
		// A relay's own JSON may say anything; only an error is one.
		if (!isObject(value.error) && !(typeof value.error === 'string' && value.error !== ''))
			return null;
		const words = JSON.stringify(value.error);
		return { statusCode: THROTTLE_TEXT.test(words) ? 429 : 400 };
	}
	const inner = INNER_STATUS.exec(text);
	if (inner !== null) return { statusCode: Number(inner[1]) };
	if (THROTTLE_TEXT.test(text)) return { statusCode: 429 };
	return FAILURE_TEXT.test(text) || WEB_PAGE.test(text) ? { statusCode: 400 } : null;
}

/** Power Automate's error codes as seen in the field, and what to do about each. */
const HINTS_BY_CODE: Record<string, string> = {
	DirectApiAuthorizationRequired: OPEN_THE_FLOW,
	AuthorizationFailed:
		'The signature (sig) in the webhook URL is not valid any more. Copy the URL again from the trigger of the flow.',
	WorkflowNotFound:
		'The flow was deleted or moved. Create it again, and enter its new URL in the credential.',
	WorkflowTriggerIsNotEnabled: 'The flow is switched off. Turn it on in Power Automate.',
	WorkflowTriggerRequestsThrottled:
		'The flow gets more messages than its plan allows: try again later, or send fewer alerts.',
	MessageSizeExceeded: 'Teams counts the card as too large, although it was cut to fit.',
};

/** The service's own words, and what to do. */
export function explain(response: HttpResponse): { message?: string; hint?: string } {
	const value = jsonOf(response);
	const error = isObject(value) && isObject(value.error) ? value.error : null;
	if (error !== null) {
		const message = typeof error.message === 'string' ? error.message : String(error.code ?? '');
		const hint = HINTS_BY_CODE[String(error.code)];
		return { message: cut(message, MAX_SHOWN).text, ...(hint === undefined ? {} : { hint }) };
	}
	if (response.statusCode >= 200 && response.statusCode < 300) return explainInside(response);
	if (response.statusCode === 404 || response.statusCode === 410) {
		return {
			hint: 'The webhook was removed, or its connector was retired. Create the flow "Send webhook alerts to a channel" in Workflows, and enter its URL in the credential.',
		};
	}
	if (response.statusCode === 413) return { hint: HINTS_BY_CODE.MessageSizeExceeded };
	return {};
}

function explainInside({ body }: HttpResponse): { message: string; hint: string } {
	if (WEB_PAGE.test(body)) {
		return {
			message: 'a web page instead of a confirmation',
			hint: 'The address leads to a page, perhaps a sign-in. Copy the webhook URL again from the trigger of the flow.',
		};
	}
	const status = INNER_STATUS.exec(body)?.[1];
	const hints: Record<string, string> = {
		'403': 'The connector may not post into this channel any more. Check that it still exists.',
		'404': 'The channel or the connector was removed. Create a new webhook and enter its URL.',
		'413': HINTS_BY_CODE.MessageSizeExceeded,
		'429': 'Teams is throttling this channel: try again later, or send fewer alerts.',
	};
	return {
		message: cut(body.trim(), MAX_SHOWN).text,
		hint:
			hints[status ?? ''] ??
			'Teams said this although it answered 200: the message was not posted. Send a test message, and compare the format with what the address expects.',
	};
}
