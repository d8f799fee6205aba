import type { Clock } from './clock';

/** How fast requests of one kind may go out. */
export interface Pace {
	/** What shares the limit: a repository, a webhook's address, a routing key. Never shown. */
	key: string;
	/** At most `count` requests in any `perMilliseconds`; empty where only the service's own throttling counts. */
	limits: Array<{ count: number; perMilliseconds: number }>;
}

interface Lane {
	/** Start times given out, oldest first: those to come, and of the others as many as the largest limit looks back. */
	starts: number[];
	closedUntil: number;
	/** How often it was closed; start times given out before do not count any more. */
	closings: number;
}

/**
 * Keeps requests within a service's rates. A throttled request closes the lane for everything that
 * shares it: the others wait too instead of spending their attempts.
 */
export class Gate {
	private readonly lanes = new Map<string, Lane>();

	constructor(private readonly clock: Clock) {}

	/** Waits for the next free start. */
	async enter(pace: Pace, signal?: AbortSignal): Promise<void> {
		const lane = this.lane(pace.key);
		for (;;) {
			const { closings } = lane;
			const start = this.reserve(lane, pace);
			for (let left = start - this.clock.now(); left > 0; left = start - this.clock.now()) {
				if (signal?.aborted === true) return;
				await this.clock.sleep(left, signal);
			}
			if (lane.closings === closings) return;
		}
	}

	/** Lets nothing of this lane start before `time` (ms since 1970); who waits already gets a new start. */
	close(pace: Pace, time: number): void {
		const lane = this.lane(pace.key);
		const now = this.clock.now();
		lane.closedUntil = Math.max(lane.closedUntil, time);
		lane.closings++;
		lane.starts = lane.starts.filter((start) => start <= now);
	}

	private reserve(lane: Lane, { limits }: Pace): number {
		const now = this.clock.now();
		let start = Math.max(now, lane.closedUntil);
		for (const { count, perMilliseconds } of limits) {
			const earlier = lane.starts.at(-count);
			if (earlier !== undefined) start = Math.max(start, earlier + perMilliseconds);
		}
		lane.starts.push(start);
		const lookBack = Math.max(0, ...limits.map(({ count }) => count));
		// One that is still to come may be taken back by `close`, so it pushes out none that was used.
		while (lane.starts.length > lookBack && lane.starts[lookBack] <= now) lane.starts.shift();
		return start;
	}

	private lane(key: string): Lane {
		let lane = this.lanes.get(key);
		if (lane === undefined) {
			lane = { starts: [], closedUntil: 0, closings: 0 };
			this.lanes.set(key, lane);
		}
		return lane;
	}
}

const gates = new WeakMap<Clock, Gate>();

/**
 * The gate of this n8n process: a burst mostly comes as many executions of one alert each, and the
 * services count them together. Queue-mode workers have one each.
 */
export function gateOf(clock: Clock): Gate {
	const gate = gates.get(clock) ?? new Gate(clock);
	gates.set(clock, gate);
	return gate;
}
