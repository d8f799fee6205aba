import { UnreadableAlert } from '../alert/readAlert';
import { DeliveryFailure, InvalidSetting, type FailureDetails } from '../delivery/failure';
import type { Redactor } from '../delivery/redact';
import { cleanText, oneLine } from '../text/clean';
import { cut } from '../text/cut';
import { parseJson } from '../text/json';

/** As much of an answer as Bugsink itself keeps of a failed delivery. */
const MAX_RESPONSE_TEXT = 2_000;

/** The record of whatever went wrong with an item; without any secret. */
export function failureDetails(error: unknown, redact: Redactor, now: Date): FailureDetails {
	const failure = error instanceof DeliveryFailure ? error.failure : undefined;
	// A service's own words may hold anything.
	const shown = (text: string): string => redact.text(oneLine(cleanText(text)));
	const responseText = redact.text(cleanText(failure?.responseText ?? ''));
	return {
		timestamp: now.toISOString(),
		statusCode: failure?.statusCode ?? null,
		responseText: cut(responseText, MAX_RESPONSE_TEXT).text,
		responseIsJson: parseJson(responseText) !== undefined,
		errorType: failure?.errorType ?? typeOf(error),
		errorMessage: shown(error instanceof Error ? error.message : String(error)),
		hint: shown(hintOf(error)),
	};
}

function typeOf(error: unknown): FailureDetails['errorType'] {
	if (error instanceof InvalidSetting) return 'InvalidSetting';
	return error instanceof UnreadableAlert ? 'UnreadableAlert' : 'UnexpectedError';
}

function hintOf(error: unknown): string {
	if (
		error instanceof DeliveryFailure ||
		error instanceof InvalidSetting ||
		error instanceof UnreadableAlert
	) {
		return error.hint;
	}
	// n8n's own errors (an expression that cannot be evaluated, a missing credential) explain themselves.
	const { description } = error as { description?: unknown };
	return typeof description === 'string' ? description : '';
}
