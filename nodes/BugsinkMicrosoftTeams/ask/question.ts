import type { IDataObject } from 'n8n-workflow';

import type { Alert } from '../../shared/alert/alert';
import { isObject, text } from '../../shared/alert/fields';
import type { Choice } from './choices';

/** What is asked about an alert, and what may be answered. */
export interface Question {
	alert: Alert;
	choices: Choice[];
	/** For an AI agent, whose tool waits for `approved`. */
	isApproval: boolean;
}

export interface Answer {
	choice: string | null;
	/** ISO 8601, UTC. */
	choiceAt: string | null;
	/** The name that somebody entered. */
	choiceBy: string | null;
}

export const NO_ANSWER: Answer = { choice: null, choiceAt: null, choiceBy: null };

/**
 * The output: the alert with the answer. The same without an answer is what n8n keeps while it waits,
 * passes on after the limit, and hands to the webhook.
 */
export function answered({ alert, choices, isApproval }: Question, answer: Answer): IDataObject {
	const approved = isApproval ? { approved: answer.choice === 'approve' } : {};
	return { ...alert, ...answer, ...approved, choices } as unknown as IDataObject;
}

/** The question in what n8n kept; undefined if it keeps none. */
export function questionIn(json: unknown): Question | undefined {
	if (!isObject(json) || !Array.isArray(json.choices) || text(json.title) === '') return undefined;
	const { choice, choiceAt, choiceBy, approved, choices, ...alert } = json;
	if (choice !== null || choiceAt !== null || choiceBy !== null) return undefined;
	return {
		alert: alert as unknown as Alert,
		choices: choices as Choice[],
		isApproval: approved !== undefined,
	};
}
