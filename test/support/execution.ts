import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeParameters,
} from 'n8n-workflow';

import type { Alert } from '../../nodes/shared/alert/alert';
import type { Clock } from '../../nodes/shared/delivery/clock';
import { Delivery } from '../../nodes/shared/delivery/delivery';
import { gateOf } from '../../nodes/shared/delivery/gate';
import { NetworkFault, type HttpRequest, type Transport } from '../../nodes/shared/delivery/http';
import type { Destination, Outcome } from '../../nodes/shared/destination';
import type { Memory } from '../../nodes/shared/memory';
import type { NodeRecords } from '../../nodes/shared/nodeRecords';
import { Parameters } from '../../nodes/shared/parameters';
import { inOrder } from '../../nodes/shared/node/inOrder';
import { mapMemory } from './memory';
import type { VirtualClock } from './virtualClock';

/** A destination's settings, read from fields and credential as in a workflow. */
export function settingsOf<Settings>(
	destination: Destination<Settings>,
	credential: ICredentialDataDecryptedObject,
	parameters: IDataObject = {},
	/** What stands in the fields, expressions as they were typed, if that is something else. */
	typed: INodeParameters = {},
): Settings {
	const context = {
		getNode: () => ({ parameters: typed }),
		getNodeParameter: (name: string, _: number, fallback: unknown) => parameters[name] ?? fallback,
		getTimezone: () => 'UTC',
	} as unknown as IExecuteFunctions;
	return destination.readSettings(new Parameters(context, 0), credential);
}

/** A network on loopback, while which the clock stands still. */
export function transportTo(
	clock: VirtualClock,
	{
		url: server,
		headers: more = {},
	}: {
		/** Where all requests go, whatever host they are for. */
		url?: string;
		/** What n8n adds of the credential. */
		headers?: Record<string, string>;
	} = {},
): Transport {
	return async (request) => {
		const { pathname, search } = new URL(request.url);
		const url = server === undefined ? request.url : server + pathname + search;
		return await clock.during(
			exchange({ ...request, url, headers: { ...request.headers, ...more } }),
		);
	};
}

async function exchange({ method, url, headers, body }: HttpRequest) {
	try {
		const signal = AbortSignal.timeout(2000);
		const response = await fetch(url, { method, headers, body, redirect: 'manual', signal });
		return {
			statusCode: response.status,
			headers: Object.fromEntries(response.headers as unknown as Iterable<[string, string]>),
			body: await response.text(),
		};
	} catch (error) {
		const { name, cause } = error as Error & { cause?: { code?: string } };
		const code = name === 'TimeoutError' ? 'TIMEOUT' : (cause?.code ?? 'ECONNRESET');
		return await Promise.reject(new NetworkFault(code, String(error)));
	}
}

/** What an execution of a destination takes from outside it. */
export interface Surroundings {
	clock: Clock;
	transport: Transport;
	memory?: Memory;
	records?: NodeRecords;
	operation?: string;
	maxAttempts?: number;
}

/**
 * One execution of a destination's operation with these alerts, as the item loop runs it, without n8n.
 * What failed is an error among the outcomes.
 */
export async function execute<Settings>(
	destination: Destination<Settings>,
	settings: Settings,
	alerts: Alert[],
	{ clock, transport, memory = mapMemory(), records, ...more }: Surroundings,
): Promise<Array<Outcome | Error>> {
	const { operation = 'sendAlert', maxAttempts = 3 } = more;
	const shared = new Map<string, unknown>();
	const outcomes: Array<Outcome | Error> = [];
	await inOrder(
		alerts.map((alert, index) => ({ alert, index })),
		destination.concurrency,
		({ alert }) => alert.fingerprint,
		async ({ alert, index }) => {
			const gate = gateOf(clock);
			const delivery = new Delivery(destination.service, transport, gate, clock, { maxAttempts });
			outcomes[index] = await destination.operations[operation]({
				alert,
				settings,
				delivery,
				memory,
				shared,
				records,
				ahead: (count) => alerts.slice(index + 1, index + 1 + count),
			}).catch((error: Error) => error);
		},
	);
	return outcomes;
}

/** The same with one alert, whose failure is thrown. */
export async function executeOne<Settings>(
	destination: Destination<Settings>,
	settings: Settings,
	alert: Alert,
	surroundings: Surroundings,
): Promise<Outcome> {
	const [outcome] = await execute(destination, settings, [alert], surroundings);
	return outcome instanceof Error ? await Promise.reject(outcome) : outcome;
}
