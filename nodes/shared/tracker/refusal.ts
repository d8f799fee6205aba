import { DeliveryFailure } from '../delivery/failure';
import { Refused } from './tracker';

/**
 * Does a step beside the main one, or one that the tracker may not allow.
 *
 * @returns why it was refused; undefined if it was done.
 * @throws {DeliveryFailure} for a fault, which says nothing about the step.
 */
export async function refusalOf(step: () => Promise<unknown>): Promise<string | undefined> {
	try {
		await step();
		return undefined;
	} catch (error) {
		if (error instanceof Refused) return error.message;
		const status = error instanceof DeliveryFailure ? error.failure.statusCode : undefined;
		const isRefusal = status !== undefined && status >= 400 && status < 500;
		const isRate = error instanceof DeliveryFailure && error.failure.errorType === 'RateLimited';
		if (isRefusal && !isRate && status !== 408) return (error as Error).message;
		return await Promise.reject(error);
	}
}
