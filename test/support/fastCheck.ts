/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import fc from 'fast-check';

const isQuick = process.env.FAST_CHECK_RUNS === undefined;

/**
 * `npm test` tries the same values each time, so that a change is judged by what it changes;
 * `npm run test:properties` tries others in every run.
 */
if (isQuick) fc.configureGlobal({ seed: 20_260_803 });

/** How many values a property tries: in `npm test` a fifth, since they are the same each time. */
export function tries(count: number): { numRuns: number } {
	return { numRuns: isQuick ? Math.ceil(count / 5) : count };
}

export { default } from 'fast-check';
