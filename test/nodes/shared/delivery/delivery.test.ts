/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs in Node itself, never inside n8n */
import { Delivery } from '../../../../nodes/shared/delivery/delivery';
import { Gate } from '../../../../nodes/shared/delivery/gate';
import { NetworkFault } from '../../../../nodes/shared/delivery/http';
import { VirtualClock } from '../../../support/virtualClock';
import { delivery, failureOf, request, service, status } from './support';

test.each([200, 201, 202, 204])('%d is done after one attempt', async (code) => {
	const { subject, sentAt } = delivery([status(code)]);
	expect((await subject.request(request)).statusCode).toBe(code);
	expect(sentAt).toHaveLength(1);
});

test.each([
	[301, 'Redirect'],
	[400, 'ClientError'],
	[401, 'AuthError'],
	[403, 'AuthError'],
	[404, 'ClientError'],
	[409, 'ClientError'],
	[410, 'ClientError'],
	[413, 'ClientError'],
	[422, 'ClientError'],
	[501, 'ServerError'],
])('%d is never tried again (%s)', async (code, errorType) => {
	const { subject, sentAt } = delivery([status(code)]);
	const { failure, hint } = await failureOf(subject.request(request));
	expect(failure).toMatchObject({ statusCode: code, errorType });
	expect(hint).not.toBe('');
	expect(sentAt).toHaveLength(1);
});

test.each([
	[408, 'ClientError'],
	[429, 'RateLimited'],
	[500, 'ServerError'],
	[502, 'ServerError'],
	[503, 'ServerError'],
	[504, 'ServerError'],
])('%d is tried maxAttempts times, then fails (%s)', async (code, errorType) => {
	const { subject, sentAt } = delivery([status(code)]);
	const { failure, message } = await failureOf(subject.request(request));
	expect(failure).toMatchObject({ statusCode: code, errorType });
	expect(message).toContain('tried 3 times');
	expect(sentAt).toHaveLength(3);
});

test('waits twice as long each time, half of it by chance', async () => {
	const { subject, clock } = delivery([status(500)], { maxAttempts: 4 });
	await failureOf(subject.request(request));
	expect(clock.sleeps).toEqual([500, 1000, 2000]);
});

test.each([
	['seconds', '7'],
	['a date', new Date(new VirtualClock().at + 7_000).toUTCString()],
])('Retry-After in %s is honoured', async (_, value) => {
	const { subject, sentAt } = delivery([status(429, { 'retry-after': value }), status(200)]);
	await subject.request(request);
	const waited = sentAt[1] - sentAt[0];
	expect(waited).toBeGreaterThanOrEqual(7_000);
	expect(waited).toBeLessThan(8_000);
});

test('a wait beyond the cap is not slept through but said', async () => {
	const { subject, clock } = delivery([status(429, { 'retry-after': '3600' })]);
	const { hint } = await failureOf(subject.request(request));
	expect(hint).toMatch(/Possible again at 2026-08-03 10:14:2[34] UTC\.$/);
	expect(clock.sleeps).toEqual([]);
});

