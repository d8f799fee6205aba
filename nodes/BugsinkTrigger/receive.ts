import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import type { Alert } from '../shared/alert/alert';
import { readAlert } from '../shared/alert/readAlert';
import { noteArrival } from '../shared/bugsink/arrivals';
import { refusal } from './authentication';
import { entriesOf, filteredBecause, invalidPattern, projectsOf, type Filters } from './filters';

/** Bugsink's largest alert has about 5 kB; the rest is room for other senders. */
const MAX_BODY_BYTES = 262_144;

/** Several documents in one body (https://github.com/ndjson/ndjson-spec, RFC 7464). */
const SEVERAL = /ndjson|jsonl|json-seq|json-lines/i;

/**
 * Answers at once, since Bugsink gives up after five seconds and never tries again: 200 and an
 * execution for an alert, 200 alone for one that the filters drop, 400 with one line for what is no
 * alert, 413 for a body that is too large, 415 for NDJSON, 401 or 403 with an empty body if authentication fails.
 */
export async function receiveAlert(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const request = context.getRequestObject();
	const headers = context.getHeaderData();
	const status = await refusedStatus(context, headers);
	if (status !== undefined) return answer(context, status, '');

	const type = String(headers['content-type'] ?? '');
	if (SEVERAL.test(type)) {
		return answer(
			context,
			415,
			`${type.slice(0, 60)} is not supported: send one alert per request`,
		);
	}
	const body: unknown = request.body;
	const length = Number(headers['content-length'] ?? request.rawBody?.length ?? 0);
	if (length > MAX_BODY_BYTES) return answer(context, 413, 'The body is too large for an alert');

	const alert = read(body);
	if (typeof alert === 'string') return answer(context, 400, alert);
	noteArrival(context, alert);
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
	return {
		reasons: context.getNodeParameter('reasons', []) as string[],
		projects: usable(context, 'projects', projectsOf),
		errorTypes: usable(context, 'errorTypes', entriesOf),
		dropTestAlerts: context.getNodeParameter('options.testAlerts', 'pass') === 'drop',
	};
}

/** The entries of a field; none where one is broken: an alert too many is better than one that is lost. */
function usable(
	context: IWebhookFunctions,
	field: 'projects' | 'errorTypes',
	entries: (value: string) => string[],
): string[] {
	const value = String(context.getNodeParameter(`options.${field}`, '') ?? '');
	const broken = invalidPattern(field, value);
	if (broken === undefined) return entries(value);
	context.logger.warn(`${broken.message}. This filter lets all alerts pass. ${broken.hint}`);
	return [];
}

/** The alert, or one line about why the body is not one. */
function read(body: unknown): Alert | string {
	try {
		return readAlert(body);
	} catch (error) {
		return error instanceof Error ? error.message : 'Not a Bugsink alert';
	}
}

function answer(context: IWebhookFunctions, status: number, line: string): IWebhookResponseData {
	const response = context.getResponseObject();
	if (status === 401) response.setHeader('WWW-Authenticate', 'Basic');
	response.status(status).type('text/plain').send(line);
	return { noWebhookResponse: true };
}
