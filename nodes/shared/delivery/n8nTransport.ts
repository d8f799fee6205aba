import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';

import { NetworkFault, type HttpResponse, type Transport } from './http';
import type { Redactor } from './redact';

/** The parts of n8n's contexts that a request needs; executions, pickers and polls all have them. */
export interface RequestContext {
	getNode: IExecuteFunctions['getNode'];
	helpers: Pick<IExecuteFunctions['helpers'], 'httpRequest' | 'httpRequestWithAuthentication'>;
}

/**
 * Sends through n8n's own helpers, so that its proxy settings, SSRF protection and credential
 * injection apply. They are asked for the full response and to let every status pass: their own
 * errors lose the body and send a 401 twice. Secrets are masked in every answer before anybody reads
 * it: what is cut later for a message cannot hold the half of one.
 */
export function n8nTransport(
	context: RequestContext,
	options: {
		/** Given if n8n must inject the credential into the request. */
		credential?: { type: string; data: ICredentialDataDecryptedObject };
		timeoutSeconds: number;
		signal?: AbortSignal;
		/** Masks the secrets of the credential and of the fields. */
		redact: Redactor;
	},
): Transport {
	const milliseconds = options.timeoutSeconds * 1000;
	const signalsNow = signalsOf(milliseconds, options.signal);
	return async ({ method, url, headers, body }) => {
		const { deadline, signal } = signalsNow();
		const request: IHttpRequestOptions = {
			method,
			url,
			headers: { ...headers },
			// Bytes are sent as they are; a string would be parsed and trimmed on the way.
			...(body === undefined ? {} : { body: Buffer.from(body) }),
			encoding: 'text',
			timeout: milliseconds,
			disableFollowRedirect: true,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: signal,
		};
		try {
			const { helpers } = context;
			const response = (
				options.credential === undefined
					? await helpers.httpRequest(request)
					: await helpers.httpRequestWithAuthentication.call(
							withSignal(context, signal),
							options.credential.type,
							request,
							{
								credentialsDecrypted: {
									id: '',
									name: '',
									type: options.credential.type,
									data: options.credential.data,
								},
							},
						)
			) as { statusCode: number; headers: IDataObject; body: unknown };
			return toResponse(response, options.redact);
		} catch (error) {
			const fault = networkFault(error, deadline.aborted);
			return await Promise.reject(fault);
		}
	};
}

/** How much earlier than asked a request may end, in ms, so that those that begin together share their signals. */
const SLICE = 100;
/** Node warns of more than ten listeners, and each request is one. */
const MOST = 8;

/**
 * The signals for a request that begins now. The helpers' own timeout restarts with every byte; the
 * deadline ends an endless answer too. Two signals for each request cost as much as its formatting.
 */
function signalsOf(milliseconds: number, cancel?: AbortSignal) {
	const signals = () => {
		const deadline = AbortSignal.timeout(milliseconds);
		const signal = cancel ? AbortSignal.any([cancel, deadline]) : deadline;
		return { since: Date.now(), uses: 0, deadline, signal };
	};
	let latest = { uses: MOST } as ReturnType<typeof signals>;
	return () => {
		// Whichever way the wall clock was moved.
		const isOld = Math.abs(Date.now() - latest.since) >= SLICE;
		if (isOld || latest.uses >= MOST) latest = signals();
		latest.uses++;
		return latest;
	};
}

/** The helper replaces `abortSignal` by the context's cancel signal, so the context has to give ours. */
function withSignal(context: RequestContext, signal: AbortSignal): IExecuteFunctions {
	return Object.create(context, {
		getExecutionCancelSignal: { value: () => signal },
	}) as IExecuteFunctions;
}

function toResponse(
	response: { statusCode: number; headers: IDataObject; body: unknown },
	redact: Redactor,
): HttpResponse {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(response.headers ?? {})) {
		if (value === undefined || value === null) continue;
		headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
	}
	const { body, statusCode } = response;
	const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
	return { statusCode, headers, body: redact.text(text) };
}

/**
 * The status of an answer that arrived, with a compressed body that cannot be read: zlib's codes begin
 * with `Z_`, brotli's with `ERR_` (https://nodejs.org/api/zlib.html#zlib-constants).
 */
function statusOfBrokenBody(error: unknown): number | undefined {
	for (const layer of layersOf(error)) {
		const { code, request } = layer as { code?: unknown; request?: { res?: unknown } };
		if (typeof code !== 'string' || !/^(Z_|ERR_(_?ERROR_FORMAT|PADDING|BROTLI|ZSTD))/.test(code)) {
			continue;
		}
		const { statusCode } = (request?.res ?? {}) as { statusCode?: unknown };
		if (typeof statusCode === 'number') return statusCode;
	}
	return undefined;
}

/** An error and its causes, as axios and n8n put them around one another. */
function layersOf(error: unknown): object[] {
	const layers: object[] = [];
	let layer = error;
	while (layers.length < 5 && typeof layer === 'object' && layer !== null) {
		layers.push(layer);
		layer = (layer as { cause?: unknown }).cause;
	}
	return layers;
}

/** Finds the code in the layers that axios and n8n put around a network fault. */
function networkFault(error: unknown, timedOut: boolean): NetworkFault {
	if (timedOut) return new NetworkFault('TIMEOUT', 'no complete answer in time');
	for (const layer of layersOf(error)) {
		const { code, cause, message } = layer as {
			code?: unknown;
			cause?: unknown;
			message?: unknown;
		};
		const isCode = typeof code === 'string' && /^[A-Z_0-9]+$/.test(code);
		if (isCode && !(code === 'ERR_BAD_RESPONSE' && cause !== undefined)) {
			const isTimeout =
				code === 'ECONNABORTED' || code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT';
			return new NetworkFault(
				isTimeout ? 'TIMEOUT' : code,
				String(message ?? code),
				statusOfBrokenBody(error),
			);
		}
	}
	return new NetworkFault('UNKNOWN', error instanceof Error ? error.message : String(error));
}