test.each(['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'TIMEOUT', 'UNKNOWN'])(
	'the network fault %s is tried again',
	async (code) => {
		const { subject, sentAt } = delivery([new NetworkFault(code, 'x'), status(200)]);
		expect((await subject.request(request)).statusCode).toBe(200);
		expect(sentAt).toHaveLength(2);
	},
);

test.each(['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT'])(
	'the TLS fault %s is not tried again',
	async (code) => {
		const { subject, sentAt } = delivery([new NetworkFault(code, 'x')]);
		expect((await failureOf(subject.request(request))).failure.errorType).toBe('NetworkFault');
		expect(sentAt).toHaveLength(1);
	},
);

describe('a request that must not take effect twice', () => {
	test.each([
		['a lost answer', new NetworkFault('ECONNRESET', 'x')],
		['a timeout', new NetworkFault('TIMEOUT', 'x')],
		['a 502', status(502)],
	])('is looked up after %s, and what is found is the result', async (_, answer) => {
		const { subject, sentAt } = delivery([answer]);
		const sent = await subject.send(request, { lookAgain: async () => 'OPS-1' });
		expect(sent.found).toBe('OPS-1');
		expect(sentAt).toHaveLength(1);
	});

	test('is sent again if the look-up finds nothing', async () => {
		const { subject, sentAt } = delivery([status(502), status(201)]);
		const sent = await subject.send(request, { lookAgain: async () => undefined });
		expect(sent.response?.statusCode).toBe(201);
		expect(sentAt).toHaveLength(2);
	});

	test('is looked up after the last attempt too', async () => {
		const { subject } = delivery([status(502)], { maxAttempts: 1 });
		expect((await subject.send(request, { lookAgain: async () => 'OPS-1' })).found).toBe('OPS-1');
	});

	test.each([
		['nothing was sent', new NetworkFault('ECONNREFUSED', 'x')],
		['it was throttled', status(429)],
	])('is not looked up where %s', async (_, answer) => {
		const lookAgain = jest.fn(async () => undefined);
		const { subject } = delivery([answer, status(201)]);
		await subject.send(request, { lookAgain });
		expect(lookAgain).not.toHaveBeenCalled();
	});
});

test('cancelling ends the waiting and sends nothing more', async () => {
	const { subject, clock, sentAt, cancel } = delivery([status(500)]);
	const { sleep } = clock;
	clock.sleep = async (milliseconds) => {
		cancel();
		await sleep(milliseconds);
	};
	const failure = await failureOf(subject.request(request));
	expect(failure.failure.errorType).toBe('Cancelled');
	expect(failure.message).toBe('Cancelled after 1 request to The service');
	expect(failure.hint).toContain('may have arrived');
	expect(sentAt).toHaveLength(1);
});

describe('the gate', () => {
	test('spaces requests that share a limit', async () => {
		const clock = new VirtualClock();
		const gate = new Gate(clock);
		const begin = clock.at;
		const starts: number[] = [];
		const pace = { key: 'repository', limits: [{ count: 1, perMilliseconds: 1000 }] };
		await Promise.all(
			Array.from({ length: 4 }, async () => {
				await gate.enter([pace], Infinity);
				starts.push(clock.at - begin);
			}),
		);
		expect(starts).toEqual([0, 1000, 2000, 3000]);
	});

	test('never lets more than the limit through in any window', async () => {
		const clock = new VirtualClock();
		const gate = new Gate(clock);
		const starts: number[] = [];
		const limits = [
			{ count: 4, perMilliseconds: 1000 },
			{ count: 6, perMilliseconds: 30_000 },
		];
		await Promise.all(
			Array.from({ length: 20 }, async () => {
				await gate.enter([{ key: 'hook', limits }], Infinity);
				starts.push(clock.at);
			}),
		);
		for (const { count, perMilliseconds } of limits) {
			for (let index = count; index < starts.length; index++) {
				expect(starts[index] - starts[index - count]).toBeGreaterThanOrEqual(perMilliseconds);
			}
		}
	});

	test('a throttled request closes it for the others, whose attempts are not spent', async () => {
		const clock = new VirtualClock();
		const gate = new Gate(clock);
		const begin = clock.at;
		const pace = { key: 'hook', limits: [] };
		const sentAt: number[] = [];
		const deliver = () =>
			new Delivery(
				service,
				async () => {
					sentAt.push(clock.at - begin);
					return sentAt.length === 1 ? status(429, { 'retry-after': '10' }) : status(200);
				},
				gate,
				clock,
				{ maxAttempts: 2 },
			).request(request, { pace });
		const first = deliver();
		await new Promise((done) => setImmediate(done));
		await Promise.all([first, deliver(), deliver()]);
		expect(sentAt).toHaveLength(4);
		expect(Math.min(...sentAt.slice(1))).toBeGreaterThanOrEqual(10_000);
	});
});
