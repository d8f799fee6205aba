/** The alerts of the queue-mode test, each of which can be told from every other wherever it arrives. */
import { randomUUID } from 'node:crypto';

import { sample } from '../support/samples';
import { post } from './deliver';
import { sleep } from './processes';

/** Bugsink gives up after five seconds. */
const TIMEOUT = 5000;

export interface BurstAlert {
	issueId: string;
	/** Stands in the alert's message, which every destination passes on. */
	mark: string;
	body: string;
}

/** An alert about an issue: the first is NEW, those after it say that it came back. */
export function alertOf(issueId: string, issue: number, count: number): BurstAlert {
	const captured = sample(`captured/custom-${count === 0 ? 'new' : 'regressed'}`) as Record<
		string,
		unknown
	>;
	const mark = `issue ${issue} alert ${count}.`;
	const now = new Date().toISOString();
	const alert = {
		...captured,
		id: issueId,
		friendly_id: `CHECKOUT-API-${issue + 1}`,
		url: String(captured.url).replaceAll(String(captured.id), issueId),
		calculated_value: mark,
		title: `ValueError: ${mark}`,
		// Bugsink's errors of a burst are new ones: how old an error is decides where a ticket is sought.
		first_seen: now,
		last_seen: now,
		digested_event_count: count + 1,
	};
	return { issueId, mark, body: JSON.stringify(alert) };
}

/**
 * Several issues at a time, each with all of its alerts: alerts of one issue meet at both workers, and
 * new issues go on coming to the end.
 */
export function burstOf(issues: number, each: number, atATime: number): BurstAlert[] {
	const ids = Array.from({ length: issues }, () => randomUUID());
	const alerts: BurstAlert[] = [];
	for (let first = 0; first < issues; first += atATime) {
		for (let count = 0; count < each; count++) {
			ids.slice(first, first + atATime).forEach((id, index) => {
				alerts.push(alertOf(id, first + index, count));
			});
		}
	}
	return alerts;
}

/**
 * Posts the alerts, and again what was not answered with 200 within Bugsink's patience. Bugsink itself
 * sends an alert once: for one that had to be sent again it would have noted a failure.
 *
 * @param answered called with the number of alerts answered so far.
 * @param patience how long an answer may take, in ms.
 * @returns what happened to the posts that were not answered with 200.
 */
export async function sendAll(
	url: string,
	alerts: BurstAlert[],
	atOnce: number,
	answered: (count: number) => void = () => undefined,
	patience = TIMEOUT,
): Promise<string[]> {
	const left = [...alerts];
	const refused: string[] = [];
	let done = 0;
	const sender = async () => {
		for (let alert = left.shift(); alert !== undefined; alert = left.shift()) {
			let problem = await problemOf(url, alert.body, patience);
			while (problem !== undefined) {
				refused.push(problem);
				await sleep(1000);
				problem = await problemOf(url, alert.body, patience);
			}
			answered(++done);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, sender));
	return refused;
}

async function problemOf(url: string, body: string, patience: number): Promise<string | undefined> {
	try {
		const { status } = await post(url, body, {}, patience);
		return status === 200 ? undefined : String(status);
	} catch (error) {
		return error instanceof Error ? error.name : String(error);
	}
}
