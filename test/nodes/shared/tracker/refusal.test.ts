import { DeliveryFailure, type FailureType } from '../../../../nodes/shared/delivery/failure';
import { refusalOf } from '../../../../nodes/shared/tracker/refusal';
import { Refused } from '../../../../nodes/shared/tracker/tracker';

function failure(statusCode: number | undefined, errorType: FailureType): DeliveryFailure {
	return new DeliveryFailure('It answered: no', { errorType, hint: '', statusCode });
}

test('a step that was done has no refusal', async () => {
	expect(await refusalOf(async () => 'done')).toBeUndefined();
});

test("a tracker's own refusal is its message", async () => {
	const step = async () => await Promise.reject(new Refused('No transition leads there'));
	expect(await refusalOf(step)).toBe('No transition leads there');
});

test.each([400, 401, 403, 404, 409, 422, 499])('%d refuses the step', async (status) => {
	const step = async () => await Promise.reject(failure(status, 'ClientError'));
	expect(await refusalOf(step)).toBe('It answered: no');
});

test.each<[string, Error]>([
	['a redirect', failure(302, 'Redirect')],
	['a timeout of the service', failure(408, 'ClientError')],
	['a rate limit', failure(429, 'RateLimited')],
	['a rate limit of GitHub, which comes as 403', failure(403, 'RateLimited')],
	['an error of the service', failure(500, 'ServerError')],
	['no answer', failure(undefined, 'NetworkFault')],
	['anything else', new Error('It is broken')],
])('%s is a fault, not a refusal', async (_, error) => {
	const step = async () => await Promise.reject(error);
	await expect(refusalOf(step)).rejects.toBe(error);
});
