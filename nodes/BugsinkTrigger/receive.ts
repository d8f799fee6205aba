import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Alert } from '../shared/alert/alert';
import { readAlert } from '../shared/alert/readAlert';
import { refusal } from './authentication';
import { entriesOf, filteredBecause, type Filters } from './filters';

/** Bugsink's largest alert has about 5 kB; the rest is room for other senders. */
const MAX_BODY_BYTES = 262_144;

/**
 * Answers at once, since Bugsink gives up after five seconds and never tries again: 200 and an
 * execution for an alert, 200 alone for one that the filters drop, 400 with one line for what is no
 * alert, 413 for a body that is too large, 401 or 403 and not a word for an impostor.
 */
export async function receiveAlert(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	const headers = context.getHeaderData();
	const status = await refusedStatus(context, headers);
	if (status !== undefined) return answer(context, status, '');

	const body: unknown = request.body;
	const length = Number(headers['content-length'] ?? request.rawBody?.length ?? 0);
	if (length > MAX_BODY_BYTES) return answer(context, 413, 'The body is too large for an alert');

	const { alert, problem } = read(body);
	if (alert === undefined) return answer(context, 400, problem);
	const because = filteredBecause(alert, filtersOf(context));
	if (because !== undefined) {
		return { webhookResponse: { accepted: true, started: false, because } };
	}
	return {
		webhookResponse: { accepted: true, started: true },
		workflowData: [[{ json: { ...alert, raw: body } as unknown as IDataObject }]],
	};
}

async function refusedStatus(
	context: IWebhookFunctions,
	headers: ReturnType<IWebhookFunctions['getHeaderData']>,
): Promise<number | undefined> {
	if (context.getNodeParameter('authentication', 'none') === 'none') return undefined;
	const one = (value: unknown): string | undefined =>
		typeof value === 'string' ? value : undefined;
	const query = context.getQueryData() as IDataObject;
	return refusal(await context.getCredentials('bugsinkTriggerApi'), {
		authorization: one(headers.authorization),
		tokenHeader: one(headers['x-bugsink-token']),
		tokenQuery: one(query.token),
	});
}

function filtersOf(context: IWebhookFunctions): Filters {
	const list = (name: string): string[] =>
		entriesOf(String(context.getNodeParameter(name, '') ?? ''));
	return {
		reasons: context.getNodeParameter('reasons', []) as string[],
		projects: list('options.projects'),
		errorTypes: list('options.errorTypes'),
		dropTestAlerts: context.getNodeParameter('options.testAlerts', 'pass') === 'drop',
	};
}

function read(body: unknown): { alert?: Alert; problem: string } {
	try {
		return { alert: readAlert(body), problem: '' };
	} catch (error) {
		return { problem: error instanceof Error ? error.message : 'Not a Bugsink alert' };
	}
}

function answer(context: IWebhookFunctions, status: number, line: string): IWebhookResponseData {
	const response = context.getResponseObject();
	if (status === 401) response.setHeader('WWW-Authenticate', 'Basic');
	response.status(status).type('text/plain').send(line);
	return { noWebhookResponse: true };
}
