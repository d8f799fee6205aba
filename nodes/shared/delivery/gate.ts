import { boundedMap, hashOf } from '../processState';
import type { Clock } from './clock';

/** How fast requests of one kind may go out. */
export interface Pace {
	/** What shares the limit: a token, a webhook's address, a routing key. Kept as a hash only. */
	key: string;
	/** At most `count` in any `perMilliseconds`; empty if only the service's own throttling counts. */
	limits: Array<{ count: number; perMilliseconds: number }>;
	/** How much of each limit one request uses up; 1 if left out. */
	weight?: number;
	/** Requests under way at the same time; not limited if left out. */
	concurrent?: number;
}

/** Why a lane is closed. */
export interface Closing {
	/** Milliseconds since 1970. */
	until: number;
	statusCode: number;
	/** The service's answer that closed it. */
	body: string;
}

interface Lane {
	/** Start times given out, oldest first: those to come, and of the others as many as the largest limit looks back. */
	starts: number[];
	closing: Closing | undefined;
	/** How often it was closed; start times given out before do not count any more. */
	closings: number;
	underWay: number;
	/** Those that wait for one under way to end. */
	queue: Array<() => void>;
}

/** Lanes that one n8n process keeps; of those at rest the one used longest ago goes first. */
const MAX_LANES = 1_000;
/** A service that asks for more is asked again after an hour. */
const LONGEST_CLOSING = 3_600_000;

/**
 * Keeps requests within a service's rates. A throttled request closes the lane for everything that
 * shares it: the others wait too instead of spending their attempts.
 */
export class Gate {
	/** A lane in use, or one that still counts, is never forgotten. */
	private readonly lanes = boundedMap<Lane>(MAX_LANES, (lane) => this.counts(lane));
	/** The names of lanes whose paces are used again: to hash a key takes longer than all else here. */
	private readonly names = new WeakMap<Pace, string>();

	constructor(private readonly clock: Clock) {}

	/**
	 * Waits until a request may start on every lane. The caller must `leave` afterwards.
	 *
	 * @returns the reason why it did not enter: a lane that stays closed for longer than `patience` (ms).
	 */
	async enter(paces: Pace[], patience: number, signal?: AbortSignal): Promise<Closing | undefined> {
		const lanes = paces.map((pace) => this.lane(pace));
		for (const [index, lane] of lanes.entries()) {
			lane.underWay++;
			const { concurrent = Infinity } = paces[index];
			if (lane.underWay > concurrent) await new Promise<void>((go) => lane.queue.push(go));
		}
		for (;;) {
			const closed = this.closedFor(lanes, patience);
			if (closed !== undefined) {
				this.leave(paces);
				return closed;
			}
			const closings = lanes.map((lane) => lane.closings);
			const start = this.reserve(lanes, paces);
			for (let left = start - this.clock.now(); left > 0; left = start - this.clock.now()) {
				if (signal?.aborted === true) return undefined;
				await this.clock.sleep(left, signal);
			}
			if (lanes.every((lane, index) => lane.closings === closings[index])) return undefined;
		}
	}

	/** The request has ended. */
	leave(paces: Pace[]): void {
		for (const pace of paces) {
			const lane = this.lane(pace);
			lane.underWay--;
			lane.queue.shift()?.();
		}
	}

	/** Lets nothing of these lanes start before the time given; who waits already gets a new start. */
	close(paces: Pace[], closing: Closing): void {
		const now = this.clock.now();
		const until = Math.min(closing.until, now + LONGEST_CLOSING);
		for (const pace of paces) {
			const lane = this.lane(pace);
			if (until > (lane.closing?.until ?? 0)) lane.closing = { ...closing, until };
			lane.closings++;
			lane.starts = lane.starts.filter((start) => start <= now);
		}
	}

	private closedFor(lanes: Lane[], patience: number): Closing | undefined {
		const now = this.clock.now();
		return lanes
			.map(({ closing }) => closing)
			.find((closing) => closing !== undefined && closing.until - now > patience);
	}

	private reserve(lanes: Lane[], paces: Pace[]): number {
		const now = this.clock.now();
		let start = now;
		for (const [index, lane] of lanes.entries()) {
			start = Math.max(start, lane.closing?.until ?? 0);
			const { limits, weight = 1 } = paces[index];
			for (const { count, perMilliseconds } of limits) {
				const earlier = lane.starts.at(weight - 1 - count);
				if (earlier !== undefined) start = Math.max(start, earlier + perMilliseconds);
			}
		}
		for (const [index, lane] of lanes.entries()) note(lane, paces[index], start, now);
		return start;
	}

	private lane(pace: Pace): Lane {
		const name = this.names.get(pace) ?? hashOf([pace.key]);
		this.names.set(pace, name);
		const known = this.lanes.get(name);
		if (known !== undefined) return known;
		const lane: Lane = { starts: [], closing: undefined, closings: 0, underWay: 0, queue: [] };
		this.lanes.set(name, lane);
		return lane;
	}

	private counts({ underWay, starts, closing }: Lane): boolean {
		const now = this.clock.now();
		return (
			underWay > 0 || (starts.at(-1) ?? 0) > now - LONGEST_CLOSING || (closing?.until ?? 0) > now
		);
	}
}

function note(lane: Lane, { limits, weight = 1 }: Pace, start: number, now: number): void {
	// Lanes that share a request start together, so a start may lie before one given out earlier.
	for (let times = 0; times < weight; times++) lane.starts.push(start);
	lane.starts.sort((a, b) => a - b);
	const lookBack = Math.max(0, ...limits.map(({ count }) => count));
	// One that is still to come may be taken back by `close`, so it pushes out none that was used.
	while (lane.starts.length > lookBack && lane.starts[lookBack] <= now) lane.starts.shift();
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
