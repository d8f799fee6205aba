import { cut } from '../text/cut';
import type { Verdict } from './classify';
import { DeliveryFailure, type FailureType } from './failure';
import type { Closing } from './gate';
import type { HttpResponse, NetworkFault } from './http';
import type { Service } from './service';

/** Longest wait that a service may ask for. */
export const MAX_WAIT = 120_000;
/** Trying again cannot mend these. */
const HOPELESS =
	/^(CERT_|EPROTO|ERR_SSL|ERR_TLS|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|ERR_INVALID_|ERR_UNESCAPED|SSRF|REQUEST_BLOCKED|INVALID_CA|HOSTNAME_MISMATCH)/;

/** Whether another attempt cannot help, such as with a certificate that is not trusted. */
export function isHopeless({ code }: { code: string }): boolean {
	return HOPELESS.test(code);
}

/** How the last attempt of a request ended. */
export interface LastAttempt {
	/** Counted from 1. */
	attempt: number;
	/** Milliseconds that another attempt would have had to wait. */
	wait: number;
	/** Milliseconds since 1970. */
	now: number;
	verdict: Verdict;
	response?: HttpResponse;
	fault?: NetworkFault;
	/** How many attempts may have taken effect although no answer says so. */
	unconfirmed: number;
}

/** The error for a request that did not end well: the service's own words, and what to do. */
export function failureOf(
	service: Service,
	{ attempt, wait, now, verdict, response, fault, unconfirmed }: LastAttempt,
): DeliveryFailure {
	const tried = attempt > 1 ? ` (tried ${attempt} times)` : '';
	const effect = unconfirmed > 0 ? service.unconfirmed : undefined;
	if (response === undefined) {
		const isTimeout = fault?.code === 'TIMEOUT';
		return new DeliveryFailure(`${service.name} ${describeFault(fault)}${tried}`, {
			errorType: isTimeout ? 'Timeout' : 'NetworkFault',
			hint: isTimeout
				? `Raise 'Timeout' under Options if the service is just slow${effect === undefined ? '; otherwise try again later.' : `. ${effect}`}`
				: networkHint(fault) + sentence(effect),
		});
	}
	const { statusCode } = response;
	const explained = service.explain(response);
	const message = explained.message ?? firstLineOf(response.body);
	const tooLong = wait > MAX_WAIT ? ` ${opensAt(now + wait)}` : '';
	return new DeliveryFailure(
		`${service.name} answered ${statusCode}${tried}${message === '' ? '' : `: ${message}`}`,
		{
			errorType:
				verdict.kind === 'again' && verdict.throttled ? 'RateLimited' : failureType(statusCode),
			hint: (explained.hint ?? hintFor(response)) + tooLong + sentence(effect),
			statusCode,
			responseText: response.body,
		},
	);
}

/** The error for a request that was not sent, because the service's limit is used up for long. */
export function closedFailure(service: Service, closing: Closing): DeliveryFailure {
	const { statusCode, body, until } = closing;
	const explained = service.explain({ statusCode, headers: {}, body });
	const message = explained.message ?? firstLineOf(body);
	return new DeliveryFailure(
		`Not sent: ${service.name} limits the requests${message === '' ? '' : `: ${message}`}`,
		{
			errorType: 'RateLimited',
			hint: `${opensAt(until)} Try again then, or send fewer alerts.`,
			statusCode,
			responseText: body,
		},
	);
}

function sentence(text: string | undefined): string {
	return text === undefined ? '' : ` ${text}`;
}

function opensAt(time: number): string {
	const shown = new Date(time).toISOString().slice(0, 19).replace('T', ' ');
	return `Possible again at ${shown} UTC.`;
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

/**
 * What to do about a fault of the network; codes of certificates are those of
 * https://nodejs.org/api/tls.html#x509-certificate-error-codes.
 */
function networkHint(fault: NetworkFault | undefined): string {
	const code = fault?.code ?? '';
	if (code === 'CERT_HAS_EXPIRED') {
		return 'The certificate of that server has expired: renew it there.';
	}
	if (code === 'CERT_NOT_YET_VALID') {
		return 'The certificate of that server is not valid yet: check the clocks of both machines.';
	}
	if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
		return "The certificate of that server is for another name: use that name in the credential's address, or give the server a certificate for this one.";
	}
	if (/^(UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|CERT_UNTRUSTED|INVALID_CA)/.test(code)) {
		return 'n8n does not know the authority of the certificate. Start n8n with NODE_EXTRA_CA_CERTS set to a file with the certificate of that authority.';
	}
	if (/^CERT_/.test(code)) return 'The certificate of that server is not accepted: renew it there.';
	if (/^(EPROTO|ERR_SSL|ERR_TLS)/.test(code)) {
		return 'No secure connection could be made: check https or http and the port of the address in the credential.';
	}
	return 'Check the address in the credential, and that this n8n can reach it (DNS, firewall, proxy).';
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
			return fault && isHopeless(fault)
				? `could not be reached safely: ${fault.message}`
				: 'could not be reached';
	}
}
