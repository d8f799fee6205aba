import type { Clock } from './clock';
import { classify, type Verdict } from './classify';
import { DeliveryFailure, type FailureType } from './failure';
import type { Gate, Pace } from './gate';
import { cut } from '../text/cut';
import { NetworkFault, type HttpRequest, type HttpResponse, type Transport } from './http';

/** What a delivery needs to know of the service behind a destination. */
export interface Service {
	/** As messages name it. */
	name: string;
	/** For a service whose answers mean something else than the common table says. */
	judge?: (response: HttpResponse, now: number) => Verdict;
	/** The service's own words for what is wrong, and what to do; undefined leaves it to the status. */
	explain: (response: HttpResponse) => { message?: string; hint?: string };
}

export interface SendOptions<Found> {
	pace?: Pace;
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

/** What it is to be one attempt: given where the request carries a time of its own. */
export type RequestFor = HttpRequest | ((now: number) => HttpRequest);

/** First wait before another attempt; it doubles with each (full jitter, https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/). */
const BASE_WAIT = 1_000;
const MAX_BACKOFF = 30_000;
/** Longest wait that a service may ask for, and for all attempts of one request together. */
const MAX_WAIT = 120_000;
const MAX_TOTAL_WAIT = 300_000;
/** Never sent, so never twice. */
const NOTHING_WAS_SENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];
/** Trying again cannot mend these. */
const HOPELESS =
	/^(CERT_|EPROTO|ERR_SSL|ERR_TLS|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_INVALID_|ERR_UNESCAPED|SSRF|REQUEST_BLOCKED)/;

/** The requests of one item: how many went out, what the last answer was. */
export class Delivery {
	attempts = 0;
	statusCode: number | null = null;

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
		let waited = 0;
		for (let attempt = 1; ; attempt++) {
			if (options.pace) await this.gate.enter(options.pace, this.limits.signal);
			this.throwIfCancelled();
			const { verdict, response, fault } = await this.attempt(request, options.accept ?? []);
			if (verdict.kind === 'done' && response) return { response };

			const wait = verdict.kind === 'again' ? this.waitBefore(attempt, verdict) : 0;
			const isLast =
				verdict.kind !== 'again' ||
				attempt >= this.limits.maxAttempts ||
				wait > MAX_WAIT ||
				waited + wait > MAX_TOTAL_WAIT;
			if (!isLast) {
				if (verdict.throttled && options.pace) {
					this.gate.close(options.pace, this.clock.now() + wait);
				}
				await this.clock.sleep(wait, this.limits.signal);
				this.throwIfCancelled();
				waited += wait;
			}
			if (verdict.kind === 'again' && verdict.uncertain && options.lookAgain) {
				const found = await options.lookAgain();
				if (found !== undefined) return { found };
			}
			if (isLast) throw this.failure(attempt, wait, verdict, response, fault);
		}
	}

	/** `send` for a request that has nothing to look up: the response. */
	async request(
		request: RequestFor,
		options: Omit<SendOptions<never>, 'lookAgain'> = {},
	): Promise<HttpResponse> {
		const { response } = await this.send(request, options);
		// Only a look-up finds something instead.
		return response as HttpResponse;
	}

	private async attempt(
		request: RequestFor,
		accept: number[],
	): Promise<{ verdict: Verdict; response?: HttpResponse; fault?: NetworkFault }> {
		this.attempts++;
		try {
			const now = this.clock.now();
			const response = await this.transport(typeof request === 'function' ? request(now) : request);
			this.statusCode = response.statusCode;
			if (accept.includes(response.statusCode)) return { verdict: { kind: 'done' }, response };
			const judge = this.service.judge ?? classify;
			return { verdict: judge(response, this.clock.now()), response };
		} catch (error) {
			this.statusCode = null;
			const fault =
				error instanceof NetworkFault ? error : new NetworkFault('UNKNOWN', String(error));
			if (HOPELESS.test(fault.code)) return { verdict: { kind: 'refused' }, fault };
			const uncertain = !NOTHING_WAS_SENT.includes(fault.code);
			return { verdict: { kind: 'again', throttled: false, uncertain }, fault };
		}
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

	private throwIfCancelled(): void {
		if (this.limits.signal?.aborted !== true) return;
		throw new DeliveryFailure(`Cancelled before ${this.service.name} was reached`, {
			errorType: 'Cancelled',
			hint: 'The execution was stopped. Run it again to deliver this alert.',
		});
	}

	private failure(
		attempt: number,
		wait: number,
		verdict: Verdict,
		response?: HttpResponse,
		fault?: NetworkFault,
	): DeliveryFailure {
		const tried = attempt > 1 ? ` (tried ${attempt} times)` : '';
		if (response === undefined) {
			const isTimeout = fault?.code === 'TIMEOUT';
			return new DeliveryFailure(`${this.service.name} ${describeFault(fault)}${tried}`, {
				errorType: isTimeout ? 'Timeout' : 'NetworkFault',
				hint: isTimeout
					? "Raise 'Timeout' under Options if the service is just slow; otherwise try again later."
					: 'Check the address in the credential, and that this n8n can reach it (DNS, firewall, proxy).',
			});
		}
		const { statusCode } = response;
		const explained = this.service.explain(response);
		const message = explained.message ?? firstLineOf(response.body);
		const tooLong = wait > MAX_WAIT ? ` It asks to wait ${Math.round(wait / 60_000)} minutes.` : '';
		return new DeliveryFailure(
			`${this.service.name} answered ${statusCode}${tried}${message === '' ? '' : `: ${message}`}`,
			{
				errorType:
					verdict.kind === 'again' && verdict.throttled ? 'RateLimited' : failureType(statusCode),
				hint: (explained.hint ?? hintFor(response)) + tooLong,
				statusCode,
				responseText: response.body,
			},
		);
	}
}

