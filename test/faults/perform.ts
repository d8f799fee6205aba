import type { IDataObject, IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import type { FailureDetails } from '../../nodes/shared/delivery/failure';
import { watchSent } from '../conformance/watch';
import { VirtualClock } from '../support/virtualClock';
import { alert, type FakeAnswer, type Operation } from './operations';

const watched = new Set<string>();

export interface Result {
	/** The failure, or undefined where there is none. */
	details: FailureDetails | undefined;
	json: IDataObject;
	/** How often the step that went wrong was sent. */
	attempts: number;
	/** Every request, as `POST /path`. */
	requests: string[];
	/** Seconds. */
	waited: number;
}

/**
 * Does the operation with a service that answers `fault` whenever the step comes; undefined leaves it
 * to the service. Without n8n's engine and without a network, so that thousands of these take seconds;
 * time is the fake clock's.
 */
export async function perform(
	operation: Operation,
	fault: (request: string, attempt: number) => FakeAnswer | undefined,
	{ parameters = {}, chance = 0.5 }: { parameters?: IDataObject; chance?: number } = {},
): Promise<Result> {
	const clock = new VirtualClock(undefined, chance);
	const start = clock.at;
	const requests: string[] = [];
	let attempts = 0;
	operation.alert = alert(String(operation.alert.reason));
	const given: IDataObject = {
		alert: operation.alert,
		...operation.parameters,
		...parameters,
	};
	const httpRequest = async (options: IHttpRequestOptions) => {
		const { method = 'GET', url, body: sent } = options;
		const { pathname, search } = new URL(url);
		// A request looks the same whatever it is answered: once for each operation will do.
		const look = `${operation.name} ${method} ${pathname}`;
		if (!watched.has(look)) watchSent(options);
		watched.add(look);
		const action = /"event_action":"(\w+)"/.exec(String(sent))?.[1];
		const request = `${method} ${pathname}${search}${action === undefined ? '' : ` ${action}`}`;
		requests.push(request);
		const isStep = operation.step.test(request);
		if (isStep) attempts++;
		const answer = (isStep ? fault(request, attempts) : undefined) ?? operation.well(request);
		const { status, headers = {}, body = '' } = answer;
		return {
			statusCode: status,
			headers,
			body: typeof body === 'string' ? body : JSON.stringify(body),
		};
	};
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name: string, _: number, fallback: unknown) => given[name] ?? fallback,
		getCredentials: async () => operation.credential,
		getContext: () => ({}),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getWorkflowStaticData: () => ({}),
		getMode: () => 'trigger',
		getWorkflow: () => ({ id: 'workflow' }),
		getTimezone: () => 'UTC',
		getNode: () => ({ name: 'Node', type: 'node', parameters: given }),
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => true,
		helpers: {
			httpRequest,
			httpRequestWithAuthentication: async (_: string, request: IHttpRequestOptions) =>
				await httpRequest(request),
		},
	} as unknown as IExecuteFunctions;
	const [{ json }] = await operation.run(context, clock);
	return {
		details: json.details,
		json,
		attempts,
		requests,
		waited: (clock.at - start) / 1000,
	};
}
