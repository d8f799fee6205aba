/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
/** The nodes sleep in pieces of so many ms at most, by n8n's helper. */
const LONGEST = 250;

/**
 * GitHub allows one write a second, so 10,000 alerts would take three hours of waiting. From now on the
 * clock of this process jumps instead; what is measured is the nodes' work and the answers.
 *
 * @returns what puts an end to it.
 */
export function skipWaits(): () => void {
	const { now } = Date;
	const { setTimeout: real } = globalThis;
	let ahead = 0;
	Date.now = () => now() + ahead;
	const jump = (done: () => void, milliseconds = 0, ...more: unknown[]) => {
		if (milliseconds > LONGEST) return real(done, milliseconds, ...more);
		ahead += milliseconds;
		return real(done, 0, ...more);
	};
	globalThis.setTimeout = Object.assign(jump, real) as typeof setTimeout;
	return () => {
		Date.now = now;
		globalThis.setTimeout = real;
	};
}
