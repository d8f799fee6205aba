import { BUGSINK, BugsinkClient } from '../../../../nodes/shared/bugsink/client';
import { Delivery } from '../../../../nodes/shared/delivery/delivery';
import { Gate } from '../../../../nodes/shared/delivery/gate';
import { NetworkFault, type HttpRequest } from '../../../../nodes/shared/delivery/http';
import { VirtualClock } from '../../../support/virtualClock';

export const API = 'https://bugsink.example.com/api/canonical/0/';

/** An answer in short; a string is a body as it stands, `lost` never arrives. */
export type Scripted = { status?: number; body?: unknown } | 'lost';

/** Bugsink with these answers one after the other, the last one repeated; without network and without waiting. */
export function scripted(...answers: Scripted[]) {
	const requests: HttpRequest[] = [];
	const transport = async (request: HttpRequest) => {
		const given = answers[Math.min(requests.length, answers.length - 1)];
		requests.push(request);
		if (given === 'lost') return await Promise.reject(new NetworkFault('ECONNRESET', 'reset'));
		const { status: statusCode = 200, body = {} } = given;
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		return { statusCode, headers: {}, body: text };
	};
	const clock = new VirtualClock();
	const delivery = new Delivery(BUGSINK, transport, new Gate(clock), clock, { maxAttempts: 2 });
	const address = { base: 'https://bugsink.example.com', api: API };
	const client = new BugsinkClient(address, delivery);
	/** Method and address of each request, without that of the API. */
	const asked = () => requests.map(({ method, url }) => `${method} ${url.replace(API, '')}`);
	return { client, requests, asked };
}

/** A page of a list. */
export const page = (results: unknown, next: string | null = null): Scripted => ({
	body: { next, results },
});
