/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import type { Clock } from '../../nodes/shared/delivery/clock';

/** Turns of the event loop in which everything that needs no waiting is done, loopback included. */
const TURNS = 20;

interface Sleeper {
	due: number;
	wake: () => void;
}

/**
 * Time that stands still until somebody sleeps, and while requests are under way; then it jumps to
 * whoever wakes next. So nothing really waits, and all wake in the order of their times.
 */
export class VirtualClock implements Clock {
	/** How long each sleep was, in ms. */
	readonly sleeps: number[] = [];
	private sleepers: Sleeper[] = [];
	private underWay = 0;
	private isTicking = false;

	constructor(
		/** Milliseconds since 1970; a test may set it. */
		public at = Date.parse('2026-08-03T09:14:23Z'),
		private readonly chance = 0.5,
	) {}

	now: Clock['now'] = () => this.at;

	random: Clock['random'] = () => this.chance;

	sleep: Clock['sleep'] = async (milliseconds, signal) => {
		this.sleeps.push(milliseconds);
		if (signal?.aborted === true) return;
		await new Promise<void>((done) => {
			const wake = () => {
				signal?.removeEventListener('abort', wake);
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				done();
			};
			const sleeper = { due: this.at + milliseconds, wake };
			this.sleepers.push(sleeper);
			signal?.addEventListener('abort', wake);
			this.go();
		});
	};

	/** Time stands still until this has ended: for requests that take longer than a few turns. */
	async during<T>(work: Promise<T>): Promise<T> {
		this.underWay++;
		try {
			return await work;
		} finally {
			this.underWay--;
			this.go();
		}
	}

	private go(): void {
		if (!this.isTicking) void this.tick();
	}

	private async tick(): Promise<void> {
		this.isTicking = true;
		while (this.sleepers.length > 0 && this.underWay === 0) {
			for (let turn = 0; turn < TURNS; turn++) await new Promise((done) => setImmediate(done));
			if (this.underWay === 0) this.wakeNext();
		}
		this.isTicking = false;
	}

	private wakeNext(): void {
		const [next] = this.sleepers.sort((a, b) => a.due - b.due);
		if (next === undefined) return;
		this.at = Math.max(this.at, next.due);
		next.wake();
	}
}
