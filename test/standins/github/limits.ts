import { SlidingWindow } from '../laggingIndex';
import type { Answer, RecordedRequest } from '../server';
import { refusal } from './model';

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
	/** The status of a refusal: GitHub uses 403 and 429 alike. */
	limitStatus?: 403 | 429;
	/** What `retry-after` says at a secondary limit, in seconds; 60 unless told. */
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
	private lastWrite = -Infinity;

	constructor(
		private readonly options: LimitOptions,
		private readonly now: () => number,
	) {
		this.core = { limit: options.rateLimit ?? 5_000, used: 0, resetAt: now() + HOUR };
		this.search = { limit: options.searchPerMinute ?? 30, used: 0, resetAt: now() + MINUTE };
		this.perMinute = new SlidingWindow(MINUTE, now);
		this.perHour = new SlidingWindow(HOUR, now);
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
		return request.method === 'GET' || request.method === 'HEAD'
			? undefined
			: this.checkWrite(request, path);
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
		if (tooSoon || tooMany) {
			this.refused.secondary++;
			return refusal(
				this.status,
				'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
				{ 'retry-after': String(this.options.secondaryRetryAfter ?? 60) },
			);
		}
		this.lastWrite = this.now();
		if (creates) {
			this.perMinute.add();
			this.perHour.add();
		}
		return undefined;
	}
}
