import { processState } from '../../shared/processState';
import type { Answer } from './question';

/** By then the execution has resumed, and n8n itself says so. An answer that n8n failed to accept can be given again. */
const LIFETIME = 60_000;
const MAX_ENTRIES = 500;

/**
 * The answers that this process was just given. n8n itself lets an execution go on only once, but answers
 * whoever comes second, within the moment that this takes, with an error: here we can say what was chosen.
 */
const given = processState<{ answer: Answer; until: number }>('answers given', MAX_ENTRIES);

/** The answer that was given before, or undefined for the first, which is kept. */
export function firstAnswer(key: string[], answer: Answer, now: number): Answer | undefined {
	const earlier = answerGiven(key, now);
	if (earlier === undefined) given.set(key, { answer, until: now + LIFETIME });
	return earlier;
}

export function answerGiven(key: string[], now: number): Answer | undefined {
	const entry = given.get(key);
	return entry !== undefined && entry.until > now ? entry.answer : undefined;
}
