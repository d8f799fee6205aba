/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { Delivery } from '../../../../nodes/shared/delivery/delivery';
import { Gate } from '../../../../nodes/shared/delivery/gate';
import { NetworkFault, type HttpResponse } from '../../../../nodes/shared/delivery/http';
import { VirtualClock } from '../../../support/virtualClock';
import { delivery, failureOf, request, service, status } from './support';

const askToWait = (seconds: number, code = 429) => status(code, { 'retry-after': String(seconds) });

test('backoff doubles from one second up to thirty, times chance', async () => {
	const { subject, clock } = delivery([status(500)], { maxAttempts: 8, chance: 0.5 });
	await failureOf(subject.request(request));
	expect(clock.sleeps).toEqual([1, 2, 4, 8, 16, 30, 30].map((seconds) => seconds * 500));
});

test('what the service asks for is waited, and up to a quarter of a second more', async () => {
	const { subject, clock } = delivery([askToWait(7), status(200)], { chance: 0.5 });
	await subject.request(request);
	expect(clock.sleeps).toEqual([7_125]);
});

test('a time that has passed means now', async () => {
	const past = status(503, { 'retry-after': 'Mon, 03 Aug 2026 09:00:00 GMT' });
	const { subject, clock } = delivery([past, status(200)], { chance: 0 });
	await subject.request(request);
	expect(clock.sleeps).toEqual([0]);
});

test('two minutes are the longest wait', async () => {
	const within = delivery([askToWait(120), status(200)], { chance: 0 });
	expect((await within.subject.request(request)).statusCode).toBe(200);
	expect(within.clock.sleeps).toEqual([120_000]);

	const beyond = delivery([askToWait(121), status(200)], { chance: 0 });
	expect((await failureOf(beyond.subject.request(request))).hint).toMatch(
		/ Possible again at 2026-08-03 09:16:24 UTC\.$/,
	);
	expect(beyond.clock.sleeps).toEqual([]);

	// What could have been waited for needs no mention.
	const last = delivery([askToWait(120)], { chance: 0, maxAttempts: 1 });
	expect((await failureOf(last.subject.request(request))).hint).not.toContain('Possible again');
});

test('five minutes are the longest that all waits of a request take together', async () => {
	const exact = delivery([askToWait(100)], { chance: 0, maxAttempts: 10 });
	await failureOf(exact.subject.request(request));
	expect(exact.clock.sleeps).toEqual([100_000, 100_000, 100_000]);

	const more = delivery([askToWait(100), askToWait(100), askToWait(101)], {
		chance: 0,
		maxAttempts: 10,
	});
	await failureOf(more.subject.request(request));
	expect(more.clock.sleeps).toEqual([100_000, 100_000]);
});

test('the last attempt is not waited for', async () => {
	const { subject, clock } = delivery([askToWait(5)], { chance: 0, maxAttempts: 2 });
	await failureOf(subject.request(request));
	expect(clock.sleeps).toEqual([5_000]);
});

test.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'])(
	'after %s nothing is looked up: nothing was sent',
	async (code) => {
		const lookAgain = jest.fn(async () => 'OPS-1');
		const { subject } = delivery([new NetworkFault(code, 'x'), status(201)]);
		expect((await subject.send(request, { lookAgain })).response?.statusCode).toBe(201);
		expect(lookAgain).not.toHaveBeenCalled();
	},
);

test('a refused request is not looked up', async () => {
	const lookAgain = jest.fn(async () => 'OPS-1');
	const { subject } = delivery([status(400)]);
	await failureOf(subject.send(request, { lookAgain }));
	expect(lookAgain).not.toHaveBeenCalled();
});

test('a look-up after the wait, since the service may be late', async () => {
	const { subject, clock } = delivery([status(502)], { chance: 0.5 });
	await subject.send(request, {
		lookAgain: async () => {
			expect(clock.sleeps).toEqual([500]);
			return 'OPS-1';
		},
	});
	expect.assertions(1);
});

describe('a cancelled execution', () => {
	test('sends nothing, and says so', async () => {
		const { subject, sentAt, cancel } = delivery([status(200)]);
		cancel();
		const { message, failure, hint } = await failureOf(subject.request(request));
		expect(message).toBe('Cancelled before The service was reached');
		expect(failure.errorType).toBe('Cancelled');
		expect(hint).toContain('Run it again');
		expect(sentAt).toEqual([]);
	});

	test('looks nothing up after a wait', async () => {
		const { subject, clock, cancel } = delivery([status(502)]);
		clock.sleep = async () => cancel();
		const lookAgain = jest.fn(async () => 'OPS-1');
		const { failure } = await failureOf(subject.send(request, { lookAgain }));
		expect(failure.errorType).toBe('Cancelled');
		expect(lookAgain).not.toHaveBeenCalled();
	});

	test('hands its signal to the sleep', async () => {
		const { subject, clock } = delivery([status(500), status(200)]);
		const { sleep } = clock;
		let given: AbortSignal | undefined;
		clock.sleep = async (milliseconds, signal) => {
			given = signal;
			await sleep(milliseconds);
		};
		await subject.request(request);
		expect(given).toBeInstanceOf(AbortSignal);
	});
});

describe('what shares a pace', () => {
	const pace = { key: 'hook', limits: [] };

	/** Two requests of which the second begins while the first waits after `first`. */
	async function secondSentAfter(first: HttpResponse | NetworkFault, chance = 0): Promise<number> {
		const clock = new VirtualClock(undefined, chance);
		const gate = new Gate(clock);
		const begin = clock.at;
		const sentAt: number[] = [];
		const transport = async () => {
			sentAt.push(clock.at - begin);
			if (sentAt.length > 1) return status(200);
			return first instanceof NetworkFault ? await Promise.reject(first) : first;
		};
		const send = async () =>
			await new Delivery(service, transport, gate, clock, { maxAttempts: 2 }).request(request, {
				pace,
			});
		const begun = send();
		await new Promise((done) => setImmediate(done));
		await Promise.all([begun, send()]);
		return sentAt[1];
	}

	test('waits with a throttled request', async () => {
		expect(await secondSentAfter(askToWait(10))).toBe(10_000);
	});

	test('does not wait with one that met a fault', async () => {
		expect(await secondSentAfter(askToWait(10, 503))).toBe(0);
		expect(await secondSentAfter(new NetworkFault('ECONNRESET', 'x'), 0.5)).toBe(0);
	});
});
