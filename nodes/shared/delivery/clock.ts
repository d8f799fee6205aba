import { sleep } from 'n8n-workflow';

/** Time and chance, handed in so that tests can move the one and fix the other. */
export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** Ends early, without a fault, when the signal aborts. */
	sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
	/** At least 0, less than 1. */
	random(): number;
}

/** How long a cancelled execution may go on sleeping. */
const SLICE = 250;

export const systemClock: Clock = {
	now: () => Date.now(),
	async sleep(milliseconds, signal) {
		const end = Date.now() + milliseconds;
		for (let left = milliseconds; left > 0 && signal?.aborted !== true; left = end - Date.now()) {
			await sleep(Math.min(left, SLICE));
		}
	},
	random: () => Math.random(),
};
