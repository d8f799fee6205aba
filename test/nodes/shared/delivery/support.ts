import { Delivery } from '../../../../nodes/shared/delivery/delivery';
import type { Service } from '../../../../nodes/shared/delivery/service';
import { DeliveryFailure } from '../../../../nodes/shared/delivery/failure';
import { Gate } from '../../../../nodes/shared/delivery/gate';
import type { HttpResponse } from '../../../../nodes/shared/delivery/http';
import { VirtualClock } from '../../../support/virtualClock';

export const service: Service = { name: 'The service', explain: () => ({}) };
export const request = { method: 'POST' as const, url: 'https://service.example/' };
export const status = (
	statusCode: number,
	headers: Record<string, string> = {},
	body = '',
): HttpResponse => ({
	statusCode,
	headers,
	body,
});

/** A delivery whose transport plays these answers, the last one repeated. */
export function delivery(
	answers: Array<HttpResponse | Error>,
	more: { maxAttempts?: number; chance?: number; service?: Partial<Service> } = {},
) {
	const clock = new VirtualClock(undefined, more.chance);
	const sentAt: number[] = [];
	const transport = async (): Promise<HttpResponse> => {
		const next = answers[Math.min(sentAt.length, answers.length - 1)];
		sentAt.push(clock.at);
		return next instanceof Error ? await Promise.reject(next) : next;
	};
	const controller = new AbortController();
	const subject = new Delivery({ ...service, ...more.service }, transport, new Gate(clock), clock, {
		maxAttempts: more.maxAttempts ?? 3,
		signal: controller.signal,
	});
	return { subject, clock, sentAt, cancel: () => controller.abort() };
}

export async function failureOf(promise: Promise<unknown>): Promise<DeliveryFailure> {
	const error: unknown = await promise.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(DeliveryFailure);
	return error as DeliveryFailure;
}
