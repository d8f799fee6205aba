interface Version<T> {
	at: number;
	value: T;
}

/**
 * A search index that is behind the data: what was put becomes visible `lagMs` later. Both Jira's
 * search (developer.atlassian.com/cloud/jira/platform/search-and-reconcile) and GitHub's
 * (getsentry/sentry-cocoa#8144) behave so.
 */
export class LaggingIndex<T> {
	private readonly versions = new Map<number, Array<Version<T>>>();

	constructor(
		private readonly lagMs: () => number,
		private readonly now: () => number,
	) {}

	put(id: number, value: T): void {
		const at = this.now();
		const known = this.versions.get(id) ?? [];
		known.push({ at, value });
		// Everything before the version that is visible now can never be seen again.
		while (known.length > 1 && known[1].at + this.lagMs() <= at) known.shift();
		this.versions.set(id, known);
	}

	/** Puts a value as if it had always been there. */
	putOld(id: number, value: T): void {
		this.versions.set(id, [{ at: -Infinity, value }]);
	}

	remove(id: number): void {
		this.versions.delete(id);
	}

	/** What a search sees of this id now. */
	visible(id: number): T | undefined {
		const horizon = this.now() - this.lagMs();
		const known = this.versions.get(id) ?? [];
		for (let index = known.length - 1; index >= 0; index--) {
			if (known[index].at <= horizon) return known[index].value;
		}
		return undefined;
	}

	ids(): IterableIterator<number> {
		return this.versions.keys();
	}
}

/** Adds up what happened within a moving span of time. */
export class SlidingWindow {
	private entries: Array<{ at: number; weight: number }> = [];
	private total = 0;

	constructor(
		private readonly spanMs: number,
		private readonly now: () => number,
	) {}

	/** The sum of what is within the span now. */
	get count(): number {
		const from = this.now() - this.spanMs;
		while (this.entries.length > 0 && this.entries[0].at <= from) {
			this.total -= this.entries[0].weight;
			this.entries.shift();
		}
		return this.total;
	}

	add(weight = 1): void {
		this.entries.push({ at: this.now(), weight });
		this.total += weight;
	}

	/** Milliseconds until the oldest leaves the span; 0 where it is empty. */
	get untilFreeMs(): number {
		if (this.count === 0) return 0;
		return Math.max(0, this.entries[0].at + this.spanMs - this.now());
	}
}
