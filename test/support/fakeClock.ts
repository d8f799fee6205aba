/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import type { Clock } from '../../nodes/shared/delivery/clock';

/** Time that stands still until somebody sleeps; every sleep moves it, so nothing really waits. */
export interface FakeClock extends Clock {
	/** Milliseconds since 1970; a test may set it. */
	at: number;
	/** How long each sleep was. */
	sleeps: number[];
}

/** Sleepers wake in the order of their times, as with a real clock. */
export function fakeClock(start = Date.parse('2026-08-03T09:14:23Z'), chance = 0.5): FakeClock {
	const sleepers: Array<{ until: number; wake: () => void }> = [];
	let isTicking = false;
	const clock: FakeClock = {
		at: start,
		sleeps: [],
		now: () => clock.at,
		random: () => chance,
		async sleep(milliseconds) {
			clock.sleeps.push(milliseconds);
			const until = clock.at + milliseconds;
			await new Promise<void>((wake) => {
				sleepers.push({ until, wake });
				if (!isTicking) void tick();
			});
		},
	};
	/** Lets all that can run without waiting run first, network on loopback included. */
	async function tick(): Promise<void> {
		isTicking = true;
		while (sleepers.length > 0) {
			for (let turn = 0; turn < 20; turn++) await new Promise((done) => setImmediate(done));
			sleepers.sort((a, b) => a.until - b.until);
			const next = sleepers.shift();
			if (next === undefined) break;
			clock.at = Math.max(clock.at, next.until);
			next.wake();
		}
		isTicking = false;
	}
	return clock;
}
