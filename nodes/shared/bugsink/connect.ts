import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { text } from '../alert/fields';
import { Delivery } from '../delivery/delivery';
import { systemClock, type Clock } from '../delivery/clock';
import { gateOf } from '../delivery/gate';
import { n8nTransport, type RequestContext } from '../delivery/n8nTransport';
import { redactor } from '../delivery/redact';
import { checkBugsinkCredential } from './address';
import { BUGSINK, BugsinkClient } from './client';

export const CREDENTIAL_TYPE = 'bugsinkApi';

export interface ConnectOptions {
	clock?: Clock;
	maxAttempts?: number;
	timeoutSeconds?: number;
	signal?: AbortSignal;
}

/** A client for the installation of this credential. @throws {InvalidSetting} */
export function connect(
	context: RequestContext,
	credential: ICredentialDataDecryptedObject,
	{ clock = systemClock, maxAttempts = 3, timeoutSeconds = 30, signal }: ConnectOptions = {},
): BugsinkClient {
	const address = checkBugsinkCredential(credential);
	const transport = n8nTransport(context, {
		credential: { type: CREDENTIAL_TYPE, data: credential },
		timeoutSeconds,
		signal,
		redact: redactor(bugsinkSecrets(credential)),
	});
	const limits = { maxAttempts, signal };
	const delivery = new Delivery(BUGSINK, transport, gateOf(clock), clock, limits);
	return new BugsinkClient(address, delivery);
}

/** The one secret of the credential; its URL is shown in links anyway. */
export function bugsinkSecrets(credential: ICredentialDataDecryptedObject): string[] {
	return [text(credential.apiToken).trim()];
}
