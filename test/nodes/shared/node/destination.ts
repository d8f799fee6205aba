import type { IDataObject, NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Alert } from '../../../../nodes/shared/alert/alert';
import type { Destination, Job } from '../../../../nodes/shared/destination';
import { runDestination } from '../../../../nodes/shared/node/run';
import { VirtualClock } from '../../../support/virtualClock';
import { issueIdOf } from '../../../support/alerts';
import { sample } from '../../../support/samples';
import { executeContext } from '../../../support/executeContext';

export interface Settings {
	color: string;
}

export const raw = sample('captured/custom-new') as IDataObject;
export const alertOf = (id: number) => ({
	...raw,
	id: issueIdOf(id),
});
export const URL = 'https://service.example/s3cret-path';

/** A destination that sends the title, and has nothing of its own beside it. */
export function destination(more: Partial<Destination<Settings>> = {}) {
	const jobs: Array<Job<Settings>> = [];
	const requestOf = (alert: Alert) => ({ method: 'POST' as const, url: URL, body: alert.title });
	const subject: Destination<Settings> = {
		id: 'service',
		credentialType: 'serviceApi',
		isAuthenticatedByN8n: false,
		service: { name: 'The service', explain: () => ({}) },
		concurrency: 2,
		secrets: ({ secret }) => [String(secret)],
		readSettings: (parameters) => ({ color: parameters.text('color', 'red') }),
		prepare: (alert, { color }, now) => ({
			request: {
				...requestOf(alert),
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify({ color, at: now.toISOString() }),
			},
			truncated: ['title'],
			warnings: ['It is long'],
		}),
		operations: {
			sendAlert: async (job) => {
				jobs.push(job);
				await job.delivery.request(requestOf(job.alert));
				return { action: 'sent' };
			},
		},
		...more,
	};
	return { subject, jobs };
}

export const credentials = () => ({ secret: 's3cret-path' });
export const alerts = (...list: IDataObject[]) => ({
	items: list.length,
	parameters: list.map((alert) => ({ alert })),
	credentials,
});
export const run = async (
	context: ReturnType<typeof executeContext>,
	subject = destination().subject,
	clock = new VirtualClock(),
) => await runDestination(context.context, subject, clock);

export async function errorOf(
	promise: Promise<unknown>,
): Promise<NodeApiError | NodeOperationError> {
	const error: unknown = await promise.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	expect(error).toBeInstanceOf(Error);
	return error as NodeApiError;
}
