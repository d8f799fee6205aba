import { WAIT_INDEFINITELY } from 'n8n-workflow';

import { count, isObject, text, type JsonObject } from '../../shared/alert/fields';
import { InvalidSetting } from '../../shared/delivery/failure';
import { choiceOf, type Parameters } from '../../shared/parameters';
import { oneLine } from '../../shared/text/clean';

/** One answer that people can give. */
export interface Choice {
	/** On the button. */
	label: string;
	/** In the output. */
	value: string;
	style: 'default' | 'positive' | 'destructive';
}

/** Teams shows at most six actions of a set (https://learn.microsoft.com/adaptive-cards/rendering-cards/host-config, `maxActions`). */
const MAX_CHOICES = 6;
/** What a button shows on a phone. */
const MAX_LABEL = 40;
const MAX_VALUE = 100;

export const DEFAULT_CHOICES: Choice[] = [
	{ label: 'Resolve', value: 'resolve', style: 'positive' },
	{ label: 'Mute for a Day', value: 'muteForADay', style: 'default' },
	{ label: 'Ignore', value: 'ignore', style: 'default' },
];

/** What an AI agent's request for approval may be answered. */
export const APPROVAL_CHOICES: Choice[] = [
	{ label: 'Approve', value: 'approve', style: 'positive' },
	{ label: 'Decline', value: 'decline', style: 'destructive' },
];

/** The rows of 'Choices'. @throws {InvalidSetting} */
export function readChoices(parameters: Parameters): Choice[] {
	const choices = rowsOf(parameters.raw('choices.values', DEFAULT_CHOICES)).map(readChoice);
	if (choices.length === 0 || choices.length > MAX_CHOICES) {
		throw new InvalidSetting(
			`'Choices' has ${choices.length} rows; a card shows from 1 to ${MAX_CHOICES}`,
			'Add or remove rows.',
		);
	}
	const values = new Set(choices.map(({ value }) => value));
	if (values.size < choices.length) {
		throw new InvalidSetting(
			"'Choices' has two rows with the same value",
			'Give each row a value of its own: the workflow tells the answers apart by it.',
		);
	}
	return choices;
}

function rowsOf(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function readChoice(row: unknown): Choice {
	const { label, value, style } = isObject(row) ? row : {};
	const shown = oneLine(text(label));
	const meant = oneLine(text(value)) || shown;
	if (shown === '' || shown.length > MAX_LABEL || meant.length > MAX_VALUE) {
		throw new InvalidSetting(
			`'Choices' has a row whose label is ${shown === '' ? 'empty' : 'too long'}`,
			`Enter a label of at most ${MAX_LABEL} characters and a value of at most ${MAX_VALUE}.`,
		);
	}
	const isStyled = style === 'positive' || style === 'destructive';
	return { label: shown, value: meant, style: isStyled ? style : 'default' };
}

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
/** What the editor shows first in 'Amount'. */
export const DEFAULT_AMOUNT = 8;

/**
 * Until when n8n waits, from 'Limit Wait Time'; without a limit n8n's own date for "forever".
 *
 * @param now ms since 1970.
 * @throws {InvalidSetting}
 */
export function readLimit(parameters: Parameters, now: number): Date {
	const limit = parameters.raw('limitWaitTime.values', null);
	if (!isObject(limit)) return WAIT_INDEFINITELY;
	const date =
		limit.limitType === 'atSpecifiedTime'
			? new Date(text(limit.maxDateAndTime))
			: new Date(now + intervalOf(limit));
	if (Number.isNaN(date.getTime()) || date.getTime() <= now) {
		throw new InvalidSetting(
			"'Limit Wait Time' does not end in the future",
			'Enter an amount greater than 0, or a date that is still to come.',
		);
	}
	return date;
}

/** In ms; NaN if the amount is not a number. @throws {InvalidSetting} for another unit. */
function intervalOf({ resumeAmount, resumeUnit }: JsonObject): number {
	const given = typeof resumeAmount === 'string' ? resumeAmount.trim() : (resumeAmount ?? '');
	const amount = given === '' ? DEFAULT_AMOUNT : (count(given) ?? NaN);
	return amount * UNITS[choiceOf(resumeUnit, 'Unit', ['minutes', 'hours', 'days'], 'hours')];
}
