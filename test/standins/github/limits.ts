import { SlidingWindow } from '../laggingIndex';
import type { Answer, RecordedRequest } from '../server';
import { refusal } from './model';
import { githubSecondaryLimit, githubTooQuickly } from './refusals';

export interface LimitOptions {
	/** Requests an hour; 5,000 unless told. `Infinity` is off, as on Enterprise Server by default. */
	rateLimit?: number;
	/** Searches a minute; 30 unless told. */
	searchPerMinute?: number;
	/** Least time between two writes, in milliseconds; 0 (off) unless told. */
	minWriteIntervalMs?: number;
	/** Contents created a minute, and an hour; 80 and 500 unless told. */
	contentPerMinute?: number;
	contentPerHour?: number;
	/** Points a minute, a GET being 1 and a write 5; 900 unless told. */
	pointsPerMinute?: number;
	/** Requests under way at once; 100 unless told. */
	maxConcurrent?: number;
	/** Contents made sooner after one another than this are answered 422; 0 (off) unless told. */
	tooQuicklyMs?: number;
	/** The status of a refusal: GitHub uses 403 and 429 alike. */
	limitStatus?: 403 | 429;
	/** What `retry-after` says at a secondary limit, in seconds; it is missing unless told. */
	secondaryRetryAfter?: number;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

interface Bucket {
	limit: number;
	used: number;
	resetAt: number;
}

/**
 * Primary and secondary rate limits:
 * docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.
 */
export class GithubLimits {
	/** How many requests were refused for each reason. */
	readonly refused = { primary: 0, search: 0, secondary: 0 };
	private readonly core: Bucket;
	private readonly search: Bucket;
	private readonly perMinute: SlidingWindow;
	private readonly perHour: SlidingWindow;
	private readonly points: SlidingWindow;
	private lastWrite = -Infinity;
	private lastContent = -Infinity;

	/** `inFlight`: how many requests are under way, the one that is checked among them. */
	constructor(
		private readonly options: LimitOptions,
		private readonly now: () => number,
		private readonly inFlight: () => number,
	) {
		this.core = { limit: options.rateLimit ?? 5_000, used: 0, resetAt: now() + HOUR };
		this.search = { limit: options.searchPerMinute ?? 30, used: 0, resetAt: now() + MINUTE };
		this.perMinute = new SlidingWindow(MINUTE, now);
		this.perHour = new SlidingWindow(HOUR, now);
		this.points = new SlidingWindow(MINUTE, now);
	}

	/** Uses the primary limit up, until it is reset after this time. */
	exhaust(resetInMs: number): void {
		this.core.used = this.core.limit;
		this.core.resetAt = this.now() + resetInMs;
	}

	/** Counts the request; answers it where it is one too many. */
	check(request: RecordedRequest, path: string): Answer | undefined {
		if (path === '/rate_limit') return undefined;
		const isSearch = path.startsWith('/search/');
		const bucket = this.bucket(path);
		if (bucket.used >= bucket.limit) {
			this.refused[isSearch ? 'search' : 'primary']++;
			return refusal(this.status, 'API rate limit exceeded for user ID 1.');
		}
		bucket.used++;
		const reads = request.method === 'GET' || request.method === 'HEAD';
		const { pointsPerMinute = 900, maxConcurrent = 100 } = this.options;
		const weight = reads ? 1 : 5;
		if (this.points.count + weight > pointsPerMinute || this.inFlight() > maxConcurrent) {
			return this.secondary();
		}
		this.points.add(weight);
		return reads ? undefined : this.checkWrite(request, path);
	}

	/** The headers that every answer carries. */
	headers(path: string): Record<string, string> {
		const bucket = this.bucket(path);
		if (bucket.limit === Infinity) return {};
		return {
			'x-ratelimit-limit': String(bucket.limit),
			'x-ratelimit-remaining': String(Math.max(0, bucket.limit - bucket.used)),
			'x-ratelimit-used': String(bucket.used),
			'x-ratelimit-reset': String(Math.ceil(bucket.resetAt / 1000)),
			'x-ratelimit-resource': path.startsWith('/search/') ? 'search' : 'core',
		};
	}

	private get status(): number {
		return this.options.limitStatus ?? 403;
	}

	private bucket(path: string): Bucket {
		const isSearch = path.startsWith('/search/');
		const bucket = isSearch ? this.search : this.core;
		if (this.now() >= bucket.resetAt) {
			bucket.used = 0;
			bucket.resetAt = this.now() + (isSearch ? MINUTE : HOUR);
		}
		return bucket;
	}

	private checkWrite(request: RecordedRequest, path: string): Answer | undefined {
		const { minWriteIntervalMs = 0, contentPerMinute = 80, contentPerHour = 500 } = this.options;
		// "At least one second between mutative requests":
		// docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
		const tooSoon = this.now() - this.lastWrite < minWriteIntervalMs;
		const creates = request.method === 'POST' && /\/(issues|comments|labels)$/.test(path);
		const tooMany =
			creates && (this.perMinute.count >= contentPerMinute || this.perHour.count >= contentPerHour);
		if (tooSoon || tooMany) return this.secondary();
		if (creates) {
			const { tooQuicklyMs = 0 } = this.options;
			if (this.now() - this.lastContent < tooQuicklyMs) {
				this.refused.secondary++;
				return githubTooQuickly(path.endsWith('/issues') ? 'Issue' : 'IssueComment');
			}
			this.lastContent = this.now();
			this.perMinute.add();
			this.perHour.add();
		}
		this.lastWrite = this.now();
		return undefined;
	}

	private secondary(): Answer {
		this.refused.secondary++;
		return githubSecondaryLimit(this.options.secondaryRetryAfter, this.options.limitStatus);
	}
}
