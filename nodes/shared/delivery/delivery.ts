import type { Clock } from './clock';
import { classify, type Verdict } from './classify';
import { DeliveryFailure } from './failure';
import { closedFailure, failureOf, isHopeless, MAX_WAIT } from './failureOf';
import type { Gate, Pace } from './gate';
import { NetworkFault, type HttpRequest, type HttpResponse, type Transport } from './http';
import type { Service } from './service';

export interface SendOptions<Found> {
	/** The lanes that the request goes on: what is throttled closes all of them, or the first alone. */
	pace?: Pace | Pace[];
	/**
	 * For a request that must not take effect twice: looks whether an attempt without an answer went
	 * through. What it finds is the result.
	 */
	lookAgain?: () => Promise<Found | undefined>;
	/** Statuses that are an answer for this request, for example 404 of a look-up. */
	accept?: number[];
}

export type Sent<Found> =
	{ found: Found; response?: undefined } | { found?: undefined; response: HttpResponse };

/** What became of one attempt. */
interface Tried {
	verdict: Verdict;
	response?: HttpResponse;
	fault?: NetworkFault;
}

/** A request, or a function that builds one per attempt (for requests with a timestamp). */
export type RequestFor = HttpRequest | ((now: number) => HttpRequest);

/** First wait before another attempt; it doubles with each (full jitter, https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). */
const BASE_WAIT = 1_000;
const MAX_BACKOFF = 30_000;
/** Longest wait for all attempts of one request together. */
const MAX_TOTAL_WAIT = 300_000;
/** Never sent, so never twice. */
const NOTHING_WAS_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/** The requests of one item: how many went out, what the last answer was. */
export class Delivery {
	requests = 0;
	/** How often the last request was tried. */
	attempts = 0;
	statusCode: number | null = null;
	/** How many attempts may have taken effect although no answer says so. */
	unconfirmed = 0;

	constructor(
		private readonly service: Service,
		private readonly transport: Transport,
		private readonly gate: Gate,
		readonly clock: Clock,
		private readonly limits: { maxAttempts: number; signal?: AbortSignal },
	) {}

	/**
	 * Sends a request, again where the table in `classify` says so, at most `maxAttempts` times and
	 * with at most five minutes of waiting.
	 *
	 * @throws {DeliveryFailure} with the service's own words and a hint.
	 */
	async send<Found = never>(
		request: RequestFor,
		options: SendOptions<Found> = {},
	): Promise<Sent<Found>> {
		const paces = [options.pace ?? []].flat();
		let waited = 0;
		for (let attempt = 1; ; attempt++) {
			const tried =
				paces.length === 0 ? this.attempt(request, options) : this.inLanes(request, options, paces);
			const { verdict, response, fault } = await tried;
			this.attempts = attempt;
			if (verdict.kind === 'again' && verdict.uncertain) this.unconfirmed++;
			if (verdict.kind === 'done' && response) return { response };

			const wait = verdict.kind === 'again' ? this.waitBefore(attempt, verdict) : 0;
			const isLast =
				verdict.kind !== 'again' ||
				attempt >= this.limits.maxAttempts ||
				wait > MAX_WAIT ||
				waited + wait > MAX_TOTAL_WAIT;
			if (verdict.kind === 'again' && verdict.throttled && response) {
				this.gate.close(verdict.closesFirst === true ? paces.slice(0, 1) : paces, {
					until: this.clock.now() + wait,
					statusCode: response.statusCode,
					body: response.body,
				});
			}
			if (!isLast) {
				await this.sleep(wait);
				waited += wait;
			}
			if (verdict.kind === 'again' && verdict.uncertain && options.lookAgain) {
				const found = await options.lookAgain();
				this.attempts = attempt;
				if (found !== undefined) return { found };
			}
			if (isLast) {
				throw failureOf(this.service, {
					attempt,
					wait,
					now: this.clock.now(),
					verdict,
					response,
					fault,
					unconfirmed: this.unconfirmed,
				});
			}
		}
	}

	/** `send` for a request that has nothing to look up: the response. */
	request(
		request: RequestFor,
		options: Omit<SendOptions<never>, 'lookAgain'> = {},
	): Promise<HttpResponse> {
		// Only a look-up finds something instead.
		return this.send(request, options).then(({ response }) => response as HttpResponse);
	}

	/** One attempt when the lanes let it start. @throws {DeliveryFailure} if one stays closed for long. */
	private async inLanes(
		request: RequestFor,
		options: SendOptions<unknown>,
		paces: Pace[],
	): Promise<Tried> {
		const closing = await this.gate.enter(paces, MAX_WAIT, this.limits.signal);
		if (closing !== undefined) throw closedFailure(this.service, closing);
		try {
			return await this.attempt(request, options);
		} finally {
			this.gate.leave(paces);
		}
	}

	private async attempt(
		request: RequestFor,
		{ accept = [] }: SendOptions<unknown>,
	): Promise<Tried> {
		this.throwIfCancelled();
		this.requests++;
		try {
			const now = this.clock.now();
			const response = await this.transport(
				typeof request === 'function' ? request(now) : request,
			).catch((error: unknown) => this.answerOf(error));
			this.statusCode = response.statusCode;
			if (accept.includes(response.statusCode)) return { verdict: { kind: 'done' }, response };
			const judge = this.service.judge ?? classify;
			return { verdict: judge(response, this.clock.now()), response };
		} catch (error) {
			this.statusCode = null;
			const fault =
				error instanceof NetworkFault ? error : new NetworkFault('UNKNOWN', String(error));
			if (isHopeless(fault)) return { verdict: { kind: 'refused' }, fault };
			const uncertain = !NOTHING_WAS_SENT.includes(fault.code);
			return { verdict: { kind: 'again', throttled: false, uncertain }, fault };
		}
	}

	/** What a fault says of an answer that arrived, where that is enough. @throws the fault */
	private answerOf(error: unknown): HttpResponse {
		const statusCode = error instanceof NetworkFault ? error.statusCode : undefined;
		if (statusCode === undefined || this.service.statusIsEnough !== true) throw error;
		return { statusCode, headers: {}, body: '' };
	}

	/** Milliseconds until the next attempt: what the service asked for, else backoff with full jitter. */
	private waitBefore(attempt: number, verdict: Extract<Verdict, { kind: 'again' }>): number {
		const jitter = this.clock.random();
		if (verdict.notBefore !== undefined) {
			// A little later than asked, and not all at the same moment.
			return Math.max(0, verdict.notBefore - this.clock.now()) + jitter * 250;
		}
		return jitter * Math.min(MAX_BACKOFF, BASE_WAIT * 2 ** (attempt - 1));
	}

	/** Waits so many milliseconds. @throws {DeliveryFailure} if the execution is cancelled meanwhile. */
	async sleep(milliseconds: number): Promise<void> {
		await this.clock.sleep(milliseconds, this.limits.signal);
		this.throwIfCancelled();
	}

	private throwIfCancelled(): void {
		if (this.limits.signal?.aborted !== true) return;
		const { name } = this.service;
		const hasSent = this.requests > 0;
		const requests = this.requests === 1 ? '1 request' : `${this.requests} requests`;
		throw new DeliveryFailure(
			hasSent ? `Cancelled after ${requests} to ${name}` : `Cancelled before ${name} was reached`,
			{
				errorType: 'Cancelled',
				hint: hasSent
					? 'The execution was stopped. What was sent may have arrived: look there before you run it again.'
					: 'The execution was stopped. Run it again to deliver this alert.',
			},
		);
	}
}
