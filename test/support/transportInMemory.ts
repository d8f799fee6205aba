import type { Transport } from '../../nodes/shared/delivery/http';
import type { StandIn } from '../standins/server';

/** To a stand-in without a network, with these headers, as n8n adds those of the credential. */
export function transportInMemory(
	standIn: Pick<StandIn, 'ask'>,
	more: Record<string, string>,
): Transport {
	return async ({ method, url, headers, body: sent }) => {
		const answer = await standIn.ask({ method, url, headers: { ...headers, ...more }, body: sent });
		const lower = Object.entries(answer.headers ?? {}).map(([name, value]) => [
			name.toLowerCase(),
			value,
		]);
		const { body = '' } = answer;
		return {
			statusCode: answer.status,
			headers: Object.fromEntries(lower) as Record<string, string>,
			body: typeof body === 'string' ? body : JSON.stringify(body),
		};
	};
}
