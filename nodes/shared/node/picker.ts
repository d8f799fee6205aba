import type { ICredentialDataDecryptedObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { systemClock } from '../delivery/clock';
import { Delivery } from '../delivery/delivery';
import { Gate } from '../delivery/gate';
import { n8nTransport } from '../delivery/n8nTransport';
import { redactor, type Redactor } from '../delivery/redact';
import type { Destination } from '../destination';
import { failureDetails } from './failureDetails';
import { nodeError } from './nodeError';

/** Someone waits while a list is asked for, so nothing is tried for long. */
const TIMEOUT_SECONDS = 20;
const MAX_ATTEMPTS = 2;

/**
 * Asks a service for a list of the editor, with the credential in each request.
 *
 * @throws {NodeApiError | NodeOperationError} with message and hint and without any secret: of other
 * errors the editor shows no hint.
 */
export async function lookUp<T>(
	context: ILoadOptionsFunctions,
	{
		credentialType,
		secrets,
		service,
	}: Pick<Destination<unknown>, 'credentialType' | 'secrets' | 'service'>,
	work: (delivery: Delivery, credential: ICredentialDataDecryptedObject) => Promise<T>,
): Promise<T> {
	let redact: Redactor = redactor([]);
	try {
		const data = await context.getCredentials(credentialType);
		redact = redactor(secrets(data));
		const transport = n8nTransport(context, {
			credential: { type: credentialType, data },
			timeoutSeconds: TIMEOUT_SECONDS,
			redact,
		});
		const delivery = new Delivery(service, transport, new Gate(systemClock), systemClock, {
			maxAttempts: MAX_ATTEMPTS,
		});
		return await work(delivery, data);
	} catch (error) {
		throw nodeError(context.getNode(), failureDetails(error, redact, new Date()));
	}
}
