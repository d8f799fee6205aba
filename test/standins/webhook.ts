import { createHmac, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

import { startServer, type Answer, type RecordedRequest, type StandIn } from './server';

export interface WebhookOptions {
	now?: () => number;
	/** A header that has to carry this value, else 401. */
	secretHeader?: { name: string; value: string };
	/** `whsec_…` secret: `webhook-signature` is verified by the `standardwebhooks` package. */
	standardWebhooksSecret?: string;
	/** `X-Hub-Signature-256` is verified over the bytes that came. */
	hubSecret?: string;
	/** A `webhook-id` that was taken before is refused with 409. */
	refuseReplays?: boolean;
}

export interface Delivery {
	id: string;
	request: RecordedRequest;
	/** How the request proved where it comes from. */
	verified: Array<'secretHeader' | 'standardWebhooks' | 'hub'>;
}

export interface WebhookStandIn extends StandIn {
	/** An address that takes deliveries; any other path does as well. */
	readonly hookUrl: string;
	/** What was taken. */
	readonly deliveries: Delivery[];
	/** What was refused, and why. */
	readonly refused: Array<{ reason: string; request: RecordedRequest }>;
	/** A standing answer instead of taking anything, as long as it is set. */
	answer: Answer | undefined;
	/** Sets the standing answer to a redirect to this address. */
	redirectTo(location: string, status?: 301 | 302 | 303 | 307 | 308): void;
	/** Sets the standing answer to 410, which ends deliveries for good. */
	gone(): void;
	/** Sets the standing answer to 429 with `Retry-After` in seconds, or as a date. */
	throttle(retryAfter: number | string): void;
	/** Takes deliveries again. */
	accept(): void;
}

function same(given: string, wanted: string): boolean {
	const left = Buffer.from(given);
	const right = Buffer.from(wanted);
	return left.length === right.length && timingSafeEqual(left, right);
}

/** docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
function hubFits(request: RecordedRequest, secret: string): boolean {
	const digest = createHmac('sha256', secret).update(request.bytes).digest('hex');
	return same(request.headers['x-hub-signature-256'] ?? '', `sha256=${digest}`);
}

function standardFits(request: RecordedRequest, secret: string): string | undefined {
	try {
		new Webhook(secret).verify(request.bytes, request.headers, { jsonParse: false });
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

/** A receiver of webhooks that verifies, remembers and refuses. */
export async function startWebhook(options: WebhookOptions = {}): Promise<WebhookStandIn> {
	const now = options.now ?? Date.now;
	const deliveries: Delivery[] = [];
	const refused: WebhookStandIn['refused'] = [];
	const taken = new Set<string>();

	function verify(request: RecordedRequest): Delivery['verified'] | string {
		const verified: Delivery['verified'] = [];
		const { secretHeader, standardWebhooksSecret, hubSecret } = options;
		if (secretHeader !== undefined) {
			const given = request.headers[secretHeader.name.toLowerCase()] ?? '';
			if (!same(given, secretHeader.value)) return `${secretHeader.name} is missing or wrong`;
			verified.push('secretHeader');
		}
		if (standardWebhooksSecret !== undefined) {
			const reason = standardFits(request, standardWebhooksSecret);
			if (reason !== undefined) return reason;
			verified.push('standardWebhooks');
		}
		if (hubSecret !== undefined) {
			if (!hubFits(request, hubSecret)) return 'X-Hub-Signature-256 is missing or wrong';
			verified.push('hub');
		}
		return verified;
	}

	function handle(request: RecordedRequest): Answer {
		if (!['POST', 'PUT', 'PATCH'].includes(request.method)) {
			return { status: 405, headers: { allow: 'POST, PUT, PATCH' }, body: 'Method Not Allowed' };
		}
		const refuse = (status: number, reason: string): Answer => {
			refused.push({ reason, request });
			return { status, body: { received: false, error: reason } };
		};
		if (standIn.answer !== undefined) return standIn.answer;
		const verified = verify(request);
		if (typeof verified === 'string') return refuse(401, verified);
		const webhookId = request.headers['webhook-id'] as string | undefined;
		if (options.refuseReplays === true && webhookId !== undefined && taken.has(webhookId)) {
			return refuse(409, `webhook-id ${webhookId} was taken before`);
		}
		if (webhookId !== undefined) taken.add(webhookId);
		const id = webhookId ?? `delivery-${deliveries.length + 1}`;
		deliveries.push({ id, request, verified });
		return { status: 200, body: { received: true, id } };
	}

	const server = await startServer(handle, { now });
	const standIn: WebhookStandIn = Object.assign(server, {
		hookUrl: `${server.url}/hooks/bugsink`,
		deliveries,
		refused,
		answer: undefined as Answer | undefined,
		redirectTo: (location: string, status: 301 | 302 | 303 | 307 | 308 = 302) => {
			standIn.answer = { status, headers: { location }, body: '' };
		},
		gone: () => {
			standIn.answer = { status: 410, body: { error: 'This webhook is gone.' } };
		},
		throttle: (retryAfter: number | string) => {
			standIn.answer = {
				status: 429,
				headers: { 'retry-after': String(retryAfter) },
				body: { error: 'Too many requests' },
			};
		},
		accept: () => {
			standIn.answer = undefined;
		},
	});
	return standIn;
}
