/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { join } from 'node:path';

/**
 * GitHub allows one write a second, so 10,000 alerts would take three hours of waiting. The clock of
 * the built nodes jumps instead; what is measured is their work and the answers.
 */
export function skipWaits(packageFolder: string): void {
	// eslint-disable-next-line @typescript-eslint/no-require-imports -- exists only after the build
	const { systemClock } = require(join(packageFolder, 'dist/nodes/shared/delivery/clock.js')) as {
		systemClock: { now: () => number; sleep: (milliseconds: number) => Promise<void> };
	};
	let ahead = 0;
	systemClock.now = () => Date.now() + ahead;
	systemClock.sleep = async (milliseconds) => {
		ahead += milliseconds;
		await new Promise((done) => setImmediate(done));
	};
}
