/** The requests of a delivery on the lanes that they share with others. */
import { classify } from '../../../../nodes/shared/delivery/classify';
import { Delivery } from '../../../../nodes/shared/delivery/delivery';
import { Gate, type Pace } from '../../../../nodes/shared/delivery/gate';
import { NetworkFault, type HttpResponse } from '../../../../nodes/shared/delivery/http';
import type { Service } from '../../../../nodes/shared/delivery/service';
import { VirtualClock } from '../../../support/virtualClock';
import { delivery, failureOf, request, service, status } from './support';

const lane = (key: string, more: Partial<Pace> = {}): Pace => ({ key, limits: [], ...more });

/** Deliveries through one gate, whose requests are answered in turn. */
function sharing(answers: HttpResponse[], more: Partial<Service> = {}) {
	const clock = new VirtualClock(undefined, 0);
	const gate = new Gate(clock);
	const begin = clock.at;
	let sent = 0;
	const next = (maxAttempts = 1) =>
		new Delivery(
			{ ...service, ...more },
			async () => await Promise.resolve(answers[Math.min(sent++, answers.length - 1)]),
			gate,
			clock,
			{ maxAttempts },
		);
	return { clock, gate, next, sent: () => sent, since: () => clock.at - begin };
}
const throttled = status(429, { 'retry-after': '60' }, 'slow down');

test('a throttled request closes all its lanes', async () => {
	const { next, since } = sharing([throttled, status(200)]);
	await failureOf(next().request(request, { pace: [lane('a'), lane('b')] }));
	expect(since()).toBe(0);
	await next().request(request, { pace: lane('c') });
	expect(since()).toBe(0);
	await next().request(request, { pace: lane('b') });
	expect(since()).toBe(60_000);
});

test('one that met a limit of its own closes the first lane alone', async () => {
	const judge: Service['judge'] = (response, now) => {
		const verdict = classify(response, now);
		return verdict.kind === 'again' ? { ...verdict, closesFirst: true } : verdict;
	};
	const { next, since } = sharing([throttled, status(200)], { judge });
	await failureOf(next().request(request, { pace: [lane('a'), lane('b')] }));
	await next().request(request, { pace: lane('b') });
	expect(since()).toBe(0);
	await next().request(request, { pace: lane('a') });
	expect(since()).toBe(60_000);
});

test('what is not sent for long fails without an attempt, with the words that closed the lane', async () => {
	const long = status(429, { 'retry-after': '900' }, 'slow down');
	const { next, sent } = sharing([long]);
	await failureOf(next(3).request(request, { pace: lane('a') }));
	const second = next(3);
	const { failure, message } = await failureOf(second.request(request, { pace: lane('a') }));
	expect(message).toBe('Not sent: The service limits the requests: slow down');
	expect(failure).toMatchObject({ statusCode: 429, responseText: 'slow down' });
	expect(sent()).toBe(1);
	expect(second).toMatchObject({ requests: 0, attempts: 0, statusCode: null });
});

test('a request leaves its lane when it has ended, also if it failed', async () => {
	const { next, gate } = sharing([status(400), status(200)]);
	const pace = lane('a', { concurrent: 1 });
	await failureOf(next().request(request, { pace }));
	await next().request(request, { pace });
	expect(await gate.enter([pace], 0)).toBeUndefined();
});

test('a request without a pace waits for nobody', async () => {
	const { next, since } = sharing([throttled, status(200)]);
	await failureOf(next().request(request, { pace: [] }));
	await next().request(request);
	expect(since()).toBe(0);
});

describe('an answer whose body cannot be read', () => {
	const broken = new NetworkFault('Z_DATA_ERROR', 'incorrect header check', 202);

	test('is an empty body if the status is enough', async () => {
		const { subject } = delivery([broken], { service: { statusIsEnough: true } });
		expect(await subject.request(request)).toEqual({ statusCode: 202, headers: {}, body: '' });
		expect(subject.statusCode).toBe(202);
	});

	test('is a failure if the body counts, or if no answer came', async () => {
		const counting = delivery([broken], { maxAttempts: 1 });
		const { message } = await failureOf(counting.subject.request(request));
		expect(message).toBe('The service could not be reached');
		const reset = delivery([new NetworkFault('ECONNRESET', 'x')], {
			maxAttempts: 1,
			service: { statusIsEnough: true },
		});
		expect((await failureOf(reset.subject.request(request))).failure.errorType).toBe(
			'NetworkFault',
		);
	});
});

describe('what a delivery counts', () => {
	test('is its requests, the attempts of the last one, and its answer', async () => {
		const { subject } = delivery([status(500), status(201), status(404)]);
		expect(subject).toMatchObject({ requests: 0, attempts: 0, statusCode: null, unconfirmed: 0 });
		await subject.request(request);
		expect(subject).toMatchObject({ requests: 2, attempts: 2, statusCode: 201, unconfirmed: 1 });
		await failureOf(subject.request(request));
		expect(subject).toMatchObject({ requests: 3, attempts: 1, statusCode: 404 });
	});

	test('after a look with requests of its own is still the attempts of the request', async () => {
		const { subject } = delivery([status(502), status(502), status(200), status(201)]);
		const sent = await subject.send(request, {
			lookAgain: async () => {
				await subject.request(request);
				return undefined;
			},
		});
		expect(sent.response?.statusCode).toBe(201);
		expect(subject).toMatchObject({ requests: 4, attempts: 2 });
		const found = delivery([status(502), status(502), status(200)]);
		await found.subject.send(request, {
			lookAgain: async () => await found.subject.request(request),
		});
		expect(found.subject.attempts).toBe(1);
	});

	test('says in a cancelled execution how many requests went out, and what to do', async () => {
		const { subject, cancel } = delivery([status(200)]);
		await subject.request(request);
		await subject.request(request);
		cancel();
		const after = await failureOf(subject.request(request));
		expect(after.message).toBe('Cancelled after 2 requests to The service');
		expect(after.hint).toBe(
			'The execution was stopped. What was sent may have arrived: look there before you run it again.',
		);
		const before = delivery([status(200)]);
		before.cancel();
		expect((await failureOf(before.subject.request(request))).hint).toBe(
			'The execution was stopped. Run it again to deliver this alert.',
		);
	});
});
