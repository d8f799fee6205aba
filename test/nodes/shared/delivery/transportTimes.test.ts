/** How n8n's helpers are asked to end a request, and what is left of an answer that cannot be read. */
import type { IHttpRequestOptions } from 'n8n-workflow';

import { NetworkFault } from '../../../../nodes/shared/delivery/http';
import { n8nTransport, type RequestContext } from '../../../../nodes/shared/delivery/n8nTransport';
import { redactor } from '../../../../nodes/shared/delivery/redact';

const redact = redactor([]);
const request = { method: 'GET' as const, url: 'https://service.example/' };

/** A transport whose signals are noted; it is answered, or fails with this. */
function transport(options: { signal?: AbortSignal; error?: Error } = {}) {
	const signals: unknown[] = [];
	const context = {
		helpers: {
			httpRequest: async ({ abortSignal }: IHttpRequestOptions) => {
				signals.push(abortSignal);
				if (options.error !== undefined) return await Promise.reject(options.error);
				return await Promise.resolve({ statusCode: 200, headers: {}, body: '' });
			},
		},
	} as unknown as RequestContext;
	const { signal } = options;
	return { signals, send: n8nTransport(context, { timeoutSeconds: 7, signal, redact }) };
}

describe('the signal of a request', () => {
	beforeEach(() => {
		jest.useFakeTimers({ now: Date.parse('2026-08-03T09:14:23Z') });
	});
	afterEach(() => {
		jest.useRealTimers();
	});

	/** How many signals requests had that began after each of these pauses, in ms. */
	async function signalsAfter(...pauses: number[]): Promise<number> {
		const { send, signals } = transport();
		for (const pause of pauses) {
			jest.setSystemTime(Date.now() + pause);
			await send(request);
		}
		return new Set(signals).size;
	}

	test.each([
		['eight at once share one', Array<number>(8).fill(0), 1],
		['the ninth has another', Array<number>(9).fill(0), 2],
		['the next eight share that', Array<number>(16).fill(0), 2],
		['one that begins within a tenth of a second shares it', [0, 99], 1],
		['one that begins later has its own', [0, 100], 2],
		['that of one that began later is shared in turn', [0, 100, 99], 2],
		['one that begins before, since the clock was moved back, has its own', [0, -5_000], 2],
	])('%s', async (_, pauses, count) => {
		expect(await signalsAfter(...pauses)).toBe(count);
	});

	test('is that of the deadline alone where nothing can be cancelled', async () => {
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		const { send, signals } = transport();
		await send(request);
		expect(timeout).toHaveBeenCalledWith(7_000);
		expect(signals).toEqual([timeout.mock.results[0].value]);
		timeout.mockRestore();
	});

	test('ends the request when the execution is cancelled', async () => {
		const controller = new AbortController();
		const { send, signals } = transport({ signal: controller.signal });
		await send(request);
		const [signal] = signals as AbortSignal[];
		expect(signal.aborted).toBe(false);
		controller.abort();
		expect(signal.aborted).toBe(true);
	});
});

describe('an answer with a compressed body that cannot be read', () => {
	/** The status that the fault has of an error with this code and answer. */
	async function statusOf(error: Error): Promise<number | undefined> {
		const fault: unknown = await transport({ error })
			.send(request)
			.catch((thrown: unknown) => thrown);
		expect(fault).toBeInstanceOf(NetworkFault);
		return (fault as NetworkFault).statusCode;
	}
	const broken = (code: unknown, statusCode: unknown = 202) =>
		Object.assign(new Error('broken'), { code, request: { res: { statusCode } } });

	test.each([
		'Z_DATA_ERROR',
		'Z_BUF_ERROR',
		'ERR__ERROR_FORMAT_PADDING_1',
		'ERR_ERROR_FORMAT_X',
		'ERR_PADDING_1',
		'ERR_BROTLI_DECODE',
		'ERR_ZSTD_X',
	])('of the code %s still has its status', async (code) => {
		expect(await statusOf(broken(code))).toBe(202);
	});

	test.each(['ECONNRESET', 'ERR_BAD_RESPONSE', 'X_Z_DATA_ERROR', 'XERR_PADDING_1', 'ERR_X'])(
		'is not what %s means',
		async (code) => {
			expect(await statusOf(broken(code))).toBeUndefined();
		},
	);

	test('is found below other errors', async () => {
		const error = Object.assign(new Error('above'), { code: 7, cause: broken('Z_DATA_ERROR') });
		expect(await statusOf(error)).toBe(202);
		const named = Object.assign(new Error('above'), {
			code: 'EPIPE',
			cause: broken('Z_BUF_ERROR'),
		});
		expect(await statusOf(named)).toBe(202);
	});

	test('has no status where none is known', async () => {
		expect(await statusOf(broken('Z_DATA_ERROR', '202'))).toBeUndefined();
		const bare = Object.assign(new Error('x'), { code: 'Z_DATA_ERROR' });
		expect(await statusOf(bare)).toBeUndefined();
		expect(await statusOf(Object.assign(bare, { request: {} }))).toBeUndefined();
		const below = Object.assign(new Error('x'), {
			code: 'Z_DATA_ERROR',
			cause: broken('Z_X', 204),
		});
		expect(await statusOf(below)).toBe(204);
	});
});