function failureType(statusCode: number): FailureType {
	if (statusCode === 401 || statusCode === 403) return 'AuthError';
	if (statusCode === 429) return 'RateLimited';
	if (statusCode >= 500) return 'ServerError';
	if (statusCode >= 300 && statusCode < 400) return 'Redirect';
	return 'ClientError';
}

function hintFor(response: HttpResponse): string {
	const { statusCode } = response;
	if (statusCode >= 300 && statusCode < 400) {
		const host = hostOf(response.headers.location);
		return `The address moved${host === null ? '' : ` to ${host}`}. Redirects are not followed while a secret is sent: enter the new address in the credential.`;
	}
	if (statusCode === 401 || statusCode === 403) {
		return 'Check the credential: the token may be wrong, expired, or lack a permission.';
	}
	if (statusCode === 404) return 'Check the address and the names in the fields of this node.';
	if (statusCode === 413) return 'The message is too large for this service.';
	if (statusCode === 429)
		return 'Too many requests for now: try again later, or send fewer alerts.';
	if (statusCode >= 500) return 'The service has a fault of its own: try again later.';
	return 'Compare the fields of this node with what the service expects.';
}

function hostOf(location: string | undefined): string | null {
	try {
		return new URL(location ?? '').host;
	} catch {
		return null;
	}
}

function firstLineOf(body: string): string {
	// An HTML page says nothing in its first line.
	if (/^\s*</.test(body)) return '';
	return cut(body.trim().split('\n', 1)[0], 200).text;
}

function describeFault(fault: NetworkFault | undefined): string {
	switch (fault?.code) {
		case 'TIMEOUT':
			return 'did not answer in time';
		case 'ECONNREFUSED':
			return 'refused the connection';
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'was not found: its host name has no address';
		case 'ECONNRESET':
		case 'EPIPE':
		case 'ERR_BAD_RESPONSE':
			return 'cut the connection before it answered';
		default:
			return fault && HOPELESS.test(fault.code)
				? `could not be reached safely: ${fault.message}`
				: 'could not be reached';
	}
}
