/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import fc from 'fast-check';

/**
 * `npm test` tries the same values each time, so that a change is judged by what it changes;
 * `npm run test:properties` tries others in every run.
 */
if (process.env.FAST_CHECK_RUNS === undefined) fc.configureGlobal({ seed: 20_260_803 });

export { default } from 'fast-check';
